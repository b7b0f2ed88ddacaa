"""Blocks that keep their keys from one edition to the next."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readings.text.blockmatching import NewBlock, OldBlock, match_blocks

RIVER = "The river ran high that spring and nobody could cross below the mill."
FERRY = "The ferryman slept late, mended his nets and told the same three stories."
LETTERS = "Letters waited a week on the far bank under a stone."
BELL = "When the bell rang at noon the children counted the drowned fence posts."
COUNCIL = "Grain prices doubled, and the council met by candle light to say so."


def old(*texts: str, section: object = "s", kind: str = "paragraph") -> list[OldBlock]:
    """Blocks whose keys are the first words of their texts."""
    return [OldBlock(text.partition(" ")[0] or "-", section, kind, text) for text in texts]


def new(*texts: str, section: object = "s", kind: str = "paragraph") -> list[NewBlock]:
    return [NewBlock(section, kind, text) for text in texts]


def test_the_same_blocks_keep_their_keys():
    keyed = old(RIVER, FERRY, LETTERS)
    assert match_blocks(keyed, new(RIVER, FERRY, LETTERS)) == [each.key for each in keyed]


@pytest.mark.parametrize(
    ("texts", "keys"),
    [
        # inserted, deleted
        ((RIVER, COUNCIL, FERRY), ["A", None, "B"]),
        ((FERRY, BELL), ["B", "D"]),
        # moved
        ((FERRY, LETTERS, BELL, RIVER), ["B", "C", "D", "A"]),
        # edited in place, beside an inserted one
        ((RIVER, FERRY.replace("three", "four"), LETTERS), ["A", "B", "C"]),
        ((RIVER, COUNCIL, FERRY.replace("three", "four"), LETTERS), ["A", None, "B", "C"]),
        # replaced
        ((RIVER, COUNCIL, LETTERS), ["A", None, "C"]),
        # edited and moved
        ((FERRY, LETTERS, BELL, RIVER.replace("high", "very high")), ["B", "C", "D", "A"]),
        # two neighbours edited and swapped
        (
            (RIVER, LETTERS.replace("week", "month"), FERRY.replace("three", "four"), BELL),
            ["A", "C", "B", "D"],
        ),
    ],
)
def test_edits(texts: Iterable[str], keys: list[str | None]):
    keyed = [
        OldBlock(key, "s", "paragraph", text)
        for key, text in zip("ABCD", (RIVER, FERRY, LETTERS, BELL), strict=True)
    ]
    assert match_blocks(keyed, new(*texts)) == keys


@pytest.mark.parametrize("part", [20, 50])
def test_after_a_split_the_larger_part_keeps_the_key(part: int):
    parts = FERRY[:part].strip(), FERRY[part:].strip()
    keys = match_blocks(old(RIVER, FERRY, LETTERS), new(RIVER, *parts, LETTERS))
    larger = parts.index(max(parts, key=len))
    assert keys[1 + larger] == "The"
    assert keys[2 - larger] is None


def test_after_a_split_the_key_survives_an_edit_and_an_inserted_block():
    keys = match_blocks(
        [OldBlock("A", "s", "paragraph", f"{RIVER} {FERRY} {LETTERS}")],
        new(COUNCIL, LETTERS, f"{RIVER} {FERRY}".replace("three", "four")),
    )
    assert keys == [None, None, "A"]


@pytest.mark.parametrize(("first", "second", "key"), [(RIVER, LETTERS, "A"), (LETTERS, RIVER, "B")])
def test_after_a_merge_the_larger_source_gives_the_key(first: str, second: str, key: str):
    keyed = [OldBlock("A", "s", "paragraph", first), OldBlock("B", "s", "paragraph", second)]
    assert match_blocks(keyed, new(f"{first} {second}")) == [key]


def test_blocks_keep_their_keys_in_another_section():
    keyed = [*old(RIVER, LETTERS, section=1), *old(BELL, section=2)]
    fresh = [
        *new(RIVER, section=1),
        *new(LETTERS, section="a new one"),
        *new(BELL.replace("noon", "one"), COUNCIL, section=3),
    ]
    assert match_blocks(keyed, fresh) == ["The", "Letters", "When", None]


def test_the_twin_of_a_deleted_block_keeps_its_own_key():
    keyed = [
        OldBlock(key, "s", "paragraph", text)
        for key, text in (("A", BELL), ("B", RIVER), ("C", BELL), ("D", FERRY))
    ]
    assert match_blocks(keyed, new(RIVER, BELL, FERRY)) == ["B", "C", "D"]


def test_a_block_edited_on_its_way_elsewhere_that_resembles_two_gets_a_new_key():
    keyed = [
        OldBlock("A", 1, "paragraph", "The red boat has a hole below the water line."),
        OldBlock("B", 1, "paragraph", "The blue boat has a hole below the water line."),
    ]
    fresh = new("The old boat has a hole below the water line.", section=2)
    assert match_blocks(keyed, fresh) == [None]


def test_a_block_keeps_its_key_when_only_its_kind_changes():
    assert match_blocks(old(RIVER), new(RIVER, kind="quote")) == ["The"]


def test_of_two_with_the_same_text_the_one_of_the_same_kind_is_continued():
    keyed = [OldBlock("A", 1, "quote", RIVER), OldBlock("B", 1, "paragraph", RIVER)]
    assert match_blocks(keyed, new(RIVER, section=2)) == ["B"]


def test_blocks_without_words_keep_their_keys_in_order():
    keyed = [*old(RIVER), *(OldBlock(key, "s", "image", "") for key in "AB"), *old(BELL)]
    images = new("", section="s", kind="image")
    assert match_blocks(keyed, [*new(RIVER), *images, *new(BELL)]) == ["The", "A", "When"]
    assert match_blocks(keyed, [*images * 3]) == ["A", "B", None]


def test_a_picture_is_known_by_what_it_shows():
    one, two, three = ("one.png", "two.png", "three.png")
    keyed = [
        *old(RIVER),
        *(OldBlock(sign[0], "s", "image", "", sign) for sign in (one, two)),
        *old(BELL),
    ]

    def shown(*signs, section="s"):
        return [NewBlock(section, "image", "", sign) for sign in signs]

    def keys(*blocks):
        return match_blocks(keyed, [*new(RIVER), *blocks, *new(BELL)])[1:-1]

    assert keys(*shown(three, one, two)) == [None, "o", "t"]
    assert keys(*shown(two, one)) == ["t", "o"]
    assert keys(*shown(one, three)) == ["o", "t"]  # another scan of the second
    assert keys(*shown(two)) == ["t"]
    moved = match_blocks(keyed, [*new(RIVER), *new(BELL), *shown(one, section="elsewhere")])
    assert moved[-1] == "o"


def test_nothing_and_something():
    assert match_blocks([], []) == []
    assert match_blocks([], new(RIVER)) == [None]
    assert match_blocks(old(RIVER), []) == []


def test_many_blocks_edited_at_once_are_told_apart():
    texts = [
        f"Entry {n}: boat number {n * n} left pier {n % 7} with {n + 11} sacks." for n in range(80)
    ]
    keyed = [OldBlock(str(n), "s", "item", text) for n, text in enumerate(texts)]
    fresh = new(*(text.replace("left", "has left") for text in texts), kind="item")
    assert match_blocks(keyed, fresh) == [str(n) for n in range(80)]


TEXTS = st.sampled_from(["", "a", "a b", RIVER, FERRY, RIVER[:30], f"{RIVER} {FERRY}", "你好。"])
BLOCKS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from("pq"), TEXTS), max_size=12)


@settings(max_examples=200)
@given(BLOCKS, BLOCKS)
def test_no_key_is_given_twice(
    before: list[tuple[int, str, str]], after: list[tuple[int, str, str]]
):
    keyed = [OldBlock(str(at), *block) for at, block in enumerate(before)]
    fresh = [NewBlock(*block) for block in after]
    keys = match_blocks(keyed, fresh)
    given_keys = [key for key in keys if key is not None]
    assert len(keys) == len(fresh)
    assert len(set(given_keys)) == len(given_keys)
    assert set(given_keys) <= {block.key for block in keyed}
    assert match_blocks(keyed, fresh) == keys


@settings(max_examples=200)
@given(BLOCKS)
def test_without_an_edit_every_key_stays(blocks: list[tuple[int, str, str]]):
    keyed = [OldBlock(str(at), *block) for at, block in enumerate(blocks)]
    fresh = [NewBlock(*block) for block in blocks]
    assert match_blocks(keyed, fresh) == [block.key for block in keyed]
