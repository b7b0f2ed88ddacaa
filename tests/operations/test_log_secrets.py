"""Whatever people do, and however it fails: no words, address, password or token in the log."""

from __future__ import annotations

import io
import logging
import uuid

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from readings.annotation.models import Note
from readings.groups.actions import make_join_link
from readings.groups.models import User
from studyguide import logs
from tests.fixtures.cast import PASSWORD

WORDS = "Nobody else knows that she doubted it"
ADDRESS = "mira.k@mail.example.org"
NEW_PASSWORD = "staple-Horse-47-tunnel"


@pytest.fixture(params=["json", "console"])
def written(request):
    """All that is written, at the most talkative level that the site offers."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logs.formatter(form=request.param, debug=False))
    logging.getLogger().addHandler(handler)
    yield handler.stream.getvalue
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def link(group, facilitator):
    return make_join_link(user=facilitator, group=group)


def post_note(client, addresses, **headers):
    facts = {"body": WORDS, "uid": str(uuid.uuid4()), "audience": "group", "kind": "chapter"}
    return client.post(addresses["notes"], facts, headers=headers)


def test_signing_in(written, member):
    member.email = ADDRESS
    member.save()
    client = Client()
    login = reverse("account_login")
    for name in (ADDRESS, member.username):
        client.post(login, {"login": name, "password": "wrong-" + NEW_PASSWORD})
    done = client.post(login, {"login": ADDRESS, "password": PASSWORD})
    assert done.status_code == 302
    client.post(reverse("account_reset_password"), {"email": ADDRESS})
    client.get(f"{login}?next=/g/a/&email={ADDRESS}")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert written().count("/accounts/login/") == 4
    for secret in (ADDRESS, "mira", PASSWORD, NEW_PASSWORD, session):
        assert secret not in written()


def test_joining(written, link, client):
    page = link.get_absolute_url()
    assert client.get(page).status_code == 200
    account = {"name": "Zuleika", "password": NEW_PASSWORD, "password1": NEW_PASSWORD}
    done = client.post(page, account)
    client.get(f"/join/{link.token}x/")
    Client(enforce_csrf_checks=True).post(page, {"name": "Zuleika"})
    Client(enforce_csrf_checks=True).post(
        page, {"name": "Zuleika"}, headers={"Referer": f"https://testserver{page}"}
    )
    assert done.status_code == 302
    assert User.objects.filter(display_name="Zuleika").exists()
    assert "/join/<slug:token>/" in written()
    for secret in (link.token, link.token[:12], NEW_PASSWORD, "Zuleika"):
        assert secret not in written()


def test_posting_a_note(written, addresses, member_client):
    before = Note.objects.count()
    post_note(member_client, addresses)
    member_client.get(addresses["place-notes"])
    member_client.post(addresses["preview"], {"content": WORDS})
    assert Note.objects.count() == before + 1
    assert WORDS not in written()
    assert "doubted" not in written()


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError(f"cannot store {WORDS!r}"),
        IntegrityError(f"Key (email)=({ADDRESS}) already exists.\nDETAIL: row ({WORDS})"),
        ValueError(WORDS),
        UnicodeEncodeError("ascii", WORDS, 0, 3, ADDRESS),
        ExceptionGroup(WORDS, [KeyError(WORDS)]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_failure_while_a_note_is_stored(written, addresses, member, monkeypatch, error):
    def fail(**facts):
        local = dict(facts, words=WORDS)
        try:
            raise KeyError(WORDS)
        except KeyError:
            raise error from (None if local.get("nothing") else ValueError(ADDRESS))

    monkeypatch.setattr("readings.annotation.actions.add_note", fail)
    client = Client(raise_request_exception=False)
    client.force_login(member)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    answer = post_note(client, addresses, Referer=f"http://testserver/?said={WORDS}")
    assert answer.status_code == 500
    assert "Internal Server Error" in written()
    assert type(error).__name__ in written()
    assert "in fail" in written()
    for secret in (WORDS, "doubted", ADDRESS, "mira.k", session):
        assert secret not in written()
