"""The session ends while somebody writes: signing in again is asked for, and nothing is lost.

A note is in test_reader_sending.py; here are replies, answers, corrections and changes.
"""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from readings.annotation.models import Erratum, Note
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from tests.fixtures.cast import PASSWORD
from tests.fixtures.reader import DESK

POST = "Post to Thursday Readers"
FAULT = "status of 401|htmx:responseError|Response Status Error"


def sign_in_again(page):
    page.get_by_label("Name").fill("Mira")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()


def ended(page, form):
    """The session is over; the form has been sent in vain, and its own link is followed."""
    told = form.locator("[data-form-message]")
    expect(told).to_contain_text("you are signed out")
    told.get_by_role("link", name="Sign in again").click()
    sign_in_again(page)


@pytest.fixture
def gone(page_faults):
    """Ends all sessions there are, as time or another device would."""
    page_faults.expect(FAULT)
    return lambda: Session.objects.all().delete()


def test_a_reply_waits_in_its_place_and_is_posted_once(reader, write, passage, gone):
    note = write("First words.", pointer=passage("one field"))
    reader.go(f"?note={note.uid}")
    thread = reader.page.locator(f"#note-{note.uid}")
    form = thread.locator("form[data-composer]")
    thread.locator("> details summary").first.click()
    form.locator("textarea").fill("A slow reply.")
    gone()
    form.get_by_role("button", name=POST).click()
    ended(reader.page, form)
    expect(form.locator("textarea")).to_have_value("A slow reply.")
    form.get_by_role("button", name=POST).click()
    expect(thread.locator("article.reply")).to_contain_text(["A slow reply."])
    assert Note.objects.filter(body="A slow reply.").count() == 1
    assert reader.drafts() == {}


def test_so_does_a_change(reader, write, passage, gone):
    note = write("First words.", pointer=passage("one field"))
    reader.go(f"?note={note.uid}")
    thread = reader.page.locator(f"#note-{note.uid}")
    thread.get_by_role("link", name="Edit").click()
    form = reader.page.locator(f"form#note-{note.uid}")
    form.locator("textarea").fill("Better words.")
    gone()
    form.get_by_role("button", name="Save").click()
    ended(reader.page, form)
    thread.get_by_role("link", name="Edit").click()
    expect(form.locator("textarea")).to_have_value("Better words.")
    form.get_by_role("button", name="Save").click()
    expect(thread.locator(".note-body").first).to_have_text("Better words.")


def test_so_does_a_correction(reader, gone):
    reader.drag("seldom")
    reader.note_button.click()
    reader.composer.get_by_role("button", name="Propose a correction").click()
    form = reader.page.locator("form[data-composer=erratum]")
    form.locator("[name=new_words]").fill("rarely")
    form.locator("[name=body]").fill("Too slow.")
    gone()
    form.locator("button.primary").click()
    ended(reader.page, form)
    expect(form.locator("[name=new_words]")).to_have_value("rarely")
    expect(form.locator("[name=body]")).to_have_value("Too slow.")
    form.locator("button.primary").click()
    expect(reader.threads.first).to_contain_text("rarely")
    assert Erratum.objects.count() == 1


def test_an_answer_is_kept_through_the_page_that_asks_to_sign_in(
    page_of, member, reading, facilitator, gone
):
    """A question's form is sent as a whole page: the way back leads to it."""
    question = ask_question(
        user=facilitator, reading=reading, pointer=Pointer("chapter"), body="What follows?"
    )
    page = page_of(member, **DESK)
    page.goto(question.get_absolute_url())
    body = page.locator("#answer-body")
    body.fill("A slow answer.")
    gone()
    page.get_by_role("button", name=POST).click()
    expect(page.get_by_text("You were signed out, so nothing was stored.")).to_be_visible()
    sign_in_again(page)
    expect(body).to_have_value("A slow answer.")
    page.get_by_role("button", name=POST).click()
    expect(page.locator(".note-body", has_text="A slow answer.")).to_be_visible()
    assert Note.objects.filter(body="A slow answer.").count() == 1


def test_without_scripts_nothing_is_stored_and_the_page_says_so(page_of, member, reading, gone):
    """No draft can be kept then. The browser's own Back has the words, and they are sent once."""
    page = page_of(member, java_script_enabled=False, **DESK)
    page.goto(f"{reading.get_absolute_url()}notes/")
    page.locator("textarea[name=body]").fill("Without scripts.")
    gone()
    page.get_by_role("button", name=POST).click()
    expect(page.get_by_text("You were signed out, so nothing was stored.")).to_be_visible()
    assert Note.objects.count() == 0
    sign_in_again(page)
    assert page.url.endswith(f"{reading.get_absolute_url()}notes/"), "back where one wrote"
