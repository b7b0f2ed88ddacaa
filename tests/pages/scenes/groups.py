"""A group: its people, its settings, and the ways into it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.pages.scenes.scene import SUBMIT, UNPROCESSABLE, Scene, send_empty


def revoke(page: Page) -> None:
    page.get_by_role("button", name="Revoke the link").click()
    expect(page.get_by_role("button", name="Make a joining link")).to_be_visible()


def invite_nobody(page: Page) -> None:
    page.locator("main form").nth(1).evaluate(SUBMIT)
    expect(page.locator(".errorlist").first).to_be_visible()


def leave(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="Leave the group").click()
    expect(page.locator(".errorlist").first).to_be_visible()


def add_a_person(page: Page) -> None:
    page.get_by_label("Name").fill("Gustava")
    page.get_by_role("button", name="Add, and show the code").click()
    expect(page.locator(".big-code")).to_be_visible()


def send_a_wrong_code(page: Page) -> None:
    page.get_by_label("Code").fill("AAAAA-AAAAA")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.locator(".errorlist").first).to_be_visible()


GROUPS = [
    Scene("meeting", "facilitator", "/groups/circle/meeting/"),
    Scene("meeting, none", "host", "/groups/empty/meeting/"),
    Scene("meeting, empty", "host", "/groups/empty/meeting/", send_empty, UNPROCESSABLE),
    Scene("found a group", "nobody", "/groups/new/"),
    Scene("settings", "facilitator", "/groups/circle/settings/"),
    Scene("archive", "facilitator", "/groups/circle/archive/"),
    Scene("next round", "facilitator", "/groups/circle/rounds/"),
    Scene("order of chapters", "facilitator", "/groups/circle/chapters/"),
    Scene("invitations", "facilitator", "/groups/circle/invitations/"),
    Scene("invitations, wrong", "host", "/groups/empty/invitations/", invite_nobody, UNPROCESSABLE),
    Scene("joining link", "facilitator", "{invitation}"),
    Scene("joining link, revoked", "facilitator", "{invitation}", revoke),
    Scene("people", "facilitator", "/groups/circle/people/"),
    Scene("people, as a member", "member", "/groups/circle/people/"),
    Scene("role", "facilitator", "{guest}role/"),
    Scene("removal", "facilitator", "{guest}removal/"),
    Scene("leaving", "member", "/groups/circle/leaving/"),
    Scene("leaving, the last one", "host", "/groups/empty/leaving/", leave, UNPROCESSABLE),
    Scene("person by name", "facilitator", "/groups/circle/people/new/"),
    Scene("code", "facilitator", "/groups/circle/people/new/", add_a_person),
    Scene("sign in by code", None, "/sign-in/code/"),
    Scene("sign in by code, wrong", None, "/sign-in/code/", send_a_wrong_code, UNPROCESSABLE),
    Scene("group, archived", "host", "/g/archived/"),
    Scene("join", None, "{join}"),
    Scene("join, empty", None, "{join}", send_empty, UNPROCESSABLE),
    Scene("join, signed in", "host", "{join}"),
    Scene("join, revoked link", None, "{revoked}", None, "status of 410"),
    Scene("join, expired link", None, "{expired}", None, "status of 410"),
]
