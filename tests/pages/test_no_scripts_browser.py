"""The chapter page without scripts: everything can be read and written."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from readings.annotation.models import Note

POST = "Post to Thursday Readers"


@pytest.fixture
def plain(reader_of, member):
    return reader_of(member, java_script_enabled=False).go()


def test_without_scripts_one_reads_writes_changes_and_deletes(plain, key_of):
    page = plain.page
    plain.control("1.2").click()
    page.get_by_label("Your note").fill("Without scripts.")
    page.get_by_role("button", name=POST).click()
    note = Note.objects.get()
    article = page.locator(f"#note-{note.uid}")
    expect(article).to_contain_text("Without scripts.")
    expect(page).to_have_url(re.compile(f"note={note.uid}#b-{key_of('1.2')}$"))
    article.locator("summary", has_text="Reply").click()
    article.get_by_label("Reply to Mira").fill("Nor with them.")
    article.get_by_role("button", name=POST).click()
    expect(page.locator("main, aside").get_by_text("Nor with them.")).to_be_visible()
    article.get_by_role("link", name="Edit").first.click()
    page.get_by_label("Change your note").fill("Without any script.")
    page.get_by_role("button", name="Save").click()
    expect(article).to_contain_text("Without any script.")
    article.get_by_role("button", name="Delete").first.click()
    page.get_by_role("button", name="Undo").click()
    expect(article).to_contain_text("Without any script.")


def test_without_scripts_an_empty_note_is_refused_with_words(plain, page_faults):
    page_faults.expect("status of 422")
    page = plain.page
    plain.control("1.2").click()
    page.get_by_label("Your note").fill("   ")
    page.get_by_role("button", name=POST).click()
    expect(page.locator(".errorlist")).to_contain_text("Write something first.")
    assert Note.objects.count() == 0


def test_without_scripts_a_private_note_stays_private(plain):
    page = plain.page
    plain.control("2.2").click()
    page.get_by_label("Your note").fill("Mine.")
    page.get_by_role("button", name="Keep for me").click()
    expect(page.get_by_text("Only you")).to_be_visible()
    assert Note.objects.get().audience == "me"


def test_without_scripts_footnotes_and_numbers_are_links(plain, key_of):
    page = plain.page
    page.locator("#fnref-1").click()
    expect(page).to_have_url(re.compile("#fn-1$"))
    page.get_by_label("Go to a number").fill("2.1")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page).to_have_url(re.compile(f"#b-{key_of('2.1')}$"))
    page.get_by_label("Go to a number").fill("9.9")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.get_by_text("There is no paragraph “9.9” in this chapter.")).to_be_visible()


def test_without_scripts_nothing_is_offered_that_needs_them(plain):
    plain.control("1.2").click()
    expect(plain.page.get_by_role("button", name="Preview")).to_have_count(0)
    expect(plain.page.get_by_role("button", name="Choose words")).to_have_count(0)
