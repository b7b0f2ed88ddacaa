"""Where the old text's words went: one track for the path, one for every stretch that moved."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from readings.annotation.placing_moves import Leftovers
from readings.annotation.placing_runs import Run
from readings.text.sequences import heaviest_chain
from readings.text.words import Words

LONGEST_RESPELLED = 8
LEAST_WORD_LIKENESS = 0.6
MOST_WORD_LIKENESS = 0.95
MOST_REPLACED = 1.5
FEW_WORDS = 16
WIDEST = 3
WIDE = 100
LIGHT_PART = 4
LIGHT_JUMP = 2
LIGHT = 150
FAR_JUMP = 4
FAR = 400
LONE_SIGNS = 3
LONE_JUMP = 40


class Piece(NamedTuple):
    """`size` tokens from `old` on that stand from `new` on.

    `share` is how much of them was kept; only a single word that was respelled has less than 1.
    """

    old: int
    new: int
    size: int
    share: float = 1.0

    @property
    def old_end(self) -> int:
        return self.old + self.size

    @property
    def new_end(self) -> int:
        return self.new + self.size


class Passage(NamedTuple):
    """The characters `start:end` of the old text, and the tokens `low:high` that they touch."""

    start: int
    end: int
    low: int
    high: int


class Track:
    """Pieces that rise together in both texts; weights and spans in any bounds cost a bisection.

    `free` marks the new tokens that stand for no old ones. A `whole` track reaches from the texts'
    beginnings to their ends, so that words before its first piece can have been replaced too.
    """

    def __init__(
        self,
        old: Words,
        new: Words,
        pieces: Iterable[Piece],
        free: bytearray,
        *,
        whole: bool = False,
    ) -> None:
        self.old, self.new, self.free = old, new, free
        self.pieces = sorted(pieces)
        self.olds = [piece.old for piece in self.pieces]
        self.head = Piece(0, 0, 0) if whole else None
        self.tail = Piece(len(old), len(new), 0) if whole else None
        weights = (old.weight(each.old, each.old_end) * each.share for each in self.pieces)
        self.sums = list(accumulate(weights, initial=0.0))

    def within(self, low: int, high: int) -> tuple[int, int]:
        """The numbers `first, stop` of the pieces that hold old tokens from `low` up to `high`."""
        first = bisect_right(self.olds, low) - 1
        if first < 0 or self.pieces[first].old_end <= low:
            first += 1
        return first, max(first, bisect_left(self.olds, high))

    def at(self, index: int) -> Piece | None:
        """The piece that holds an old token."""
        first, stop = self.within(index, index + 1)
        return self.pieces[first] if first < stop else None

    def weight(self, low: int, high: int) -> float:
        """How much of the weight of the old tokens from `low` up to `high` is still there."""
        return self._weight(*self.within(low, high), low, high)

    def _weight(self, first: int, stop: int, low: int, high: int) -> float:
        if first >= stop:
            return 0.0
        head, tail = self.pieces[first], self.pieces[stop - 1]
        total = self.sums[stop] - self.sums[first]
        if head.old < low:
            total -= self.old.weight(head.old, low) * head.share
        if tail.old_end > high:
            total -= self.old.weight(high, tail.old_end) * tail.share
        return total

    def same(self, passage: Passage) -> int | None:
        """Where a passage begins that stands unchanged, to the character; None if it does not."""
        start, end, low, high = passage
        piece = self.at(low)
        if piece is None or piece.share < 1 or piece.old_end < high:
            return None
        there = self.new.starts[piece.new + low - piece.old] + start - self.old.starts[low]
        if there < 0 or not self.new.text.startswith(self.old.text[start:end], there):
            return None
        return there

    def span(self, passage: Passage) -> tuple[int, int]:
        """The new offsets of what is left of a passage.

        Words put in the place of its own belong to it, words put beside it do not.
        """
        first, stop = self._core(passage.low, passage.high)
        start = self._start(first, passage.start, passage.low)
        return start, self._end(stop - 1, passage.end, passage.high)

    def solid(self, low: int, high: int) -> float:
        """How much of the weight of these old tokens is left where the passage is taken to be."""
        first, stop = self.within(low, high)
        return self._weight(*self._core(low, high), low, high) if first < stop else 0.0

    def _core(self, low: int, high: int) -> tuple[int, int]:
        """The pieces that count: without a few words left on the far side of a long insertion."""
        first, stop = self._joined(*self.within(low, high), low, high)
        total = self._weight(first, stop, low, high)
        reach = self.new.weight(self.pieces[first].new, self.pieces[stop - 1].new_end)
        if reach <= WIDEST * self.old.weight(low, high) + WIDE:
            return first, stop
        light = LIGHT_JUMP * total + LIGHT
        cuts = [first, *(at for at in range(first + 1, stop) if self._jump(at) > light), stop]
        parts = [(self._weight(a, b, low, high), a, b) for a, b in pairwise(cuts)]
        while len(parts) > 1:
            end = 0 if parts[0][0] <= parts[-1][0] else -1
            jump = self._jump(parts[1][1] if end == 0 else parts[-1][1])
            if parts[end][0] >= total / LIGHT_PART and jump <= FAR_JUMP * total + FAR:
                break
            del parts[end]
        return parts[0][1], parts[-1][2]

    def _joined(self, first: int, stop: int, low: int, high: int) -> tuple[int, int]:
        """The pieces without a full stop or a quotation mark that a new clause cut off.

        A sentence that goes on where it ended before still ends with its own sign, but what was
        written between is not the passage's.
        """
        while stop - first > 1:
            last, lead = (self._weight(at, at + 1, low, high) for at in (stop - 1, first))
            if last <= LONE_SIGNS and self._jump(stop - 1) > LONE_JUMP:
                stop -= 1
            elif lead <= LONE_SIGNS and self._jump(first + 1) > LONE_JUMP:
                first += 1
            else:
                break
        return first, stop

    def _jump(self, number: int) -> int:
        """The weight of the new words between piece `number` and the one before it."""
        return self.new.weight(self.pieces[number - 1].new_end, self.pieces[number].new)

    def _start(self, number: int, start: int, low: int) -> int:
        """The new offset where a passage begins of which piece `number` is the first left."""
        piece = self.pieces[number]
        index = max(low, piece.old)
        there = piece.new + index - piece.old
        if index == low:
            inside = max(0, start - self.old.starts[low])
            return self.new.starts[there] + self._inside(piece, low, there, inside)
        before = self.pieces[number - 1] if number else self.head
        if before is None or before.old_end > low:
            return self.new.starts[there]
        first = before.new_end
        if not _any(self.old.sentences, low + 1, index + 1):
            first = max([first, *_between(self.new.sentences, first + 1, there + 1)])
        lost, hunk = self.old.weight(low, index), self.old.weight(before.old_end, index)
        size = self._replaced(first, there, lost, hunk)
        cut = bisect_left(self.new.sums, self.new.sums[there] - size, first, there)
        return self.new.starts[cut]

    def _end(self, number: int, end: int, high: int) -> int:
        """The new offset where a passage ends of which piece `number` is the last left."""
        piece = self.pieces[number]
        index = min(high, piece.old_end)
        there = piece.new + index - piece.old
        if index == high:
            inside = max(0, self.old.ends[high - 1] - end)
            return self.new.ends[there - 1] - self._inside(piece, high - 1, there - 1, inside)
        after = self.pieces[number + 1] if number + 1 < len(self.pieces) else self.tail
        if after is None or after.old < high:
            return self.new.ends[there - 1]
        last = after.new
        if not _any(self.old.sentences, index, high):
            last = min([last, *_between(self.new.sentences, there, last)])
        lost, hunk = self.old.weight(index, high), self.old.weight(index, after.old)
        size = self._replaced(there, last, lost, hunk)
        cut = bisect_right(self.new.sums, self.new.sums[there] + size, there, last + 1) - 1
        return self.new.ends[cut - 1]

    def _inside(self, piece: Piece, index: int, there: int, offset: int) -> int:
        """An offset within an old word (from either side) as one within the new word."""
        if piece.share == 1 or not offset:
            return offset
        one = self.old.ends[index] - self.old.starts[index]
        two = self.new.ends[there] - self.new.starts[there]
        return offset * two // one

    def _replaced(self, low: int, high: int, lost: int, hunk: int) -> float:
        """The weight of the new tokens `low:high` that replace a passage's `lost` words.

        `hunk` is the weight of all old words in whose place they were written. Where far more was
        written than was lost, or other words moved in, nothing is taken to be a replacement.
        """
        room = self.new.weight(low, high) * lost / max(1, hunk)
        if 0 in self.free[low:high] or room > MOST_REPLACED * lost + FEW_WORDS:
            return 0
        return room


def _between(starts: Sequence[int], low: int, high: int) -> Sequence[int]:
    return starts[bisect_left(starts, low) : bisect_left(starts, high)]


def _any(starts: Sequence[int], low: int, high: int) -> bool:
    return bisect_left(starts, low) < bisect_left(starts, high)


def evenly_spaced(old: Words, new: Words, runs: Iterable[Run]) -> Iterator[Piece]:
    """The runs as pieces that are equal to the character: cut where white space has changed."""
    for run in runs:
        cuts = [0, *_uneven(old.gaps, new.gaps, run), run.size]
        yield from (Piece(run.old + low, run.new + low, high - low) for low, high in pairwise(cuts))


def _uneven(old: array[int], new: array[int], run: Run) -> list[int]:
    here, there = old[run.old + 1 : run.old_end], new[run.new + 1 : run.new_end]
    if here == there:
        return []
    return [at for at, (one, two) in enumerate(zip(here, there, strict=True), 1) if one != two]


def edited_words(old: Words, new: Words, runs: Sequence[Run], left: Leftovers) -> Iterator[Piece]:
    """Words that were respelled: alike in their letters and alone, or nearly, between two runs."""
    for one, two in pairwise(runs):
        here, there = range(one.old_end, two.old), range(one.new_end, two.new)
        if not (0 < len(here) <= LONGEST_RESPELLED and 0 < len(there) <= LONGEST_RESPELLED):
            continue
        found = [
            Piece(at, other, 1, likeness)
            for at in here
            for other in reversed(there)
            if left.old[at] and left.new[other]
            if (likeness := _likeness(old.word(at), new.word(other)))
        ]
        chain = heaviest_chain([(each.old, each.new, round(1000 * each.share)) for each in found])
        yield from (found[number] for number in chain)


def _likeness(one: str, two: str) -> float:
    """How alike two different words are in their letters: 0, or from 0.6 to almost 1."""
    if one == two or not (one[0].isalnum() and two[0].isalnum()):
        return 0.0
    least = LEAST_WORD_LIKENESS
    alike: float = Indel.normalized_similarity(one.casefold(), two.casefold(), score_cutoff=least)
    return min(alike, MOST_WORD_LIKENESS)
