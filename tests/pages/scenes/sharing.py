"""Letting more people see a note: what there is to choose, and each look before it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.pages.scenes.scene import SUBMIT, UNPROCESSABLE, Scene, send_empty

CONFLICT = "status of 409"


def share_in_the_margin(page: Page) -> None:
    page.locator("[data-note].is-open > .note-foot").get_by_role("link", name="Share").click()
    page.get_by_role("link", name="Share with").click()
    expect(page.locator(".sharing-people")).to_be_visible()


def send_another_look(page: Page) -> None:
    page.locator("main input[name=seen]").evaluate("field => { field.value = '1-2-3-4'; }")
    page.locator("main form").last.evaluate(SUBMIT)
    expect(page.locator(".errorlist").first).to_be_visible()


def reply_to_what_is_gone(page: Page) -> None:
    gone = "/notes/00000000-0000-4000-8000-000000000000/replies/"
    form = page.locator(".reply-fold form").first
    form.evaluate("(form, gone) => { form.action = gone; form.body.value = 'Late.'; }", gone)
    form.evaluate(SUBMIT)
    expect(page.get_by_label("Your words, to copy")).to_have_value("Late.")


SHARING = [
    Scene(
        "reply to what is gone",
        "member",
        "{chapter}b/{block}/notes/",
        reply_to_what_is_gone,
        "status of 404",
    ),
    Scene("sharing", "sharer", "{private_note}sharing/"),
    Scene("sharing, nowhere to", "member", "{own_note}sharing/"),
    Scene("sharing, in the margin", "sharer", "{private_note}", share_in_the_margin),
    Scene("sharing with the group", "sharer", "{private_note}sharing/group/"),
    Scene(
        "sharing with the group, changed",
        "sharer",
        "{private_note}sharing/group/",
        send_another_look,
        CONFLICT,
    ),
    Scene("copy", "sharer", "{private_note}sharing/copy/?to=allotment"),
    Scene(
        "copy, empty",
        "sharer",
        "{private_note}sharing/copy/?to=allotment",
        send_empty,
        UNPROCESSABLE,
    ),
    Scene("move", "sharer", "{shared_note}sharing/move/?to=allotment"),
    Scene("move, private", "sharer", "{private_note}sharing/move/?to=allotment"),
    Scene("move, refused", "sharer", "{crowded_note}sharing/move/?to=allotment"),
]
