"""Giving one's note another place, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readings.editing.actions import edit_chapter
from readings.text.writing import SectionDraft
from tests.fixtures.reader import PHONE, ReaderPage

WORDS = "The fence followed the price"


@pytest.fixture
def lost(chapter, write, passage):
    """A note on the second section whose words an edit has taken out."""
    note = write("Where to?", pointer=passage(WORDS))
    section = chapter.sections.get(order=1)
    body = section.body.replace(f"{WORDS}, and the price followed the fence.", "Then it rained.")
    draft = SectionDraft(section.heading, body, (), section.pk, 1, section.slug)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft])
    return note


def stands_on(note):
    note.target.refresh_from_db()
    return note.target.exact


def test_words_selected_by_mouse_are_the_new_place(reader_of, member, lost):
    reader = reader_of(member).go("notes/")
    reader.page.get_by_role("link", name="Choose a new place").click()
    expect(reader.page.locator("blockquote mark")).to_have_text(WORDS)
    expect(reader.page.get_by_text("Select the words in the text below")).to_be_visible()
    reader.drag("it rained")
    expect(reader.page.locator("[data-placing] [data-quote]")).to_have_text("it rained")
    reader.page.get_by_role("button", name="Put the note here").click()
    expect(reader.threads.first).to_contain_text("Where to?")
    assert stands_on(lost) == "it rained"


def test_words_selected_on_a_phone_are_the_new_place(page_of, member, lost):
    page = page_of(member, **PHONE)
    page.goto(f"{lost.get_absolute_url()}place/")
    ReaderPage(page, "").select("it rained")
    page.get_by_role("button", name="Put the note here").tap()
    expect(page.locator("#notes")).to_contain_text("Where to?")
    assert stands_on(lost) == "it rained"


def test_a_number_is_typed_by_keyboard_alone(page_of, member, lost):
    page = page_of(member)
    page.goto(f"{lost.get_absolute_url()}place/")
    page.get_by_label("Number of the paragraph").focus()
    page.keyboard.type("2.1")
    page.keyboard.press("Tab")
    page.keyboard.type("counted the days")
    page.keyboard.press("Enter")
    expect(page.locator("#notes")).to_contain_text("Where to?")
    assert stands_on(lost) == "counted the days"


def test_without_scripts_a_refused_place_keeps_what_was_typed(page_of, member, lost, page_faults):
    page_faults.expect("status of 422")
    page = page_of(member, java_script_enabled=False)
    page.goto(f"{lost.get_absolute_url()}place/")
    page.get_by_label("Number of the paragraph").fill("2.1")
    page.get_by_label("Words of it").fill("counted the nights")
    page.get_by_label("Words of it").press("Enter")
    expect(page.locator(".errorlist")).to_contain_text("do not stand in the paragraph")
    expect(page.get_by_label("Words of it")).to_have_value("counted the nights")


def test_a_changed_wording_is_accepted_in_the_margin(reader_of, member, chapter, write, passage):
    note = write("Yes.", pointer=passage("had gone without asking"))
    section = chapter.sections.get(order=1)
    body = section.body.replace("had gone without asking", "had gone without ever asking")
    draft = SectionDraft(section.heading, body, (), section.pk, 1, section.slug)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft])
    reader = reader_of(member).go()
    reader.open_block("2.1")
    reader.page.get_by_role("button", name="Still fits").click()
    expect(reader.threads.first).to_contain_text("Yes.")
    expect(reader.page.get_by_role("button", name="Still fits")).to_have_count(0)
    note.target.refresh_from_db()
    assert note.target.state == "placed"
