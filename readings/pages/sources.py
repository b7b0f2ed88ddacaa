"""The chapter's own notes at its end, and the citation that an “ibid.” leans on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from readings.text.models import Block, Chapter, Footnote
from readings.text.writing import MARK

IBID = re.compile(r"\bibid(?:em)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """A footnote as the page shows it. `leans_on` is the citation before an “ibid.”; `has_mark`
    says whether the text has a place to go back to."""

    number: int
    html: SafeString
    leans_on: SafeString | None
    has_mark: bool


def sources(chapter: Chapter) -> list[Source]:
    """Every footnote in order."""
    found: list[Source] = []
    cited: SafeString | None = None
    marked = _marked(chapter)
    for note in Footnote.objects.current().filter(chapter=chapter).order_by("number"):
        html = mark_safe(note.html)  # our renderer's, sanitised
        ibid = IBID.search(note.body) is not None
        has_mark = note.number in marked or note.block_id is not None
        found.append(Source(note.number, html, cited if ibid else None, has_mark))
        if not ibid:
            cited = html
    return found


def _marked(chapter: Chapter) -> set[int]:
    """The numbers that have a mark in the present text."""
    bodies = Block.objects.current().filter(chapter=chapter).values_list("html", flat=True)
    return {int(number) for html in bodies for number in MARK.findall(html)}
