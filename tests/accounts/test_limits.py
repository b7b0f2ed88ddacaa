"""Too often in a short time: it is said when to go on, and nothing typed is lost."""

from __future__ import annotations

import pytest
from allauth.account import app_settings
from allauth.core.internal.ratelimit import get_rates
from django.core.cache import cache
from django.urls import reverse

from studyguide.settings import ACCOUNT_RATE_LIMITS as SITE
from tests.fixtures.cast import PASSWORD
from tests.tooling.checks import production
from tests.tooling.running import environment, run_python

LOGIN = "/accounts/login/"
SAID = "Wait a minute, then send it once more."


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.ACCOUNT_RATE_LIMITS = {
        **settings.ACCOUNT_RATE_LIMITS,
        **dict.fromkeys(("login", "signup", "reset_password"), "1/m/ip"),
        **dict.fromkeys(("change_password", "manage_email", "reauthenticate"), "1/m/user"),
    }
    cache.clear()


@pytest.mark.parametrize(
    ("path", "given", "kept", "is_own"),
    [
        (LOGIN, {"login": "Mira", "password": "secret-words"}, "Mira", False),
        ("/accounts/password/reset/", {"email": "m@example.org"}, "m@example.org", False),
        (
            "/accounts/signup/",
            {"username": "Nia", "email": "n@example.org", "password1": "secret-words"},
            "n@example.org",
            False,
        ),
        (
            "/accounts/password/change/",
            {"oldpassword": "secret-words", "password1": "a", "password2": "b"},
            "New password",
            True,
        ),
        ("/accounts/email/", {"email": "m@example.org", "action_add": "1"}, "m@example.org", True),
        ("/accounts/reauthenticate/", {"password": "secret-words"}, "Is it you?", True),
    ],
)
def test_the_form_is_back_with_its_words_and_says_when(
    client, member_client, settings, path, given, kept, is_own
):
    settings.SIGN_UP = "open"
    who = member_client if is_own else client
    assert who.post(path, given).status_code != 429
    page = who.post(path, {**given, "next": "/accounts/reading/"})
    assert page.status_code == 429
    assert page["Retry-After"] == "60"
    assert SAID in page.text
    assert kept in page.text
    assert "secret-words" not in page.text
    assert "has-error" not in page.text
    assert '<header class="bar">' in page.text


def test_the_way_on_is_not_lost(client, member):
    client.post(LOGIN, {"login": "mira", "password": "wrong"})
    page = client.post(LOGIN, {"login": "mira", "password": "x", "next": "/accounts/reading/"})
    assert 'name="next" value="/accounts/reading/"' in page.text


def test_who_is_held_up_is_not_signed_in_by_the_right_password(client, member):
    client.post(LOGIN, {"login": "mira", "password": "wrong"})
    client.post(LOGIN, {"login": "mira", "password": PASSWORD})
    assert client.get("/").status_code == 302


def test_a_page_without_a_form_of_ours_says_it_too(client, db, settings):
    settings.MFA_RATE_LIMITS = {"webauthn_login": "1/m/ip"}
    for _time in range(2):
        page = client.post("/accounts/2fa/webauthn/login/", {"credential": "{}"})
    assert page.status_code == 429
    assert page["Retry-After"] == "60"
    assert "Then you can go on." in page.text


def test_codes_of_a_facilitator_take_longer(client, db, settings):
    rate = SITE["sign_in_code"]
    assert rate.split("/")[1] == "5m"
    settings.ACCOUNT_RATE_LIMITS = {"sign_in_code": "0/5m/ip"}
    page = client.post(reverse("sign-in-code"), {"code": "a"})
    assert page.status_code == 429
    assert page["Retry-After"] == "300"
    assert "Wait 5 minutes" in page.text


def test_failed_sign_ins_of_one_person_are_counted_wherever_they_come_from(
    client, member, settings
):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/300s/key", "login": "100/m/ip"}
    for turn in range(3):
        page = client.post(
            LOGIN, {"login": "mira", "password": "wrong"}, REMOTE_ADDR=f"192.0.2.{turn}"
        )
    assert "Too many tries. Wait five minutes, then try again" in page.text
    assert 'value="mira"' in page.text


def test_whoever_is_told_a_minute_has_to_wait_no_longer(settings):
    # These are told in words of their own, or not at all; there are no telephones.
    told_otherwise = {"invite", "login_failed", "confirm_email", "verify_phone", "change_phone"}
    told_otherwise.add("sign_in_code")
    settings.ACCOUNT_RATE_LIMITS = SITE
    actions = set(app_settings.RATE_LIMITS) - told_otherwise
    durations = {
        rate.duration
        for action in actions
        for rate in get_rates(app="allauth.account", action=action)
    }
    assert durations == {60}


SHARED = """
from django.conf import settings
from django.core.cache import cache
print(settings.CACHES["default"]["BACKEND"], cache._servers)
"""


def test_with_redis_all_processes_count_together(tmp_path):
    """allauth counts in the cache "default", which then is one for all."""
    url = "redis://127.0.0.1:6399/3"
    values = {**production(str(tmp_path)), "REDIS_URL": url}
    done = run_python("-c", SHARED, env=environment(tmp_path, **values))
    assert done.stdout.split() == [
        "django.core.cache.backends.redis.RedisCache",
        f"['{url}']",
    ], done.stderr
