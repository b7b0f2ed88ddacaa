"""What a stranger must not learn or do at the door: who is here, whose session, which way on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client

from readings.groups.models import User
from tests.fixtures.cast import PASSWORD

LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"
LINK = re.compile(r"http://testserver(\S+)")
ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example/",
    "/\\elsewhere.example/",
    "https:elsewhere.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://testserver@elsewhere.example/",
    "http://testserver.elsewhere.example/",
    "\thttps://elsewhere.example/",
]


@pytest.fixture
def known(member):
    User.objects.filter(pk=member.pk).update(email="mira@example.org")
    EmailAddress.objects.create(user=member, email="mira@example.org", verified=True, primary=True)
    return member


def words(page, typed):
    """A page without what differs from one request to the next, and what was typed."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", page.text)
    return text.replace(typed, "TYPED")


# Who is here -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("there", "not_there"), [("mira", "noam"), ("mira@example.org", "n@n.nn")])
def test_signing_in_does_not_tell_who_is_here(client, known, there, not_there):
    answers = [
        client.post(LOGIN, {"login": who, "password": "x" * 9}) for who in (there, not_there)
    ]
    assert answers[0].status_code == answers[1].status_code == 200
    assert words(answers[0], there) == words(answers[1], not_there)


@pytest.mark.parametrize("who", ["mira", "noam", "mira@example.org", "noam@example.org"])
def test_nor_by_the_time_that_it_takes(client, known, who, monkeypatch):
    """A password is hashed once for whoever is here, and for whoever is not."""
    hashed = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode

    def count(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hasher, "encode", count)
    client.post(LOGIN, {"login": who, "password": "wrong-words"})
    assert hashed == ["wrong-words"]


def test_asking_for_a_new_password_does_not_tell(client, known):
    answers = [client.post(RESET, {"email": e}) for e in ("mira@example.org", "n@example.org")]
    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert len(mail.outbox) == 2  # one message each, whoever it is


def test_nor_does_signing_up(client, known, settings):
    settings.SIGN_UP = "open"
    given = {"username": "Noam", "password1": "wanderlust-in-november", "time_zone": ""}
    told = []
    for email in ("mira@example.org", "new@example.org"):
        answer: Any = Client().post("/accounts/signup/", {**given, "email": email})
        told.append((answer.status_code, answer.url))
    assert told[0] == told[1]
    assert [len(mail.outbox), User.objects.count()] == [2, 2]
    assert mail.outbox[0].subject == "Study Guide: you have an account already"


def test_nor_does_an_address_that_one_adds(member_client, known, person):
    person("Noam", email="noam@example.org")
    member_client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    pages = []
    for email in ("noam@example.org", "nobody@example.org"):
        page = member_client.post(
            "/accounts/email/", {"email": email, "action_add": "1"}, follow=True
        )
        pages.append(words(page, email))
    assert pages[0] == pages[1]


# Whose session ---------------------------------------------------------------------------------


def test_a_session_from_before_signing_in_is_worth_nothing_after(client, member):
    client.get(f"{LOGIN}?next=/")
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post(LOGIN, {"login": "mira", "password": PASSWORD})
    assert client.session.session_key != session.session_key
    thief = Client()
    thief.cookies["sessionid"] = session.session_key
    assert thief.get("/").status_code == 302


def test_a_session_that_somebody_made_up_is_not_taken_on(client, member):
    client.cookies["sessionid"] = "a" * 32
    client.post(LOGIN, {"login": "mira", "password": PASSWORD})
    assert client.session.session_key != "a" * 32


def test_signing_out_ends_the_session_and_not_the_cookie_alone(member_client):
    key = member_client.session.session_key
    member_client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = key
    assert thief.get("/").status_code == 302


def test_nothing_of_one_person_is_left_for_the_next(client, member, facilitator):
    client.post(LOGIN, {"login": "mira", "password": PASSWORD})
    session = client.session
    session["of_mira"] = "1"
    session.save()
    client.post("/accounts/logout/")
    client.post(LOGIN, {"login": "frida", "password": PASSWORD})
    assert "of_mira" not in client.session


# Which way on ----------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ELSEWHERE)
def test_no_way_on_leads_to_another_site(member_client, client, member, known, url):
    ways = [
        (client, LOGIN, {"login": "mira", "password": PASSWORD}),
        (member_client, "/accounts/reauthenticate/", {"password": PASSWORD}),
        (member_client, "/accounts/logout/", {}),
    ]
    for who, path, given in ways:
        answer = who.post(path, {**given, "next": url})
        assert answer.status_code == 302
        assert answer.url.startswith("/")
        assert not answer.url.startswith(("//", "/\\"))
        assert "elsewhere" not in answer.url


@pytest.mark.parametrize("url", ELSEWHERE)
def test_nor_for_who_is_signed_in_already_or_signs_up(member_client, client, db, settings, url):
    settings.SIGN_UP = "open"
    assert member_client.get(LOGIN, {"next": url}).url == "/"
    given = {
        "username": "Nia", "email": "n@example.org", "password1": "wanderlust-in-november",
        "next": url,
    }  # fmt: skip
    client.post("/accounts/signup/", given)
    link = LINK.findall(str(mail.outbox[0].body))[0]
    assert client.post(link, {"next": url}).url == "/"


# Links in mail ---------------------------------------------------------------------------------


def test_links_lead_to_the_site_whatever_host_was_asked_for(client, known, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(RESET, {"email": "mira@example.org"}, headers={"Host": "elsewhere.example"})
    assert "elsewhere" not in mail.outbox[0].body
    assert "http://testserver/accounts/password/reset/key/" in mail.outbox[0].body


def test_a_new_password_by_mail(client, known, member_client):
    client.post(RESET, {"email": "mira@example.org"})
    message = mail.outbox[0]
    assert message.subject == "Study Guide: a new password"
    assert "You sign in as: mira" in message.body
    link = LINK.findall(str(message.body))[0]
    page = client.get(link, follow=True)
    assert "set-password" in page.redirect_chain[0][0]  # no secret in the address of the form
    new = {"password1": "another-horse-7", "password2": "another-horse-7"}
    assert client.post(page.redirect_chain[0][0], {**new, "password2": "x"}).status_code == 200
    client.post(page.redirect_chain[0][0], new)
    known.refresh_from_db()
    assert known.check_password("another-horse-7")
    assert member_client.get("/").status_code == 302, "signed out everywhere"
    assert "The link is no longer good" in Client().get(link).text


def test_what_is_sent_is_plain_and_names_the_site(client, known):
    client.post(RESET, {"email": "mira@example.org"})
    client.post(RESET, {"email": "nobody@example.org"})
    for message in mail.outbox:
        assert message.from_email == "Study Guide <study-guide@localhost>"
        assert message.body.startswith("Hello")
        assert message.body.rstrip().endswith("http://testserver")
        assert "\n-- \n" in message.body
        assert "&#" not in message.body
    assert "There is no account with this address." in mail.outbox[1].body
    assert "/accounts/signup/" not in mail.outbox[1].body
