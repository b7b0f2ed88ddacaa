"""A web page's bytes in the one encoding that pandoc reads."""

import re

from django.utils.translation import gettext as _

from readings.importing.plaintext.decode import encoded
from readings.importing.problems import ImportProblem

from .nesting import check_nesting

MAX_HTML = 8_000_000  # bytes

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(r"<\?xml[^>]*\?>")


def as_utf8(data: bytes) -> tuple[bytes, list[str]]:
    """The page in UTF-8, and warnings: as its first bytes, its own words or its content say.

    Raises ImportProblem for a page that is too large, too deeply nested or in no
    encoding.
    """
    if len(data) > MAX_HTML:
        message = _("The page is larger than %(most)s bytes.")
        raise ImportProblem(message % {"most": f"{MAX_HTML:,}"}, code="too_large")
    named = _CHARSET.search(data[:4000])
    text, warnings = _named(data, named[1].decode()) if named else (None, [])
    if text is None:
        text, warnings = encoded(data)
    text = _DECLARED.sub("", text, count=1).replace("\0", "")
    page = text.encode("utf-8", "replace")
    check_nesting(page)
    return page, warnings


def _named(data: bytes, encoding: str) -> tuple[str | None, list[str]]:
    """The text in the encoding that the page names, if it is one and holds."""
    try:
        return data.decode(encoding), []
    except (LookupError, UnicodeError, ValueError):
        return None, []
