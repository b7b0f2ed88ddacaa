"""The notes at a chapter's end: `1   text`, `1. text`, `[1] text`, `¹ text`."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from .lines import Chunk, Line
from .marks import FROM_SUPERSCRIPT, SUPERSCRIPTS
from .vocabulary import ends_with_colon, is_all_caps, is_title_case

_ENTRY = re.compile(
    rf"\[\^?(?P<bracket>[0-9]{{1,3}})\][.:]?\s*(?=\S)"
    rf"|(?P<raised>[{SUPERSCRIPTS}]{{1,3}})\s*(?=\S)"
    r"|\(?(?P<dot>[0-9]{1,3})[.)]\s+(?=\S)"
    r"|(?P<wide>[0-9]{1,3})\s{2,}(?=\S)"
    r"|(?P<plain>[0-9]{1,3})\s(?=\S)"
)
_HEADING = re.compile(
    r"(?:(?:end|foot)?notes?|notes and references|references|notes (?:to|for|on) .{1,60}|citations|"
    r"sources)\W*",
    re.IGNORECASE,
)
_STYLES = ("bracket", "raised", "wide", "dot", "plain")
# Styles that a numbered list of the text never has.
_CLEAR = frozenset(("bracket", "raised"))
_GAP = 5  # numbers that may be missing in a row of notes
_PARAGRAPHS = 6  # of one note, where no heading says that these are the notes
_PARAGRAPHS_LAST = 3
_HEADING_WORDS = 15


@dataclass
class Note:
    """One note: its number and its paragraphs, each line by line."""

    number: int
    rows: list[list[str]]

    @property
    def paragraphs(self) -> list[str]:
        return [" ".join(rows) for rows in self.rows]


@dataclass(frozen=True)
class Entry:
    """A line that may begin a note."""

    chunk: int
    number: int
    style: str
    text: str


@dataclass(frozen=True)
class Found:
    """The notes, the chunks before and behind them, and the heading over them."""

    before: list[Chunk]
    notes: list[Note]
    behind: list[Chunk]
    heading: list[Line]


def part_notes(chunks: list[Chunk], marks: Collection[int]) -> Found:
    """Find the notes. `marks` are the numbers that look like marks anywhere in the file: a plain
    `1. text` at the end is a note only where they speak for it."""
    headed = _headed(chunks)
    start = headed + 1 if headed is not None else _unheaded(chunks, marks)
    if start is None:
        return Found(chunks, [], [], [])
    notes, end = _read(chunks, start)
    before = chunks[: start if headed is None else headed]
    heading = [] if headed is None else list(chunks[headed].lines)
    return Found(before, notes, chunks[end:], heading)


def heads_notes(text: str) -> bool:
    """Whether a heading is that of the notes."""
    return bool(_HEADING.fullmatch(text))


def entry(line: Line, chunk: int) -> Entry | None:
    """The line as the beginning of a note."""
    match = _ENTRY.match(line.raw)
    if not match or match.lastgroup is None:
        return None
    number = int(match[match.lastgroup].translate(FROM_SUPERSCRIPT))
    text = " ".join(line.raw[match.end() :].split())
    return Entry(chunk, number, match.lastgroup, text) if number else None


def _headed(chunks: list[Chunk]) -> int | None:
    """The last chunk that is a heading like "Notes" with a note below it."""
    for i in range(len(chunks) - 2, -1, -1):
        if len(chunks[i].lines) == 1 and _HEADING.fullmatch(chunks[i].text):
            return i if entry(chunks[i + 1].lines[0], i + 1) else None
    return None


def _unheaded(chunks: list[Chunk], marks: Collection[int]) -> int | None:
    """Where a row of notes begins that goes on to the end: the longest, clear styles first."""
    rows = (_row(chunks, style) for style in _STYLES)
    notes = [row for row in rows if row and _are_notes(row, chunks, marks)]
    clear = [row for row in notes if row[0].style in _CLEAR]
    return max(clear or notes, key=len)[-1].chunk if notes else None


def _row(chunks: list[Chunk], style: str) -> list[Entry]:
    """The entries of one style, last first, walked from the file's end to number 1."""
    row: list[Entry] = []
    for i in range(len(chunks) - 1, -1, -1):
        gap = row[-1].chunk - i if row else len(chunks) - i
        if gap > (_PARAGRAPHS if row else _PARAGRAPHS_LAST):
            break
        found = [e for line in chunks[i].lines if (e := entry(line, i)) and e.style == style]
        for candidate in reversed(found):
            if not row or 0 < row[-1].number - candidate.number <= _GAP:
                row.append(candidate)
            elif len(row) == 1:
                # The first one found was a wrapped line that happens to begin with a number.
                row = [candidate]
        if row and row[-1].number == 1:
            break
    return _from_chunk_start(row, chunks)


def _from_chunk_start(row: list[Entry], chunks: list[Chunk]) -> list[Entry]:
    """Drop entries at the row's beginning that stand in the middle of a chunk of other lines."""
    while row:
        first = entry(chunks[row[-1].chunk].lines[0], row[-1].chunk)
        if first and first.number == row[-1].number:
            return row
        row.pop()
    return row


def _are_notes(row: list[Entry], chunks: list[Chunk], marks: Collection[int]) -> bool:
    """Whether a row of numbered lines are notes, and not a list at the text's end."""
    first, style = row[-1].chunk, row[-1].style
    if first == 0:
        return False
    after_colon = ends_with_colon(chunks[first - 1].text)
    marked = len({e.number for e in row} & set(marks))
    if style in _CLEAR:
        return marked > 0 or not after_colon
    if style == "wide":
        return marked > 0
    return marked * 2 >= len(row) and not (after_colon and marked < len(row))


def _read(chunks: list[Chunk], start: int) -> tuple[list[Note], int]:
    """The notes from `start` on, and the index of the first chunk behind them."""
    notes: list[Note] = []
    style = ""
    for i in range(start, len(chunks)):
        fresh = True  # a chunk goes on with its first paragraph, or begins another
        for line in chunks[i].lines:
            found = entry(line, i)
            if found and _follows(found, notes, style):
                style = found.style
                notes.append(Note(found.number, [[found.text]]))
            elif fresh and _begins_section(chunks, i):
                return notes, i
            elif fresh:
                notes[-1].rows.append([line.text])
            else:
                notes[-1].rows[-1].append(line.text)
            fresh = False
    return notes, len(chunks)


def _follows(found: Entry, notes: list[Note], style: str) -> bool:
    if not notes:
        return True
    return found.style == style and 0 < found.number - notes[-1].number <= _GAP


def _begins_section(chunks: list[Chunk], i: int) -> bool:
    """A heading behind the notes, with text below it: the chapter goes on."""
    text = chunks[i].text
    if len(chunks[i].lines) > 1 or i + 1 >= len(chunks) or len(text.split()) > _HEADING_WORDS:
        return False
    is_heading = is_all_caps(text) or (is_title_case(text) and text[-1:].isalpha())
    return is_heading and entry(chunks[i + 1].lines[0], i + 1) is None
