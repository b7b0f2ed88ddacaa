"""The chapter's own notes at its end, and the citation that an “ibid.” leans on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from readings.text.models import Chapter, Footnote

IBID = re.compile(r"\bibid(?:em)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """A footnote as the page shows it. `leans_on` is the citation before an “ibid.”;
    `block_key` is set where the text has no mark that leads back."""

    number: int
    html: SafeString
    leans_on: SafeString | None
    block_key: str
    block_number: str


def sources(chapter: Chapter) -> list[Source]:
    """Every footnote in order; cached until the chapter's text changes."""
    key = f"sources:1:{chapter.pk}:{chapter.revision}"
    found: list[Source] | None = cache.get(key)
    if found is None:
        found = _read(chapter)
        cache.set(key, found)
    return found


def _read(chapter: Chapter) -> list[Source]:
    found: list[Source] = []
    cited: SafeString | None = None
    rows = Footnote.objects.current().filter(chapter=chapter).select_related("block")
    for note in rows.order_by("number"):
        html = mark_safe(note.html)
        ibid = IBID.search(note.body) is not None
        key, number = (note.block.key, note.block.number) if note.block else ("", "")
        found.append(Source(note.number, html, cited if ibid else None, key, number))
        if not ibid:
            cited = html
    return found
