"""The site's door, and one's own account."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.fixtures.cast import PASSWORD
from tests.pages.scenes.scene import SUBMIT, UNPROCESSABLE, Scene, send_empty


def mistype(page: Page) -> None:
    page.get_by_label("Name or e-mail").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.locator(".errorlist").first).to_be_visible()


def send_nameless(page: Page) -> None:
    page.get_by_label("Your name").fill("")
    page.locator("main form").evaluate(SUBMIT)
    expect(page.locator(".errorlist")).to_be_visible()


def choose_nothing(page: Page) -> None:
    page.locator("input[type=radio]").evaluate_all("all => all.forEach(one => one.checked = false)")
    page.locator("main form").evaluate(SUBMIT)
    expect(page.locator(".errorlist")).to_be_visible()


def switch_off(page: Page) -> None:
    page.get_by_role("button", name="Switch them off").click()
    expect(page.get_by_role("heading", name="No more mail of this kind")).to_be_visible()


def prove(page: Page) -> None:
    """Shows once more that it is oneself; what was asked for then opens."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_hidden()


def prove_for_data(page: Page) -> None:
    page.get_by_role("link", name="Confirm that it is you").click()
    prove(page)
    expect(page.get_by_role("link", name="To read (HTML)")).to_be_visible()


def ask_to_go(page: Page) -> None:
    page.get_by_label("As “Former member”").first.check()
    page.get_by_role("button", name="Delete my account").click()
    prove(page)
    expect(page.get_by_role("heading", name="Your account is to be deleted")).to_be_visible()


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


OPEN = {"SIGN_UP": "open"}


GUARDED = {"ADMIN_MFA": "required"}


LIMITED = {"ACCOUNT_RATE_LIMITS": {"login": "0/m/ip"}}


TOO_OFTEN = "status of 429"


DOOR = [
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


ACCOUNTS = [
    Scene("account", "member", "/accounts/"),
    Scene("profile", "member", "/accounts/profile/"),
    Scene("profile, without a name", "member", "/accounts/profile/", send_nameless, UNPROCESSABLE),
    Scene("how I read", "member", "/accounts/reading/"),
    Scene("how I read, very large and wide", "large_reader", "/accounts/reading/"),
    Scene("chapter, very large and wide", "large_reader", "{chapter}"),
    Scene("notices", "guarded", "/accounts/notices/"),
    Scene("notices, no address", "member", "/accounts/notices/"),
    Scene("notices, nothing chosen", "member", "/accounts/notices/", choose_nothing, UNPROCESSABLE),
    Scene("notices off?", None, "/accounts/notices/off/a-key/"),
    Scene("notices off", None, "/accounts/notices/off/a-key/", switch_off),
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
    Scene("my data", "member", "/accounts/data/"),
    Scene("my data, proven", "member", "/accounts/data/", prove_for_data),
    Scene("my data, by a code alone", "keyless", "/accounts/data/"),
    Scene("account deletion", "member", "/accounts/deletion/"),
    Scene("account deletion, needed", "facilitator", "/accounts/deletion/"),
    Scene("account deletion, alone", "host", "/accounts/deletion/"),
    Scene("account deletion, nothing shared", "keyless", "/accounts/deletion/"),
    Scene("account deletion, asked", "member", "/accounts/deletion/", ask_to_go),
    Scene("account going, home", "going", "/"),
    Scene("account going, chapter", "going", "{chapter}"),
    Scene("account going, held", "held", "/accounts/deletion/"),
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
