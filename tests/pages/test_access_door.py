"""Who may open what of django-allauth's pages: the rest of the addresses.

They are about the account of whoever is signed in, so all who are get the same; the one that names
a row (a passkey) knows only those of that account.
"""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import URLResolver, get_resolver, reverse

from tests.accounts.codes import PASSKEY
from tests.pages.asking import LOST, SIGN_IN, ask, verdict
from tests.pages.everybody import EVERYBODY

OK, ON, GONE, WRONG = 200, 302, 404, 405

# name: what whoever is signed out gets, and who is signed in, for opening it.
DOOR = {
    "account_login": (OK, ON),
    "account_signup": (OK, ON),
    "account_logout": (LOST, OK),
    "account_inactive": (OK, OK),
    "account_reauthenticate": (SIGN_IN, OK),
    "account_email": (SIGN_IN, OK),
    "account_email_verification_sent": (OK, OK),
    "account_confirm_email": (OK, OK),  # says of a wrong key that it is
    "account_change_password": (SIGN_IN, OK),
    "account_set_password": (SIGN_IN, ON),  # they have one
    "account_reset_password": (OK, OK),
    "account_reset_password_done": (OK, OK),
    "account_reset_password_from_key": (OK, OK),  # says of a wrong key that it is
    "account_reset_password_from_key_done": (OK, OK),
    "account_confirm_login_code": (LOST, ON),  # off
    "mfa_index": (SIGN_IN, OK),
    "mfa_authenticate": (LOST, ON),
    "mfa_reauthenticate": (SIGN_IN, ON),
    "mfa_activate_totp": (SIGN_IN, ON),  # the password first
    "mfa_deactivate_totp": (SIGN_IN, GONE),
    "mfa_view_recovery_codes": (SIGN_IN, GONE),
    "mfa_generate_recovery_codes": (SIGN_IN, ON),
    "mfa_download_recovery_codes": (SIGN_IN, GONE),
    "mfa_list_webauthn": (SIGN_IN, OK),
    "mfa_add_webauthn": (SIGN_IN, ON),
    "mfa_reauthenticate_webauthn": (SIGN_IN, ON),
    "mfa_remove_webauthn": (SIGN_IN, ON),
    "mfa_edit_webauthn": (SIGN_IN, ON),
    "mfa_login_webauthn": (LOST, ON),
}
# The facilitator has a passkey.
OTHERWISE = {("mfa_reauthenticate_webauthn", "facilitator"): OK}
# Two names for one address: ours stands there.
ELSEWHERE = {"usersessions_list": "my-devices"}


@pytest.fixture
def passkey(everybody) -> Authenticator:
    return Authenticator.objects.create(
        user=everybody["facilitator"].person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Frida's key", "credential": PASSKEY},
    )


@pytest.fixture
def pages(passkey) -> dict[str, str]:
    wanted = {"pk": passkey.pk, "key": "MQ:1uABCD:x-y-z", "uidb36": "1"}
    found = {}
    for pattern in _theirs(get_resolver()):
        # What the address is made of stands partly in the patterns that this one is included by.
        ((_path, names),) = get_resolver().reverse_dict.getlist(pattern.name)[0][0]
        found[pattern.name] = reverse(pattern.name, kwargs={name: wanted[name] for name in names})
    return found


def _theirs(resolver):
    """Every pattern outside of the admin that does not lead to a view of ours."""
    for entry in resolver.url_patterns:
        if not isinstance(entry, URLResolver):
            if "readings." not in entry.lookup_str:
                yield entry
        elif entry.namespace is None:
            yield from _theirs(entry)


def test_every_page_is_in_the_table(pages):
    assert set(pages) - set(ELSEWHERE) == set(DOOR)
    assert {pages[theirs] for theirs in ELSEWHERE} == {reverse(o) for o in ELSEWHERE.values()}


def test_the_table(pages, everybody):
    wrong: dict[tuple[str, str], object] = {}
    for name, (signed_out, signed_in) in DOOR.items():
        for who in EVERYBODY:
            wanted = signed_out if who == "anonymous" else signed_in
            wanted = OTHERWISE.get((name, who), wanted)
            answer = ask(everybody[who], "GET", pages[name])
            if (found := verdict(answer, pages[name], "GET")) != wanted:
                wrong[name, who] = (found, wanted)
            elif b"s key" in answer.content and who != "facilitator":
                wrong[name, who] = "another's passkey"
    assert wrong == {}


def test_nobody_touches_anothers_passkey(pages, passkey, everybody, member):
    """Not even after giving their own password once more."""
    client = everybody["member"].client()
    client.post(pages["account_reauthenticate"], {"password": "correct-horse-battery"})
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.get(pages[name]).status_code == GONE
        assert client.post(pages[name], {"name": "Mine"}).status_code == GONE
    passkey.refresh_from_db()
    assert passkey.data["name"] == "Frida's key"
