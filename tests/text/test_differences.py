"""The difference of two texts, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings.text.differences import Piece, compare, counterpart, few_letters, folded

WORDS = st.lists(
    st.sampled_from(
        ["wall", "the", "sheep", " ", "  ", "\n", "\n\n", ".", "é", "道", "🐑", "don't"]
    ),
    max_size=30,
).map("".join)


def told(old, new):
    """The difference in one line: -gone- and +new+."""
    signs = {"same": "", "gone": "-", "new": "+", "skipped": "…"}
    return "".join(
        f"{signs[p.kind]}{p.text}{signs[p.kind]}" if p.text else "…" for p in compare(old, new)
    )


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("", "", ""),
        ("One wall.", "One wall.", "One wall."),
        ("", "One wall.", "+One wall.+"),
        ("One wall.", "", "-One wall.-"),
        ("One low wall.", "One high wall.", "One -low-+high+ wall."),
        ("One wall.", "One old wall.", "One+ old+ wall."),
        ("One. Two.", "One.\n\nTwo.", "One.- Two-+\n\nTwo+."),
        ("a\nb\nc\n", "a\nx\nc\n", "a\n-b-+x+\nc\n"),
        ("羊在墙边", "羊在门边", "羊在-墙-+门+边"),
    ],
)
def test_words_that_went_and_came(old, new, difference):
    assert told(old, new) == difference


def test_a_rewritten_sentence_is_not_cut_to_crumbs():
    old = "Nobody remembers how the boundary was drawn at first."
    new = "Surveyors wrote down where the markers had been standing."
    kinds = [piece.kind for piece in compare(old, new)]
    assert kinds == ["gone", "new", "same"]


@given(WORDS, WORDS)
def test_both_texts_can_be_read_off_the_difference(old, new):
    pieces = compare(old, new)
    assert "".join(p.text for p in pieces if p.kind in ("same", "gone")) == old
    assert "".join(p.text for p in pieces if p.kind in ("same", "new")) == new
    assert all(piece.text for piece in pieces)
    assert (old == new) == all(piece.kind == "same" for piece in pieces)


def test_a_text_beyond_comparing_is_shown_as_replaced():
    old, new = " ".join(map(str, range(6000))), " ".join(map(str, range(7000, 14000)))
    assert compare(f"Same. {old}", f"Same. {new}") == [
        Piece("same", "Same. "), Piece("gone", old), Piece("new", new),
    ]  # fmt: skip


def test_long_stretches_that_stayed_are_folded():
    many = "word " * 400
    pieces = folded(compare(f"{many}low {many}", f"{many}high {many}"), around=20)
    assert [piece.kind for piece in pieces] == ["skipped", "same", "gone", "new", "same", "skipped"]
    assert all(len(piece.text) <= 25 for piece in pieces)
    assert folded([Piece("same", many)], around=20) == [Piece("skipped", "")]


def test_what_is_short_is_not_folded():
    pieces = compare("A low wall.", "A high wall.")
    assert folded(pieces) == pieces


@pytest.mark.parametrize(
    ("old", "new", "few"),
    [
        ("teh wall", "the wall", True),
        ("a wall", "a wall", True),
        ("It recieves sheep and seperates them.", "It receives sheep and separates them.", True),
        ("The wall stood.", "The wall, as we know, has always stood.", False),
        ("The wall stood.", "", False),
    ],
)
def test_few_letters(old, new, few):
    assert few_letters(compare(old, new)) is few


@pytest.mark.parametrize(
    ("old", "new", "there"),
    [
        ("a [low] wall", "a high wall", "high"),
        ("a [low wall] stood", "a high wall stood", "high wall"),
        ("a low [wall] stood", "a high wall stood", "wall"),
        ("a [wall] stood", "a wall, they say, stood", "wall, they say,"),
        ("a [wall] stood", "a big wall stood", "wall"),
        ("a [low] wall", "a wall", ""),
        ("[a low wall]", "the sheep", "the sheep"),
        ("a wall [stood]", "a wall stood", "stood"),
        ("[a] wall", "that wall", "that"),
    ],
)
def test_what_stands_in_place_of_some_words(old, new, there):
    start = old.index("[")
    end = old.index("]") - 1
    low, high = counterpart(old.replace("[", "").replace("]", ""), new, start, end)
    assert new[low:high] == there


@given(WORDS, WORDS, st.integers(0, 40), st.integers(0, 40))
def test_what_stands_there_is_a_stretch_of_the_new_text(old, new, one, two):
    start, end = sorted((min(one, len(old)), min(two, len(old))))
    low, high = counterpart(old, new, start, end)
    assert 0 <= low <= high <= len(new)
    if old == new:
        assert (low, high) == (start, end)
