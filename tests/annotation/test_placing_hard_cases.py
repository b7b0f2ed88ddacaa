"""The hard cases out of real text: the project's own demonstration chapter, edited by chance."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.placements.hard import CASES, Case, cases
from benchmarks.placements.prose import prose
from benchmarks.placements.quality import by_quote
from benchmarks.placements.scoring import Mark, Tally, mark
from readings.annotation.placing import place_all

COUNT = 60
ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = prose((ROOT / "readings/importing/demo/chapter.txt").read_text(encoding="utf-8"))


def made(name: str) -> list[Case]:
    """The cases of one kind, always the same ones."""
    found = list(cases(TEXT, CASES[name], COUNT, random.Random(name)))
    assert len(found) == COUNT
    return found


def tallied(name: str, place) -> Tally:
    tally = Tally()
    for case in made(name):
        (placement,) = place(case.old, case.new, [(case.start, case.end)])
        tally.add(mark(placement, case.truth))
    return tally


@pytest.mark.parametrize("name", CASES)
def test_with_both_texts_no_hard_case_comes_to_a_wrong_place(name: str):
    tally = tallied(name, place_all)
    assert tally.marks[Mark.WRONG] == 0
    assert tally.percent(Mark.RIGHT) >= 90


# From the quote alone nobody can tell a sentence moved far from the twin of a deleted one: neither
# has a place. Nor the middle of a long sentence from that of its twin: a few come to a wrong one.
LEAST_RIGHT = {"moved paragraph": 50, "deleted sentence with a twin elsewhere": 80}
MOST_WRONG = {"deleted sentence with a twin elsewhere": 20}


@pytest.mark.parametrize("name", CASES)
def test_a_quote_alone_seldom_comes_to_a_wrong_place(name: str):
    tally = tallied(name, by_quote)
    assert tally.percent(Mark.WRONG) <= MOST_WRONG.get(name, 5)
    assert tally.percent(Mark.RIGHT) >= LEAST_RIGHT.get(name, 75)
