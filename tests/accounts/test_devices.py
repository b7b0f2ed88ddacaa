"""Where one is signed in, and signing out there."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from readings.accounts.agents import device_name
from tests.fixtures.addresses import FIREFOX, sign_in_elsewhere
from tests.fixtures.cast import PASSWORD

DEVICES = "/accounts/sessions/"


@pytest.fixture
def signed_in(member):
    """`signed_in(agent)`: a browser in which the member has signed in by the page."""

    def sign_in(agent=FIREFOX):
        client = Client(headers={"User-Agent": agent})
        given = {"login": member.username, "password": PASSWORD}
        assert client.post("/accounts/login/", given).status_code == 302
        return client

    return sign_in


def is_in(client):
    return client.get("/").status_code == 200


def test_signing_in_lists_the_device(signed_in):
    here, phone = signed_in("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/5"), signed_in()
    page = here.get(DEVICES).text
    rows = page.split('<ul class="rows">')[1].split("</ul>")[0].split("<li>")[1:]
    assert len(rows) == 2
    assert "Chrome on Linux" in rows[0]
    assert "this device" in rows[0]
    assert "Sign out there" not in rows[0]
    assert "Firefox on Android" in rows[1]
    assert "127.0.0.1" in rows[1]
    assert "Sign out there" in rows[1]
    assert is_in(phone)


def test_one_other_device_is_signed_out_at_once(signed_in):
    here, phone, tablet = signed_in(), signed_in(), signed_in()
    row = UserSession.objects.get(session_key=phone.session.session_key)
    answer = here.post(f"{DEVICES}{row.pk}/sign-out/", follow=True)
    assert "Signed out: Firefox on Android." in answer.text
    assert not is_in(phone)
    assert is_in(here)
    assert is_in(tablet)


def test_all_others_are_signed_out_at_once(signed_in):
    here, others = signed_in(), [signed_in(), signed_in()]
    answer = here.post(DEVICES, follow=True)
    assert "Signed out on 2 other devices." in answer.text
    assert [is_in(client) for client in others] == [False, False]
    assert is_in(here)
    assert "Sign out everywhere but here" not in answer.text


def test_nobody_signs_out_the_device_of_another(signed_in, facilitator):
    other = sign_in_elsewhere(facilitator)
    here = signed_in()
    assert here.post(f"{DEVICES}{other.pk}/sign-out/").status_code == 404
    assert here.post(f"{DEVICES}999999/sign-out/").status_code == 404
    here.post(DEVICES)
    assert UserSession.objects.filter(pk=other.pk).exists()
    assert Session.objects.filter(pk=other.session_key).exists()


def test_this_device_is_signed_out_by_signing_out_alone(signed_in):
    here = signed_in()
    row = UserSession.objects.get(session_key=here.session.session_key)
    assert here.post(f"{DEVICES}{row.pk}/sign-out/").status_code == 404
    assert is_in(here)


def test_what_has_ended_is_not_listed(signed_in, member):
    here, phone, expired = signed_in(), signed_in(), signed_in()
    phone.post("/accounts/logout/")
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(pk=expired.session.session_key).update(expire_date=past)
    assert here.get(DEVICES).text.count("Signed in ") == 1


def test_a_new_password_signs_out_everywhere_else(signed_in):
    here, phone = signed_in(), signed_in()
    words = "another-horse-7"
    given = {"oldpassword": PASSWORD, "password1": words, "password2": words}
    assert here.post("/accounts/password/change/", given).status_code == 302
    assert not is_in(phone)
    assert is_in(here)
    page = here.get(DEVICES).text
    assert page.count("Signed in ") == 1
    assert "this device" in page


def test_a_device_that_came_in_by_another_way_is_named_too(member_client):
    page = member_client.get(DEVICES, headers={"User-Agent": FIREFOX}).text
    assert "Firefox on Android" in page
    assert "this device" in page


@pytest.mark.parametrize("count", [2, 30])
def test_the_list_asks_as_often_for_many_as_for_few(
    member_client, member, count, django_assert_num_queries
):
    for _device in range(count):
        sign_in_elsewhere(member)
    with django_assert_num_queries(4):
        page = member_client.get(DEVICES).text
    assert page.count("/sign-out/") == count


def test_no_page_writes_down_that_one_was_there(signed_in, django_assert_num_queries):
    here = signed_in()
    row = UserSession.objects.get()
    with django_assert_num_queries(2):
        here.get("/accounts/profile/")
    assert UserSession.objects.get().last_seen_at == row.last_seen_at


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Version/18 Safari/6",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (iPhone) CriOS/140 Safari/6", "Chrome on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/5 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Gecko Firefox/140", "Firefox on Mac"),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28 Chrome/1",
            "Samsung Internet on Android",
        ),
        ("curl/8.5.0", "A browser that does not say its name"),
        ("", "A browser that does not say its name"),
    ],
)
def test_devices_have_names_that_people_know(agent, name):
    assert device_name(agent) == name


def test_devices_from_before_there_was_a_list_are_on_it(member_client, member, client_of):
    client_of(member)  # another, signed in without the page
    expired = client_of(member)
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(pk=expired.session.session_key).update(expire_date=past)
    Client().get("/accounts/login/")  # a session of nobody's may be there too
    import_module("readings.migrations.0015_devices").list_devices(apps, None)
    page = member_client.get(DEVICES).text
    assert page.count("/sign-out/") == 1
    assert page.count("Signed in some time ago") == 2
