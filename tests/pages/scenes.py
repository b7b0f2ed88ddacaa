"""Every page of the site, and every state of it that looks different, as somebody comes to it.

`test_every_address_has_a_scene` holds this list to be whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect

from tests.fixtures.cast import PASSWORD

# A form's own `submit` goes past htmx and its scripts, as a browser without them would send it.
SUBMIT = "form => form.submit()"


@dataclass(frozen=True)
class Scene:
    """Who goes where, what they do there, which fault of the console that is bound to be, and which
    settings of the site are others than usual."""

    name: str
    who: str | None
    path: str
    act: Callable[[Page], None] | None = None
    fault: str = ""
    site: dict[str, Any] = field(default_factory=dict)  # what the site's settings are there


# What is done on a page ------------------------------------------------------------------------


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


def send_empty(page: Page) -> None:
    """Sends the page's form with nothing in it."""
    page.locator("main form").last.evaluate(SUBMIT)
    expect(page.locator(".errorlist").first).to_be_visible()


def send_an_empty_reply(page: Page) -> None:
    page.locator(".reply-fold form").first.evaluate(SUBMIT)
    expect(page.locator(".errorlist").first).to_be_visible()


def delete_without_scripts(page: Page) -> None:
    page.locator("form[action$='/deletion/']").first.evaluate(SUBMIT)
    expect(page.get_by_role("heading", name="Note deleted")).to_be_visible()


def mistype(page: Page) -> None:
    page.get_by_label("Name or e-mail").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.locator(".errorlist").first).to_be_visible()


def lose_the_token(page: Page) -> None:
    page.context.clear_cookies(name="csrftoken")
    page.locator("main form").last.evaluate(SUBMIT)
    expect(page.get_by_role("heading", name="Please send it once more")).to_be_visible()


def send_no_text(page: Page) -> None:
    page.locator("main form").first.evaluate(SUBMIT)
    expect(page.locator(".errorlist").first).to_be_visible()


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


def decline_without_a_word(page: Page) -> None:
    page.locator("main form").last.evaluate(SUBMIT)
    expect(page.locator(".errorlist").first).to_be_visible()


def send_nameless(page: Page) -> None:
    page.get_by_label("Your name").fill("")
    page.locator("main form").evaluate(SUBMIT)
    expect(page.locator(".errorlist")).to_be_visible()


def prove(page: Page) -> None:
    """Shows once more that it is oneself; what was asked for then opens."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_hidden()


def prove_wrongly(page: Page) -> None:
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".errorlist").first).to_be_visible()


def give_a_wrong_code(page: Page) -> None:
    prove(page)
    page.get_by_label("Code that the app shows now").fill("000000")
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator(".errorlist").first).to_be_visible()


def find_no_device(page: Page) -> None:
    page.evaluate("delete window.PublicKeyCredential")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Passkeys do not work here")).to_be_visible()


def knock(page: Page) -> None:
    page.get_by_label("Name or e-mail").fill("nobody")
    page.get_by_role("main").locator("form").first.evaluate(SUBMIT)
    expect(page.get_by_text("Wait a minute")).to_be_visible()


def come_half_way(page: Page) -> None:
    page.get_by_label("Name or e-mail").fill("guarded")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()


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


def said(heading: str) -> Callable[[Page], None]:
    """Nothing is done: the page says this."""
    return lambda page: expect(page.get_by_role("heading", name=heading)).to_be_visible()


# The scenes ------------------------------------------------------------------------------------

UNPROCESSABLE = "status of 422"
TOO_MUCH = "&".join(["a"] * 1001)

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
TEXTS = [
    Scene("text", "facilitator", "/groups/circle/texts/new/"),
    Scene("text, empty", "host", "/groups/empty/texts/new/", send_no_text, UNPROCESSABLE),
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
    Scene(
        "erratum, no answer", "facilitator", "{own_erratum}", decline_without_a_word, UNPROCESSABLE
    ),
]
PEOPLE = [
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
    Scene("sign in", None, "/accounts/login/"),
    Scene("sign in, mistyped", None, "/accounts/login/", mistype),
    Scene("sign out", "member", "/accounts/logout/"),
    Scene("password", "member", "/accounts/password/change/"),
    Scene("password, empty", "member", "/accounts/password/change/", send_empty),
    Scene("password, forgotten", None, "/accounts/password/reset/"),
    Scene("password, mail sent", None, "/accounts/password/reset/done/"),
    Scene("password, bad link", None, "/accounts/password/reset/key/1-bad/"),
    Scene("password, set anew", None, "/accounts/password/reset/key/done/"),
    Scene("password, once more", "member", "/accounts/reauthenticate/"),
    Scene("e-mail", "member", "/accounts/email/"),
    Scene("e-mail, mail sent", None, "/accounts/confirm-email/"),
    Scene("e-mail, bad link", None, "/accounts/confirm-email/bad/"),
    Scene("two steps", "member", "/accounts/2fa/"),
    Scene("no longer active", None, "/accounts/inactive/"),
    Scene("no joining without a link", None, "/accounts/signup/"),
]
OPEN = {"SIGN_UP": "open"}
GUARDED = {"ADMIN_MFA": "required"}
LIMITED = {"ACCOUNT_RATE_LIMITS": {"login": "0/m/ip"}}
TOO_OFTEN = "status of 429"

ACCOUNTS = [
    Scene("account", "member", "/accounts/"),
    Scene("profile", "member", "/accounts/profile/"),
    Scene("profile, without a name", "member", "/accounts/profile/", send_nameless, UNPROCESSABLE),
    Scene("how I read", "member", "/accounts/reading/"),
    Scene("how I read, very large and wide", "large_reader", "/accounts/reading/"),
    Scene("chapter, very large and wide", "large_reader", "{chapter}"),
    Scene("devices", "member", "/accounts/sessions/"),
    Scene("devices, this alone", "facilitator", "/accounts/sessions/"),
    Scene("e-mail, confirmed and another", "guarded", "/accounts/email/"),
    Scene("password, none yet", "keyless", "/accounts/password/set/"),
    Scene("password, once more, wrong", "member", "/accounts/reauthenticate/", prove_wrongly),
    Scene("two steps, set up", "guarded", "/accounts/2fa/"),
    Scene("app, set up", "member", "/accounts/2fa/totp/activate/", prove),
    Scene("app, wrong code", "member", "/accounts/2fa/totp/activate/", give_a_wrong_code),
    Scene("app, turned off", "guarded", "/accounts/2fa/totp/deactivate/", prove),
    Scene("codes", "guarded", "/accounts/2fa/recovery-codes/", prove),
    Scene("codes, new", "guarded", "/accounts/2fa/recovery-codes/generate/", prove),
    Scene("passkeys", "guarded", "/accounts/2fa/webauthn/"),
    Scene("passkeys, none", "member", "/accounts/2fa/webauthn/"),
    Scene("passkey, add", "member", "/accounts/2fa/webauthn/add/", prove),
    Scene("passkey, rename", "guarded", "{passkey}edit/", prove),
    Scene("passkey, remove", "guarded", "{passkey}remove/", prove),
    Scene("once more, by passkey", "guarded", "/accounts/2fa/webauthn/reauthenticate/"),
    Scene("once more, by code", "guarded", "/accounts/2fa/reauthenticate/"),
    Scene("sign up", None, "/accounts/signup/", site=OPEN),
    Scene("sign up, empty", None, "/accounts/signup/", send_empty, site=OPEN),
    Scene("sign in, open", None, "/accounts/login/", site=OPEN),
    Scene("sign in, too often", None, "/accounts/login/", knock, TOO_OFTEN, site=LIMITED),
    Scene(
        "admin, second step wanted", "editor", "/admin/login/", None, "status of 403", site=GUARDED
    ),
    Scene("sign in, second step", None, "/accounts/login/", come_half_way),
    Scene("sign in, no device", None, "/accounts/login/", find_no_device),
]
NOT_READ = said("That request cannot be read")
NOT_YOURS = said("This is not yours to do")
NOTHING = said("There is nothing here")
ERRORS = [
    Scene("error 400", "member", f"{{chapter}}?{TOO_MUCH}", NOT_READ, "status of 400"),
    Scene("error 403", "member", "/groups/circle/invitations/", NOT_YOURS, "status of 403"),
    Scene("error 404", "member", "/nothing/", NOTHING, "status of 404"),
    Scene("error 404, signed out", None, "/nothing/", NOTHING, "status of 404"),
    Scene("error, form too old", None, "/accounts/login/", lose_the_token, "status of 403"),
]
SCENES = [*HOME, *CHAPTER, *NOTES, *QUESTIONS, *TEXTS, *ERRATA, *PEOPLE, *ACCOUNTS, *ERRORS]
