"""The site without scripts, beyond the chapter page: joining, finding a place, asking, answering.

tests/pages/test_no_scripts_browser.py does the same for the chapter and its notes.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from readings.annotation.models import Note, Question
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.actions import make_join_link
from readings.groups.models import User

POST = "Post to Thursday Readers"


@pytest.fixture
def plain(page_of):
    """`plain(member)`: a page of theirs in a browser that runs no scripts."""
    return lambda user: page_of(user, java_script_enabled=False)


def test_one_joins_and_signs_out(new_context, group, facilitator, reading):
    link = make_join_link(user=facilitator, group=group)
    page = new_context(java_script_enabled=False).new_page()
    page.goto(link.get_absolute_url())
    page.get_by_label("Your name").fill("Nia")
    page.get_by_label("Password").fill("wanderlust-in-november")
    page.get_by_role("button", name="Join and open the chapter").click()
    expect(page.get_by_role("heading", name="The Fence", exact=True)).to_be_visible()
    assert User.objects.get(display_name="Nia").memberships.get().group == group
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_one_continues_and_reads_what_is_new(plain, facilitator, write, passage):
    note = write("Which field?", pointer=passage("shares one field"))
    page = plain(facilitator)
    page.goto("/")
    page.get_by_role("link", name="Mira wrote a note: Which field?").click()
    expect(page.locator(f"#note-{note.uid}")).to_contain_text("Which field?")
    page.goto("/")
    page.get_by_role("button", name="I have seen this").click()
    expect(page.get_by_text("Nothing new since you last looked.")).to_be_visible()


def test_one_goes_to_a_number(plain, member, reading, key_of):
    page = plain(member)
    page.goto(reading.get_absolute_url())
    page.get_by_label("Go to a number").fill("2.2")
    page.get_by_label("Go to a number").press("Enter")
    expect(page).to_have_url(re.compile(f"#b-{key_of('2.2')}$"))
    expect(page.locator(f"#b-{key_of('2.2')}")).to_be_in_viewport()


def test_on_a_phone_the_dock_leads_to_its_places(page_of, member, reading):
    page = page_of(
        member, java_script_enabled=False, viewport={"width": 390, "height": 844}, has_touch=True
    )
    page.goto(reading.get_absolute_url())
    dock = page.get_by_role("navigation", name="Chapter")
    dock.get_by_role("link", name="Notes").tap()
    expect(page.get_by_role("link", name="Notes on the whole chapter")).to_be_in_viewport()
    dock.get_by_role("link", name="Contents").tap()
    contents = page.get_by_role("navigation", name="Contents")
    expect(contents.get_by_role("link", name="Why the fence went up")).to_be_in_viewport()
    dock.get_by_role("link", name="Go to").tap()
    expect(page.get_by_label("Go to a number")).to_be_in_viewport()
    dock.get_by_role("link", name="Questions").tap()
    expect(page.get_by_role("heading", name="Questions")).to_be_visible()


def test_one_writes_on_a_reason_and_on_a_section(plain, member, reading, opening):
    page = plain(member)
    page.goto(reading.get_absolute_url())
    page.get_by_role("link", name="Open reason 2").click()
    page.get_by_label("Your note").fill("How early?")
    page.get_by_role("button", name=POST).click()
    expect(page.get_by_role("article")).to_contain_text("How early?")
    page.goto(reading.get_absolute_url())
    page.get_by_role("link", name="Notes on this section “Opening”").click()
    page.get_by_label("Your note").fill("A good beginning.")
    page.get_by_role("button", name=POST).click()
    expect(page.get_by_role("article")).to_contain_text("A good beginning.")
    kinds = Note.objects.order_by("pk").values_list("target__kind", flat=True)
    assert list(kinds) == ["reason", "section"]


def test_one_is_asked_and_answers(plain, member, facilitator, reading, key_of):
    asking = plain(facilitator)
    asking.goto(f"{reading.get_absolute_url()}b/{key_of('1.2')}/notes/")
    asking.get_by_role("link", name="Ask a question on 1.2").click()
    asking.get_by_label("Question").fill("Whose field is it?")
    asking.get_by_label("Due").fill("2030-12-05T18:30")
    asking.get_by_role("main").get_by_role("button", name="Ask a question").click()
    expect(asking.get_by_text("The question stands beside its passage.")).to_be_visible()
    answering = plain(member)
    answering.goto(reading.get_absolute_url())
    card = answering.locator(".question")
    expect(card).to_contain_text("Whose field is it?")
    card.get_by_role("link", name="Answer").click()
    answering.get_by_label("Your answer").fill("The village's.")
    answering.get_by_role("button", name=POST).click()
    expect(answering.get_by_role("article")).to_contain_text("The village's.")
    assert Note.objects.get().question == Question.objects.get()


def test_an_answer_with_nothing_in_it_is_refused_with_words(
    plain, member, facilitator, reading, page_faults
):
    page_faults.expect("status of 422")
    question = ask_question(
        user=facilitator, reading=reading, pointer=Pointer("chapter"), body="Why?"
    )
    page = plain(member)
    page.goto(question.get_absolute_url())
    page.get_by_label("Your answer").fill("  ")
    page.get_by_role("button", name=POST).click()
    expect(page.get_by_label("Your answer")).to_have_accessible_description(
        re.compile("Write something first.")
    )
    assert not Note.objects.exists()
