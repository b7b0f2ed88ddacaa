"""Footnotes open where their mark stands."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.fixtures.reader import PHONE

POST = "Post to Thursday Readers"


def test_a_footnote_opens_in_place_and_gives_the_focus_back(reader, axe):
    mark = reader.page.locator("#fnref-1")
    mark.click()
    slip = reader.page.get_by_role("dialog", name="Footnote 1")
    expect(slip).to_be_visible()
    expect(slip).to_be_focused()
    expect(slip).to_contain_text("Almanac of the Parish, p. 3.")
    assert reader.page.evaluate("() => location.hash") == ""
    assert abs(slip.bounding_box()["y"] - mark.bounding_box()["y"]) < 200
    axe(reader.page)
    reader.page.keyboard.press("Escape")
    expect(slip).to_be_hidden()
    expect(mark).to_be_focused()


def test_ibid_opens_with_the_citation_before_it(reader):
    reader.page.locator("#fnref-2").click()
    slip = reader.page.get_by_role("dialog", name="Footnote 2")
    expect(slip).to_contain_text("Almanac of the Parish")
    expect(slip).to_contain_text("ibid., p. 9.")


def test_the_slip_leads_to_the_sources(reader):
    reader.page.locator("#fnref-2").click()
    reader.page.get_by_role("link", name="Go to the sources").click()
    expect(reader.page).to_have_url(re.compile("#fn-2$"))
    expect(reader.page.get_by_role("dialog")).to_have_count(0)


def test_the_slip_closes_by_its_button_and_by_a_press_elsewhere(reader):
    slip = reader.page.get_by_role("dialog")
    reader.page.locator("#fnref-1").click()
    slip.get_by_role("button", name="Close").click()
    expect(slip).to_have_count(0)
    expect(reader.page.locator("#fnref-1")).to_be_focused()
    reader.page.locator("#fnref-1").click()
    expect(slip).to_be_visible()
    reader.page.locator("h1").click()
    expect(slip).to_have_count(0)


def test_escape_closes_the_footnote_before_the_notes(reader):
    reader.open_block("1.2")
    reader.page.locator("#fnref-1").click()
    reader.page.keyboard.press("Escape")
    expect(reader.page.get_by_role("dialog")).to_have_count(0)
    expect(reader.composer).to_be_visible()


def test_without_popovers_the_footnote_opens_and_closes_all_the_same(reader):
    # An older browser: it has no such methods, and the attribute means nothing to it.
    reader.page.evaluate("""() => {
      delete HTMLElement.prototype.showPopover;
      delete HTMLElement.prototype.hidePopover;
      const parts = document.getElementById("script-parts").content;
      parts.querySelector("[data-part=footnote]").removeAttribute("popover");
    }""")
    reader.page.locator("#fnref-1").click()
    slip = reader.page.get_by_role("dialog", name="Footnote 1")
    expect(slip).to_be_focused()
    reader.page.keyboard.press("Escape")
    expect(slip).to_be_hidden()
    expect(reader.page.locator("#fnref-1")).to_be_focused()


def test_a_footnote_opens_at_the_bottom_of_a_phone(reader_of, member, axe):
    reader = reader_of(member, **PHONE).go()
    reader.page.locator("#fnref-1").tap()
    slip = reader.page.get_by_role("dialog", name="Footnote 1")
    box = slip.bounding_box()
    assert (round(box["x"]), round(box["width"])) == (0, 390)
    assert round(box["y"] + box["height"]) == 844
