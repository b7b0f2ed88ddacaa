"""What the readers send: pages, partials, new notes."""

from __future__ import annotations

import random
import re
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from benchmarks.figures import Requests
from benchmarks.load import request_bytes

# The cookie against forged requests that every browser has after its first page, and the token
# for it that the page's scripts send along.
SECRET = "b" * 32
TOKEN = "a" * 32 + SECRET


def reading(path: str, sessions: Sequence[str], *, htmx: bool = False) -> Requests:
    """Readers in rotation, each asking for the same address."""
    made = [request_bytes(path, _cookies(session), headers=_headers(htmx)) for session in sessions]
    return lambda: cycle(made)


def writing(base: str, sessions: Sequence[str], database: Path, *, count: int) -> Requests:
    """Readers in rotation, each writing a new note on some words of the chapter, `count` in all.

    Every call writes others.
    """
    texts = _texts(database)
    chance = random.Random(7)

    def requests() -> Iterator[bytes]:
        # Made before the clock runs.
        made = [
            request_bytes(
                f"{base}notes/",
                _cookies(sessions[number % len(sessions)]),
                headers=_headers(htmx=True),
                form=_note(chance, *chance.choice(texts)),
            )
            for number in range(count)
        ]
        return iter(made)

    return requests


def _cookies(session: str) -> str:
    return f"sessionid={session}; csrftoken={SECRET}"


def _headers(htmx: bool) -> list[tuple[str, str]]:
    return [("HX-Request", "true"), ("X-CSRFToken", TOKEN)] if htmx else []


def _texts(database: Path) -> list[tuple[int, int, str]]:
    connection = sqlite3.connect(database)
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
