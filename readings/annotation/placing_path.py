"""The diff's path: which words of the old text stand, in the same order, in the new one.

From the large to the small: what both texts begin and end with, then lines that are unique in
both, then sentences, and only between those the tokens. So the cost stays near linear, and a
sentence that was swapped with its neighbour is not mixed with it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from readings.annotation.placing_runs import Gap, Run, Span, joined, slid, token_runs
from readings.annotation.placing_sentences import without_rivals, without_strays
from readings.text.sequences import heaviest_chain, shared_head, shared_tail
from readings.text.words import Words

LARGEST_COMPARISON = 32_000_000
DEEPEST = 6
LIGHTEST_PIVOT = 16
LONGEST_SNAP = 400
GROUPS = (8, 3, 1)


def find_path(old: Words, new: Words) -> list[Run]:
    """The runs of words that both texts share in the same order.

    Left out are those that match by accident, and sentences that match better off the path.
    """
    runs = slid(old, new, joined(_compared(old, new)))
    return without_rivals(old, new, without_strays(old, new, runs))


def _compared(old: Words, new: Words) -> Iterator[Run]:
    """Runs common to both texts, in no order."""
    stack = [Gap(0, len(old), 0, len(new))]
    while stack:
        gap, ends = _trimmed(old, new, stack.pop())
        yield from ends
        if not gap.area:
            continue
        pivots = _pivots(old, new, gap)
        if pivots:
            yield from pivots
            stack.extend(_around(gap, pivots))
        elif gap.area <= LARGEST_COMPARISON:
            yield from token_runs(old, new, gap)


def _trimmed(old: Words, new: Words, gap: Gap) -> tuple[Gap, list[Run]]:
    """The gap without the sentences that it begins and ends with in both texts, and these as runs.

    Only whole sentences, or the first word of one would be torn from the rest.
    """
    low, high, start, stop, depth = gap
    shared = shared_head(old.ids, low, high, new.ids, start, stop)
    head = _snapped_back(old, low, low + shared, high) - low
    tail = shared_tail(old.ids, low + head, high, new.ids, start + head, stop)
    if head + tail < min(high - low, stop - start):
        tail = high - _snapped_on(old, high - tail, high)
    runs = [Run(low, start, head)] if head else []
    if tail:
        runs.append(Run(high - tail, stop - tail, tail))
    return Gap(low + head, high - tail, start + head, stop - tail, depth), runs


def _snapped_back(words: Words, low: int, index: int, high: int) -> int:
    """The last beginning of a sentence up to `index`, if there is one near."""
    if index == high:
        return index
    place = bisect_right(words.sentences, index)
    sentence = max(low, words.sentences[place - 1] if place else 0)
    return sentence if index - sentence < LONGEST_SNAP else index


def _snapped_on(words: Words, index: int, high: int) -> int:
    """The next beginning of a sentence from `index` on, if there is one near."""
    place = bisect_left(words.sentences, index)
    sentence = min(high, words.sentences[place] if place < len(words.sentences) else high)
    return sentence if sentence - index < LONGEST_SNAP else index


def _pivots(old: Words, new: Words, gap: Gap) -> list[Run]:
    """Runs to compare around: unique lines, else sentences, else (if it is large) token groups."""
    if gap.depth < DEEPEST:
        for here, there in ((old.lines, new.lines), (old.sentences, new.sentences)):
            runs = _unique_units(old, new, gap, here, there)
            if runs:
                return runs
    if gap.area > LARGEST_COMPARISON:
        for size in GROUPS:
            runs = _unique_groups(old.ids, new.ids, gap, size)
            if runs:
                return runs
    return []


def _unique_units(
    old: Words, new: Words, gap: Gap, old_starts: Sequence[int], new_starts: Sequence[int]
) -> list[Run]:
    """Units that stand once in either side of a gap: the heaviest row of them in the same order."""
    here = _units(old.ids, gap.old, gap.old_end, old_starts)
    there = _units(new.ids, gap.new, gap.new_end, new_starts)
    found = [
        (Run(start, there[key][0], end - start), old.weight(start, end))
        for key, (start, end) in here.items()
        if end and there.get(key, (0, 0))[1] and old.weight(start, end) >= LIGHTEST_PIVOT
    ]
    chain = heaviest_chain([(run.old, run.new, weight) for run, weight in found])
    return [found[at][0] for at in chain]


def _units(ids: array[int], low: int, high: int, starts: Sequence[int]) -> dict[bytes, Span]:
    """Each unit in a stretch with its bounds; an end of 0 marks one that stands there twice."""
    cuts = [low, *starts[bisect_right(starts, low) : bisect_left(starts, high)], high]
    units: dict[bytes, Span] = {}
    for start, end in pairwise(cuts):
        key = ids[start:end].tobytes()
        units[key] = (start, 0 if key in units else end)
    return units


def _unique_groups(old: array[int], new: array[int], gap: Gap, size: int) -> list[Run]:
    """Groups of tokens that stand once in either side, as runs of their first tokens."""
    here = _groups(old, gap.old, gap.old_end, size)
    there = _groups(new, gap.new, gap.new_end, size)
    pairs = sorted(
        (at, there[key], 1) for key, at in here.items() if at >= 0 and there.get(key, -1) >= 0
    )
    return joined(Run(pairs[at][0], pairs[at][1], 1) for at in heaviest_chain(pairs))


def _groups(ids: array[int], low: int, high: int, size: int) -> dict[bytes, int]:
    """Where each group of tokens in a stretch stands; -1 marks one that stands there twice."""
    groups: dict[bytes, int] = {}
    for at in range(low, high - size + 1):
        key = ids[at : at + size].tobytes()
        groups[key] = -1 if key in groups else at
    return groups


def _around(gap: Gap, runs: Sequence[Run]) -> Iterator[Gap]:
    """What is left of a gap around its pivots."""
    low, start = gap.old, gap.new
    for run in (*runs, Run(gap.old_end, gap.new_end, 0)):
        if low < run.old and start < run.new:
            yield Gap(low, run.old, start, run.new, gap.depth + 1)
        low, start = run.old_end, run.new_end
