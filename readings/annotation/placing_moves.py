"""Words off the diff's path: stretches that were cut here and put in there.

Only what the path left over in both texts can have moved. So a twin that always stood elsewhere
never receives the notes of a sentence that was deleted. Where two places fit equally well,
neither is taken.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from readings.annotation.placing_runs import (
    Gap,
    Run,
    Span,
    joined,
    slid,
    starts_sentence,
    token_runs,
)
from readings.annotation.placing_sentences import clear_pairs, likenesses, without_strays
from readings.text.words import Words

SEED = 3
MOST_PLACES = 12
NEAR = 12
LEAD = 1.25
CONTEXT_LEAD = 2
LEAST_CONTEXT = 20
LEAST_MOVE = 50
LEAST_SENTENCE = 16
LONGEST_PATCH = 60
LEAST_LIKENESS = 0.55
CLEAR_LEAD = 0.15


class Found(NamedTuple):
    """A run that could be a move, its weight, and the weight of what stands around it in both."""

    run: Run
    weight: int
    context: int

    def leads(self, other: Found) -> bool:
        """Whether this one is clearly the better of the two."""
        if self.weight >= LEAD * other.weight:
            return True
        around = CONTEXT_LEAD * other.context + LEAST_CONTEXT
        return self.weight >= other.weight and self.context >= around


class Leftovers:
    """The tokens of both texts that no run has taken yet: 1 in `old` and `new` for a free one."""

    def __init__(self, old: Words, new: Words, runs: Iterable[Run]) -> None:
        self.old_words, self.new_words = old, new
        self.old, self.new = bytearray(b"\1" * len(old)), bytearray(b"\1" * len(new))
        for run in runs:
            self.take(run)

    def take(self, run: Run) -> None:
        self.old[run.old : run.old_end] = bytes(run.size)
        self.new[run.new : run.new_end] = bytes(run.size)

    def holds(self, gap: Gap) -> bool:
        """Whether no token of the gap has been taken in either text."""
        return 0 not in self.old[gap.old : gap.old_end] and 0 not in self.new[gap.new : gap.new_end]

    def rest(self, run: Run) -> Run:
        """The run without tokens at its ends that were taken; empty if others were."""
        here, there = self.old[run.old : run.old_end], self.new[run.new : run.new_end]
        free = bytes(one & two for one, two in zip(here, there, strict=True))
        low, high = free.find(1), free.rfind(1) + 1
        if low < 0 or 0 in free[low:high]:
            return Run(run.old, run.new, 0)
        return Run(run.old + low, run.new + low, high - low)


def find_moves(left: Leftovers) -> list[list[Run]]:
    """Stretches that moved, each as its runs in order; what is found is taken from the leftovers.

    Exact ones come first, then rewritten sentences that are clearly the same.
    """
    runs = [run for group in _grouped(_exact(left)) for run in _filled(left, group)]
    runs.extend(_rewritten(left))
    return [joined(group) for group in _grouped(runs)]


def _exact(left: Leftovers) -> list[Run]:
    """Runs that moved unchanged, each with a clear lead over any other that wants its place."""
    candidates = [found for found in _candidates(left) if found.weight >= LEAST_MOVE]
    candidates.extend(_lone_sentences(left))
    wanted: defaultdict[int, list[Found]] = defaultdict(list)
    for found in candidates:
        for token in range(found.run.new, found.run.new_end):
            wanted[token].append(found)
    accepted = []
    for found in sorted(candidates, key=lambda each: (-each.weight, each.run)):
        run = left.rest(found.run)
        weight = left.old_words.weight(run.old, run.old_end)
        if weight >= min(LEAST_MOVE, found.weight) and _unrivalled(found, wanted):
            left.take(run)
            accepted.append(run)
    return accepted


def _unrivalled(found: Found, wanted: dict[int, list[Found]]) -> bool:
    """Whether a run leads every other that wants the same place for other old words."""
    shift = found.run.new - found.run.old
    rivals = wanted[found.run.new + found.run.size // 2]
    return all(found.leads(each) for each in rivals if each.run.new - each.run.old != shift)


def _candidates(left: Leftovers) -> Iterator[Found]:
    """For leftover stretches of the old text the longest runs that they share with the new one."""
    index = _seeds(left)
    ids = left.old_words.ids
    for low, high in _stretches(left.old):
        at = low
        while at + SEED <= high:
            places = index.get(ids[at : at + SEED].tobytes(), ())
            if not places or len(places) > MOST_PLACES:
                at += 1
                continue
            ranked = sorted(
                (_extended(left, at, place) for place in places),
                key=lambda found: (-found.weight, -found.context),
            )
            stop = ranked[0].run.old_end
            if len(ranked) == 1 or ranked[0].leads(ranked[1]):
                yield ranked[0]
            else:  # beyond the words that both places share, the better one may stand alone
                stop = min(stop, ranked[1].run.old_end - SEED + 2)
            at = max(at + 1, stop)


def _seeds(left: Leftovers) -> dict[bytes, list[int]]:
    """Where each group of free tokens stands in the new text; common ones get a place too many."""
    index: defaultdict[bytes, list[int]] = defaultdict(list)
    ids = left.new_words.ids
    for low, high in _stretches(left.new):
        for at in range(low, high - SEED + 1):
            places = index[ids[at : at + SEED].tobytes()]
            if len(places) <= MOST_PLACES:
                places.append(at)
    return index


def _stretches(free: bytearray) -> Iterator[Span]:
    """The bounds of every unbroken row of free tokens."""
    low = free.find(1)
    while low >= 0:
        high = free.find(0, low)
        high = len(free) if high < 0 else high
        yield low, high
        low = free.find(1, high)


def _extended(left: Leftovers, at: int, place: int) -> Found:
    """The longest free run through a seed."""
    old, new = left.old_words, left.new_words
    here, there = at, place
    while here and there and _matches(left, here - 1, there - 1):
        here, there = here - 1, there - 1
    end, other = at + SEED, place + SEED
    while end < len(old) and other < len(new) and _matches(left, end, other):
        end, other = end + 1, other + 1
    return _found(old, new, Run(here, there, end - here))


def _matches(left: Leftovers, here: int, there: int) -> bool:
    """Whether two tokens are the same and both free."""
    same = left.old_words.ids[here] == left.new_words.ids[there]
    return bool(same and left.old[here] and left.new[there])


def _found(old: Words, new: Words, run: Run) -> Found:
    """A run with its weight and that of the words near it in both texts, on the same side."""
    context = 0
    for here, there in ((run.old - NEAR, run.new - NEAR), (run.old_end, run.new_end)):
        shared = Counter(new.ids[max(0, there) : max(0, there + NEAR)])
        for at in range(max(0, here), min(len(old), here + NEAR)):
            if shared[old.ids[at]] > 0:
                shared[old.ids[at]] -= 1
                context += old.weight(at, at + 1)
    return Found(run, old.weight(run.old, run.old_end), context)


def _lone_sentences(left: Leftovers) -> Iterator[Found]:
    """Leftover sentences, however short, that stand once in either text."""
    old, new = left.old_words, left.new_words
    there = {new.ids[low:high].tobytes(): low for low, high in _sentences(new, left.new)}
    if not there:
        return
    here_counts, there_counts = Counter(_keys(old)), Counter(_keys(new))
    for low, high in _sentences(old, left.old):
        key = old.ids[low:high].tobytes()
        lone = key in there and here_counts[key] == there_counts[key] == 1
        if lone and old.weight(low, high) >= LEAST_SENTENCE:
            yield _found(old, new, Run(low, there[key], high - low))


def _keys(words: Words) -> Iterator[bytes]:
    cuts = [0, *words.sentences, len(words)]
    return (words.ids[low:high].tobytes() for low, high in pairwise(cuts))


def _sentences(words: Words, free: bytearray) -> Iterator[Span]:
    """The sentences of which every token is free."""
    starts = words.sentences
    for low, high in _stretches(free):
        inside = starts[bisect_left(starts, low) : bisect_right(starts, high)]
        first = [0] if low == 0 else []
        last = [high] if high == len(words) else []
        yield from pairwise([*first, *inside, *last])


def _grouped(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Runs that moved together: in the same order, with at most a few words between them."""
    group: list[Run] = []
    for run in sorted(runs):
        if group and not _together(group[-1], run):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _together(one: Run, two: Run) -> bool:
    old_gap, new_gap = two.old - one.old_end, two.new - one.new_end
    return 0 <= old_gap <= LONGEST_PATCH and 0 <= new_gap <= LONGEST_PATCH


def _filled(left: Leftovers, group: list[Run]) -> list[Run]:
    """A group of runs with what else matches between them, and beside them in their sentences."""
    old, new, first, last = left.old_words, left.new_words, group[0], group[-1]
    low, start = _back(old, left.old, first.old), _back(new, left.new, first.new)
    high, stop = _on(old, left.old, last.old_end), _on(new, left.new, last.new_end)
    gaps = [
        Gap(low, first.old, start, first.new),
        *(Gap(one.old_end, two.old, one.new_end, two.new) for one, two in pairwise(group)),
        Gap(last.old_end, high, last.new_end, stop),
    ]
    more = [run for gap in gaps if left.holds(gap) for run in token_runs(old, new, gap)]
    runs = without_strays(old, new, slid(old, new, joined([*group, *more])))
    for run in runs:
        left.take(run)
    return runs


def _back(words: Words, free: bytearray, index: int) -> int:
    """How far back from `index` its sentence goes on in free tokens."""
    if starts_sentence(words, index):
        return index
    place = bisect_left(words.sentences, index)
    low = max(words.sentences[place - 1] if place else 0, index - LONGEST_PATCH)
    return max(low, free.rfind(0, low, index) + 1)


def _on(words: Words, free: bytearray, index: int) -> int:
    """How far on from `index` its sentence goes on in free tokens."""
    place = bisect_left(words.sentences, index)
    end = words.sentences[place] if place < len(words.sentences) else len(words)
    high = min(end, index + LONGEST_PATCH)
    taken = free.find(0, index, high)
    return high if taken < 0 else taken


def _rewritten(left: Leftovers) -> list[Run]:
    """Leftover sentences that were rewritten on their way and clearly are the same."""
    old, new = left.old_words, left.new_words
    pairs = list(likenesses(old, new, _sentences(old, left.old), _sentences(new, left.new)))
    runs = [run for pair in clear_pairs(pairs, LEAST_LIKENESS, CLEAR_LEAD) for run in pair.runs]
    for run in runs:
        left.take(run)
    return runs
