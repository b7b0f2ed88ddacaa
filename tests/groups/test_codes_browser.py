"""A facilitator hands a code over; a phone without a password signs in with it, and is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(autouse=True)
def _reading(reading):
    """The group reads a chapter."""


def test_a_person_without_a_password_reads_and_a_lost_phone_does_not(
    page_of, facilitator, group, new_context, reading
):
    desk = page_of(facilitator)
    desk.goto(f"/groups/{group.slug}/people/")
    desk.get_by_role("link", name="Add a person by name").click()
    desk.get_by_label("Name").fill("Gustava")
    desk.get_by_role("button", name="Add, and show the code").click()
    expect(desk.get_by_role("heading", name="A code for Gustava")).to_be_visible()
    code = desk.locator(".big-code").inner_text()

    phone = new_context(**PHONE).new_page()
    phone.goto("/accounts/login/")
    phone.get_by_role("link", name="Sign in with a code").tap()
    phone.get_by_label("Code").fill(code.lower().replace("-", ""))
    phone.get_by_role("main").get_by_role("button", name="Sign in").tap()
    expect(phone.get_by_role("heading", name="My groups")).to_be_visible()
    phone.goto(reading.get_absolute_url())
    expect(phone.locator("main.chapter")).to_be_visible()

    desk.get_by_role("link", name="Back to the people").click()
    desk.get_by_role("link", name="Change Gustava").press("Enter")
    desk.get_by_role("button", name="Sign out everywhere").press("Enter")
    expect(desk.get_by_text("Gustava is signed out on every device.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_member_leaves_by_keyboard_and_the_others_see_no_name(
    page_of, member, facilitator, group, write
):
    note = write("Said by one who goes.")
    page = page_of(member)
    page.goto(group.get_absolute_url())
    page.get_by_role("link", name="Roles and membership").press("Enter")
    page.get_by_role("link", name="Leave the group").press("Enter")
    expect(page.get_by_text("You shared 1 note with the group.")).to_be_visible()
    page.get_by_label("As “Former member”").press("Space")
    page.get_by_role("main").get_by_role("button", name="Leave the group").press("Enter")
    expect(page.get_by_text("You have left Thursday Readers.")).to_be_visible()
    other = page_of(facilitator)
    other.goto(note.get_absolute_url())
    expect(other.get_by_text("Said by one who goes.")).to_be_visible()
    expect(other.locator(".note-author").first).to_have_text("Former member")
