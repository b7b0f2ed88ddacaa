"""Which section of a chapter a section of its newer file continues. Pure.

The words decide: after a split the section goes on with its larger part, after a merger the larger
of its sources goes on, and a section is known again under another heading and in another place.
An equal heading counts for half of the section's words, so that one that was written anew, or of
which the larger half went elsewhere under a heading of its own, stays itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from readings.text.words import Vocabulary

RUN = 3  # words in a row: single ones occur everywhere
LEAST_SHARED = 0.3  # of the shorter text, for a section under another heading
HEADING = 0.5


@dataclass(frozen=True)
class SectionWords:
    """A section's heading (may be empty) and plain text."""

    heading: str
    text: str


def match_sections(old: Sequence[SectionWords], new: Sequence[SectionWords]) -> list[int | None]:
    """For each new section the old one that it continues, by its place; None for a new one."""
    vocabulary = Vocabulary()
    before = [_runs(vocabulary, section.text) for section in old]
    after = [_runs(vocabulary, section.text) for section in new]
    scores = [
        (_score(old[o], new[n], before[o], after[n]), -abs(o - n), -o, -n)
        for o in range(len(old))
        for n in range(len(new))
    ]
    found: list[int | None] = [None] * len(new)
    taken: set[int] = set()
    for score, _distance, o, n in sorted(scores, reverse=True):
        if score > 0 and -o not in taken and found[-n] is None:
            taken.add(-o)
            found[-n] = -o
    return found


def _runs(vocabulary: Vocabulary, text: str) -> Counter[tuple[int, ...]]:
    ids = vocabulary.read(text).ids
    return Counter(tuple(ids[at : at + RUN]) for at in range(max(len(ids) - RUN + 1, len(ids) > 0)))


def _score(
    old: SectionWords, new: SectionWords, before: Counter[tuple[int, ...]],
    after: Counter[tuple[int, ...]],
) -> float:  # fmt: skip
    shared = sum((before & after).values())
    if old.heading == new.heading:
        return shared + HEADING * max(before.total(), 1)
    shorter = min(before.total(), after.total())
    return shared if shared >= LEAST_SHARED * shorter else 0
