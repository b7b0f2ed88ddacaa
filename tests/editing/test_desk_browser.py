"""The editor's desk in a real browser, with the keyboard alone, and for everybody."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from readings.editing.actions import edit_chapter
from tests.editing.keyboard import press, tab_to
from tests.editing.standing import draft

LAST = "None of this stands in the ledger 🐑."
RULE = "its rule is seldom written down"


@pytest.fixture
def address(opening):
    return reverse("admin:readings_section_change", args=[opening.pk])


@pytest.fixture
def desk(page_of, admin, address):
    """The opening's page in the admin's browser."""
    page = page_of(admin, viewport={"width": 1300, "height": 900})
    page.goto(address)
    expect(page.locator(".markdownx-preview ol.reasons")).to_be_visible()
    return page


def type_over(page, old, new):
    editor = page.get_by_label("Text:")
    value = editor.input_value()
    assert old in value
    editor.fill(value.replace(old, new))


def heading(page, words):
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


def test_an_edit_is_looked_at_taken_back_and_saved_by_keyboard(desk, opening, write, passage):
    target = write(pointer=passage(LAST)).target
    type_over(desk, LAST, "The end.")
    press(desk, "Save and continue editing")
    heading(desk, "What this edit does")
    expect(desk.locator(".preflight-item")).to_contain_text("Needs a new place")
    expect(desk.locator(".preflight-item del")).to_have_text(LAST)
    press(desk, "Back to the form")
    editor = desk.get_by_label("Text:")
    assert "The end." in editor.input_value()
    expect(desk.locator(".errornote")).to_have_count(0)
    opening.refresh_from_db()
    assert LAST in opening.body
    press(desk, "Save and continue editing")
    heading(desk, "What this edit does")
    press(desk, "Save")
    expect(desk.locator(".messagelist")).to_contain_text("1 without a place now")
    target.refresh_from_db()
    assert target.state == "orphaned"


def test_a_slip_of_the_pen_is_saved_as_a_correction(desk, opening, write, passage):
    target = write(pointer=passage(RULE)).target
    type_over(desk, "seldom", "seldomly")
    press(desk, "Save and continue editing")
    expect(desk.locator(".preflight-item")).to_contain_text("Wording changed")
    press(desk, "Save as a correction only")
    expect(desk.locator(".messagelist")).to_contain_text("1 kept in place")
    target.refresh_from_db()
    assert (target.state, target.exact) == ("placed", "its rule is seldomly written down")


@pytest.fixture
def overtaken(desk, opening, admin):
    """The desk with a changed ending, after somebody else has saved the section."""
    type_over(desk, LAST, "My ending.")
    theirs = draft(opening, body=opening.body.replace("A village", "A small village"))
    edit_chapter(
        user=admin,
        chapter=opening.chapter,
        base_versions={opening.pk: 1},
        changes=[theirs],
        summary="Theirs.",
    )
    press(desk, "Save and continue editing")
    expect(desk.locator(".conflict ins")).to_have_text(" small")
    return desk


def test_a_conflict_is_solved_with_both_texts_at_hand(overtaken, opening):
    page = overtaken
    press(page, "Edit on with both at hand")
    expect(page.get_by_role("heading", name="Version 2, as it stands")).to_be_visible()
    beside = page.get_by_label("Text to copy from")
    assert "A small village" in beside.input_value()
    expect(page.locator(".errornote")).to_have_count(0)
    assert "My ending." in page.get_by_label("Text:").input_value()
    type_over(page, "A village", "A small village")
    press(page, "Save and continue editing")
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    opening.refresh_from_db()
    assert "A small village" in opening.body
    assert "My ending." in opening.body


def test_theirs_is_taken_and_what_was_typed_stands_beside(overtaken, opening):
    press(overtaken, "Take theirs")
    expect(overtaken.get_by_role("heading", name="What you had typed")).to_be_visible()
    assert "A small village" in overtaken.get_by_label("Text:").input_value()
    assert "My ending." in overtaken.get_by_label("Text to copy from").input_value()
    opening.refresh_from_db()
    assert LAST in opening.body


def test_mine_is_kept_knowingly(overtaken, opening):
    press(overtaken, "Keep mine, in place of theirs")
    expect(overtaken.locator(".messagelist")).to_contain_text("was changed successfully")
    opening.refresh_from_db()
    assert "My ending." in opening.body
    assert "small" not in opening.body


def test_a_version_is_compared_and_restored_by_keyboard(desk, opening, admin, write, passage):
    target = write(pointer=passage(LAST)).target
    edit_chapter(
        user=admin,
        chapter=opening.chapter,
        base_versions={opening.pk: 1},
        changes=[draft(opening, body=opening.body.replace(LAST, "The end."))],
    )
    desk.reload()
    link = desk.get_by_role("link", name="Version 1")
    tab_to(desk, link)
    desk.keyboard.press("Enter")
    choice = desk.get_by_label("Compared with version")
    tab_to(desk, choice)
    choice.select_option("2")
    press(desk, "Compare")
    expect(desk.locator(".word-diff ins")).to_have_text("The end")
    press(desk, "Restore this version")
    heading(desk, "What this edit does")
    expect(desk.locator(".preflight-item")).to_contain_text("Back in its place")
    press(desk, "Save")
    expect(desk.locator(".messagelist")).to_contain_text("1 back in place")
    target.refresh_from_db()
    assert (target.state, target.exact) == ("placed", LAST)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_conflicts_and_versions_are_accessible(page_of, admin, axe, opening, address, scheme):
    page = page_of(admin, color_scheme=scheme)
    page.goto(address)
    edit_chapter(
        user=admin,
        chapter=opening.chapter,
        base_versions={opening.pk: 1},
        changes=[draft(opening, body=opening.body.replace("A village", "A small village"))],
    )
    type_over(page, LAST, "My ending.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".conflict")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Take theirs").click()
    expect(page.locator(".beside")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Version 1").click()
    expect(page.locator(".as-it-was")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_is_accessible(page_of, admin, axe, address, write, passage, scheme):
    write(pointer=passage(LAST))
    write(pointer=passage(RULE))
    page = page_of(admin, color_scheme=scheme)
    page.goto(address)
    type_over(page, LAST, "The end.")
    type_over(page, "seldom", "hardly ever")
    page.get_by_role("button", name="See what this edit does").click()
    heading(page, "What this edit does")
    axe(page)


def test_the_desk_fits_a_phone(page_of, admin, address, write, passage):
    write(pointer=passage(LAST))
    page = page_of(admin, viewport={"width": 390, "height": 800})
    page.goto(address)
    type_over(page, LAST, "The end.")
    page.get_by_role("button", name="Save", exact=True).click()
    heading(page, "What this edit does")
    assert fits(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    page.goto(address)
    page.get_by_role("link", name="Version 1").click()
    expect(page.locator(".as-it-was")).to_be_visible()
    assert fits(page)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
