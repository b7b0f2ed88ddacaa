"""Which block of a new edition continues which block of the old one, so that it keeps its key.

Blocks with the same text come first: in their order within a section, then wherever they went.
Then those that were edited between neighbours that stayed, and last those that were edited on their
way to somewhere else, if they clearly are the same. A split block's key stays with its larger part,
a merged block keeps the key of its larger source.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from readings.text.sequences import heaviest_chain
from readings.text.words import Vocabulary, Words

LEAST_ALIKE = 0.5
LEAST_CONTAINED = 0.7
LEAST_PART = 40
LEAST_ALIKE_ELSEWHERE = 0.6
CLEAR_LEAD = 0.15
OTHER_KIND = 0.9
FEW_PAIRS = 100
BEST_VOTED = 5
COMMON_WORD = 40
TELLING_WORD = 6
NEAR = 2
LARGEST_COMPARISON = 32_000_000


@dataclass(frozen=True, slots=True)
class OldBlock:
    """A block that has a key. `section` is anything that tells sections apart in both editions;
    `sign` tells one block without words from another: its picture."""

    key: str
    section: object
    kind: str
    text: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class NewBlock:
    """A block that may continue an old one."""

    section: object
    kind: str
    text: str
    sign: str = ""


class Likeness(NamedTuple):
    """An old and a new block, by number, and the weight of the words that they share in order."""

    old: int
    new: int
    shared: float
    alike: float
    contained: float


def match_blocks(old: Sequence[OldBlock], new: Sequence[NewBlock]) -> list[str | None]:
    """For each new block the key of the old block that it continues, or None for a new one.

    No key is given twice. The result depends on the blocks and their order alone.
    """
    matching = _Matching(old, new)
    sections = list(dict.fromkeys(block.section for block in new))
    for section in sections:
        matching.match_in_order(section)
    matching.match_moved()
    for section in sections:
        matching.match_between_neighbours(section)
    matching.match_elsewhere()
    return [None if at is None else old[at].key for at in matching.sources]


class _Matching:
    """The pairs found so far: `sources[new]` is the old block, `taken[old]` tells if it has one."""

    def __init__(self, old: Sequence[OldBlock], new: Sequence[NewBlock]) -> None:
        vocabulary = Vocabulary()
        self.old, self.new = old, new
        # Most blocks of the one are in the other as well.
        texts = dict.fromkeys([*(block.text for block in old), *(block.text for block in new)])
        read = {text: vocabulary.read(text) for text in texts}
        self.old_words = [read[block.text] for block in old]
        self.new_words = [read[block.text] for block in new]
        self.sources: list[int | None] = [None] * len(new)
        self.taken = [False] * len(old)
        self.old_in: defaultdict[object, list[int]] = defaultdict(list)
        self.new_in: defaultdict[object, list[int]] = defaultdict(list)
        for at, block in enumerate(old):
            self.old_in[block.section].append(at)
        for at, entry in enumerate(new):
            self.new_in[entry.section].append(at)

    def pair(self, old: int, new: int) -> None:
        if not self.taken[old] and self.sources[new] is None:
            self.taken[old] = True
            self.sources[new] = old

    def free_old(self, numbers: Iterable[int]) -> list[int]:
        return [at for at in numbers if not self.taken[at]]

    def free_new(self, numbers: Iterable[int]) -> list[int]:
        return [at for at in numbers if self.sources[at] is None]

    def match_in_order(self, section: object) -> None:
        """Blocks of a section with the same text, in the same order: lone texts, then the rest."""
        here, there = self.old_in[section], self.new_in[section]
        lone_old, lone_new = _lone(self.old, here), _lone(self.new, there)
        pairs = [
            (at, lone_new[text], 1 + self.old_words[at].sums[-1])
            for text, at in lone_old.items()
            if text in lone_new
        ]
        for number in heaviest_chain(pairs):
            self.pair(*pairs[number][:2])
        numbers: dict[tuple[str, str], int] = {}
        for low, high in self._gaps(section):
            one = [numbers.setdefault(_look(self.old[at]), len(numbers)) for at in low]
            two = [numbers.setdefault(_look(self.new[at]), len(numbers)) for at in high]
            for step in Indel.opcodes(one, two) if one and two else ():
                if step.tag == "equal":
                    for by in range(step.src_end - step.src_start):
                        self.pair(low[step.src_start + by], high[step.dest_start + by])

    def match_moved(self) -> None:
        """Blocks with the same text elsewhere: in their own section and of their own kind first."""
        waiting: defaultdict[str, list[int]] = defaultdict(list)
        for at in self.free_old(range(len(self.old))):
            if len(self.old_words[at]) or self.old[at].sign:
                waiting[_known_by(self.old[at])].append(at)
        found = [
            (self._distance(source, at), source, at)
            for at in self.free_new(range(len(self.new)))
            for source in waiting.get(_known_by(self.new[at]), ())[:FEW_PAIRS]
        ]
        for _, source, at in sorted(found):
            self.pair(source, at)

    def _distance(self, source: int, at: int) -> tuple[bool, bool]:
        old, new = self.old[source], self.new[at]
        return old.section != new.section, old.kind != new.kind

    def match_between_neighbours(self, section: object) -> None:
        """Blocks edited, split or merged between two that stayed; the largest share first."""
        for low, high in self._gaps(section):
            alike = [
                each
                for each in self._likenesses(low, high)
                if each.alike >= LEAST_ALIKE or each.contained >= LEAST_CONTAINED
            ]
            for each in sorted(alike, key=lambda one: (-one.shared, one.old, one.new)):
                self.pair(each.old, each.new)
            self._match_wordless(low, high)

    def _match_wordless(self, low: Iterable[int], high: Iterable[int]) -> None:
        """Blocks without any words, such as images: in order, by kind."""
        waiting: defaultdict[str, list[int]] = defaultdict(list)
        for at in self.free_old(low):
            if not len(self.old_words[at]):
                waiting[self.old[at].kind].append(at)
        for at in self.free_new(high):
            if not len(self.new_words[at]) and waiting[self.new[at].kind]:
                self.pair(waiting[self.new[at].kind].pop(0), at)

    def match_elsewhere(self) -> None:
        """Blocks that were edited and moved: where no other block is nearly as much alike."""
        low, high = self.free_old(range(len(self.old))), self.free_new(range(len(self.new)))
        found = list(self._likenesses(low, high))
        marks: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
        for each in found:
            marks["old", each.old].append(each.alike)
            marks["new", each.new].append(each.alike)
        for each in found:
            rivals = marks["old", each.old] + marks["new", each.new]
            rivals.remove(each.alike)
            rivals.remove(each.alike)
            if each.alike >= max(LEAST_ALIKE_ELSEWHERE, max(rivals, default=0.0) + CLEAR_LEAD):
                self.pair(each.old, each.new)

    def _gaps(self, section: object) -> Iterator[tuple[list[int], list[int]]]:
        """A section's unmatched blocks, old and new, between neighbours that kept their order."""
        here, there = self.old_in[section], self.new_in[section]
        inside = set(here)
        sources = ((self.sources[at], at) for at in there)
        pairs = sorted((source, at, 1) for source, at in sources if source in inside)
        stays = [pairs[number][:2] for number in heaviest_chain(pairs)]
        for (one, two), (three, four) in pairwise(
            [(-1, -1), *stays, (len(self.old), len(self.new))]
        ):
            low = here[bisect_left(here, one + 1) : bisect_left(here, three)]
            high = there[bisect_left(there, two + 1) : bisect_left(there, four)]
            yield self.free_old(low), self.free_new(high)

    def _likenesses(self, low: Sequence[int], high: Sequence[int]) -> Iterator[Likeness]:
        """How much alike blocks are: all pairs of a few, else those that are worth a look."""
        if len(low) * len(high) <= FEW_PAIRS:
            pairs = {(one, two) for one in low for two in high}
        else:
            pairs = {*self._near(low, high), *self._promising(low, high)}
        for one, two in sorted(pairs):
            yield self._likeness(one, two)

    def _near(self, low: Sequence[int], high: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Blocks that stand about as far from the gap's beginning, or from its end."""
        for at, two in enumerate(high):
            for middle in (at, len(low) - len(high) + at):
                for one in low[max(0, middle - NEAR) : max(0, middle + NEAR + 1)]:
                    yield one, two

    def _promising(self, low: Iterable[int], high: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Blocks that share words which few others have."""
        index: defaultdict[int, list[int]] = defaultdict(list)
        for one in low:
            for token in set(_telling(self.old_words[one])):
                index[token].append(one)
        for two in high:
            votes: Counter[int] = Counter()
            for token in sorted(set(_telling(self.new_words[two]))):
                if len(index.get(token, ())) <= COMMON_WORD:
                    votes.update(index.get(token, ()))
            yield from ((one, two) for one, _ in votes.most_common(BEST_VOTED))

    def _likeness(self, one: int, two: int) -> Likeness:
        old, new = self.old_words[one], self.new_words[two]
        shared = _shared(old, new)
        if self.old[one].kind != self.new[two].kind:
            shared *= OTHER_KIND
        part = min(old.sums[-1], new.sums[-1])
        contained = shared / part if part >= LEAST_PART else 0.0
        return Likeness(
            one, two, shared, 2 * shared / max(1, old.sums[-1] + new.sums[-1]), contained
        )


def _known_by(block: OldBlock | NewBlock) -> str:
    """What makes two blocks the same: their words; their picture where there are none."""
    return block.text or block.sign


def _look(block: OldBlock | NewBlock) -> tuple[str, str]:
    return block.kind, _known_by(block)


def _lone(blocks: Sequence[OldBlock | NewBlock], numbers: Iterable[int]) -> dict[str, int]:
    """The texts that stand once among these blocks, each with its block's number."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at in numbers:
        found[_known_by(blocks[at])].append(at)
    return {text: places[0] for text, places in found.items() if len(places) == 1}


def _telling(words: Words) -> Iterator[int]:
    """The tokens that are more than a short word."""
    return (token for at, token in enumerate(words.ids) if words.weight(at, at + 1) >= TELLING_WORD)


def _shared(old: Words, new: Words) -> float:
    """The weight of the words that two texts share in the same order."""
    if len(old) * len(new) > LARGEST_COMPARISON:
        both = Counter(old.ids) & Counter(new.ids)
        weights = {token: old.weight(at, at + 1) for at, token in enumerate(old.ids)}
        return float(sum(weights[token] * times for token, times in both.items()))
    return float(
        sum(
            old.weight(step.src_start, step.src_end)
            for step in Indel.opcodes(old.ids, new.ids)
            if step.tag == "equal"
        )
    )
