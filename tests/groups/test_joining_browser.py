"""Joining, signing in and out in a browser: with a mouse, with the keyboard alone, by touch."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.actions import make_join_link
from readings.groups.models import Membership, User
from readings.text.actions import start_reading
from tests.fixtures.cast import PASSWORD
from tests.fixtures.hands import documents

JOIN = "Join and open the chapter"
WORDS = "wanderlust-in-november"


@pytest.fixture
def link(group, facilitator, reading):
    """The path of the group's joining link."""
    return make_join_link(user=facilitator, group=group).get_absolute_url()


@pytest.fixture
def outside(new_context):
    """`outside(hands)`: a page of somebody whom the site does not know."""
    return lambda hands: new_context(**hands.options).new_page()


def sign_in(hands, page, user):
    hands.write(page.get_by_label("Name or e-mail"), user.username)
    hands.write(page.get_by_label("Password"), PASSWORD)
    hands.press(page.get_by_role("main").get_by_role("button", name="Sign in"))


def in_chapter(page):
    expect(page.get_by_role("heading", name="The Fence", exact=True)).to_be_visible()


# Joining ---------------------------------------------------------------------------------------


def test_a_newcomer_is_in_the_chapter_after_two_fields_and_one_press(
    hands, outside, link, group, reading
):
    page = outside(hands)
    paths = documents(page)
    page.goto(link)
    expect(page.get_by_role("heading", name="Join Thursday Readers")).to_be_visible()
    expect(page.get_by_text("Frida invites you")).to_be_visible()
    hands.write(page.get_by_label("Your name"), "Nia Okafor")
    hands.write(page.get_by_label("Password"), WORDS)
    hands.press(page.get_by_role("button", name=JOIN))
    in_chapter(page)
    assert hands.steps == 3
    chapter = reading.get_absolute_url()
    assert paths == [f"GET {link}", f"POST {link}", f"GET /g/{group.slug}/start/", f"GET {chapter}"]
    assert Membership.objects.get(user__display_name="Nia Okafor").role == "member"


def test_the_newcomer_can_write_at_once_and_come_back_with_name_and_password(
    hands, outside, link, reading
):
    page = outside(hands)
    page.goto(link)
    page.get_by_label("Your name").fill("Nia")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name=JOIN).click()
    in_chapter(page)
    again = outside(hands)
    again.goto(reading.get_absolute_url())
    hands.write(again.get_by_label("Name or e-mail"), "nia")
    hands.write(again.get_by_label("Password"), WORDS)
    hands.press(again.get_by_role("main").get_by_role("button", name="Sign in"))
    in_chapter(again)


def test_a_newcomer_reads_when_things_are_due_by_their_own_clock(
    new_context, link, facilitator, reading
):
    due = datetime(2030, 12, 5, 18, 30, tzinfo=UTC)
    ask_question(
        user=facilitator, reading=reading, body="Whose?", pointer=Pointer("chapter"), due_at=due
    )
    page = new_context(timezone_id="Asia/Tokyo").new_page()
    page.goto(link)
    page.get_by_label("Your name").fill("Nia")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name=JOIN).click()
    expect(page.get_by_text("Welcome to Thursday Readers.")).to_be_visible()
    expect(page.locator(".due").first).to_contain_text("3:30 a.m.")


def test_who_has_a_name_here_signs_in_and_joins_with_it(hands, outside, link, stranger, group):
    page = outside(hands)
    page.goto(link)
    hands.press(page.get_by_role("main").get_by_role("link", name="Sign in"))
    sign_in(hands, page, stranger)
    hands.press(page.get_by_role("button", name="Join as Sam"))
    in_chapter(page)
    assert stranger.memberships.filter(group=group).exists()


def test_a_member_who_follows_the_link_is_in_at_once(page_of, member, link):
    page = page_of(member)
    page.goto(link)
    in_chapter(page)


def test_a_taken_name_is_said_beside_it_and_nothing_is_lost(
    hands, outside, link, member, page_faults
):
    page_faults.expect("status of 422")
    page = outside(hands)
    page.goto(link)
    hands.write(page.get_by_label("Your name"), "Mira")
    hands.write(page.get_by_label("Password"), WORDS)
    hands.press(page.get_by_role("button", name=JOIN))
    field = page.get_by_label("Your name")
    expect(field).to_have_value("Mira")
    expect(field).to_have_accessible_description(re.compile("already uses the name"))
    expect(page.get_by_label("Password")).to_have_value(WORDS)
    hands.write(field, "Mira B.")
    hands.press(page.get_by_role("button", name=JOIN))
    in_chapter(page)
    assert User.objects.filter(display_name="Mira B.").exists()


def test_a_group_without_a_chapter_shows_itself(new_context, facilitator, group):
    link = make_join_link(user=facilitator, group=group).get_absolute_url()
    page = new_context().new_page()
    page.goto(link)
    page.get_by_label("Your name").fill("Nia")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name=JOIN).click()
    expect(page.get_by_role("heading", name="Thursday Readers")).to_be_visible()
    expect(page.get_by_text("The group has no chapter yet.")).to_be_visible()


# Signing in and out ----------------------------------------------------------------------------


def test_a_link_to_a_note_leads_there_through_the_sign_in(hands, outside, write, member, passage):
    note = write("Look here.", pointer=passage("shares one field"))
    page = outside(hands)
    page.goto(note.get_absolute_url())
    sign_in(hands, page, member)
    expect(page.locator(f"#note-{note.uid}")).to_contain_text("Look here.")
    expect(page.locator(f"#note-{note.uid}")).to_be_in_viewport()
    assert hands.steps == 3


def test_a_number_leads_there_through_the_sign_in(hands, outside, member, reading, key_of):
    page = outside(hands)
    page.goto(f"{reading.get_absolute_url()}go/?to=2.2")
    sign_in(hands, page, member)
    expect(page).to_have_url(re.compile(f"#b-{key_of('2.2')}$"))


def test_a_wrong_password_is_said_and_the_way_is_kept(hands, outside, member, reading):
    page = outside(hands)
    page.goto(reading.get_absolute_url())
    hands.write(page.get_by_label("Name or e-mail"), member.username)
    hands.write(page.get_by_label("Password"), "not-this-one")
    hands.press(page.get_by_role("main").get_by_role("button", name="Sign in"))
    expect(page.locator(".errorlist")).to_be_visible()
    sign_in(hands, page, member)
    in_chapter(page)


def test_signing_out_leaves_nothing_to_read(hands, page_of, member, reading):
    page = page_of(member, **hands.options)
    page.goto(reading.get_absolute_url())
    hands.press(page.locator("details.menu > summary"))
    hands.press(page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(reading.get_absolute_url())
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_role("heading", name="The Fence")).to_have_count(0)


# The link itself -------------------------------------------------------------------------------


def test_a_facilitator_makes_copies_and_revokes_the_link(
    hands, page_of, outside, facilitator, group, reading, page_faults
):
    page_faults.expect("status of 410")
    page = page_of(facilitator, **hands.options)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(group.get_absolute_url())
    hands.press(page.get_by_role("link", name="Invite people"))
    hands.press(page.get_by_role("button", name="Make a joining link"))
    address = page.get_by_role("textbox", name="The link").input_value()
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    hands.press(page.get_by_role("button", name="Copy the link"))
    expect(page.locator("#toasts")).to_contain_text("copied")
    assert page.evaluate("navigator.clipboard.readText()") == address
    newcomer = outside(hands)
    newcomer.goto(group.join_links.get().get_absolute_url())
    hands.press(page.get_by_role("button", name="Revoke the link"))
    expect(page.get_by_text("The link no longer works.")).to_be_visible()
    expect(page.get_by_role("button", name="Make a joining link")).to_be_visible()
    # Somebody who had it open comes too late.
    hands.write(newcomer.get_by_label("Your name"), "Nia")
    hands.write(newcomer.get_by_label("Password"), WORDS)
    hands.press(newcomer.get_by_role("button", name=JOIN))
    expect(newcomer.get_by_role("heading", name="This link no longer works")).to_be_visible()
    assert not User.objects.filter(display_name="Nia").exists()


def test_without_a_clipboard_the_link_is_selected(page_of, facilitator, group):
    link = make_join_link(user=facilitator, group=group)
    page = page_of(facilitator)
    page.add_init_script("delete Navigator.prototype.clipboard")
    page.goto(f"/groups/{group.slug}/invitations/{link.pk}/")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("textbox", name="The link")).to_be_focused()
    address = page.get_by_role("textbox", name="The link").input_value()
    assert page.evaluate("document.getSelection().toString()") == address


def test_a_newcomer_lands_in_the_first_of_several_chapters(new_context, link, group, book):
    from readings.text.actions import create_chapter

    later = create_chapter(
        user=None, book=book, number=13, title="The Wall", sections=[], footnotes={}
    )
    start_reading(user=None, group=group, chapter=later)
    page = new_context().new_page()
    page.goto(link)
    page.get_by_label("Your name").fill("Nia")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name=JOIN).click()
    in_chapter(page)
