"""Quotes found in a text without the text that they were taken from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readings.annotation.placing import Placement, State, place_quote
from readings.annotation.quoting import context
from tests.annotation.marked import marked, unmarked

PLACED, MOVED, CHANGED, ORPHANED = State.PLACED, State.MOVED, State.CHANGED, State.ORPHANED

RIVER = "The river ran high that spring."
FERRY = "Nobody could cross below the old mill, so the ferryman slept late."
LETTERS = "Letters waited a week on the far bank."
BELL = "When the bell rang at noon the children counted the drowned fence posts."


def find(old: str, new: str, hint: int | None = None) -> tuple[State, str | None]:
    """What a quote taken from the marked old text comes to in the new one."""
    text, anchor = unmarked(old)
    assert anchor is not None
    prefix, suffix = context(text, *anchor)
    placement = place_quote(new, text[slice(*anchor)], prefix, suffix, hint)
    return placement.state, marked(new, placement)


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        # the same surroundings, whatever stands before them
        (
            f"{RIVER} ⟦{FERRY}⟧ {LETTERS}",
            f"{BELL}\n{RIVER} ⟦{FERRY}⟧ {LETTERS}",
            PLACED,
        ),
        # one side was edited
        (
            f"{RIVER} Nobody ⟦could⟧ cross. {LETTERS}",
            f"{RIVER} Hardly anybody ⟦could⟧ cross. {LETTERS}",
            PLACED,
        ),
        # at the text's edges there are no surroundings
        (f"⟦{RIVER}⟧", f"⟦{RIVER}⟧", PLACED),
        # a long quote that stands once needs only a sign of what stood around it
        (
            f"{RIVER} ⟦{FERRY}⟧ {LETTERS}",
            f"{BELL} It was a sad sum. ⟦{FERRY}⟧ That is how the year began. {LETTERS}",
            MOVED,
        ),
        # a word was changed, put in, taken out
        (
            f"{RIVER} ⟦{FERRY}⟧ {LETTERS}",
            f"{RIVER} ⟦{FERRY.replace('old', 'ruined')}⟧ {LETTERS}",
            CHANGED,
        ),
        (
            f"{RIVER} ⟦{FERRY}⟧ {LETTERS}",
            f"{RIVER} ⟦{FERRY.replace('the old mill', 'the very old mill')}⟧ {LETTERS}",
            CHANGED,
        ),
        (
            f"{RIVER} Nobody ⟦could cross below⟧ the mill. {LETTERS}",
            f"{RIVER} Nobody ⟦could go across below⟧ the mill. {LETTERS}",
            CHANGED,
        ),
        # only the white space is another
        (
            f"{RIVER} ⟦{FERRY} {LETTERS}⟧ {BELL}",
            f"{RIVER}\n⟦{FERRY}\n{LETTERS}⟧\n{BELL}",
            CHANGED,
        ),
    ],
)
def test_a_quote_is_found(old: str, new: str, state: State):
    assert find(old, unmarked(new)[0]) == (state, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # the words are gone
        (f"{RIVER} ⟦{FERRY}⟧ {LETTERS}", f"{RIVER} {LETTERS} {BELL}"),
        # a short quote stands in other surroundings only
        (f"{RIVER} Nobody could ⟦cross⟧ here. {LETTERS}", f"{BELL} They cross each other."),
        # it only stands within a longer word
        (f"{RIVER} Nobody could ⟦cross⟧ here. {LETTERS}", f"{BELL} Their crossing is dear."),
        # two places fit equally well
        (
            f"{RIVER} We ⟦go home⟧ now. {LETTERS}",
            f"{RIVER} We go home now. {LETTERS} {RIVER} We go home now. {LETTERS}",
        ),
        # a long quote stands where nothing is left of its surroundings: it may be a twin
        (
            f"{RIVER} ⟦{FERRY}⟧ {LETTERS}",
            f"{BELL} It was a sad sum. {FERRY} That is how the year began.",
        ),
        # its sentence was replaced
        (
            f"{RIVER} ⟦{FERRY}⟧ {LETTERS}",
            f"{RIVER} Grain prices doubled and the council met by candle light. {LETTERS}",
        ),
    ],
)
def test_a_doubtful_quote_has_no_place(old: str, new: str):
    assert find(old, new) == (ORPHANED, None)


PAGE = f"{LETTERS} The clerk kept count.\n{BELL} It was their only sum that year."
OTHERS = "The priest wrote it all down.\nIn a blue book it lay until the war."


@pytest.mark.parametrize("passage", [FERRY, "Nobody could cross", "the ferryman slept late."])
def test_a_deleted_sentence_does_not_go_to_its_twin(passage: str):
    far = "\n".join(f"Line {number} of a long list of debts." for number in range(40))
    old = f"{RIVER} {FERRY.replace(passage, f'⟦{passage}⟧')} {PAGE}\n{far}\n{OTHERS} {FERRY}"
    new = f"{RIVER} {PAGE}\n{far}\n{OTHERS} {FERRY}"
    assert find(old, new) == (ORPHANED, None)


def test_a_neighbour_that_was_rewritten_says_nothing():
    old = f"{RIVER} ⟦Nobody could cross⟧ below the old mill, so the ferryman slept. {PAGE}"
    new = (
        "In May it was all water here. ⟦Nobody could cross⟧ below the old mill, so the ferryman "
        f"slept. {PAGE}"
    )
    assert find(old, unmarked(new)[0]) == (PLACED, new)


def test_a_sentence_swapped_with_its_neighbour_is_found():
    old = f"{OTHERS} {RIVER} ⟦{FERRY}⟧ {LETTERS}\n{BELL}"
    new = f"{OTHERS} ⟦{FERRY}⟧ {RIVER} {LETTERS}\n{BELL}"
    assert find(old, unmarked(new)[0])[1] == new


def test_an_edited_quote_is_preferred_to_its_words_where_only_one_side_is_alike():
    old = f"{RIVER} ⟦Be patient with one another.⟧ {FERRY}\n{BELL}"
    new = (
        f"{RIVER} ⟦Be very patient with one another.⟧ {FERRY}\n{BELL} {RIVER} "
        f"Be patient with one another. {LETTERS}"
    )
    assert find(old, unmarked(new)[0]) == (CHANGED, new)


def test_surroundings_choose_among_repeated_phrases():
    old = f"{RIVER} The answer was no. {FERRY} The answer was ⟦no⟧. {LETTERS}"
    new = f"{RIVER} The answer was no. {FERRY} The answer was ⟦no⟧. {LETTERS} And no."
    assert find(old, unmarked(new)[0]) == (PLACED, new)


def test_an_edited_quote_is_preferred_to_a_twin_in_other_surroundings():
    old = f"{RIVER} ⟦Be patient with one another.⟧ {FERRY} {BELL}"
    new = f"{RIVER} ⟦Be very patient with one another.⟧ {FERRY} {BELL} Be patient with one another."
    assert find(old, unmarked(new)[0]) == (CHANGED, new)


def test_the_hint_decides_between_equal_places():
    old = f"{RIVER} We ⟦go home⟧ now. {LETTERS}"
    half = unmarked(old)[0]
    first, second = half.index("go home"), len(half) + 1 + half.index("go home")
    for hint in (first, second):
        placement = place_quote(f"{half} {half}", "go home", *context(half, first, first + 7), hint)
        assert (placement.state, placement.start) == (PLACED, hint)
    halfway = place_quote(
        f"{half} {half}", "go home", *context(half, first, first + 7), (first + second) // 2
    )
    assert halfway.state is ORPHANED


@pytest.mark.parametrize("exact", ["", " ", "\n\n"])
def test_a_blank_quote_has_no_place(exact: str):
    assert place_quote("Some words.", exact, "Some", "words") == Placement(ORPHANED, None, None, 0)


def test_the_surer_the_surroundings_the_surer_the_place():
    whole, part = (
        place_quote(f"{RIVER} {FERRY} {after}", FERRY, "ran high that spring. ", " Letters waited")
        for after in (LETTERS, BELL)
    )
    assert 1 >= whole.confidence > part.confidence > 0


@settings(max_examples=200)
@given(
    st.text("ab .\n👍e\u0301", max_size=60),
    st.text("ab .\n👍", max_size=12),
    st.text("ab .\n", max_size=8),
    st.text("ab .\n", max_size=8),
    st.none() | st.integers(-5, 80),
)
def test_every_placement_is_what_its_state_says(
    text: str, exact: str, prefix: str, suffix: str, hint: int | None
):
    placement = place_quote(text, exact, prefix, suffix, hint)
    assert 0 <= placement.confidence <= 1
    if placement.start is None or placement.end is None:
        assert placement == Placement(ORPHANED, None, None, 0.0)
    else:
        assert 0 <= placement.start < placement.end <= len(text)
        same = text[placement.start : placement.end] == exact
        assert same or placement.state is CHANGED


def test_the_context_ends_with_the_text():
    assert context("0123456789", 4, 6, size=3) == ("123", "678")
    assert context("0123456789", 1, 9, size=3) == ("0", "9")
    assert context("👍é", 1, 1) == ("👍", "é")


@pytest.mark.parametrize("passage", [(-1, 1), (2, 1), (0, 4)])
def test_the_context_of_a_passage_outside_the_text_is_refused(passage: tuple[int, int]):
    with pytest.raises(ValueError, match="does not lie within 3 characters"):
        context("abc", *passage)
