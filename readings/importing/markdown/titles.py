"""Which of a file's headings is the chapter's title, and which begin its sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readings.importing.markdown.parts import Part

SECTION_RANK = 2
LONGEST = 300

_NUMBERED = re.compile(
    r"(?:chapter\s+)?(?P<number>[0-9]{1,4})\s*[.:–—-]\s+(?P<title>\S.*)", re.IGNORECASE
)
_SPOKEN = re.compile(r"chapter\s+(?P<number>[0-9]{1,4})", re.IGNORECASE)


@dataclass(frozen=True)
class Titles:
    """The title as the heading says it, and the parts below it; `rank` is the sections' own,
    `doubt` what makes one doubt that a chapter begins here."""

    title: str
    number: int | None
    parts: tuple[Part, ...]
    rank: int
    is_own: bool
    marks: tuple[int, ...] = ()
    doubt: str = ""

    def begins_section(self, part: Part) -> bool:
        """In the project's own form an underlined heading is one inside a section."""
        if part.kind != "heading" or part.rank > self.rank or len(part.words) > LONGEST:
            return False
        return (bool(part.words) or self.is_own) and not (self.is_own and part.underlined)


def part_titles(parts: Sequence[Part], title: str) -> Titles:
    """`title` is what the lines above the text say: then `#` and `##` begin sections. Else
    the first heading is the chapter's title if it is alone in its rank and none is higher."""
    if title:
        return Titles(title, None, tuple(parts), SECTION_RANK, is_own=True)
    headings = [part for part in parts if part.kind == "heading" and part.words]
    ranks = [heading.rank for heading in headings]
    if not ranks or ranks.count(min(ranks)) > 1 or not _comes_first(headings[0], parts):
        return Titles("", None, tuple(parts), min(ranks, default=SECTION_RANK), is_own=False)
    if ranks[0] != min(ranks):
        return Titles("", None, tuple(parts), min(ranks), is_own=False)
    first = headings[0]
    rest = tuple(part for part in parts if part is not first)
    number, words = _numbered(first.words)
    rank = min(ranks[1:], default=SECTION_RANK)
    return Titles(words, number, rest, rank, is_own=False, marks=first.marks)


def _comes_first(heading: Part, parts: Sequence[Part]) -> bool:
    """Whether no words stand above it; footnotes may."""
    above = parts[: parts.index(heading)]
    return all(part.kind == "footnote" for part in above) and len(heading.words) <= LONGEST


def _numbered(words: str) -> tuple[int | None, str]:
    """The chapter's number and title in "Chapter 7: The Well" and "7. The Well"."""
    if spoken := _SPOKEN.fullmatch(words):
        return int(spoken["number"]), words
    found = _NUMBERED.fullmatch(words)
    return (int(found["number"]), found["title"]) if found else (None, words)
