"""Footnote marks that a copy from a web page left stuck to the words: `end.”3`, `[3]`, `³`.

A number is a mark only where a note or the order of the other marks speaks for it: marks rise
through a chapter, so what does not fit their rise is a number of the text.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from .marked import Marked
from .vocabulary import CLOSING

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
FROM_SUPERSCRIPT = str.maketrans(SUPERSCRIPTS, "0123456789")
_CANDIDATE = re.compile(
    rf" ?\[\^?(?P<bracket>[0-9]{{1,3}}(?:[,;] ?[0-9]{{1,3}}){{0,9}})\]"
    rf"|(?P<raised>[{SUPERSCRIPTS}]{{1,3}})"
    r"|(?<![0-9])(?P<bare>[0-9]{1,3})(?![0-9])"
)
_ABBREVIATION = re.compile(
    r"\b(?:p|pp|no|nos|vol|vols|fig|figs|ch|art|sec|bk|pt|col|cf|eq|ca|c|v|vv|st)\.$", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![0-9.,])[0-9]{4}[.,;:]$")
_STEM = re.compile(r"[^\W\d_]{3,}$")
_PUNCTUATION = ".,;:!?…"
_BEHIND = CLOSING + "—–" + _PUNCTUATION

Style = Literal["bracket", "raised", "bare"]


@dataclass(frozen=True)
class Candidate:
    """A place in a run of text that may hold a mark; `numbers` are several in `[3, 4]` only."""

    run: int
    start: int
    end: int
    numbers: tuple[int, ...]
    style: Style


def candidates(runs: Iterable[str]) -> list[Candidate]:
    """Everything in the runs that looks like a mark, in reading order."""
    return [found for i, run in enumerate(runs) for found in _in_run(i, run)]


def accept(found: list[Candidate], notes: Collection[int]) -> list[Candidate]:
    """The candidates that are marks, given the numbers of the notes at the chapter's end."""
    if not notes:
        return _without_notes(found)
    known = frozenset(notes)
    clear = [c for c in found if c.style != "bare" and known.issuperset(c.numbers)]
    covered = {number for c in clear for number in c.numbers}
    # Where all marks are bare numbers, one between the first and the last may have lost its note.
    allowed = known - covered if clear else range(min(known), max(known) + 1)
    bare = [c for c in found if c.style == "bare" and c.numbers[0] in allowed]
    # What does not fit the order of the other marks is a number of the text.
    row = [c for c in _rising(_in_order(clear + bare)) if c.style == "bare"]
    # A mark in the file's own style stays one even where its note is missing.
    styles = {c.style for c in clear}
    stray = [c for c in found if c.style in styles and not known.issuperset(c.numbers)]
    return _in_order(clear + row + stray)


def _in_order(found: list[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda c: (c.run, c.start))


def marked(run: str, marks: Iterable[Candidate]) -> Marked:
    """The run with those marks taken out of its words."""
    parts: list[str | int] = []
    position = 0
    for mark in marks:
        parts.extend([run[position : mark.start], *mark.numbers])
        position = mark.end
    parts.append(run[position:])
    if not any(isinstance(part, str) and part.strip() for part in parts):
        return Marked((run,))
    # Where a run begins with a mark, its text begins behind it.
    for i, part in enumerate(parts):
        if isinstance(part, str):
            parts[i] = part.lstrip()
            if parts[i]:
                break
    return Marked(tuple(part for part in parts if part != ""))


def _in_run(index: int, run: str) -> Iterator[Candidate]:
    for match in _CANDIDATE.finditer(run):
        style: Style = match.lastgroup  # type: ignore[assignment]
        digits = match[style].translate(FROM_SUPERSCRIPT)
        numbers = tuple(int(number) for number in re.split(r"[,;] ?", digits))
        if 0 not in numbers and _ALLOWED[style](run, match.start(), match.end()):
            # The space before a mark goes with it, unless it parts two words.
            parts_words = run[match.start()] == " " and run[match.end() : match.end() + 1].isalnum()
            yield Candidate(index, match.start() + parts_words, match.end(), numbers, style)


def _may_be_raised(run: str, start: int) -> bool:
    """A raised number behind a unit (m²) or a number is a power."""
    before = run[max(0, start - 3) : start]
    return bool(before) and (before[-1] in CLOSING + _PUNCTUATION or bool(_STEM.search(before)))


def _may_be_bare(run: str, start: int, end: int) -> bool:
    """A number stuck to the sign or the word before it, with nothing stuck behind it."""
    before, behind = run[max(0, start - 12) : start], run[end : end + 2]
    if not before or not _is_free(behind):
        return False
    if before[-1] in CLOSING:
        return len(before) > 1 and not before[-2].isspace()
    if before[-1] in _PUNCTUATION:
        return _closes_a_word(before)
    return bool(_STEM.search(before)) and before[-1].islower()


_ALLOWED: dict[Style, Callable[[str, int, int], bool]] = {
    "bracket": lambda _run, _start, _end: True,
    "raised": lambda run, start, _end: _may_be_raised(run, start),
    "bare": _may_be_bare,
}


def _closes_a_word(before: str) -> bool:
    """Whether the sign at the end belongs to a word or a year, not to a decimal or "p."."""
    last = before[-2:-1]
    if last.isalpha():
        return not _ABBREVIATION.search(before)
    return last != "" and (last in CLOSING + _PUNCTUATION or bool(_YEAR.search(before)))


def _is_free(behind: str) -> bool:
    if not behind or behind[0].isspace():
        return True
    return behind[0] in _BEHIND and not behind[1:2].isalnum()


def _rising(found: list[Candidate]) -> list[Candidate]:
    """The longest strictly rising row of the candidates' numbers."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for i, candidate in enumerate(found):
        place = bisect_left(tails, candidate.numbers[0])
        before.append(at[place - 1] if place else None)
        tails[place : place + 1] = [candidate.numbers[0]]
        at[place : place + 1] = [i]
    row: list[Candidate] = []
    index = at[-1] if at else None
    while index is not None:
        row.append(found[index])
        index = before[index]
    return row[::-1]


def _without_notes(found: list[Candidate]) -> list[Candidate]:
    """Without notes only clear marks count, or numbers that rise from 1 without a gap."""
    clear = [c for c in found if c.style != "bare"]
    if clear:
        return clear
    row = _rising([c for c in found if c.style == "bare"])
    numbers = [c.numbers[0] for c in row]
    return row if len(row) > 1 and numbers == list(range(1, len(row) + 1)) else []
