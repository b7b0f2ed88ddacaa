"""Numbers, keys and the dock: the quick ways about the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

POST = "Post to Thursday Readers"


@pytest.mark.parametrize("said", ["2.1", "2,1", " 2 : 1 ", "02.1"])
def test_a_number_jumps_without_leaving_the_page(reader, key_of, said):
    reader.page.evaluate("() => { window.stayed = true; }")
    reader.page.keyboard.press("g")
    reader.page.keyboard.type(said)
    reader.page.keyboard.press("Enter")
    expect(reader.page).to_have_url(re.compile(f"#b-{key_of('2.1')}$"))
    expect(reader.block("2.1").locator(".number-of")).to_be_focused()
    assert reader.page.evaluate("() => window.stayed")


def test_pressing_a_blocks_number_makes_its_address_without_leaving_the_page(reader, key_of):
    reader.page.evaluate("() => { window.stayed = true; }")
    reader.block("2.1").locator(".number-of").click()
    expect(reader.page).to_have_url(re.compile(f"#b-{key_of('2.1')}$"))
    assert reader.page.evaluate("() => window.stayed")


def test_an_unknown_number_is_said_beside_the_field(reader, axe):
    field = reader.page.get_by_label("Go to a number")
    field.fill("9.9")
    field.press("Enter")
    alert = reader.page.locator(".goto").get_by_role("alert")
    expect(alert).to_have_text("There is no paragraph “9.9” in this chapter.")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    axe(reader.page)
    field.fill("1.1")
    expect(alert).to_have_text("")
    expect(field).to_have_attribute("aria-invalid", "false")


# Dock, keys ---------------------------------------------------------------------------------


def test_the_dock_leads_to_contents_numbers_and_notes(phone):
    dock = phone.page.get_by_role("navigation", name="Chapter")
    dock.get_by_role("link", name="Contents").tap()
    expect(phone.page.locator(".contents a").filter(has_text="Why the fence")).to_be_in_viewport()
    dock.get_by_role("link", name="Go to").tap()
    expect(phone.page.get_by_label("Go to a number")).to_be_focused()
    dock.get_by_role("link", name="Notes").tap()
    expect(phone.notes).to_be_in_viewport()
    dock.get_by_role("link", name="Questions").tap()
    expect(phone.page).to_have_url(re.compile("/questions/$"))


def test_the_list_of_keys_and_the_switch_that_turns_them_off(reader, axe):
    reader.page.keyboard.press("?")
    dialog = reader.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    reader.page.get_by_role("button", name="Keys").click()
    expect(dialog).to_be_visible()
    axe(reader.page)
    dialog.get_by_label("Use keys of a single letter").uncheck()
    reader.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    reader.page.locator("h1").click()
    reader.page.keyboard.press("g")
    expect(reader.page.get_by_label("Go to a number")).not_to_be_focused()
    reader.page.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_keys_typed_into_a_field_are_letters(reader):
    reader.open_block("1.2")
    reader.body.press_sequentially("ng?")
    expect(reader.body).to_have_value("ng?")
    expect(reader.page.get_by_role("dialog")).to_have_count(0)


def test_the_menu_closes_by_escape_and_by_a_press_elsewhere(reader):
    summary = reader.page.locator("[data-menu] summary")
    link = reader.page.get_by_role("link", name="How I read")
    summary.press("Enter")
    expect(link).to_be_visible()
    link.focus()
    reader.page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    expect(link).to_be_visible()
    reader.page.locator("h1").click()
    expect(link).to_be_hidden()
