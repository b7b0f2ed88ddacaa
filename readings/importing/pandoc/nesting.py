"""How deep the elements of a page stand in each other, before pandoc meets them.

Its reader takes twice as long for each list that is never closed, and a page may open thousands.
"""

import re

from django.utils.translation import gettext as _

from readings.importing.problems import ImportProblem

MAX_LEVELS = 100
MAX_OPEN_LISTS = 12
MAX_OPEN_INLINE = 200

_TAG = re.compile(
    rb"<(?P<end>/?)(?:(?P<list>ul|ol|dl|menu|dir)|(?P<box>table|blockquote|div|section|article|"
    rb"aside)|em|strong|b|i|u|s|span|font|sub|sup|small|big|code|q)"
    rb"(?=[\s/>])(?:[^<>]{0,400}(?P<empty>/)>)?",
    re.IGNORECASE,
)


def check_nesting(page: bytes) -> None:
    """Raises ImportProblem where boxes are nested too deeply, or much is never closed.

    Takes time in proportion to the page's length.
    """
    boxes = lists = inline = deepest = 0
    for found in _TAG.finditer(page):
        step = 0 if found["empty"] else -1 if found["end"] else 1
        if found["list"] or found["box"]:
            boxes = max(0, boxes + step)
            lists = max(0, lists + step) if found["list"] else lists
            deepest = max(deepest, boxes)
        else:
            inline = max(0, inline + step)
    if deepest > MAX_LEVELS or lists > MAX_OPEN_LISTS or inline > MAX_OPEN_INLINE:
        raise nested()


def nested() -> ImportProblem:
    """The words for lists, quotes or boxes in each other."""
    message = _("Lists, quotes or boxes are nested too deeply in the file.")
    return ImportProblem(message, code="too_deep")
