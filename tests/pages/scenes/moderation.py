"""Flagging a note, and what facilitators do about it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.pages.scenes.scene import UNPROCESSABLE, Scene, send_empty


def show_the_words(page: Page) -> None:
    page.locator("summary").filter(has_text="Show the words").first.click()
    expect(page.locator(".hidden-words .note-body").first).to_be_visible()


def begin_to_hide(page: Page) -> None:
    page.locator(".hide-fold > summary").first.click()
    expect(page.get_by_label("Why").first).to_be_visible()


MODERATION = [
    Scene("flag", "large_reader", "{own_note}flag/"),
    Scene("flag, empty", "large_reader", "{own_note}flag/", send_empty, UNPROCESSABLE),
    Scene("flag, waiting", "member", "{flagged}flag/"),
    Scene("flag, left", "member", "{left}flag/"),
    Scene("flags", "facilitator", "/groups/circle/flags/"),
    Scene("flags, hiding", "facilitator", "/groups/circle/flags/", begin_to_hide),
    Scene("flags, none", "host", "/groups/empty/flags/"),
    Scene("own flags", "member", "/groups/circle/flags/mine/"),
    Scene("own flags, none", "host", "/groups/empty/flags/mine/"),
    Scene("hide", "facilitator", "{flagged}hiding/"),
    Scene("hide, empty", "facilitator", "{own_note}hiding/", send_empty, UNPROCESSABLE),
    Scene("hidden note", "member", "{hidden}"),
    Scene("hidden note, one's own", "member", "{own_hidden}"),
    Scene("hidden note, for the site", "member", "{hidden_for_site}"),
    Scene("hidden note, unfolded", "facilitator", "{hidden}", show_the_words),
]
