"""Passages followed through real editions and through the hard cases, and how many came right."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.placements.editions import Edition
from benchmarks.placements.hard import CASES, cases
from benchmarks.placements.passages import Anchor, passages
from benchmarks.placements.scoring import Tally, mark
from benchmarks.placements.truth import Truth, align
from readings.annotation.placing import Placement, place_all, place_quote
from readings.annotation.quoting import context

STUB = 0.2  # a page of which less is left was emptied: nothing in it is to be followed
LARGEST = 200_000  # characters: the few pages above are lists made by programs
MIDDLING = range(3_000, 40_000)  # characters: pages out of which the hard cases are made
EVERY = 3  # of these pages, for there are many

Placer = Callable[[str, str, Sequence[Anchor]], list[Placement]]


class Checked(NamedTuple):
    """One passage, what became of it by either way, and the truth; kept to be looked at."""

    edition: Edition
    anchor: Anchor
    placed: Placement
    quoted: Placement
    truth: Truth
    touched: bool


def by_quote(old: str, new: str, anchors: Sequence[Anchor]) -> list[Placement]:
    """Each passage placed from its words and 32 characters on either side alone, with no hint."""
    return [place_quote(new, old[low:high], *context(old, low, high)) for low, high in anchors]


PLACERS: dict[str, Placer] = {"place_all": place_all, "place_quote": by_quote}


def check(editions: Iterable[Edition], count: int) -> Iterator[Checked]:
    """So many passages of every page that changed, always the same ones."""
    for edition in editions:
        if len(edition.old) > LARGEST or len(edition.new) < STUB * len(edition.old):
            continue
        anchors = list(passages(edition.old, count, random.Random(edition.name)))
        if not anchors:
            continue
        truth = align(edition.old, edition.new)
        placed, quoted = (
            place(edition.old, edition.new, anchors) for place in (place_all, by_quote)
        )
        for anchor, one, two in zip(anchors, placed, quoted, strict=True):
            known, touched = truth.truth(*anchor), truth.touched(*anchor)
            yield Checked(edition, anchor, one, two, known, touched)


def tallies(checked: Iterable[Checked]) -> dict[tuple[str, str], Tally]:
    """The tallies by way of placing and by which passages: all, and those that an edit touched."""
    found = {(name, which): Tally() for which in ("all", "touched") for name in PLACERS}
    for each in checked:
        for name, placement in (("place_all", each.placed), ("place_quote", each.quoted)):
            given = mark(placement, each.truth)
            found[name, "all"].add(given)
            if each.touched:
                found[name, "touched"].add(given)
    return found


def hard_tallies(editions: Iterable[Edition], count: int) -> dict[tuple[str, str], Tally]:
    """The tallies by way of placing and by hard case, so many of each out of every third page."""
    found = {(name, case): Tally() for case in CASES for name in PLACERS}
    pages = [each for each in editions if len(each.old) in MIDDLING][::EVERY]
    for case, make in CASES.items():
        for edition in pages:
            dice = random.Random(f"{case} in {edition.name}")
            for made in cases(edition.old, make, count, dice):
                anchor = made.start, made.end
                for name, place in PLACERS.items():
                    (placement,) = place(made.old, made.new, [anchor])
                    found[name, case].add(mark(placement, made.truth))
    return found


def described(each: Checked, placement: Placement) -> str:
    """A passage, its place and the truth, for a person who checks them."""
    old, new = each.edition.old, each.edition.new
    lines = [
        f"{each.edition.name}: {mark(placement, each.truth)}, {placement.state}",
        f"  old    {_shown(old, *each.anchor)}",
    ]
    for word, start, end in (
        ("placed", placement.start, placement.end),
        ("truth", each.truth.start, each.truth.end),
    ):
        shown = "nowhere" if start is None or end is None else _shown(new, start, end)
        lines.append(f"  {word:6} {shown}")
    return "\n".join(lines)


def _shown(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 60) : start], text[end : end + 60]
    return f"{before}⟦{text[start:end]}⟧{after}".replace("\n", "¶")


def sample(checked: Sequence[Checked], size: int) -> list[Checked]:
    """A few of the passages that an edit touched, always the same ones."""
    touched = [each for each in checked if each.touched]
    return random.Random(1).sample(touched, min(size, len(touched)))
