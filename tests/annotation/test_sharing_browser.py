"""Sharing, copying and moving in a real browser: in the margin, by keyboard, on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from readings.annotation.models import Note
from readings.discussion.actions import ask_question
from readings.groups.actions import add_member
from tests.fixtures.reader import PHONE


def expect_focus(page, title):
    """The step stands there and has the focus, so that it is read and one goes on from there."""
    expect(
        page.locator(".sharing").filter(has=page.get_by_role("heading", name=title))
    ).to_be_focused()


def begin(page, note):
    page.locator(f"#note-{note.uid} > .note-foot").get_by_role("link", name="Share").click()
    expect_focus(page, "Share this note")


def test_a_private_note_is_shared_in_the_margin(reader_of, member, facilitator, private):
    reader = reader_of(member).go(f"?note={private.uid}")
    expect(reader.block("1.2").locator("mark")).to_have_count(0)
    begin(reader.page, private)
    reader.page.get_by_role("link", name="Share with Thursday Readers").click()
    expect_focus(reader.page, "Share with Thursday Readers")
    expect(reader.notes.get_by_text("1 person will see it:")).to_be_visible()
    expect(reader.notes.locator(".sharing-people")).to_contain_text("Frida")
    reader.page.get_by_role("button", name="Share with Thursday Readers").click()
    expect(reader.notes.get_by_text("Shared with Thursday Readers.")).to_be_visible()
    expect(reader.threads.first).to_contain_text("Mine so far.")
    expect(reader.threads.first.get_by_text("Only you")).to_have_count(0)
    expect(reader.block("1.2").locator("mark")).to_have_text("one field")
    expect(reader.control("1.2")).to_have_text("1")


def test_it_is_shared_by_keyboard_alone(reader_of, member, facilitator, private):
    page = reader_of(member).go(f"?note={private.uid}").page
    page.locator(f"#note-{private.uid} > .note-foot").get_by_role("link", name="Share").focus()
    page.keyboard.press("Enter")
    expect_focus(page, "Share this note")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Share with Thursday Readers")).to_be_focused()
    page.keyboard.press("Enter")
    expect_focus(page, "Share with Thursday Readers")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Share with Thursday Readers")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#notes")).to_contain_text("Shared with Thursday Readers.")
    # What is pressed next is not lost to the top of the page.
    expect(page.locator("#notes :focus")).to_have_count(1)
    assert Note.objects.get(pk=private.pk).audience == "group"


def test_cancelling_brings_the_note_back(reader_of, member, private):
    reader = reader_of(member).go(f"?note={private.uid}")
    begin(reader.page, private)
    reader.page.get_by_role("link", name="Cancel").click()
    expect(reader.threads.first).to_contain_text("Only you")
    assert Note.objects.get(pk=private.pk).audience == "me"


def test_somebody_who_joins_meanwhile_is_shown_in_the_margin(
    reader_of, member, facilitator, private, person, group, page_faults
):
    page_faults.expect("status of 409")
    reader = reader_of(member).go(f"?note={private.uid}")
    begin(reader.page, private)
    reader.page.get_by_role("link", name="Share with Thursday Readers").click()
    button = reader.page.get_by_role("button", name="Share with Thursday Readers")
    expect(button).to_be_visible()
    add_member(group=group, user=person("Zoe"))
    button.click()
    expect(reader.notes.get_by_role("alert")).to_contain_text("these would see it too: Zoe.")
    assert Note.objects.get(pk=private.pk).audience == "me"
    button.click()
    expect(reader.notes.get_by_text("Shared with Thursday Readers.")).to_be_visible()


def test_a_copy_is_made_with_a_thumb(page_of, member, shared, there):
    page = page_of(member, **PHONE)
    page.goto(shared.get_absolute_url())
    page.locator(f"#note-{shared.uid} > .note-foot").get_by_role("link", name="Share").tap()
    page.get_by_role("link", name="Copy to Sunday Circle").tap()
    expect(page.locator(".sharing-people")).to_contain_text("Sam")
    page.get_by_role("button", name="Post to Sunday Circle").tap()
    expect(page.get_by_text("Copied to Sunday Circle.")).to_be_visible()
    expect(page.locator(f"#note-{shared.uid}")).to_contain_text("Ours.")
    page.get_by_role("link", name="Open it there").tap()
    expect(page.locator("#notes")).to_contain_text("Ours.")
    assert there.get_absolute_url() in page.url


def test_a_thread_moves_and_its_mark_goes(reader_of, member, shared, there):
    reader = reader_of(member).go(f"?note={shared.uid}")
    begin(reader.page, shared)
    reader.page.get_by_role("link", name="Move the thread to Sunday Circle").click()
    reader.page.get_by_role("button", name="Move the thread to Sunday Circle").click()
    expect(reader.notes.get_by_text("You moved this thread to Sunday Circle.")).to_be_visible()
    expect(reader.block("1.2").locator("mark")).to_have_count(0)
    expect(reader.control("1.2")).to_have_text("+")
    reader.page.get_by_role("link", name="Open it there").click()
    expect(reader.notes).to_contain_text("Ours.")


def test_without_scripts_each_step_is_a_page(page_of, member, facilitator, private, there):
    page = page_of(member, java_script_enabled=False)
    page.goto(f"{private.get_absolute_url()}sharing/")
    page.get_by_role("link", name="Copy to Sunday Circle").click()
    page.get_by_role("button", name="Copy, for me alone").click()
    expect(page.get_by_text("Copied to Sunday Circle.")).to_be_visible()
    assert Note.objects.get(reading=there).audience == "me"
    page.goto(f"{private.get_absolute_url()}sharing/group/")
    page.get_by_role("button", name="Share with Thursday Readers").click()
    expect(page.get_by_text("Shared with Thursday Readers.")).to_be_visible()


def test_a_reply_to_what_was_shared_in_another_window_is_not_sent_to_all(
    reader_of, member, private, page_faults
):
    page_faults.expect("status of 422")
    reader = reader_of(member).go(f"?note={private.uid}")
    thread = reader.threads.first
    thread.locator(".reply-fold > summary").click()
    thread.get_by_label("Reply to Mira").fill("Between us.")
    Note.objects.filter(pk=private.pk).update(audience="group")
    thread.get_by_role("button", name="Keep for me").click()
    expect(thread.locator(".errorlist")).to_contain_text("Thursday Readers sees this thread by now")
    expect(thread.get_by_label("Reply to Mira")).to_have_value("Between us.")
    assert not Note.objects.filter(body="Between us.").exists()
    thread.get_by_role("button", name="Post to Thursday Readers").click()
    expect(thread.locator("[data-replies]")).to_contain_text("Between us.")


def test_on_a_page_of_its_own_each_step_is_a_page(page_of, member, facilitator, private):
    page = page_of(member)
    page.goto(f"{private.get_absolute_url()}sharing/")
    page.get_by_role("link", name="Share with Thursday Readers").click()
    expect(page).to_have_title(re.compile("^Share with Thursday Readers"))
    page.get_by_role("button", name="Share with Thursday Readers").click()
    expect(page.get_by_text("Shared with Thursday Readers.")).to_be_visible()
    expect(page.locator("#notes")).to_contain_text("Mine so far.")


def test_an_answer_is_copied_from_the_page_of_its_question(
    page_of, member, facilitator, reading, write, passage, there
):
    question = ask_question(
        user=facilitator, reading=reading, pointer=passage("one field"), body="Whose?"
    )
    answer = write("Ours.", question=question)
    page = page_of(member)
    page.goto(question.get_absolute_url())
    begin(page, answer)
    page.get_by_role("link", name="Copy to Sunday Circle").click()
    page.get_by_role("button", name="Post to Sunday Circle").click()
    expect(page.get_by_text("Copied to Sunday Circle.")).to_be_visible()
    expect(page.locator(f"#note-{answer.uid}")).to_contain_text("Ours.")
    assert Note.objects.get(reading=there).target.exact == "one field"
