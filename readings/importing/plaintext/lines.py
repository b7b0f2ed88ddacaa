"""Lines, and the chunks that blank lines part them into."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median

from .vocabulary import ends_with_colon

TAB = 4
LONG = 120  # A line longer than this was not broken to fit a page: it is a whole paragraph.
_VERSE_AT_LEAST = 3
_WRAPPED_AT_LEAST = 45
_FULL = 0.85  # of the widest line: where the next word would not have fitted
_RAGGED = 0.6


@dataclass(frozen=True)
class Line:
    """One line that is not blank. `number` counts from 1, `indent` in columns; `raw` keeps the
    inner spaces, since a wide gap behind a number shows a note; `text` has single ones."""

    number: int
    indent: int
    raw: str

    @cached_property
    def text(self) -> str:
        return " ".join(self.raw.split())

    @property
    def is_long(self) -> bool:
        return len(self.raw) > LONG


@dataclass(frozen=True)
class Chunk:
    """Lines without a blank one between them."""

    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def number(self) -> int:
        return self.lines[0].number

    @cached_property
    def indent(self) -> int:
        return min(line.indent for line in self.lines)


@dataclass(frozen=True)
class Layout:
    """The file's habits: are paragraphs broken into short lines, how wide, how far indented."""

    wrapped: bool
    width: int
    indent: int


def read_chunks(text: str) -> list[Chunk]:
    """The text's chunks. Where paragraphs are single long lines, blank lines may be missing between
    them: each long line then is a chunk of its own."""
    rows = [_line(number, row) for number, row in enumerate(text.split("\n"), start=1)]
    groups = groupby(rows, key=lambda line: bool(line.raw))
    chunks = [Chunk(tuple(lines)) for has_words, lines in groups if has_words]
    if not _is_wrapped(chunks):
        return [part for chunk in chunks for part in _parted(chunk)]
    return chunks


def measure(chunks: list[Chunk]) -> Layout:
    """What the chunks have in common."""
    inner = [len(line.raw) for chunk in chunks for line in chunk.lines[:-1] if not line.is_long]
    return Layout(_is_wrapped(chunks), max(inner, default=0), _usual_indent(chunks))


def is_paragraph(chunk: Chunk, layout: Layout) -> bool:
    """Whether the chunk is one paragraph, broken only to fit a page; else its lines are lines."""
    if len(chunk.lines) == 1:
        return True
    if not layout.wrapped:
        return False
    lines = logical_lines(chunk)
    lengths = [len(line.raw) for line in chunk.lines[:-1]]
    if max(lengths) < _WRAPPED_AT_LEAST or min(lengths) < _RAGGED * median(lengths):
        return False
    if any(line[0].islower() for line in lines[1:]) or len(lines) == 1:
        return True
    return len(lines) < _VERSE_AT_LEAST and _fills(chunk, layout.width)


def logical_lines(chunk: Chunk) -> list[str]:
    """The chunk's lines as they were meant: an indented line goes on with the line before it."""
    lines: list[list[str]] = []
    first = chunk.lines[0].indent
    for line in chunk.lines:
        if lines and line.indent >= max(first, chunk.indent) + 2:
            lines[-1].append(line.text)
        else:
            lines.append([line.text])
    return [" ".join(parts) for parts in lines]


def _line(number: int, row: str) -> Line:
    expanded = row.expandtabs(TAB)
    raw = expanded.strip()
    # A tab behind a number is a wide gap, even where it stands for one column only.
    raw = re.sub(r"^(\S{1,4})\t\s*", r"\1  ", row.strip()).expandtabs(TAB) if "\t" in row else raw
    return Line(number, len(expanded) - len(expanded.lstrip()), raw)


def _is_wrapped(chunks: list[Chunk]) -> bool:
    lengths = [(len(line.raw), line.is_long) for chunk in chunks for line in chunk.lines]
    long = sum(length for length, is_long in lengths if is_long)
    return long * 2 <= sum(length for length, _ in lengths)


def _parted(chunk: Chunk) -> list[Chunk]:
    """A chunk with long lines, parted: short lines stay together where they may be verse."""
    if not any(line.is_long for line in chunk.lines):
        return [chunk]
    parts: list[Chunk] = []
    for is_long, group in groupby(chunk.lines, key=lambda line: line.is_long):
        lines = tuple(group)
        # The line that leads in the long one below is none of the short ones above.
        end = len(lines) - (not is_long and ends_with_colon(lines[-1].text))
        together = not is_long and end >= _VERSE_AT_LEAST
        parts.extend([Chunk(lines[:end])] if together else [Chunk((line,)) for line in lines[:end]])
        parts.extend(Chunk((line,)) for line in lines[end:])
    return parts


def _usual_indent(chunks: list[Chunk]) -> int:
    """The indent of most of the text; of single lines only where most are indented alike."""
    weights: dict[int, int] = {}
    for chunk in chunks:
        weights[chunk.indent] = weights.get(chunk.indent, 0) + len(chunk.text)
    return max(weights, key=lambda indent: (weights[indent], -indent), default=0)


def _fills(chunk: Chunk, width: int) -> bool:
    """Whether each line but the last was full: the next line's first word would not have fitted."""
    return all(
        len(line.raw) + 1 + len(after.raw.split(" ", 1)[0]) > _FULL * width
        for line, after in pairwise(chunk.lines)
    )
