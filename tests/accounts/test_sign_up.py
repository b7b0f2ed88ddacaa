"""Signing up: by invitation alone, or open; the address confirmed before the first use."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from readings.groups.actions import make_join_link
from readings.groups.models import User
from tests.fixtures.cast import PASSWORD
from tests.tooling.checks import production
from tests.tooling.running import environment, run_python

ADDRESS = "/accounts/signup/"
GIVEN = {
    "username": "Nia  Okafor",
    "email": "Nia@example.org",
    "password1": "wanderlust-in-november",
    "time_zone": "Africa/Lagos",
}


@pytest.fixture
def is_open(settings):
    settings.SIGN_UP = "open"


def link(message) -> str:
    """The path of the link in a message."""
    return str(re.findall(r"^http://testserver(\S+)$", message.body, re.MULTILINE)[0])


def is_in(client):
    return client.get("/").status_code == 200


def test_without_a_setting_nobody_signs_up_alone(client, db):
    page = client.get(ADDRESS)
    assert "You need a joining link" in page.text
    assert "<form" not in page.text.split("<main")[1].split("</main>")[0]
    page = client.post(ADDRESS, GIVEN)
    assert "You need a joining link" in page.text
    assert not User.objects.exists()
    assert "Ask your group for its joining link" in client.get("/accounts/login/").text


@pytest.mark.parametrize("mode", ["invitation", "open"])
def test_a_joining_link_brings_in_at_once(client, group, facilitator, settings, mode):
    settings.SIGN_UP = mode
    path = make_join_link(user=facilitator, group=group).get_absolute_url()
    client.post(path, {"name": "Nia", "password": "wanderlust-in-november"})
    assert is_in(client)
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "nia", "password": "wanderlust-in-november"})
    assert is_in(client)
    assert mail.outbox == []


def test_where_it_is_open_the_sign_in_page_leads_there(client, db, is_open):
    page = client.get("/accounts/login/?next=/accounts/reading/").text
    assert 'href="/accounts/signup/?next=%2Faccounts%2Freading%2F"' in page
    assert "joining link" not in page


def test_an_account_is_used_once_its_address_is_confirmed(client, db, is_open):
    answer = client.post(ADDRESS, {**GIVEN, "next": "/accounts/reading/"})
    assert answer.url == "/accounts/confirm-email/"
    assert not is_in(client)
    user = User.objects.get()
    assert (user.display_name, user.username) == ("Nia Okafor", "nia okafor")
    assert (user.time_zone, user.email) == ("Africa/Lagos", "nia@example.org")
    message = mail.outbox[0]
    assert message.to == ["nia@example.org"]
    assert message.subject == "Study Guide: confirm your e-mail address"
    page = client.get(link(message))
    assert "Is nia@example.org the address of Nia Okafor?" in page.text
    assert not is_in(client)  # to look at a link is not to press its button
    answer = client.post(link(message))
    assert answer.url == "/accounts/reading/"
    assert is_in(client)


def test_a_right_password_is_not_enough_before(client, db, is_open):
    client.post(ADDRESS, GIVEN)
    other = Client()
    answer: Any = other.post(
        "/accounts/login/", {"login": "Nia Okafor", "password": GIVEN["password1"]}
    )
    assert answer.url == "/accounts/confirm-email/"
    assert not is_in(other)
    # Elsewhere the link confirms and signs nobody in; the password then does.
    phone = Client()
    phone.post(link(mail.outbox[0]))
    assert not is_in(phone)
    phone.post("/accounts/login/", {"login": "Nia Okafor", "password": GIVEN["password1"]})
    assert is_in(phone)


def test_a_link_is_good_once_and_for_three_days(client, db, is_open, time_travel):
    client.post(ADDRESS, GIVEN)
    path = link(mail.outbox[0])
    time_travel(3 * 24 * 3600 + 1)
    assert "The link is no longer good" in client.get(path).text
    assert client.post(path).status_code == 404


@pytest.fixture
def time_travel(monkeypatch):
    """`time_travel(seconds)`: signatures are that much older."""
    now = time.time
    return lambda seconds: monkeypatch.setattr(time, "time", lambda: now() + seconds)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": ""}, "This field is required."),
        ({"username": "x" * 81}, "at most 80 characters"),
        ({"username": "MIRA"}, "Somebody here already uses that name."),
        ({"email": ""}, "This field is required."),
        ({"email": "nia"}, "Enter a valid email address."),
        ({"password1": "12345678"}, "This password is too common."),
        ({"password1": ""}, "This field is required."),
    ],
)
def test_bad_input_is_told_beside_its_field_and_loses_nothing(
    client, member, is_open, changes, said
):
    page = client.post(ADDRESS, {**GIVEN, **changes})
    field = page.text.split('<div class="field has-error">')[1].split('<div class="field')[0]
    assert said in field
    assert User.objects.count() == 1
    kept = {**GIVEN, **changes}
    for name in ("username", "email"):
        assert not kept[name] or f'value="{kept[name]}"' in page.text
    assert GIVEN["password1"] not in page.text


def test_who_is_faster_with_a_name_has_it(client, db, is_open, monkeypatch, person):
    from readings.accounts.adapter import AccountAdapter

    looked = AccountAdapter.clean_username

    def look_and_lose(self, username, shallow=False):
        folded = looked(self, username, shallow)
        person("Nia Okafor")
        return folded

    monkeypatch.setattr(AccountAdapter, "clean_username", look_and_lose)
    page = client.post(ADDRESS, GIVEN, follow=True)
    assert "Somebody already signs in with that name." in page.text
    assert User.objects.count() == 1


@pytest.mark.parametrize("value", ["closed", "OPEN", "yes"])
def test_an_unknown_mode_stops_the_site(tmp_path, value):
    values = {**production(str(tmp_path)), "SIGN_UP": value}
    done = run_python("manage.py", "check", env=environment(tmp_path, **values))
    assert done.returncode != 0
    assert "SIGN_UP is " in done.stderr
    assert "choose invitation or open." in done.stderr


# A later address -------------------------------------------------------------------------------


def prove(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/email/"})


def test_an_address_is_added_and_confirmed_at_leisure(member_client, member, client):
    page = member_client.post("/accounts/email/", {"email": "mira@example.org", "action_add": "1"})
    assert page.url.startswith("/accounts/reauthenticate/")
    prove(member_client)
    page = member_client.get("/accounts/email/").text
    assert "not confirmed" in page
    client.post("/accounts/login/", {"login": "mira", "password": PASSWORD})
    assert is_in(client)
    member_client.post(link(mail.outbox[0]))
    member.refresh_from_db()
    assert member.email == "mira@example.org"
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "MIRA@example.org", "password": PASSWORD})
    assert is_in(client)


@pytest.fixture
def addressed(member):
    """The member, with a confirmed address."""
    User.objects.filter(pk=member.pk).update(email="mira@example.org")
    EmailAddress.objects.create(user=member, email="mira@example.org", verified=True, primary=True)
    member.refresh_from_db()
    return member


def test_the_old_address_holds_until_the_new_one_is_confirmed(member_client, addressed):
    prove(member_client)
    mail.outbox.clear()
    member_client.post("/accounts/email/", {"email": "m@example.org", "action_add": "1"})
    page = member_client.get("/accounts/email/").text
    assert "Until then the old address holds." in page
    addressed.refresh_from_db()
    assert addressed.email == "mira@example.org"
    member_client.post(link(mail.outbox[0]))
    addressed.refresh_from_db()
    assert addressed.email == "m@example.org"
    assert [str(one) for one in EmailAddress.objects.filter(user=addressed)] == ["m@example.org"]
    told = mail.outbox[-1]
    assert told.to == ["mira@example.org"]
    assert "was changed from mira@example.org to m@example.org" in told.body


def test_two_people_can_both_remove_theirs(member_client, addressed, facilitator, client_of):
    prove(member_client)
    member_client.post("/accounts/email/", {"email": addressed.email, "action_remove": "1"})
    EmailAddress.objects.create(
        user=facilitator, email="f@example.org", verified=True, primary=True
    )
    User.objects.filter(pk=facilitator.pk).update(email="f@example.org")
    other = client_of(facilitator)
    prove(other)
    other.post("/accounts/email/", {"email": "f@example.org", "action_remove": "1"})
    assert set(User.objects.values_list("email", flat=True)) == {None}


def test_an_address_that_an_administrator_gave_to_another_is_not_confirmed(
    member_client, member, person
):
    person("Nia", email="nia@example.org")
    prove(member_client)
    member_client.post("/accounts/email/", {"email": "nia@example.org", "action_add": "1"})
    page = member_client.post(link(mail.outbox[0]), follow=True)
    assert "cannot be confirmed: another account has it." in page.text
    member.refresh_from_db()
    assert member.email is None
