"""Placements held against the truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from benchmarks.placements.truth import Truth
from readings.annotation.placing import Placement


class Mark(StrEnum):
    """What a placement is: wrong is worse than missing."""

    RIGHT = "right"
    MISSING = "missing"
    WRONG = "wrong"


def mark(placement: Placement, truth: Truth) -> Mark:
    """Right: half of the union with the true span in common, or no place where there is none."""
    if placement.start is None or placement.end is None:
        return Mark.RIGHT if truth.start is None or truth.doubtful else Mark.MISSING
    if truth.start is None or truth.end is None:
        return Mark.WRONG
    common = min(placement.end, truth.end) - max(placement.start, truth.start)
    union = max(placement.end, truth.end) - min(placement.start, truth.start)
    return Mark.RIGHT if union and 2 * common >= union else Mark.WRONG


@dataclass
class Tally:
    """How many placements were right, missing and wrong."""

    marks: Counter[Mark] = field(default_factory=Counter)

    def add(self, found: Mark) -> None:
        self.marks[found] += 1

    @property
    def total(self) -> int:
        return self.marks.total()

    def percent(self, which: Mark) -> float:
        return 100 * self.marks[which] / max(1, self.total)
