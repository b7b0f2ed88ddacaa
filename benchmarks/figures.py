"""Two things measured in turn, round by round, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.load import send
from benchmarks.server import Server

Requests = Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Thing:
    """Something to ask a server for, again and again."""

    name: str
    server: Server
    requests: Requests


@dataclass(frozen=True)
class Sample:
    """One slice: requests a second, and milliseconds of processor time that each took."""

    rate: float
    cpu: float | None


Round = Mapping[str, Sample]  # by the name of the thing


@dataclass(frozen=True)
class Ratio:
    """A ratio over all rounds, each of them taken from two slices that stood side by side."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        return median(self.values)


@dataclass(frozen=True)
class Settings:
    """How long to measure: every thing for so many seconds in each of so many rounds."""

    rounds: int = 9
    seconds: float = 2.0


def measure(thing: Thing, seconds: float) -> Sample:
    """One slice of a thing."""
    before = thing.server.cpu_seconds()
    sent = send(thing.server.port, thing.requests(), seconds=seconds)
    after = thing.server.cpu_seconds()
    known = before is not None and after is not None
    return Sample(
        rate=sent.requests / sent.seconds,
        cpu=1000 * (after - before) / sent.requests if known else None,  # type: ignore[operator]
    )


def in_turn(things: Sequence[Thing], settings: Settings) -> list[Round]:
    """Measures the things one after another, A B A B; a round before warms them up."""
    for thing in things:
        measure(thing, settings.seconds)
    return [
        {thing.name: measure(thing, settings.seconds) for thing in things}
        for _ in range(settings.rounds)
    ]


def rates(rounds: Sequence[Round], one: str, other: str) -> Ratio:
    """How many times as many requests a second the one took as the other."""
    return Ratio(tuple(found[one].rate / found[other].rate for found in rounds))


def costs(rounds: Sequence[Round], one: str, other: str) -> Ratio | None:
    """How many times as much processor time; None where the system does not tell it."""
    pairs = [(found[one].cpu, found[other].cpu) for found in rounds]
    if any(a is None or not b for a, b in pairs):
        return None
    return Ratio(tuple(a / b for a, b in pairs))  # type: ignore[operator]


def middle_rate(rounds: Sequence[Round], name: str) -> float:
    return median(found[name].rate for found in rounds)


def middle_cost(rounds: Sequence[Round], name: str) -> float | None:
    costs = [found[name].cpu for found in rounds]
    return None if None in costs else median(cost for cost in costs if cost is not None)
