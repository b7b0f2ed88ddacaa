"""Where the words of one edition stand in the next, found without the placer.

Independent of it in its parts: words are what white space separates, compared without the signs
around them; whole paragraphs are aligned by git's histogram diff; the others are paired by
`difflib`, wherever they stand, and compared word by word inside a pair; what is left over is looked
for sentence by sentence, and at last in the place where it stood.
"""

from __future__ import annotations

import subprocess
import tempfile
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks.placements.pairing import (
    Block,
    Pair,
    alike_pairs,
    blocks,
    clear_pairs,
    in_order,
    most_alike,
)
from benchmarks.placements.texts import Span, Text

CLEARLY, LEAD = 0.85, 0.15
ALIKE = 0.5
SENTENCE_ALIKE = 0.7
FEWEST_LEFT = 3  # words in a row that stayed in their place though their paragraph did not
NEAR = 60  # words put in between two words of a passage that still stand together
GONE = 1 / 3
LOST = -1


class Truth(NamedTuple):
    """Where a passage stands in the new edition: `start` is None where its words are gone.

    `kept` is what part of its letters is left there. Where that is between a third and a half,
    nobody can say whether it is the same passage: it is `doubtful`, and no place is right too.
    """

    start: int | None
    end: int | None
    kept: float

    @property
    def doubtful(self) -> bool:
        return self.start is not None and self.kept < 0.5


@dataclass
class Alignment:
    """For every old word the new one that it became, or -1."""

    old: Text
    new: Text
    images: list[int] = field(default_factory=list)
    taken: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.images = [LOST] * len(self.old)
        self.taken = bytearray(len(self.new))

    def add(self, found: Iterable[Block]) -> None:
        """Sets the images of words that have none yet."""
        for block in found:
            for old, new in zip(
                range(block.old, block.old + block.size),
                range(block.new, block.new + block.size),
                strict=True,
            ):
                if self.images[old] == LOST and not self.taken[new]:
                    self.images[old] = new
                    self.taken[new] = 1

    def lost(self, low: int, high: int) -> bool:
        """Whether nothing is known yet of the old words from `low` up to `high`."""
        return all(image == LOST for image in self.images[low:high])

    def free(self, low: int, high: int) -> bool:
        """Whether the new words from `low` up to `high` are yet nobody's."""
        return not any(self.taken[low:high])

    def truth(self, start: int, end: int) -> Truth:
        """Where the old characters `start:end` stand now."""
        low, high = self.words(start, end)
        group = max(self._groups(low, high), key=self._letters, default=[])
        kept = self._letters(group) / max(1, self.old.letters(low, high))
        if not group or kept < GONE:
            return Truth(None, None, kept)
        first, last = self._edge(group[0], low, -1), self._edge(group[-1], high - 1, 1)
        return Truth(self.new.starts[first], self.new.ends[last], kept)

    def words(self, start: int, end: int) -> Span:
        """The old words that characters touch."""
        return bisect_right(self.old.ends, start), bisect_left(self.old.starts, end)

    def touched(self, start: int, end: int) -> bool:
        """Whether an edit stands inside a passage or right beside it."""
        low, high = self.words(start, end)
        row = self.images[max(0, low - 1) : high + 1]
        return LOST in row or any(two != one + 1 for one, two in pairwise(row))

    def _groups(self, low: int, high: int) -> Iterator[list[int]]:
        """The old words that are left, in groups that stand together in the new text."""
        kept = [at for at in range(low, high) if self.images[at] != LOST]
        group: list[int] = []
        for at in sorted(kept, key=self.images.__getitem__):
            if group and self.images[at] - self.images[group[-1]] > NEAR:
                yield group
                group = []
            group.append(at)
        if group:
            yield group

    def _letters(self, group: Sequence[int]) -> int:
        return sum(len(self.old.keys[at]) for at in group)

    def _edge(self, at: int, limit: int, step: int) -> int:
        """The new word where a passage ends on one side: words in the place of lost ones count."""
        image = self.images[at]
        for _ in range(abs(limit - at)):
            beyond = image + step
            if not 0 <= beyond < len(self.new) or self.taken[beyond]:
                break
            image = beyond
        return image


Hunk = tuple[list[Span], list[Span]]  # neighbouring paragraphs of both texts that git finds changed


def align(old: str, new: str) -> Alignment:
    """Follow every word of a text into its next edition."""
    one, two = Text(old), Text(new)
    found = Alignment(one, two)
    hunks = list(_hunks(found, _git(old, new)))
    here = [span for hunk in hunks for span in hunk[0]]
    there = [span for hunk in hunks for span in hunk[1]]
    _pair(found, hunks, alike_pairs(one, two, here, there))
    rest = [span for each in here for span in one.sentences(*each) if found.lost(*span)]
    more = [span for each in there for span in two.sentences(*each) if found.free(*span)]
    found.add(_inside(found, most_alike(alike_pairs(one, two, rest, more), SENTENCE_ALIKE)))
    for low, high, start, stop in list(_replaced(found)):
        found.add(blocks(one, two, (low, high), (start, stop), FEWEST_LEFT))
    return found


def _hunks(found: Alignment, signs: Iterable[str]) -> Iterator[Hunk]:
    """Sets the images of paragraphs on git's path; gives the others, as they stand together."""
    here: list[Span] = []
    there: list[Span] = []
    old, new = iter(found.old.paragraphs), iter(found.new.paragraphs)
    for sign in signs:
        if sign == " ":
            if here or there:
                yield here, there
                here, there = [], []
            (low, high), (start, _) = next(old), next(new)
            found.add([Block(low, start, high - low)])
        elif sign == "-":
            here.append(next(old))
        else:
            there.append(next(new))
    if here or there:
        yield here, there
    if next(old, None) or next(new, None):
        raise ValueError("git told of fewer paragraphs than there are")


def _git(old: str, new: str) -> Iterator[str]:
    """For every paragraph of git's diff a blank, a minus or a plus sign."""
    with tempfile.TemporaryDirectory() as name:
        paths = Path(name, "old"), Path(name, "new")
        for path, text in zip(paths, (old, new), strict=True):
            path.write_text(f"{text}\n", encoding="utf-8")
        done = subprocess.run(
            ["git", "diff", "--no-index", "--no-color", "--histogram", "-U99999999", *paths],
            check=False,  # it answers 1 where the files differ
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
    lines = done.stdout.split("\n")
    body = next(at for at, line in enumerate(lines) if line.startswith("@@")) + 1
    yield from (line[0] for line in lines[body:] if line and line[0] in " +-")


def _pair(found: Alignment, hunks: Sequence[Hunk], pairs: Sequence[Pair]) -> None:
    """Sets the images in paragraphs that are one: clearly so anywhere, else in the same place."""
    found.add(_inside(found, clear_pairs(pairs, CLEARLY, LEAD)))
    homes: dict[tuple[bool, Span], int] = {}
    for number, (here, there) in enumerate(hunks):
        homes.update({(False, span): number for span in here})
        homes.update({(True, span): number for span in there})
    rest = [pair for pair in pairs if found.lost(*pair.old) and found.free(*pair.new)]
    together: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in rest:
        if pair.alike >= ALIKE and homes[False, pair.old] == homes[True, pair.new]:
            together[homes[False, pair.old]].append(pair)
    for group in together.values():
        found.add(_inside(found, in_order(found.old, group)))
    rest = [pair for pair in rest if found.lost(*pair.old) and found.free(*pair.new)]
    found.add(_inside(found, most_alike(rest, ALIKE)))


def _inside(found: Alignment, pairs: Iterable[Pair]) -> Iterator[Block]:
    for pair in pairs:
        yield from blocks(found.old, found.new, pair.old, pair.new)


def _replaced(found: Alignment) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of lost words, each with the new words that stand in its place."""
    images = [-1, *found.images, len(found.new)]
    low = 0
    while low < len(images) - 2:
        high = low
        while images[high + 1] == LOST and high < len(images) - 2:
            high += 1
        start, stop = images[low] + 1, images[high + 1]
        if high > low and start < stop and found.free(start, stop):
            yield low, high, start, stop
        low = max(high, low + 1)
