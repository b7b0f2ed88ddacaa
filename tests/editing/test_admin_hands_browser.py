"""Editing the text in the admin by mouse, with the keyboard alone, and by touch."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import expect


def test_a_section_is_edited_and_its_notes_keep_their_places(
    hands, page_of, admin, opening, write, passage
):
    target = write(pointer=passage("one field")).target
    page = page_of(admin, **hands.options)
    page.goto(reverse("admin:readings_section_change", args=[opening.pk]))
    expect(page.locator(".markdownx-preview ol.reasons")).to_be_visible()
    editor = page.get_by_label("Text:")
    hands.write(editor, editor.input_value().replace("A village", "Many a small village"))
    hands.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("1 kept in place")
    opening.refresh_from_db()
    target.refresh_from_db()
    text = opening.current.plain_text
    assert text[target.start : target.end] == "one field"
    assert "Many a small village" in text
