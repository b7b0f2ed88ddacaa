"""Boxes that other programs know (`::: {.note}`): what stands in them is read without them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from readings.importing.markdown.labels import outside_code

# It may stand in a quote or in a list. Pandoc allows one word, or attributes, and colons behind.
_BEGIN = re.compile(
    r"(?P<before>[ \t]*(?:>[ \t]*)*):{3,}[ \t]*(?P<what>\{[^{}\n]{0,300}\}|[^\s:{}]{1,80})[ \t:]*"
)
_END = re.compile(r"(?P<before>[ \t]*(?:>[ \t]*)*):{3,}[ \t]*")
_OURS = ("verse", "caption", "reasons")
_MOST_TOLD = 5


def without_boxes(text: str) -> tuple[str, list[str]]:
    """The text with empty lines in place of the signs around such boxes, so that lines keep their
    numbers, and what to say of it; nothing where there are none."""
    lines = text.split("\n")
    taken: list[tuple[int, str]] = []
    is_ours: list[bool] = []  # of the boxes that are open
    for n in outside_code(lines):
        if begin := _BEGIN.fullmatch(lines[n]):
            is_ours.append(begin["what"] in _OURS)
            if not is_ours[-1]:
                taken.append((n + 1, begin["what"]))
                lines[n] = begin["before"].rstrip()
        elif (end := _END.fullmatch(lines[n])) and is_ours and not is_ours.pop():
            lines[n] = end["before"].rstrip()
    return "\n".join(lines), [_told(taken)] if taken else []


def _told(taken: list[tuple[int, str]]) -> str:
    names = ", ".join(f"{line} (“{what[:40]}”)" for line, what in taken[:_MOST_TOLD])
    more = "…" if len(taken) > _MOST_TOLD else ""
    said = _(
        "Boxes that are not known here were left out, and what is in them stands: lines %(where)s."
    )
    return said % {"where": names + more}
