"""Runs: words that stand in the old and the new text in the same order, and how runs are tidied."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from readings.text.words import CLOSERS, ENDERS, Words

LONGEST_SLIDE = 200

Span = tuple[int, int]


class Run(NamedTuple):
    """`size` tokens from `old` on that are the tokens from `new` on."""

    old: int
    new: int
    size: int

    @property
    def old_end(self) -> int:
        return self.old + self.size

    @property
    def new_end(self) -> int:
        return self.new + self.size


class Gap(NamedTuple):
    """Tokens of both texts that are still to be compared, after so many rounds of comparing."""

    old: int
    old_end: int
    new: int
    new_end: int
    depth: int = 0

    @property
    def area(self) -> int:
        """What comparing token by token costs: area / 64 steps and area / 8 bytes."""
        return (self.old_end - self.old) * (self.new_end - self.new)


def token_runs(old: Words, new: Words, gap: Gap) -> Iterator[Run]:
    """The longest common subsequence of tokens in a gap."""
    here, there = old.ids[gap.old : gap.old_end], new.ids[gap.new : gap.new_end]
    for step in Indel.opcodes(here, there):
        if step.tag == "equal":
            size = step.src_end - step.src_start
            yield Run(gap.old + step.src_start, gap.new + step.dest_start, size)


def joined(runs: Iterable[Run]) -> list[Run]:
    """Runs in order, those that touch in both texts made one."""
    whole: list[Run] = []
    for run in sorted(runs):
        if whole and whole[-1].old_end == run.old and whole[-1].new_end == run.new:
            last = whole.pop()
            whole.append(Run(last.old, last.new, last.size + run.size))
        else:
            whole.append(run)
    return whole


def slid(old: Words, new: Words, runs: Sequence[Run]) -> list[Run]:
    """The same runs with each insertion or deletion moved to where a writer would have made it.

    "A b. [C d.] E f." and "A b[. C d]. E f." insert the same tokens; only the first begins with
    a sentence.
    """
    runs = list(runs)
    for at in range(len(runs) - 1):
        left, right = runs[at], runs[at + 1]
        if left.old_end == right.old:
            by = _best_slide(new, left.new_end, right.new, left.size, right.size)
        elif left.new_end == right.new:
            by = _best_slide(old, left.old_end, right.old, left.size, right.size)
        else:
            continue
        runs[at] = Run(left.old, left.new, left.size + by)
        runs[at + 1] = Run(right.old + by, right.new + by, right.size - by)
    return [run for run in runs if run.size]


def _best_slide(words: Words, low: int, high: int, before: int, after: int) -> int:
    """How far to move the stretch `low:high` that only one text has.

    It can move back over at most `before` tokens and on over `after`, as long as the tokens that
    it leaves behind are those that it takes in.
    """
    ids = words.ids
    best, best_score = 0, _cut(words, low) + _cut(words, high)
    for sign, limit in ((-1, min(before, LONGEST_SLIDE)), (1, min(after, LONGEST_SLIDE))):
        for step in range(1, limit + 1):
            by = sign * step
            edge = by if sign < 0 else by - 1
            if ids[low + edge] != ids[high + edge]:
                break
            score = _cut(words, low + by) + _cut(words, high + by)
            if score > best_score:
                best, best_score = by, score
    return best


def _cut(words: Words, index: int) -> int:
    """How natural a cut before this token is."""
    if index in (0, len(words)) or _holds(words.lines, index):
        return 4
    if _holds(words.sentences, index):
        return 3
    sign = words.word(index - 1)
    return 2 if sign in ENDERS or sign in CLOSERS or sign in ",;:–—" else 1


def starts_sentence(words: Words, index: int) -> bool:
    """Whether a sentence begins at this token (or the text ends before it)."""
    return index in (0, len(words)) or _holds(words.sentences, index)


def _holds(starts: Sequence[int], index: int) -> bool:
    place = bisect_left(starts, index)
    return place < len(starts) and starts[place] == index
