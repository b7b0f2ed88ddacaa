"""Home, a chapter, its notes and its questions."""

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


def begin_a_note(page: Page) -> None:
    page.locator(".block-list > .count").click()
    expect(page.locator("#notes textarea[name=body]").last).to_be_focused()


def choose_words(page: Page) -> None:
    begin_a_note(page)
    page.get_by_role("button", name="Choose words").click()
    expect(page.locator("[data-chooser]")).to_be_visible()


def begin_a_correction(page: Page) -> None:
    begin_a_note(page)
    page.locator("#notes").get_by_role("button", name="Propose a correction").click()
    expect(page.get_by_label("As it should read")).to_be_focused()


def preview(page: Page) -> None:
    begin_a_note(page)
    page.locator("#notes textarea[name=body]").last.fill("*Why* not?")
    page.get_by_role("button", name="Preview").last.click()
    expect(page.locator("#notes [data-preview] em")).to_have_text("Why")


def reply(page: Page) -> None:
    page.locator(".reply-fold > summary").first.click()
    expect(page.locator(".reply-fold textarea").first).to_be_visible()


def edit(page: Page) -> None:
    page.locator("[data-note]").get_by_role("link", name="Edit").first.click()
    expect(page.get_by_label("Change your note")).to_be_visible()


def delete(page: Page) -> None:
    page.locator("[data-note]").get_by_role("button", name="Delete").first.click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def open_footnote(page: Page) -> None:
    page.locator("#fnref-2").click()
    expect(page.get_by_role("dialog", name="Footnote 2")).to_be_visible()


def open_menu(page: Page) -> None:
    page.locator("details.menu > summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def open_help(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def add_an_answer(page: Page) -> None:
    page.locator("details.card > summary").click()
    expect(page.get_by_label("Your answer")).to_be_visible()


def send_an_empty_reply(page: Page) -> None:
    page.locator(".reply-fold form").first.evaluate(SUBMIT)
    expect(page.locator(".errorlist").first).to_be_visible()


def write_too_often(page: Page) -> None:
    page.locator("main form textarea[name=body]").last.fill("Words to keep.")
    send_empty(page)


def delete_without_scripts(page: Page) -> None:
    page.locator("form[action$='/deletion/']").first.evaluate(SUBMIT)
    expect(page.get_by_role("heading", name="Note deleted")).to_be_visible()


HOME = [
    Scene("home", "member", "/"),
    Scene("home, empty", "nobody", "/"),
    Scene("home, menu", "member", "/", open_menu),
    Scene("group", "facilitator", "{group}"),
    Scene("group, as a member", "member", "{group}"),
    Scene("group, bare", "host", "{empty_group}"),
]


CHAPTER = [
    Scene("chapter", "member", "{chapter}"),
    Scene("chapter, as a facilitator", "facilitator", "{chapter}"),
    Scene("chapter, bare", "host", "{bare}"),
    Scene("chapter, panel", "member", "{chapter}?open=b/{block}"),
    Scene("chapter, note", "member", "{note}"),
    Scene("chapter, missing note", "member", "{chapter}?note=0"),
    Scene("chapter, composer", "member", "{chapter}", begin_a_note),
    Scene("chapter, words to choose", "member", "{chapter}", choose_words),
    Scene("chapter, correction", "member", "{chapter}", begin_a_correction),
    Scene("chapter, corrections proposed", "member", "{erratum}"),
    Scene("chapter, preview", "member", "{chapter}", preview),
    Scene("chapter, reply", "member", "{note}", reply),
    Scene("chapter, edit", "member", "{own_note}", edit),
    Scene("chapter, deleted", "member", "{own_note}", delete),
    Scene("chapter, footnote", "member", "{chapter}", open_footnote),
    Scene("chapter, keys", "member", "{chapter}", open_help),
    Scene("reason", "facilitator", "{chapter}r/{reason}/"),
    Scene("corrections, none", "member", "{chapter}corrections/"),
]


NOTES = [
    Scene("notes on a block", "member", "{chapter}b/{block}/notes/"),
    Scene("notes on a new block", "member", "{chapter}b/{new_block}/notes/"),
    Scene("notes on a reason", "member", "{chapter}r/{reason}/notes/"),
    Scene("notes on a section", "member", "{chapter}s/{section}/notes/"),
    Scene("notes on a footnote", "member", "{chapter}f/1/notes/"),
    Scene("notes on the chapter", "member", "{chapter}notes/"),
    Scene("note, empty", "member", "{chapter}b/{new_block}/notes/", send_empty, UNPROCESSABLE),
    Scene(
        "note, too often",
        "member",
        "{chapter}b/{new_block}/notes/",
        write_too_often,
        TOO_MANY,
        site={"RATE_LIMITS": NONE_LEFT},
    ),
    Scene(
        "reply, empty", "member", "{chapter}b/{block}/notes/", send_an_empty_reply, UNPROCESSABLE
    ),
    Scene(
        "correction, empty",
        "member",
        "{chapter}errata/new/?on=b/{block}",
        send_empty,
        UNPROCESSABLE,
    ),
    Scene("edit", "member", "{own_note}edit/"),
    Scene("place", "member", "{own_note}place/"),
    Scene("place, lost", "member", "{lost_note}place/"),
    Scene("place, another's", "facilitator", "{lost_note}place/"),
    Scene("place, empty", "member", "{own_note}place/", send_empty, UNPROCESSABLE),
    Scene("archive", "member", "{chapter}archive/notes/"),
    Scene("undo", "member", "{own_note}", delete_without_scripts),
]


QUESTIONS = [
    Scene("questions", "member", "{chapter}questions/"),
    Scene("questions, as a facilitator", "facilitator", "{chapter}questions/"),
    Scene("questions, none", "host", "{bare}questions/"),
    Scene("question", "member", "{asked}"),
    Scene("question, answered", "member", "{answered}"),
    Scene("question, one more answer", "member", "{answered}", add_an_answer),
    Scene("question, withheld", "member", "{withheld}"),
    Scene("question, withdrawn", "member", "{withdrawn}"),
    Scene("question, as a facilitator", "facilitator", "{asked}"),
    Scene("ask", "facilitator", "{chapter}questions/new/?on=b/{block}"),
    Scene("ask, empty", "facilitator", "{chapter}questions/new/", send_empty, UNPROCESSABLE),
    Scene("adopt", "facilitator", "{adoption}"),
    Scene("change", "facilitator", "{asked}edit/"),
]
