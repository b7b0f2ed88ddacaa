"""Where the blocks of a document stand among the lines that are shown of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from readings.importing.books import BookOutline
from readings.importing.outline import Outline, OutlineSection

KNOWN_BY = 24  # letters and digits at a block's beginning
AHEAD = 400  # lines that may stand between a block and the next


def locate(book: BookOutline, lines: Sequence[str]) -> BookOutline:
    """The book, its blocks with the lines (counted from 1) on which their first words stand, in
    their order; a block that is not found near the one before has none, and one whose lines are
    known keeps them."""
    finder = _Finder([_letters(line) for line in lines])
    return replace(book, chapters=tuple(_chapter(outline, finder) for outline in book.chapters))


class _Finder:
    """Goes through the lines once, from block to block."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0

    def find(self, text: str) -> tuple[int, int] | None:
        """The line with the first words of a block."""
        known = _letters(text.split("\n", 1)[0][: 8 * KNOWN_BY])[:KNOWN_BY]
        if not known:
            return None
        for index in range(self.at, min(self.at + AHEAD, len(self.lines))):
            if known in self.lines[index]:
                self.at = index + 1
                return index + 1, index + 1
        return None

    def begin(self, title: str) -> None:
        """Goes on behind the line that is a chapter's title, however far away that is."""
        known = _letters(title)
        if known:
            ahead = range(self.at, len(self.lines))
            self.at = next((i for i in ahead if self.lines[i].endswith(known)), self.at)


def _chapter(outline: Outline, finder: _Finder) -> Outline:
    finder.begin(outline.chapter_title or "")
    sections = tuple(_section(section, finder) for section in outline.sections)
    return replace(outline, sections=sections)


def _section(section: OutlineSection, finder: _Finder) -> OutlineSection:
    lines = finder.find(section.heading or "")
    blocks = tuple(
        replace(block, lines=block.lines or finder.find(block.text)) for block in section.blocks
    )
    return replace(section, blocks=blocks, lines=lines)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
