"""The modules that compute, each by itself in a real browser."""

from __future__ import annotations

import re

import pytest

BASE = "http://here/g/thursday/commons/fence/"


@pytest.fixture
def call(page):
    """`call("annotation/stack", "stack", …)` runs a function of a module."""
    page.goto("/accounts/login/")
    script = """async ([module, name, args]) =>
      (await import(`/static/js/${module}.js`))[name](...args)"""
    return lambda module, name, *args: page.evaluate(script, [module, name, args])


def test_cards_stand_at_their_height_unless_it_is_taken(call):
    def stack(*cards):
        found = [{"wanted": wanted, "size": size} for wanted, size in cards]
        return call("annotation/stack", "stack", found, 10)

    assert stack() == []
    assert stack((100, 50), (300, 50)) == [100, 300]
    assert stack((100, 50), (120, 50), (130, 50), (500, 5)) == [100, 160, 220, 500]
    assert stack((-40, 20)) == [0]


def test_no_card_stands_where_the_margin_is_taken(call):
    cards = [{"wanted": wanted, "size": 50} for wanted in (100, 400)]
    assert call("annotation/stack", "stack", cards, 10, 200) == [200, 400]


def test_stretches_that_only_touch_do_not_overlap(call):
    def overlaps(one, other):
        def stretch(pair):
            return {"top": pair[0], "bottom": pair[1]}

        return call("annotation/stack", "overlaps", stretch(one), stretch(other))

    assert overlaps((0, 10), (9, 20))
    assert overlaps((0, 30), (10, 20))
    assert not overlaps((0, 10), (10, 20))


def test_words_are_cut_at_white_space_and_counted_in_code_points(call):
    found = call("annotation/segments", "segments", "A 🐑,\n at  last.", "en")
    assert [(word["text"], word["start"], word["end"]) for word in found] == [
        ("A", 0, 1),
        ("🐑,", 2, 4),
        ("at", 6, 8),
        ("last.", 10, 15),
    ]


def test_a_language_without_spaces_is_cut_into_words_too(call):
    text = "村里的人共用一块地，春天的时候他们一起决定谁可以使用它。"
    found = call("annotation/segments", "segments", text, "zh")
    assert len(found) > 5
    assert "".join(word["text"] for word in found) == text
    assert [text[word["start"] : word["end"]] for word in found] == [w["text"] for w in found]


def test_pressing_the_first_word_and_the_last(call):
    def press(choice, index, *, extend=False):
        return call("annotation/choice", "press", choice, index, extend)

    def chosen(choice):
        return call("annotation/choice", "chosen", choice)

    nothing = {"cursor": 0, "anchor": None, "head": None, "open": False}
    assert chosen(nothing) is None
    first = press(nothing, 5)
    assert chosen(first) == [5, 5]
    both = press(first, 2)
    assert chosen(both) == [2, 5]
    assert chosen(press(both, 9)) == [9, 9]
    assert chosen(press(both, 9, extend=True)) == [5, 9]


@pytest.mark.parametrize(
    ("key", "cursor", "expected"),
    [
        ("ArrowRight", 0, 1),
        ("ArrowRight", 6, 6),
        ("ArrowLeft", 0, 0),
        ("ArrowDown", 1, 4),
        ("ArrowDown", 2, 4),
        ("ArrowDown", 5, 5),
        ("ArrowUp", 4, 1),
        ("ArrowUp", 1, 1),
        ("Home", 3, 0),
        ("End", 3, 6),
        ("x", 3, None),
    ],
)
def test_where_a_key_leads(call, key, cursor, expected):
    lines = [0, 0, 0, 20, 20, 40, 40]
    assert call("annotation/choice", "target", key, cursor, lines) == expected


def test_in_a_language_written_from_the_right_the_arrows_turn_round(call):
    assert call("annotation/choice", "target", "ArrowLeft", 1, [0, 0, 0], True) == 2


@pytest.mark.parametrize(
    ("href", "place"),
    [
        ("b/p3/notes/", "b/p3"),
        ("/g/thursday/commons/fence/r/r-7/notes/?from=1&to=2", "r/r-7"),
        (f"{BASE}s/the-end/notes/#x", "s/the-end"),
        ("notes/", ""),
        ("/g/thursday/b/p3/notes/", ""),
        ("b/p3/", ""),
    ],
)
def test_the_place_that_an_address_is_about(call, href, place):
    assert call("annotation/places", "placeOf", href, BASE) == place


def test_the_address_of_the_page_keeps_what_is_open(call):
    def page_address(href, place):
        return call("annotation/places", "pageAddress", href, place)

    assert page_address(f"{BASE}#b-p3", "b/p3") == f"{BASE}?open=b/p3#b-p3"
    assert page_address(f"{BASE}?note=1&x=2", "b/p3") == f"{BASE}?x=2&open=b/p3"
    assert page_address(f"{BASE}?open=b/p3#b-p3", None) == f"{BASE}#b-p3"


def test_the_same_words_keep_their_uid_and_others_get_a_new_one(call):
    def about_to_send(draft, signature):
        return call("annotation/drafts", "aboutToSend", draft, signature)

    first = about_to_send({"body": "a", "uid": "u-1"}, "group\na")
    assert (first["uid"], first["sent"]) == ("u-1", "group\na")
    assert about_to_send(first, "group\na")["uid"] == "u-1"
    other = about_to_send(first, "group\nb")
    assert other["uid"] != "u-1"
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", other["uid"])


def test_uids_are_made_without_a_secure_connection_too(call):
    made = call("shared/uid", "uidFrom", [255] * 16)
    assert made == "ffffffff-ffff-4fff-bfff-ffffffffffff"
    assert call("shared/uid", "uidFrom", [0] * 16) == "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(5, "now"), (-5, "now"), (60, "1 minute ago"), (7300, "2 hours ago"), (90_000, "yesterday")],
)
def test_times_in_words(page, seconds, said):
    page.goto("/accounts/login/")
    script = """async (seconds) => {
      const { relative } = await import("/static/js/shared/relative.js");
      const now = new Date(2026, 5, 1, 12);
      return relative(new Date(now.getTime() - seconds * 1000), now, "en");
    }"""
    assert page.evaluate(script, seconds) == said
