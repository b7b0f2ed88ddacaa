"""Readers see that a text was corrected, where, and in which words."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readings.editing.actions import edit_chapter
from tests.editing.standing import draft


@pytest.fixture
def address(reading):
    return f"{reading.get_absolute_url()}corrections/"


@pytest.fixture
def correct(chapter, admin):
    def save(section, summary="", **changes):
        section.refresh_from_db()
        edit_chapter(
            user=admin,
            chapter=chapter,
            base_versions={section.pk: section.current.number},
            changes=[draft(section, **changes)],
            summary=summary,
        )

    return save


def told(response):
    return [
        (section.name, correction.summary, [(p.kind, p.text) for p in correction.pieces[1:-1]])
        for section, corrections in response.context["sections"]
        for correction in corrections
    ]


def test_the_chapter_says_where_and_the_page_says_what(
    member_client, reading, address, opening, correct
):
    page = reading.get_absolute_url()
    assert b"Text corrected" not in member_client.get(page).content
    correct(opening, "A plainer word.", body=opening.body.replace("seldom", "rarely"))
    html = member_client.get(page).content.decode()
    assert html.count("Text corrected") == 1
    assert 'href="corrections/#s-opening"' in html
    response = member_client.get(address)
    assert told(response) == [
        ("Opening", "A plainer word.", [("gone", "seldom"), ("new", "rarely")])
    ]
    assert "<del>seldom</del><ins>rarely</ins>" in response.content.decode()


def test_what_leaves_the_words_alone_is_no_correction(
    member_client, reading, address, opening, correct
):
    correct(opening, order=5)
    assert b"Text corrected" not in member_client.get(reading.get_absolute_url()).content
    assert told(member_client.get(address)) == []
    assert "stands as it was" in member_client.get(address).content.decode()


def test_the_latest_stand_first_and_not_for_ever(member_client, address, opening, correct):
    for turn in range(32):
        correct(opening, f"Turn {turn}.", body=f"{opening.body}\n\nTurn {turn}.")
    summaries = [summary for _section, summary, _pieces in told(member_client.get(address))]
    assert summaries == [f"Turn {turn}." for turn in range(31, 1, -1)]


def test_removed_sections_and_editors_are_not_shown(
    member_client, address, opening, correct, admin
):
    correct(opening, "Theirs.", body=opening.body.replace("seldom", "rarely"))
    assert str(admin) not in member_client.get(address).content.decode()
    correct(opening, removed=True)
    assert told(member_client.get(address)) == []


def test_a_reader_finds_the_way_there_and_back(page_of, member, reading, opening, correct, axe):
    correct(opening, "A plainer word.", body=opening.body.replace("seldom", "rarely"))
    page = page_of(member, viewport={"width": 390, "height": 844})
    page.goto(reading.get_absolute_url())
    page.get_by_role("link", name="Text corrected “Opening”").click()
    expect(page.locator(".word-diff ins")).to_have_text("rarely")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("link", name="In the text “Opening”").click()
    expect(page.locator("main.chapter")).to_be_visible()
