"""Sentences as witnesses: words that match by accident, and sentences that match across a move.

A single word that two texts share says little. Whether its sentence in the one and its sentence
in the other are the same sentence says a lot.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from readings.annotation.placing_runs import Gap, Run, Span, joined, token_runs
from readings.text.words import Words

STRAY_SHARE = 0.35
LEAST_SHARED = 8
NEVER_STRAY = 120
LEAST_WEIGHT = 40
LONGEST_SENTENCE = 1000
COMMON_WORD = 40
TELLING_WORD = 8
BEST_VOTED = 4
WEAK_PAIR = 0.75
STRONG_RIVAL = 0.75
RIVAL_LEAD = 0.2

Numbers = tuple[int, int]


class Pair(NamedTuple):
    """Two sentences, what part of both they share (0 to 1), and the runs that they share."""

    old: Span
    new: Span
    likeness: float
    runs: list[Run]


def sentence_span(words: Words, number: int) -> Span:
    """The tokens of the sentence with this number, counted from the text's beginning."""
    low = words.sentences[number - 1] if number else 0
    high = words.sentences[number] if number < len(words.sentences) else len(words)
    return low, high


def without_strays(old: Words, new: Words, runs: Iterable[Run]) -> list[Run]:
    """The runs without pieces between two sentences that otherwise have little in common."""
    pieces = [piece for run in runs for piece in _by_sentence(old, new, run)]
    shared = _shared(old, pieces)
    alike = {pair for pair, weight in shared.items() if _alike(old, new, pair, weight)}
    rooted = _Rooted(old, new, [run for run, _ in pieces])
    return joined(run for run, pair in pieces if pair in alike or rooted.holds(run))


class _Rooted:
    """Which tokens of both texts have a match, the texts' edges included."""

    def __init__(self, old: Words, new: Words, runs: Iterable[Run]) -> None:
        self.old, self.new = (bytearray(len(words) + 2) for words in (old, new))
        for row in (self.old, self.new):
            row[0] = row[-1] = 1
        for run in runs:
            self.old[run.old + 1 : run.old_end + 1] = b"\1" * run.size
            self.new[run.new + 1 : run.new_end + 1] = b"\1" * run.size

    def holds(self, run: Run) -> bool:
        """Whether both neighbours of a run have a match too, in one of the texts.

        Then words were only put in, or only taken out around it: it cannot be an accident.
        """
        return bool(
            (self.old[run.old] and self.old[run.old_end + 1])
            or (self.new[run.new] and self.new[run.new_end + 1])
        )


def _by_sentence(old: Words, new: Words, run: Run) -> Iterator[tuple[Run, Numbers]]:
    """A run cut where a sentence begins in either text, each piece with its sentences' numbers."""
    here, there = bisect_right(old.sentences, run.old), bisect_right(new.sentences, run.new)
    at = 0
    while at < run.size:
        next_here = sentence_span(old, here)[1] - run.old
        next_there = sentence_span(new, there)[1] - run.new
        stop = min(next_here, next_there, run.size)
        yield Run(run.old + at, run.new + at, stop - at), (here, there)
        here += next_here == stop
        there += next_there == stop
        at = stop


def _shared(old: Words, pieces: Iterable[tuple[Run, Numbers]]) -> Counter[Numbers]:
    """The weight that each pair of sentences has in common."""
    shared: Counter[Numbers] = Counter()
    for run, pair in pieces:
        shared[pair] += old.weight(run.old, run.old_end)
    return shared


def _alike(old: Words, new: Words, pair: Numbers, shared: int) -> bool:
    """Whether two sentences share a good part of the smaller one, and more than a short word."""
    smaller, larger = sorted(
        (old.weight(*sentence_span(old, pair[0])), new.weight(*sentence_span(new, pair[1])))
    )
    part = STRAY_SHARE * (smaller if shared >= LEAST_SHARED else larger)
    return shared >= min(part, NEVER_STRAY)


def without_rivals(old: Words, new: Words, path: list[Run]) -> list[Run]:
    """The path without sentences that have a much better match off the path.

    A sentence that was moved and slightly edited must not stay behind in the sentence that took
    its place, however alike they are.
    """
    pieces = [piece for run in path for piece in _by_sentence(old, new, run)]
    best_old, best_new = _best_likeness(old, new, _shared(old, pieces))
    here, there = _weak(old, best_old), _weak(new, best_new)
    left_old: set[int] = set()
    left_new: set[int] = set()
    for pair in likenesses(old, new, here, there):
        one, two = here[pair.old], there[pair.new]
        own = max(best_old.get(one, 0.0), best_new.get(two, 0.0))
        if own and pair.likeness >= max(STRONG_RIVAL, own + RIVAL_LEAD):
            left_old.add(one)
            left_new.add(two)
    if not left_old:
        return path
    return joined(run for run, (one, two) in pieces if one not in left_old and two not in left_new)


def _best_likeness(
    old: Words, new: Words, shared: Mapping[Numbers, int]
) -> tuple[dict[int, float], dict[int, float]]:
    """How much each old and each new sentence is like the one that it shares most with."""
    best_old: dict[int, float] = {}
    best_new: dict[int, float] = {}
    for (one, two), weight in shared.items():
        both = old.weight(*sentence_span(old, one)) + new.weight(*sentence_span(new, two))
        best_old[one] = max(best_old.get(one, 0.0), 2 * weight / both)
        best_new[two] = max(best_new.get(two, 0.0), 2 * weight / both)
    return best_old, best_new


def _weak(words: Words, best: Mapping[int, float]) -> dict[Span, int]:
    """The sentences without a good match on the path, with their numbers."""
    numbers = range(len(words.sentences) + 1)
    return {
        sentence_span(words, number): number
        for number in numbers
        if best.get(number, 0.0) < WEAK_PAIR
    }


def likenesses(
    old: Words, new: Words, here: Iterable[Span], there: Iterable[Span]
) -> Iterator[Pair]:
    """Each old sentence with the few new ones that share most of its telling words."""
    index = _telling_words(new, there)
    for span in here:
        if not _comparable(old, span):
            continue
        votes: Counter[Span] = Counter()
        for at in range(*span):
            places = index.get(old.ids[at], ())
            if len(places) <= COMMON_WORD:
                for place in places:
                    votes[place] += old.weight(at, at + 1)
        for place, _ in votes.most_common(BEST_VOTED):
            runs = list(token_runs(old, new, Gap(*span, *place)))
            shared = sum(old.weight(run.old, run.old_end) for run in runs)
            yield Pair(span, place, 2 * shared / (old.weight(*span) + new.weight(*place)), runs)


def _telling_words(words: Words, spans: Iterable[Span]) -> dict[int, list[Span]]:
    index: defaultdict[int, list[Span]] = defaultdict(list)
    for span in spans:
        if _comparable(words, span):
            telling = (at for at in range(*span) if words.weight(at, at + 1) >= TELLING_WORD)
            for token in {words.ids[at] for at in telling}:
                index[token].append(span)
    return index


def _comparable(words: Words, span: Span) -> bool:
    """Whether a sentence says enough to be known again, and is not a text without full stops."""
    return words.weight(*span) >= LEAST_WEIGHT and span[1] - span[0] <= LONGEST_SENTENCE


def clear_pairs(pairs: Sequence[Pair], least: float, lead: float) -> Iterator[Pair]:
    """The pairs at least so much alike of which neither sentence is nearly as much like another."""
    rows: defaultdict[tuple[str, Span], list[float]] = defaultdict(list)
    for pair in pairs:
        rows["old", pair.old].append(pair.likeness)
        rows["new", pair.new].append(pair.likeness)
    for pair in pairs:
        rivals = rows["old", pair.old] + rows["new", pair.new]
        rivals.remove(pair.likeness)
        rivals.remove(pair.likeness)
        if pair.likeness >= max(least, max(rivals, default=0.0) + lead):
            yield pair
