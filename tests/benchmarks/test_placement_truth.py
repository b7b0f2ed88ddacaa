"""The yardstick of placements: the truth between two editions, and how a place is marked by it."""

from __future__ import annotations

import pytest

from benchmarks.page import with_part
from benchmarks.placements.prose import prose
from benchmarks.placements.scoring import Mark, mark
from benchmarks.placements.truth import Truth, align
from readings.annotation.placing import Placement, State
from tests.annotation.marked import unmarked

RIVER = "The river ran high that spring and nobody was glad of it."
FERRY = "Nobody could cross below the old mill, so the ferryman slept late."
LETTERS = "Letters waited a week on the far bank while the clerk kept count."
BELL = "When the bell rang at noon the children counted the drowned fence posts."


Place = tuple[int, int] | tuple[None, None]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{RIVER}\n⟦{FERRY}⟧\n{LETTERS}", f"{RIVER}\n⟦{FERRY}⟧\n{LETTERS}\n{BELL}"),
        # a paragraph, and a sentence, that stand elsewhere
        (f"⟦{RIVER}⟧\n{FERRY}\n{LETTERS}\n{BELL}", f"{FERRY}\n{LETTERS}\n{BELL}\n⟦{RIVER}⟧"),
        (f"{RIVER} ⟦{FERRY}⟧\n{LETTERS}", f"{RIVER}\n{LETTERS} ⟦{FERRY}⟧"),
        # words replaced inside, and at the end
        (
            f"{RIVER}\nNobody ⟦could cross below the old mill,⟧ so he slept.\n{BELL}",
            f"{RIVER}\nNobody ⟦could cross below a ruined mill,⟧ so he slept.\n{BELL}",
        ),
        # a sentence replaced by another
        (f"{RIVER} ⟦{FERRY}⟧ {BELL}", f"{RIVER} Grain prices doubled by candle light. {BELL}"),
        # one that is deleted while its twin stays
        (f"{RIVER}\n⟦{FERRY}⟧\n{LETTERS}\n{BELL}\n{FERRY}", f"{RIVER}\n{LETTERS}\n{BELL}\n{FERRY}"),
    ],
)
def test_the_truth_is_what_a_person_would_say(old: str, new: str):
    text, anchor = unmarked(old)
    assert anchor is not None
    after, place = unmarked(new)
    truth = align(text, after).truth(*anchor)
    assert (truth.start, truth.end) == (place or (None, None))


@pytest.mark.parametrize(
    ("place", "truth", "expected"),
    [
        ((10, 20), (10, 20), Mark.RIGHT),
        ((10, 20), (10, 30), Mark.RIGHT),
        ((10, 20), (10, 31), Mark.WRONG),
        ((10, 20), (20, 30), Mark.WRONG),
        ((10, 20), (None, None), Mark.WRONG),
        ((None, None), (None, None), Mark.RIGHT),
        ((None, None), (10, 20), Mark.MISSING),
    ],
)
def test_a_place_is_right_with_half_of_the_union(place: Place, truth: Place, expected: Mark):
    state = State.ORPHANED if place[0] is None else State.PLACED
    found = Placement(state, place[0], place[1], 1.0)
    assert mark(found, Truth(truth[0], truth[1], 1.0)) is expected


def test_of_a_passage_that_is_half_gone_no_place_is_right_too():
    orphan = Placement(State.ORPHANED, None, None, 0.0)
    assert mark(orphan, Truth(10, 20, 0.4)) is Mark.RIGHT
    assert mark(orphan, Truth(10, 20, 0.6)) is Mark.MISSING


def test_a_page_is_read_one_paragraph_a_line():
    source = "Title\n=====\n\nOne line\nand another.\n\n* an item\n* its neighbour\n"
    assert prose(source) == "Title\nOne line and another.\n* an item\n* its neighbour"


def test_each_part_of_the_figures_is_written_alone():
    page = with_part(with_part("# Benchmarks\n", "one", "1"), "two", "2")
    again = with_part(page, "one", "3")
    assert again == page.replace("\n1\n", "\n3\n")
    assert again.index("3") < again.index("2")
