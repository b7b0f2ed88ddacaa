"""Two things measured in turn, round by round, and what comes out of it."""

from __future__ import annotations

import random
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import median

from benchmarks.load import request_bytes, send
from benchmarks.server import Server

ROUNDS = 5
SECONDS = 3.0
NOTES_A_ROUND = 120  # created in one round: few enough not to change what is measured
TOKEN = "b" * 32  # both cookie and header: what Django compares

Requests = Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Thing:
    """Something to ask a server for, again and again."""

    name: str
    server: Server
    requests: Requests


@dataclass
class Measured:
    """Rates in requests a second and processor time in milliseconds a request, by round."""

    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def milliseconds(self) -> float:
        return median(self.cpu)


def in_turn(*things: Thing) -> dict[str, Measured]:
    """Measures the things one after another in each round; a round before warms them up."""
    found = {thing.name: Measured() for thing in things}
    for number in range(ROUNDS + 1):
        for thing in things:
            before = thing.server.cpu_seconds()
            sent = send(thing.server.port, thing.requests(), seconds=SECONDS)
            after = thing.server.cpu_seconds()
            if number == 0:
                continue
            found[thing.name].rates.append(sent.requests / sent.seconds)
            if before is not None and after is not None:
                found[thing.name].cpu.append(1000 * (after - before) / sent.requests)
    return found


def reading(path: str, cookies: list[str], *, htmx: bool = False) -> Requests:
    """Readers in rotation, each asking for the same address."""
    headers = (("HX-Request", "true"),) if htmx else ()
    made = [request_bytes(path, f"sessionid={cookie}", headers=headers) for cookie in cookies]
    return lambda: cycle(made)


def writing(base: str, cookies: list[str], folder: Path) -> Requests:
    """Readers in rotation, each writing a new note on some words of the chapter."""
    texts = _texts(folder / "db.sqlite3")
    chance = random.Random(7)

    def requests() -> Iterator[bytes]:
        for number in range(NOTES_A_ROUND):
            cookie = f"sessionid={cookies[number % len(cookies)]}; csrftoken={TOKEN}"
            headers = (("HX-Request", "true"), ("X-CSRFToken", TOKEN))
            form = _note(chance, *chance.choice(texts))
            yield request_bytes(f"{base}notes/", cookie, headers=headers, form=form)

    return requests


def _texts(database: Path) -> list[tuple[int, int, str]]:
    with sqlite3.connect(database) as connection:
        rows = connection.execute(
            "SELECT section.id, version.number, version.plain_text FROM readings_section section "
            "JOIN readings_sectionversion version ON version.id = section.version_id"
        ).fetchall()
    connection.close()
    return rows


def _note(chance: random.Random, section: int, version: int, text: str) -> dict[str, str]:
    words = list(re.finditer(r"\S+", text))
    first = chance.randrange(len(words) - 12)
    start, end = words[first].start(), words[first + chance.randint(1, 11)].end()
    return {
        "uid": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "kind": "passage",
        "section": str(section),
        "version": str(version),
        "start": str(start),
        "end": str(end),
        "exact": text[start:end],
        "body": "A note for measuring, of about a dozen words and not one more.",
        "audience": "group",
    }
