"""What docs/benchmarks.md says."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import django

from benchmarks.figures import ROUNDS, SECONDS, Measured

TARGET = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"

HEAD = """# Benchmarks

Written by `make bench`; the numbers are those of its last run. Each figure is a ratio of two
things measured in turn in one run ({rounds} rounds of {seconds:.0f} s each after one to warm up,
medians), so that a slow or busy machine slows both.

The unit is *hello*: a view of this project, behind the same middleware, that fetches the signed-in
member and the reading through `visible_to` and answers one word. SQLite, granian WSGI with two
workers, twenty readers in rotation, no answer from a cache of whole responses, no 304. A chapter
of about 4,000 words in 70 blocks; notes of 3 to 40 words, Zipf over the blocks, a fifth of them
private, from a fixed seed.

What the page shows to all members alike is rendered after a change and kept as a fragment with
holes for what is one person's own; who asks, whether they are in the group, their questions and
their place are read for every request.

Machine: {cores} cores, Python {python}, Django {django}.

| figure | measured | goal | |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Figure:
    """One line of the table: a ratio or a number, and the goal it is held against."""

    name: str
    value: float
    goal: float
    kind: str  # "at least" or "at most"
    said: str = ""

    @classmethod
    def rate(cls, name: str, one: Measured, other: Measured, goal: float) -> Figure:
        said = (
            f"{one.rate:.0f} and {other.rate:.0f} requests a second, "
            f"{one.milliseconds:.2f} and {other.milliseconds:.2f} ms of CPU each"
        )
        return cls(name, one.rate / other.rate, goal, "at least", said)

    @classmethod
    def cpu(cls, name: str, one: Measured, other: Measured, goal: float) -> Figure:
        said = f"{one.milliseconds:.2f} and {other.milliseconds:.2f} ms of CPU a request"
        return cls(name, one.milliseconds / other.milliseconds, goal, "at most", said)

    @property
    def met(self) -> bool:
        return self.value >= self.goal if self.kind == "at least" else self.value <= self.goal

    def line(self) -> str:
        verdict = "met" if self.met else "**not met**"
        said = f"{self.value:.2f}" + (f" ({self.said})" if self.said else "")
        return f"| {self.name} | {said} | {self.kind} {self.goal:g} | {verdict} |"


def write(figures: Sequence[Figure]) -> None:
    head = HEAD.format(
        rounds=ROUNDS,
        seconds=SECONDS,
        cores=os.cpu_count(),
        python=platform.python_version(),
        django=django.get_version(),
    )
    TARGET.write_text(head + "\n".join(figure.line() for figure in figures) + "\n")
