"""Bringing a text in, and deciding on corrections of it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.pages.scenes.scene import (
    NONE_LEFT,
    SUBMIT,
    TOO_MANY,
    UNPROCESSABLE,
    Scene,
    send_empty,
)


def send_no_text(page: Page) -> None:
    page.locator("main form").first.evaluate(SUBMIT)
    expect(page.locator(".errorlist").first).to_be_visible()


def send_too_often(page: Page) -> None:
    page.get_by_label("Or paste a text").fill("Words to keep.")
    send_no_text(page)


def correct(page: Page) -> None:
    page.get_by_label("Kind of 1.1").select_option("quote")
    page.get_by_role("button", name="Change 1.1").click()
    expect(page.locator("[data-said]")).to_have_text("1.1 is changed: quote.")


def save_without_a_name(page: Page) -> None:
    page.get_by_label("Book").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errorlist").first).to_be_visible()


def look_ahead(page: Page) -> None:
    page.get_by_role("button", name="See what this edit does").click()
    expect(page.get_by_role("heading", name="What this edit does")).to_be_visible()


TEXTS = [
    Scene("text", "facilitator", "/groups/circle/texts/new/"),
    Scene("text, empty", "host", "/groups/empty/texts/new/", send_no_text, UNPROCESSABLE),
    Scene(
        "text, too often",
        "host",
        "/groups/empty/texts/new/",
        send_too_often,
        TOO_MANY,
        site={"RATE_LIMITS": NONE_LEFT},
    ),
    Scene("text for all", "editor", "/texts/new/"),
    Scene("import", "facilitator", "{import}"),
    Scene("import, corrected", "facilitator", "{import}", correct),
    Scene("import, parting", "facilitator", "{import_book}?part=0-1"),
    Scene("import, words", "facilitator", "{import_book}?word=0-1"),
    Scene("import, heading", "facilitator", "{import}?word=1"),
    Scene("import, unnamed", "facilitator", "{import}", save_without_a_name, UNPROCESSABLE),
    Scene("import, waiting", "facilitator", "{import_waiting}"),
    Scene("import, failed", "facilitator", "{import_failed}"),
    Scene("import, done", "facilitator", "{import_done}"),
]


ERRATA = [
    Scene("errata", "facilitator", "/groups/circle/errata/"),
    Scene("errata, none", "host", "/groups/empty/errata/"),
    Scene("erratum", "facilitator", "{own_erratum}"),
    Scene("erratum, by hand", "facilitator", "{own_erratum_by_hand}"),
    Scene("erratum, looked at", "facilitator", "{own_erratum}", look_ahead),
    Scene("erratum, declined", "facilitator", "{own_erratum_declined}"),
    Scene("erratum, no answer", "facilitator", "{own_erratum}", send_empty, UNPROCESSABLE),
]
