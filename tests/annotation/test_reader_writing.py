"""Writing, answering, changing and deleting notes in the margin of the chapter page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from readings.annotation.actions import edit_note
from readings.annotation.models import Note
from readings.annotation.pointers import Pointer

POST = "Post to Thursday Readers"


@pytest.fixture
def group_note(write, facilitator, passage):
    """Another's note on "shares one field"."""
    return write("Which field?", author=facilitator, pointer=passage("shares one field"))


def test_a_note_for_oneself_stays_private(reader):
    reader.open_block("1.2")
    reader.body.fill("Only for me.")
    reader.composer.get_by_role("button", name="Keep for me").click()
    expect(reader.threads).to_contain_text(["Only for me."])
    expect(reader.control("1.2")).to_have_text("+")
    assert Note.objects.get().audience == "me"


def test_posting_counts_on_the_control(reader):
    reader.open_block("1.2")
    reader.body.fill("For all.")
    reader.composer.get_by_role("button", name=POST).click()
    expect(reader.control("1.2")).to_have_text("1")
    expect(reader.control("1.2")).to_have_attribute("aria-expanded", "true")
    expect(reader.body).to_have_value("")
    assert reader.drafts() == {}


def test_the_buttons_stay_in_sight_while_one_writes(reader, write, key_of):
    for number in range(9):
        write(f"Note {number}.", pointer=Pointer("block", key=key_of("1.2")))
    reader.open_block("1.2")
    post = reader.composer.get_by_role("button", name=POST)
    expect(post).not_to_be_in_viewport()
    reader.body.press("a")
    expect(post).to_be_in_viewport(ratio=1)
    reader.body.press_sequentially("\n" * 9)
    expect(post).to_be_in_viewport(ratio=1)


def test_own_notes_are_painted_as_soon_as_they_are_posted(reader):
    reader.drag("shares one field")
    reader.note_button.click()
    reader.body.fill("Painted.")
    reader.page.keyboard.press("Control+Enter")
    expect(reader.threads).to_have_count(1)
    expect(reader.composer).to_have_count(0)
    reader.expect_painted("mine", ["shares one field"])


def test_replying(reader, group_note):
    reader.open_block("1.2")
    thread = reader.threads.first
    thread.locator("summary", has_text="Reply").click()
    expect(thread.get_by_label("Reply to Frida")).to_be_focused()
    expect(thread.get_by_role("button", name=POST)).to_be_in_viewport(ratio=1)
    reader.page.keyboard.insert_text("The one by the church.")
    thread.get_by_role("button", name=POST).click()
    reply = thread.locator("[data-replies] [data-note]")
    expect(reply).to_contain_text(["The one by the church."])
    expect(reply).to_be_focused()
    expect(thread.get_by_label("Reply to Frida")).to_be_hidden()
    assert Note.objects.get(parent=group_note).body == "The one by the church."
    expect(reader.control("1.2")).to_have_text("2")
    expect(reader.page.locator(".contents-list li").first).to_contain_text("2 notes")


def test_a_reply_below_many_others_comes_into_sight(reader, write, group_note):
    for number in range(9):
        write(f"Reply {number}.", parent=group_note)
    reader.open_block("1.2")
    handle = reader.threads.first.locator("summary", has_text="Reply")
    handle.press("Enter")
    expect(reader.threads.first.get_by_label("Reply to Frida")).to_be_focused()
    expect(reader.threads.first.get_by_role("button", name=POST)).to_be_in_viewport(ratio=1)
    handle.press("Enter")
    expect(reader.threads.first.get_by_label("Reply to Frida")).to_be_hidden()


def test_editing_shows_a_mark(reader, write, passage):
    note = write("Frist.", pointer=passage("one field"))
    reader.open_block("1.2")
    article = reader.page.locator(f"#note-{note.uid}")
    article.get_by_role("link", name="Edit").click()
    field = article.get_by_label("Change your note")
    expect(field).to_be_focused()
    expect(field).to_have_value("Frist.")
    field.fill("First.")
    article.get_by_role("button", name="Save").click()
    expect(article.locator(":scope > .note-body")).to_have_text("First.")
    expect(article).to_contain_text("edited")
    expect(article).to_be_focused()


def test_an_edit_can_be_given_up(reader, write, passage):
    note = write("As it was.", pointer=passage("one field"))
    reader.open_block("1.2")
    article = reader.page.locator(f"#note-{note.uid}")
    article.get_by_role("link", name="Edit").click()
    article.get_by_role("link", name="Cancel").click()
    expect(article.locator(":scope > .note-body")).to_have_text("As it was.")


def test_deleting_and_taking_it_back_by_keyboard(reader, write, passage):
    note = write("Gone and back.", pointer=passage("one field"))
    reader.open_block("1.2")
    article = reader.page.locator(f"#note-{note.uid}")
    article.get_by_role("button", name="Delete").press("Enter")
    undo = article.get_by_role("button", name="Undo")
    expect(article).to_contain_text("You deleted this note.")
    expect(article).to_be_focused()
    assert Note.objects.get().deleted_at
    reader.page.keyboard.press("Tab")
    expect(undo).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(article.locator(":scope > .note-body")).to_have_text("Gone and back.")
    assert Note.objects.get().deleted_at is None


def test_deleting_takes_the_mark_out_of_the_text(reader, write, passage):
    note = write("Gone and back.", pointer=passage("one field"))
    reader.go(f"?note={note.uid}")
    article = reader.page.locator(f"#note-{note.uid}")
    mark = reader.block("1.2").locator("mark")
    expect(mark).to_have_text("one field")
    reader.expect_painted("open", ["one field"])
    article.get_by_role("button", name="Delete").click()
    expect(mark).to_have_count(0)
    expect(reader.control("1.2")).to_have_text("+")
    for layer in ("open", "hover", "mine"):
        reader.expect_painted(layer, [])
    article.get_by_role("button", name="Undo").click()
    expect(mark).to_have_text("one field")
    expect(reader.control("1.2")).to_have_text("1")
    expect(reader.control("1.2")).to_have_attribute("aria-expanded", "true")
    reader.expect_painted("mine", ["one field"])


def test_writing_on_a_reason_s_own_page(reader, chapter):
    reason = chapter.sections.get(order=0).reasons.get(number=1)
    reader.page.goto(f"{reader.address}r/{reason.key}/")
    reader.page.get_by_label("Your note").fill("On its own page.")
    reader.page.get_by_role("button", name=POST).click()
    article = reader.page.locator("article[data-note]")
    expect(article).to_contain_text("On its own page.")
    article.get_by_role("button", name="Delete").click()
    expect(article).to_contain_text("You deleted this note.")


def test_a_preview_on_request(reader):
    reader.open_block("1.2")
    reader.body.fill("one\n*two* <script>alert(1)</script>")
    button = reader.composer.get_by_role("button", name="Preview")
    button.click()
    preview = reader.composer.locator("[data-preview]")
    expect(preview.locator("em")).to_have_text("two")
    expect(preview.locator("script")).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "true")
    reader.body.press("End")
    reader.body.type("!")
    expect(preview).to_be_hidden()


def test_the_link_of_a_note_is_copied(reader, write, passage):
    note = write("Link me.", pointer=passage("one field"))
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.open_block("1.2")
    reader.threads.get_by_role("link", name="Link").click()
    expect(reader.page.locator("#toasts")).to_contain_text("The link is copied.")
    copied = reader.page.evaluate("() => navigator.clipboard.readText()")
    assert copied.endswith(f"/notes/{note.uid}/")
    assert copied.startswith("http")


def test_where_the_clipboard_is_closed_a_field_shows_the_link(reader, write, passage):
    note = write("Link me.", pointer=passage("one field"))
    reader.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    reader.go()
    reader.open_block("1.2")
    reader.threads.get_by_role("link", name="Link").click()
    field = reader.notes.get_by_label("Address of the note")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(f"/notes/{note.uid}/$"))
    assert reader.page.evaluate("() => document.activeElement.selectionEnd") > 0
    reader.page.keyboard.press("Escape")
    expect(field).to_have_count(0)


def test_times_say_how_long_ago(reader, write, passage):
    note = write("Just now.", pointer=passage("one field"))
    reader.open_block("1.2")
    time = reader.page.locator(f"#note-{note.uid} .note-time time")
    expect(time).to_have_text("now")
    expect(time).to_have_attribute("title", re.compile(r"\d{4}"))


def test_more_notes_are_fetched_when_asked_for(reader, write, key_of):
    for number in range(23):
        write(f"Note {number}.", pointer=Pointer("block", key=key_of("1.2")))
    reader.control("1.2").click()
    expect(reader.threads).to_have_count(20)
    reader.notes.get_by_role("link", name="More notes").click()
    expect(reader.threads).to_have_count(23)


def test_a_changed_note_shows_its_new_words_when_opened_again(reader, group_note, facilitator):
    reader.open_block("1.2")
    reader.page.keyboard.press("Escape")
    edit_note(user=facilitator, note=group_note, body="This field?")
    reader.open_block("1.2")
    expect(reader.threads).to_contain_text(["This field?"])
