"""Every figure: what is measured against what, and the goal it is held against."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.asking import reading, writing
from benchmarks.desk import Desk, Spent
from benchmarks.figures import Round, Settings, Thing, in_turn, measure
from benchmarks.load import BadAnswer, fetch
from benchmarks.report import Figure
from benchmarks.server import BARE, SITE, Server, serving
from benchmarks.site import AMOUNTS, Site, run
from benchmarks.site import hello as hello_of

NOTES = 1_000  # written in a slice, at most: few enough that "none" stays near none
SHOWN = 20  # notes in an opened block
WARMING, SAVES = 2, 10  # edits before and in a slice; even, for every second one puts back


def figures(site: Site, settings: Settings) -> Iterator[Figure]:
    """Measures everything, figure by figure."""
    with ExitStack() as stack:
        servers = {
            amount: stack.enter_context(serving(site.folder(amount), SITE)) for amount in AMOUNTS
        }
        bare = stack.enter_context(serving(site.folder(0), BARE))
        yield from _pages(site, servers, bare, settings)
        yield from _sizes(site, servers)
        yield from _blocks(site, servers[AMOUNTS[-1]], settings)
    yield Figure.number(
        "Chapter page: queries besides session and user",
        float(run(site.folder(10_000), "-m", "benchmarks.queries")),
        at_most=6,
    )
    yield from _notes(site, settings)
    yield from _saves(site, settings)


def _pages(
    site: Site, servers: dict[int, Server], bare: Server, settings: Settings
) -> Iterator[Figure]:
    page = reading(site.base, site.sessions)
    things = [
        Thing("bare", bare, reading("/hello/", site.bare_sessions)),
        Thing("hello", servers[1_000], reading(site.hello, site.sessions)),
        Thing("page", servers[1_000], page),
        Thing("page at none", servers[0], page),
        Thing("page at 10,000", servers[10_000], page),
    ]
    rounds = in_turn(things, settings)
    yield Figure.rate("Hello, of a bare project", rounds, "hello", "bare", at_least=0.5)
    yield Figure.rate(
        "Chapter page at 1,000 notes, of hello", rounds, "page", "hello", at_least=0.7
    )
    yield Figure.cost(
        "Chapter page at 10,000 notes, of none", rounds, "page at 10,000", "page at none",
        at_most=1.15,
    )  # fmt: skip


def _sizes(site: Site, servers: dict[int, Server]) -> Iterator[Figure]:
    request = next(reading(site.base, site.sessions)())
    pages = {amount: fetch(server.port, request) for amount, server in servers.items()}
    sizes = {amount: len(gzip.compress(page, 6)) for amount, page in pages.items()}
    said = ", ".join(
        f"{amount:,}: {size / 1000:.1f} kB of {len(pages[amount]) / 1000:.0f}"
        for amount, size in sizes.items()
    )
    yield Figure.number(
        "Chapter page gzipped at any number of notes, of none",
        max(sizes.values()) / sizes[0],
        at_most=1.5,
        said=said,
    )


def _blocks(site: Site, server: Server, settings: Settings) -> Iterator[Figure]:
    block = reading(site.block, site.sessions, htmx=True)
    shown = fetch(server.port, next(block())).count(b'<article class="note')
    if shown != SHOWN:
        raise BadAnswer(f"The block shows {shown} notes instead of {SHOWN}.")
    things = [
        Thing("hello", server, reading(site.hello, site.sessions)),
        Thing("block", server, block),
    ]
    yield Figure.rate(
        "Opening a block (20 notes) at 10,000, of hello",
        in_turn(things, settings),
        "block",
        "hello",
        at_least=0.75,
    )


def _notes(site: Site, settings: Settings) -> Iterator[Figure]:
    rounds = [_round_of_notes(site, settings) for _ in range(settings.rounds)]
    yield Figure.rate(
        "Creating a note at 10,000, of hello", rounds, "note at 10,000", "hello", at_least=0.4
    )
    yield Figure.cost(
        "Creating a note at 10,000, of none", rounds, "note at 10,000", "note at none", at_most=1.1
    )


def _round_of_notes(site: Site, settings: Settings) -> Round:
    """Each round starts again from the same two databases, with servers of its own."""
    none, many = site.copy(0, "writing-0"), site.copy(10_000, "writing-10000")
    with serving(none, SITE) as at_none, serving(many, SITE) as at_many:
        things = [
            Thing("hello", at_many, reading(site.hello, site.sessions)),
            *(
                Thing(
                    name, server, writing(site.base, site.sessions, folder / DATABASE, count=NOTES)
                )
                for name, server, folder in (
                    ("note at 10,000", at_many, many),
                    ("note at none", at_none, none),
                )
            ),
        ]
        for thing in things:  # a worker's first requests read templates and make its queries
            measure(thing, settings.seconds / 2)
        return {thing.name: measure(thing, settings.seconds / 2) for thing in things}


def _saves(site: Site, settings: Settings) -> Iterator[Figure]:
    rounds = [_round_of_saves(site, settings) for _ in range(settings.rounds)]
    yield Figure.cost(
        "Saving an edit of the demo chapter with 1,000 notes, of hello", rounds, "save", "hello",
        at_most=60, beside=["look"],
    )  # fmt: skip


def _round_of_saves(site: Site, settings: Settings) -> Round:
    """Three words in the middle of the section with the most notes, replaced and put back."""
    demo = site.demo
    with serving(site.copy("demo", "saving"), SITE) as server:
        hello = Thing("hello", server, reading(hello_of(demo.base), demo.sessions))
        desk, looking, saving = Desk(server, demo.editor, demo.desk), Spent(), Spent()
        for _ in range(WARMING):
            desk.save(Spent(), Spent())
        measure(hello, settings.seconds / 2)
        found = {"hello": measure(hello, settings.seconds / 2)}
        for _ in range(SAVES):
            desk.save(looking, saving)
    return {**found, "look": looking.sample(), "save": saving.sample()}


DATABASE = "db.sqlite3"
