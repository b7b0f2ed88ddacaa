"""What docs/benchmarks.md says."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

import django

from benchmarks.figures import (
    Ratio,
    Round,
    Settings,
    costs,
    middle_cost,
    middle_rate,
    rates,
)
from benchmarks.page import write_part

HEAD = """## The site

Written by `make bench`; the numbers are those of its last run. Each figure is a ratio of two things
measured in turn in one run, A B A B, {rounds} rounds of {seconds:g} seconds each after one that
warms up, so that a slow or busy machine slows both. A figure is the median of the rounds' ratios;
the lowest and the highest stand beside it. Processor time is that of all the server's processes.

The unit is *hello*: a view of this project, behind the same middleware, that fetches the signed-in
member and the reading through `visible_to` and answers one word. The *bare* project is Django with
session and auth middleware alone and a view that names who is signed in.

SQLite, granian WSGI with two workers, the access log on, twenty readers in rotation over eight kept
connections, sessions made beforehand, no whole-page cache, no 304, no compression; the sender runs
on the same machine. A chapter of about 4,000 words in 70 blocks with 24 footnotes, nine reasons and
three questions. Notes of 3 to 40 words from a fixed seed, on passages, Zipf over the blocks, a
fifth of them private. New notes go to the group; each round of them starts from the same database.

An edit replaces three words in the middle of the section of the demo chapter with the most notes,
or puts them back. It is saved as an editor does, in the admin, and each round of edits starts from
the same database. The *look* before the save, the page that says what the edit does, is a request
of its own, for which the edit is made and taken back.

What a page shows to all members alike is rendered after a change and kept as fragments with holes
for what is one person's own. Who asks, whether they are in the group, which notes they may see,
their questions and their place are read for every request.

Machine: {cores} cores, {system}; Python {python}, Django {django}, granian {granian}. The same
again:

    make bench ARGS="--rounds {rounds} --seconds {seconds:g}"

| figure | median | lowest to highest | goal | |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, and the goal it is held against."""

    name: str
    ratio: Ratio | None
    goal: float
    at_least: bool
    said: str = ""

    @classmethod
    def rate(
        cls, name: str, rounds: Sequence[Round], one: str, other: str, *, at_least: float
    ) -> Figure:
        """The rate of one thing as a share of another's."""
        said = "; ".join(_described(rounds, thing) for thing in (one, other))
        return cls(name, rates(rounds, one, other), at_least, at_least=True, said=said)

    @classmethod
    def cost(
        cls,
        name: str,
        rounds: Sequence[Round],
        one: str,
        other: str,
        *,
        at_most: float,
        beside: Sequence[str] = (),
    ) -> Figure:
        """The processor time of one thing as a multiple of another's; `beside` is only told."""
        said = "; ".join(_described(rounds, thing) for thing in (one, other, *beside))
        return cls(f"{name} (CPU)", costs(rounds, one, other), at_most, at_least=False, said=said)

    @classmethod
    def number(cls, name: str, value: float, *, at_most: float, said: str = "") -> Figure:
        """A number that needs no rounds."""
        return cls(name, Ratio((value,)), at_most, at_least=False, said=said)

    @property
    def met(self) -> bool:
        if self.ratio is None:
            return False
        middle = self.ratio.middle
        return middle >= self.goal if self.at_least else middle <= self.goal

    def line(self) -> str:
        """The figure as a row of the table."""
        name = f"{self.name}<br>{self.said}" if self.said else self.name
        goal = f"{'at least' if self.at_least else 'at most'} {self.goal:g}"
        if self.ratio is None:
            return f"| {name} | not measured on this system | | {goal} | **not known** |"
        values = self.ratio.values
        spread = f"{min(values):.2f} to {max(values):.2f}" if len(values) > 1 else ""
        verdict = "met" if self.met else "**not met**"
        return f"| {name} | {self.ratio.middle:.2f} | {spread} | {goal} | {verdict} |"


def _described(rounds: Sequence[Round], thing: str) -> str:
    cost = middle_cost(rounds, thing)
    spent = "" if cost is None else f", {cost:.2f} ms of CPU each"
    return f"{thing}: {middle_rate(rounds, thing):.0f} a second{spent}"


def write(figures: Sequence[Figure], settings: Settings) -> None:
    """Writes the site's part of the page."""
    head = HEAD.format(
        rounds=settings.rounds,
        seconds=settings.seconds,
        cores=os.cpu_count(),
        system=platform.system(),
        python=platform.python_version(),
        django=django.get_version(),
        granian=version("granian"),
    )
    write_part("the site", head + "\n".join(figure.line() for figure in figures))
