"""Guards that are the same at every address: forged forms, other sites, kinds, cookies."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.fixtures.cast import PASSWORD
from tests.pages.test_access import TABLE, rows

LOGIN = "/accounts/login/"
KINDS = re.compile(r"text/(html|plain); charset=utf-8|application/json|image/(png|jpeg|webp)")


# A mail program sends it, and the secret in its address is what proves it (RFC 8058).
OPEN_TO_FORMS = {"notices-off"}


def test_no_form_is_taken_without_its_token(addresses, facilitator, key_of):
    """Whatever another site lets a member's browser send."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(facilitator)
    sent = 0
    for name, _method, address, data in rows(addresses, key_of):
        if name in OPEN_TO_FORMS:
            continue
        answer = client.post(address, data)
        assert answer.status_code == 403 or TABLE[name][0] == "GET", name
        assert answer.status_code in (403, 405), name
        sent += answer.status_code == 403
    assert sent > 30
    for name in ("account_login", "account_logout", "account_change_password", "account_email"):
        assert client.post(reverse(name), {}).status_code == 403, name


def test_no_other_site_may_read_an_answer(addresses, clients):
    for name, address in addresses.items():
        for who in ("anonymous", "member"):
            answer = clients[who].get(address, headers={"Origin": "https://elsewhere.example"})
            assert not [h for h in answer.headers if h.startswith("Access-Control-")], (name, who)


def test_every_answer_says_what_it_is(addresses, clients):
    for name, address in addresses.items():
        for who in ("anonymous", "member", "facilitator"):
            answer = clients[who].get(address)
            kind = answer.get("Content-Type", "")
            if kind == "application/octet-stream":  # one's own file, to keep and not to open here
                assert answer["Content-Disposition"].startswith("attachment"), name
            elif answer.content:
                assert KINDS.fullmatch(kind), (name, kind)


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config", "/.git/HEAD", "/.env", "/manage.py", "/pyproject.toml", "/db.sqlite3",
        "/var/db.sqlite3", "/static/../.env", "/static/%2e%2e/%2e%2e/.env", "/static/", "/media/",
        "/static/..%2f.git/config", "/pictures/..%2f..%2fdb.sqlite3", "/mail/", "/backup/",
    ],
)  # fmt: skip
def test_no_file_of_the_site_is_handed_out(client, member_client, path):
    for who in (client, member_client):
        assert who.get(path).status_code == 404, path
    assert member_client.generic("TRACE", "/").status_code in (404, 405)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "held"),
    [
        (0, "192.0.2.{}", True),  # said by whoever asks
        (1, "192.0.2.{}", False),  # said by the proxy: somebody else each time
        (1, "198.51.100.{}, 192.0.2.7", True),  # the first is what one told the proxy
    ],
)
def test_only_a_trusted_proxy_says_where_somebody_is(
    client, member, settings, proxies, forwarded, held
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    cache.clear()
    for turn in range(2):
        headers = {"X-Forwarded-For": forwarded.format(turn)}
        answer = client.post(LOGIN, {"login": "mira", "password": "wrong"}, headers=headers)
    assert (answer.status_code == 429) is held


# Cookies ---------------------------------------------------------------------------------------


def test_the_session_is_a_long_random_key_and_no_more(client, member):
    keys = set()
    for _turn in range(20):
        browser = Client()
        browser.post(LOGIN, {"login": "mira", "password": PASSWORD})
        cookie = browser.cookies["sessionid"]
        assert re.fullmatch("[a-z0-9]{32}", cookie.value)  # 165 bits
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        keys.add(cookie.value)
    assert len(keys) == 20
    assert len(set("".join(keys))) == 36


@pytest.fixture
def under_https(settings):
    """Cookies as a site has them whose SITE_URL begins with https (tests/tooling/test_settings)."""
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.SECURE_SSL_REDIRECT = True


def https_client() -> Any:
    return Client(headers={"Referer": "https://testserver/"})


def test_cookies_are_for_this_host_and_its_encryption_alone(under_https, member):
    client = https_client()
    client.get(LOGIN, secure=True)
    client.post(LOGIN, {"login": "mira", "password": PASSWORD}, secure=True)
    assert {"__Host-sessionid", "__Host-csrftoken"} <= set(client.cookies)
    for cookie in client.cookies.values():
        if cookie.key.startswith("__Host-"):
            assert cookie["secure"]
            assert cookie["path"] == "/"
            assert cookie["domain"] == ""
    assert client.get("/", secure=True).status_code == 200


def test_without_encryption_one_is_sent_to_it(under_https, member_client):
    answer = member_client.get("/accounts/login/?next=/")
    assert answer.status_code == 301
    assert answer.url == "https://testserver/accounts/login/?next=/"
    secure = member_client.get("/accounts/login/", secure=True)
    assert secure["Strict-Transport-Security"].startswith("max-age=31536000")


def test_whoever_is_signed_in_stays_so_when_the_cookie_gets_its_name(under_https, member):
    client = https_client()
    client.post(LOGIN, {"login": "mira", "password": PASSWORD}, secure=True)
    key = client.cookies["__Host-sessionid"].value
    old = https_client()
    old.cookies["sessionid"] = key
    answer = old.get("/", secure=True)
    assert answer.status_code == 200
    assert old.cookies["__Host-sessionid"].value == key
    assert old.cookies["__Host-sessionid"]["secure"]
    assert old.cookies["sessionid"].value == ""
    assert old.get("/", secure=True).status_code == 200


@pytest.mark.parametrize("key", ["a" * 32, "", "../../x"])
def test_a_former_cookie_that_is_nobodys_makes_no_session(under_https, db, key):
    client = https_client()
    client.cookies["sessionid"] = key
    assert client.get("/", secure=True).status_code == 302
    client.get(LOGIN, secure=True)
    assert "__Host-sessionid" not in client.cookies or not client.cookies["__Host-sessionid"].value
    assert Session.objects.count() == 0


def test_a_former_cookie_does_not_take_the_place_of_the_new(under_https, member, facilitator):
    """As a neighbouring site might set one, for all hosts below a domain."""
    client, other = https_client(), https_client()
    client.post(LOGIN, {"login": "mira", "password": PASSWORD}, secure=True)
    other.post(LOGIN, {"login": "frida", "password": PASSWORD}, secure=True)
    client.cookies["sessionid"] = other.cookies["__Host-sessionid"].value
    assert "Mira" in client.get("/accounts/profile/", secure=True).text


@pytest.mark.parametrize("right", [True, False])
def test_proving_oneself_once_more_makes_another_key(client, member, right):
    client.post(LOGIN, {"login": "mira", "password": PASSWORD})
    before = client.session.session_key
    thief = Client()
    thief.cookies["sessionid"] = before
    said = PASSWORD if right else "wrong-words"
    client.post("/accounts/reauthenticate/", {"password": said})
    assert (client.session.session_key == before) is not right
    assert (thief.get("/").status_code == 200) is not right
    assert client.get("/").status_code == 200
    devices = list(member.usersession_set.values_list("session_key", flat=True))
    assert devices == [client.session.session_key]
    after = client.session.session_key
    client.get("/accounts/profile/")
    client.get("/accounts/2fa/totp/activate/")
    assert client.session.session_key == after, "once for each proof"


def test_whoever_is_switched_off_is_out_at_once(member_client, member):
    assert member_client.get("/").status_code == 200
    member.is_active = False
    member.save()
    assert member_client.get("/").status_code == 302
    member_client.post(LOGIN, {"login": "mira", "password": PASSWORD})
    assert member_client.get("/").status_code == 302


def test_a_session_whose_time_is_over_opens_nothing(member_client):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert member_client.get("/").status_code == 302


# Nothing left behind ---------------------------------------------------------------------------


def test_a_session_that_ends_takes_its_kept_pages_along(member_client, client, member):
    assert "Clear-Site-Data" not in member_client.get("/")
    answer = member_client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache"'


def test_going_back_after_signing_out_shows_nothing(page_of, member, reading):
    page = page_of(member)
    page.goto(reading.get_absolute_url())
    expect(page.get_by_role("heading", name="The Fence", exact=True)).to_be_visible()
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_role("heading", name="The Fence", exact=True)).to_have_count(0)
