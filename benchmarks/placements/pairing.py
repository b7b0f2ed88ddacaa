"""Paragraphs and sentences of one edition paired with those of the next by `difflib`."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from benchmarks.placements.texts import Span, Text

LEAST_ALIKE = 0.3  # any two paragraphs share that much
FEWEST_WORDS = 4
ISLAND = 0.25  # of the words that differ around it: shorter rows of shared words are accidents


class Pair(NamedTuple):
    """Two stretches of words, and what part of both they share in order (0 to 1)."""

    old: Span
    new: Span
    alike: float


class Block(NamedTuple):
    """`size` words from `old` on that are the words from `new` on."""

    old: int
    new: int
    size: int


def alike_pairs(one: Text, two: Text, here: Sequence[Span], there: Sequence[Span]) -> list[Pair]:
    """All pairs of stretches that share enough to be one and the same, edited."""
    bags = [(span, Counter(two.keys[slice(*span)])) for span in there]
    found = []
    for span in here:
        words = one.keys[slice(*span)]
        if len(words) < 2:
            continue
        bag, matcher = Counter(words), SequenceMatcher[str](autojunk=False)
        matcher.set_seq2(words)
        for other, other_bag in bags:
            both = len(words) + other[1] - other[0]
            if both < FEWEST_WORDS or 2 * (bag & other_bag).total() < LEAST_ALIKE * both:
                continue
            matcher.set_seq1(two.keys[slice(*other)])
            ratio = matcher.ratio()
            if ratio >= LEAST_ALIKE:
                found.append(Pair(span, other, ratio))
    return found


def clear_pairs(pairs: Sequence[Pair], least: float, lead: float) -> Iterator[Pair]:
    """Pairs at least so much alike of which neither side is nearly as much like another."""
    rows: defaultdict[tuple[bool, Span], list[float]] = defaultdict(list)
    for pair in pairs:
        rows[False, pair.old].append(pair.alike)
        rows[True, pair.new].append(pair.alike)
    for pair in pairs:
        rivals = sorted([*rows[False, pair.old], *rows[True, pair.new]])[:-2]
        if pair.alike >= max(least, max(rivals, default=0.0) + lead):
            yield pair


def in_order(one: Text, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that rise together and say the most: a stretch counts by words and likeness."""
    ranks = sorted({pair.new for pair in pairs})
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)  # by the last new stretch
    links: list[tuple[Pair, int]] = []
    rows: defaultdict[Span, list[Pair]] = defaultdict(list)
    for pair in pairs:
        rows[pair.old].append(pair)
    for old in sorted(rows):
        before = list(best)
        for pair in rows[old]:
            rank = bisect_left(ranks, pair.new)
            worth, link = before[rank]
            worth += (pair.alike - LEAST_ALIKE) * one.letters(*old)
            if worth > best[rank + 1][0]:
                links.append((pair, link))
                best[rank + 1] = worth, len(links) - 1
        for rank in range(len(ranks)):
            best[rank + 1] = max(best[rank], best[rank + 1], key=lambda each: each[0])
    chain, at = [], best[-1][1]
    while at >= 0:
        pair, at = links[at]
        chain.append(pair)
    return chain[::-1]


def most_alike(pairs: Sequence[Pair], least: float) -> Iterator[Pair]:
    """Pairs at least so much alike, each stretch in one at most, the most alike first."""
    used: set[tuple[bool, Span]] = set()
    for pair in sorted(pairs, key=lambda each: (-each.alike, each)):
        sides = {(False, pair.old), (True, pair.new)}
        if pair.alike >= least and not sides & used:
            used |= sides
            yield pair


def blocks(one: Text, two: Text, old: Span, new: Span, fewest: int = 1) -> Iterator[Block]:
    """The words that two stretches share in order, without a few alone amid many that differ."""
    here, there = one.keys[slice(*old)], two.keys[slice(*new)]
    found = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
    end = other_end = 0
    for block, after in pairwise(found):
        before = max(block.a - end, block.b - other_end)
        end, other_end = block.a + block.size, block.b + block.size
        beyond = max(after.a - end, after.b - other_end)
        if block.size >= max(fewest, ISLAND * min(before, beyond)):
            yield Block(old[0] + block.a, new[0] + block.b, block.size)
