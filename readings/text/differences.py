"""Two texts beside each other, word by word: what stayed, what went, what came.

Nothing here knows of a database. Lengths are code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from rapidfuzz.distance import Indel

from readings.text.words import Vocabulary

FEW_LETTERS = 10
# A larger table of words by words takes seconds; such a stretch is shown as replaced in whole.
LARGEST_COMPARISON = 32_000_000
SHORT = 4
AROUND = 160

Stretch = tuple[Sequence[str], Sequence[str]]

SAME, GONE, NEW, SKIPPED = "same", "gone", "new", "skipped"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `same` in both, `gone` from the old, `new`, or `skipped` in a display."""

    kind: str
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """The way from one text to the other.

    What is same or gone makes up the old text, what is same or new the new one, to the character.
    Lines are compared first and then the words of those that differ.
    """
    pieces: list[Piece] = []
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for gone, came in _steps(before, after):
        if gone == came:
            pieces.append(Piece(SAME, "".join(gone)))
        else:
            pieces += _compare_words("".join(gone), "".join(came))
    return list(_joined(pieces))


def folded(pieces: Sequence[Piece], around: int = AROUND) -> list[Piece]:
    """For a display: long stretches that stayed are cut to what stands around a change."""
    shown: list[Piece] = []
    for at, piece in enumerate(pieces):
        head = around if at > 0 else 0
        tail = around if at < len(pieces) - 1 else 0
        if piece.kind != SAME or len(piece.text) <= 2 * around + head + tail:
            shown.append(piece)
            continue
        begin, end = piece.text[:head].rfind(" ") + 1, len(piece.text) - tail
        end = (piece.text.find(" ", end) + 1 or end) if tail else end
        cut = (Piece(SAME, piece.text[:begin]), Piece(SKIPPED, ""), Piece(SAME, piece.text[end:]))
        shown += [part for part in cut if part.text or part.kind == SKIPPED]
    return shown


def counterpart(old: str, new: str, start: int, end: int) -> tuple[int, int]:
    """What stands in the new text in place of old[start:end]; it may be empty.

    What was put in right before or after those words belongs to them.
    """
    lows: list[int] = []
    highs: list[int] = []
    before = after = 0
    for same, run in groupby(compare(old, new), key=lambda piece: piece.kind == SAME):
        parts = list(run)
        gone = sum(len(piece.text) for piece in parts if piece.kind != NEW)
        came = sum(len(piece.text) for piece in parts if piece.kind != GONE)
        touches = same or not gone  # also what begins where they end, or ends where they begin
        if before <= start < before + gone + touches:
            lows.append(after + (start - before if same else 0))
        if before - touches < end <= before + gone:
            highs.append(after + (end - before if same else came))
        before, after = before + gone, after + came
    return min(lows, default=0), max(highs, default=len(new))


def few_letters(pieces: Iterable[Piece], most: int = FEW_LETTERS) -> bool:
    """Whether no more letters went and came than a slip of the pen takes to mend."""
    changed = 0
    for same, run in groupby(pieces, key=lambda piece: piece.kind == SAME):
        if same:
            continue
        parts = list(run)
        gone = "".join(piece.text for piece in parts if piece.kind == GONE)
        came = "".join(piece.text for piece in parts if piece.kind == NEW)
        changed += Indel.distance(gone, came, score_cutoff=most)
        if changed > most:
            return False
    return True


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    """Stretches of both, alike and different in turn, on the shortest way from one to the other."""
    numbers: dict[str, int] = {}
    one = [numbers.setdefault(item, len(numbers)) for item in old]
    two = [numbers.setdefault(item, len(numbers)) for item in new]
    low, high = _shared(one, two), _shared(one[::-1], two[::-1])
    high = min(high, len(one) - low, len(two) - low)
    if (len(one) - low - high) * (len(two) - low - high) > LARGEST_COMPARISON:
        yield old[:low], new[:low]
        yield old[low : len(old) - high], new[low : len(new) - high]
        yield old[len(old) - high :], new[len(new) - high :]
        return
    steps = Indel.opcodes(one, two) if one or two else ()
    for _same, run in groupby(steps, key=lambda step: step.tag == "equal"):
        parts = list(run)
        yield (
            old[parts[0].src_start : parts[-1].src_end],
            new[parts[0].dest_start : parts[-1].dest_end],
        )


def _shared(one: Sequence[int], two: Sequence[int]) -> int:
    """How many items both begin with in common."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(two)))


def _compare_words(old: str, new: str) -> list[Piece]:
    pieces: list[Piece] = []
    vocabulary = Vocabulary()
    for gone, came in _steps(_units(vocabulary, old), _units(vocabulary, new)):
        if gone == came:
            pieces.append(Piece(SAME, "".join(gone)))
        else:
            pieces += [Piece(GONE, "".join(gone)), Piece(NEW, "".join(came))]
    return _without_crumbs(pieces)


def _units(vocabulary: Vocabulary, text: str) -> list[str]:
    """The words of the text, each with the space before it, and the space at the end."""
    ends = [0, *vocabulary.read(text).ends]
    units = [text[start:end] for start, end in pairwise(ends)]
    return [*units, text[ends[-1] :]] if ends[-1] < len(text) else units


def _without_crumbs(pieces: list[Piece]) -> list[Piece]:
    """A short word that two sentences share by chance is no island for the eye to land on."""
    kept: list[Piece] = []
    for at, piece in enumerate(pieces):
        short = piece.kind == SAME and len(piece.text.strip()) < SHORT
        if short and all(_letters(pieces, at, step) > 2 * SHORT for step in (-1, 1)):
            kept += [Piece(GONE, piece.text), Piece(NEW, piece.text)]
        else:
            kept.append(piece)
    return kept


def _letters(pieces: list[Piece], at: int, step: int) -> int:
    """How much went and came right beside a stretch that stayed."""
    beside = pieces[max(at - 2, 0) : at] if step < 0 else pieces[at + 1 : at + 3]
    return sum(len(piece.text) for piece in beside if piece.kind != SAME)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one; in every change what went stands before what came."""
    stayed = ""
    for same, run in groupby(pieces, key=lambda piece: piece.kind == SAME):
        parts = list(run)
        if same:
            stayed += "".join(piece.text for piece in parts)
            continue
        gone = "".join(piece.text for piece in parts if piece.kind == GONE)
        came = "".join(piece.text for piece in parts if piece.kind == NEW)
        space = _shared_space(gone, came)
        for kind, text in (
            (SAME, stayed + gone[:space]),
            (GONE, gone[space:]),
            (NEW, came[space:]),
        ):
            if text:
                yield Piece(kind, text)
        stayed = ""
    if stayed:
        yield Piece(SAME, stayed)


def _shared_space(one: str, two: str) -> int:
    """How much white space both begin with: it stayed, though the words after it did not."""
    limit = min(len(one) - len(one.lstrip()), len(two) - len(two.lstrip()))
    return next((at for at in range(limit) if one[at] != two[at]), limit)
