"""The chapter's own notes at its end, and the citation that an “ibid.” leans on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString, mark_safe

from readings.text.models import Block, Chapter, Footnote, FootnoteChange
from readings.text.writing import MARK_ID, footnote_of

IBID = re.compile(r"\bibid(?:em)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """A footnote as the page shows it. `leans_on` is the citation before an “ibid.”; `mark` is the
    id of the mark to go back to, "" where the text has none. `corrected`: it read otherwise."""

    number: int
    html: SafeString
    leans_on: SafeString | None
    mark: str
    corrected: bool


def sources(chapter: Chapter) -> list[Source]:
    """Every footnote in order."""
    found: list[Source] = []
    cited: SafeString | None = None
    marks = _marks(chapter)
    notes = Footnote.objects.current().filter(chapter=chapter).order_by("number")
    changes = FootnoteChange.objects.filter(footnote=OuterRef("pk"))
    for note in notes.annotate(corrected=Exists(changes)):
        html = mark_safe(note.html)  # our renderer's, sanitised
        ibid = IBID.search(note.body) is not None
        tied = f"fnref-{note.number}" if note.block_id else ""
        mark = marks.get(note.number, tied)
        found.append(Source(note.number, html, cited if ibid else None, mark, note.corrected))
        if not ibid:
            cited = html
    return found


def _marks(chapter: Chapter) -> dict[int, str]:
    """By number the id of the first mark in the present text."""
    blocks = Block.objects.current().filter(chapter=chapter)
    bodies = blocks.order_by("section__order", "section", "order").values_list("html", flat=True)
    found: dict[int, str] = {}
    for mark in (mark for html in bodies for mark in MARK_ID.findall(html)):
        found.setdefault(footnote_of(mark), mark)
    return found
