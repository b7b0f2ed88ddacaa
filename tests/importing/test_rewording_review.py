"""The review: the words of a heading, or of a block, are put right."""

from __future__ import annotations

import pytest

from readings.text.models import Chapter
from tests.importing.making import WELL

HTMX = {"HX-Request": "true"}
TEXT = """---
book: The Commons
number: 7
title: The Well
---

The *well* was dug.[^1]

![](picture:0123456789abcdef0123456789abcdef-30x20)

## Who may darw

> Nobody asked.

[^1]: Almanac.
"""


@pytest.fixture
def draft(desk):
    return desk.begin(TEXT, form="markdown")


def test_a_heading_is_put_right(desk, draft, outline_now):
    field = desk.html(draft, "?word=1")
    assert 'id="words" name="words" maxlength="300" dir="auto" value="Who may darw"' in field
    response = desk.send(draft, "corrections", change="reword", section=1, words=" Who may  draw ")
    assert response.url == f"{draft.get_absolute_url()}#s-1"
    assert outline_now(draft).chapters[0].sections[1].heading == "Who may draw"
    assert "The words are changed." in desk.html(draft)
    desk.send(draft, "undo")
    assert outline_now(draft).chapters[0].sections[1].heading == "Who may darw"


def test_the_opening_is_given_a_heading(desk, outline_now):
    draft = desk.begin()
    assert "Give it a heading" in desk.html(draft)
    desk.send(draft, "corrections", change="reword", section=0, words="The digging")
    desk.save(draft)
    sections = Chapter.objects.get().sections.order_by("order")
    assert [section.heading for section in sections] == ["The digging", "Who may draw"]


def test_the_words_of_a_block_are_put_right(desk, draft, outline_now):
    assert ">The *well* was dug.[^1]</textarea>" in desk.html(draft, "?word=0-0")
    desk.correct(draft, "reword", words="The *old*\r\nwell was dug.[^1]\r\n")
    block = outline_now(draft).chapters[0].sections[0].blocks[0]
    assert block.markdown == "The *old*\nwell was dug.[^1]"
    assert (block.kind, block.footnotes) == ("paragraph", (1,))


def test_a_picture_is_described(desk, draft, outline_now):
    assert "has no description" in desk.html(draft)
    key = "picture:0123456789abcdef0123456789abcdef-30x20"
    html = desk.correct(
        draft, "reword", 0, 1, words=f"![A stone rim]({key})", headers=HTMX
    ).content.decode()
    assert "A stone rim" in html
    assert "has no description" not in html


@pytest.mark.parametrize(
    ("block", "words", "complaint"),
    [
        ((0, 0), "The well.", "marks of the footnotes"),
        ((0, 0), "The well.[^1] And[^2]", "marks of the footnotes"),
        ((0, 0), "- The well.[^1]", "not be one paragraph"),
        ((0, 0), "One.[^1]\n\nTwo.", "not be one paragraph"),
        ((0, 0), "", "not be one paragraph"),
        ((0, 1), "A rim", "not be one picture"),
        ((0, 1), "![a](picture:1123456789abcdef0123456789abcdef-30x20)", "pictures have to stay"),
        ((1, 0), "Nobody asked.", "not be one quote"),
        ((1, 0), "::: poem\nNobody asked.\n:::", "is unknown here"),
        ((1, None), "  ", "A title has words"),
        ((1, None), "w" * 301, "A title has words"),
    ],
)
def test_words_that_cannot_stand_are_refused_and_stay_typed(
    desk, draft, outline_now, block, words, complaint
):
    before = outline_now(draft)
    for headers, status in (({}, 422), (HTMX, 200)):
        sent = {"section": block[0], "words": words}
        sent |= {"block": block[1]} if block[1] is not None else {}
        response = desk.send(draft, "corrections", headers, change="reword", **sent)
        assert response.status_code == status
        html = response.content.decode()
        assert html.count(complaint) == 1
        assert html.count('id="words"') == 1
        if words.strip():
            assert words.split("\n")[0].strip("!") in html
    assert outline_now(draft) == before


def test_what_was_typed_on_a_page_that_is_out_of_date_is_not_lost(desk, draft, outline_now):
    desk.correct(draft, "kind", 1, 0, kind="paragraph")
    for headers, status in (({}, 409), (HTMX, 200)):
        response = desk.correct(
            draft, "reword", words="Typed for long.[^1]", revision="0", headers=headers
        )
        assert response.status_code == status
        html = response.content.decode()
        assert "The outline had changed meanwhile" in html
        assert "Typed for long.[^1]</textarea>" in html
    assert outline_now(draft).chapters[0].sections[0].blocks[0].text == "The well was dug."


def test_reasons_are_an_ordinary_list_first(desk):
    draft = desk.begin(WELL)
    assert "Correct the words" in desk.html(draft)
    response = desk.correct(draft, "reword", 0, 1, words="::: reasons\n:::")
    assert "ordinary list first" in response.content.decode()


def test_a_doubt_that_is_settled_is_not_told_any_more(desk, draft, outline_now):
    desk.correct(draft, "accept", 0, 1)
    assert "has no description" not in desk.html(draft)
    desk.send(draft, "undo")
    assert "has no description" in desk.html(draft)


@pytest.mark.parametrize("query", ["?word=9", "?word=0-9", "?word=x", "?word=0-x", "?word=-1"])
def test_an_odd_place_opens_nothing(desk, draft, query):
    response = desk.look(draft, query)
    assert response.status_code == 200
    assert 'id="words"' not in response.content.decode()
