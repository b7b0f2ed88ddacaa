"""The links in mail carry what they are for, signed: nobody makes one, or uses one for another."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import mail, signing
from django.test import Client

from readings.groups.models import User
from tests.accounts.codes import set_up

RESET = "/accounts/password/reset/"


@pytest.fixture
def address(member):
    return EmailAddress.objects.create(user=member, email="mira@example.org", primary=True)


def confirm(key):
    return Client().post(f"/accounts/confirm-email/{key}/").status_code


def test_a_link_that_was_changed_is_not_good(address):
    key = EmailConfirmationHMAC(address).key
    number, rest = key.split(":", 1)
    forged = [
        key[:-1] + ("A" if key[-1] != "A" else "B"),
        f"{signing.b64_encode(b'999').decode()}:{rest}",
        number,
        f"{number}::",
        signing.dumps(address.pk),  # by our own key, for something else
        signing.dumps(address.pk, key="another site's key", salt="account"),
    ]
    assert [confirm(one) for one in forged] == [404] * len(forged)
    address.refresh_from_db()
    assert not address.verified
    assert confirm(key) == 302
    address.refresh_from_db()
    assert address.verified


def test_a_link_for_one_password_is_for_no_other(client, member, person):
    User.objects.filter(pk=member.pk).update(email="mira@example.org")
    other = person("Noam")
    client.post(RESET, {"email": "mira@example.org"})
    found = re.findall(r"/key/([0-9a-z]+)-(\S+?)/", str(mail.outbox[0].body))
    owner, token = found[0]
    tried = [f"{other.pk}-{token}", f"{owner}-{token[:-1]}", f"{owner}-{token}x"]
    for key in tried:
        page = Client().get(f"{RESET}key/{key}/", follow=True)
        assert "The link is no longer good" in page.text, key
    assert "The link is no longer good" not in Client().get(
        f"{RESET}key/{owner}-{token}/", follow=True
    ).text  # fmt: skip


def test_a_new_password_by_mail_leads_past_no_second_step(client, member, address):
    User.objects.filter(pk=member.pk).update(email="mira@example.org")
    EmailAddress.objects.update(verified=True)
    set_up(member)
    client.post(RESET, {"email": "mira@example.org"})
    path = re.findall(r"http://testserver(\S+/key/\S+)", str(mail.outbox[0].body))[0]
    form = client.get(path, follow=True).redirect_chain[0][0]
    client.post(form, {"password1": "another-horse-7", "password2": "another-horse-7"})
    assert client.get("/").status_code == 302
    given = {"login": "mira", "password": "another-horse-7"}
    assert client.post("/accounts/login/", given).url == "/accounts/2fa/authenticate/"
    assert client.get("/").status_code == 302
