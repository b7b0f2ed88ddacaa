"""The editor's desk in a real browser, with the keyboard alone, and for everybody."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

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


def tab_to(page, control):
    """Presses Tab until the control has the focus."""
    for _turn in range(80):
        if control.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{control} is not reached with Tab")


def press(page, name):
    button = page.get_by_role("button", name=name, exact=True)
    tab_to(page, button)
    page.keyboard.press("Enter")


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


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
