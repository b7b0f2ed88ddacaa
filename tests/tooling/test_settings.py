"""A site that others reach refuses to start unsafe, and starts safe."""

from __future__ import annotations

import json

import pytest

from tests.tooling.checks import production
from tests.tooling.running import environment, run_python

SHOW = """
import json
from django.conf import settings
names = (
    "DEBUG", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE", "X_FRAME_OPTIONS", "SECURE_REFERRER_POLICY",
    "CONTENT_SECURITY_POLICY", "DEMO_LOGINS_ALLOWED", "EMAIL_BACKEND", "EMAIL_FILE_PATH",
    "EMAIL_HOST", "EMAIL_TIMEOUT", "EMAIL_USE_TLS", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME",
    "PASSWORD_HASHERS", "WHITENOISE_ALLOW_ALL_ORIGINS", "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE",
    "SESSION_COOKIE_DOMAIN",
)
print(json.dumps({name: getattr(settings, name, None) for name in names}, default=str))
"""


def shown(tmp_path, **changes: str):
    env = environment(tmp_path, **{**production(str(tmp_path)), **changes})
    done = run_python("-c", SHOW, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("value", ["", "  "])
def test_no_site_starts_without_its_key_and_its_names(tmp_path, name, value):
    env = environment(tmp_path, **{**production(str(tmp_path)), name: value})
    done = run_python("manage.py", "check", env=env)
    assert done.returncode != 0
    assert f"ImproperlyConfigured: {name} is not set" in done.stderr


def test_production_is_strict(tmp_path):
    settings = shown(tmp_path)
    assert settings["DEBUG"] is False
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["X_FRAME_OPTIONS"] == "DENY"
    assert settings["SECURE_REFERRER_POLICY"] == "same-origin"
    assert settings["DEMO_LOGINS_ALLOWED"] is False


MESSAGES = """
import django
django.setup()
from django.conf import settings
from django.utils.module_loading import import_string
print(import_string(settings.MESSAGE_STORAGE).storage_classes[0].cookie_name)
"""


def test_cookies_have_names_that_browsers_guard(tmp_path):
    """Browsers take `__Host-` from the site itself over HTTPS alone, never from a neighbour."""
    settings = shown(tmp_path)
    assert settings["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert settings["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    for name in ("SESSION", "CSRF"):
        assert settings[f"{name}_COOKIE_HTTPONLY"] is True
        assert settings[f"{name}_COOKIE_SAMESITE"] == "Lax"
    assert settings["SESSION_COOKIE_DOMAIN"] is None
    env = environment(tmp_path, **production(str(tmp_path)))
    assert run_python("-c", MESSAGES, env=env).stdout.split() == ["__Host-messages"]
    plain = shown(tmp_path, SITE_URL="http://127.0.0.1:8000")
    assert plain["SESSION_COOKIE_NAME"] == "sessionid"
    assert plain["CSRF_COOKIE_NAME"] == "csrftoken"


def test_passwords_are_kept_by_a_slow_hash(tmp_path):
    """What the tests use instead is for their speed alone."""
    used = shown(tmp_path)["PASSWORD_HASHERS"]
    assert used[0] == "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    assert not [name for name in used if "MD5" in name or "Unsalted" in name]


def test_no_other_site_may_use_our_files(tmp_path):
    assert shown(tmp_path)["WHITENOISE_ALLOW_ALL_ORIGINS"] is False


def test_scripts_and_styles_come_from_this_site_alone(tmp_path):
    policy = shown(tmp_path)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    for name in ("default-src", "base-uri", "frame-ancestors"):
        assert policy[name] == ["'none'"]
    assert "unsafe" not in json.dumps(policy)


def test_debug_is_on_only_when_asked_for(tmp_path):
    assert shown(tmp_path, DEBUG="1")["DEBUG"] is True


def test_cookies_work_where_there_is_no_encryption(tmp_path):
    settings = shown(tmp_path, SITE_URL="http://127.0.0.1:8000")
    assert settings["SESSION_COOKIE_SECURE"] is False
    assert settings["SECURE_SSL_REDIRECT"] is False
    assert settings["SECURE_HSTS_SECONDS"] == 0


@pytest.mark.parametrize("url", ["guide.example.org", "ftp://guide.example.org", "https://a.b/c"])
def test_an_address_that_no_browser_opens_is_refused(tmp_path, url):
    env = environment(tmp_path, **{**production(str(tmp_path)), "SITE_URL": url})
    done = run_python("manage.py", "check", env=env)
    assert done.returncode != 0
    assert "SITE_URL must look like" in done.stderr


def test_an_unknown_form_of_logs_is_refused(tmp_path):
    env = environment(tmp_path, **{**production(str(tmp_path)), "LOG_FORMAT": "xml"})
    done = run_python("manage.py", "check", env=env)
    assert done.returncode != 0
    assert "LOG_FORMAT must be json or console" in done.stderr


SYNCHRONOUS = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in ("journal_mode", "synchronous"):
        print(cursor.execute(f"PRAGMA {name}").fetchone()[0])
"""


@pytest.mark.parametrize(("given", "mode"), [("", "wal 1"), ("NORMAL", "wal 1"), ("FULL", "wal 2")])
def test_how_safe_from_a_loss_of_power_sqlite_is(tmp_path, given, mode):
    env = environment(tmp_path, **{**production(str(tmp_path)), "SQLITE_SYNCHRONOUS": given})
    assert run_python("-c", SYNCHRONOUS, env=env).stdout.split() == mode.split()


def test_no_site_runs_without_any_such_safety(tmp_path):
    env = environment(tmp_path, **{**production(str(tmp_path)), "SQLITE_SYNCHRONOUS": "OFF"})
    done = run_python("manage.py", "check", env=env)
    assert done.returncode != 0
    assert "SQLITE_SYNCHRONOUS must be NORMAL or FULL" in done.stderr


@pytest.mark.parametrize("days", ["0", "-3"])
def test_no_account_goes_without_a_pause(tmp_path, days):
    env = environment(tmp_path, **{**production(str(tmp_path)), "ACCOUNT_DELETION_DAYS": days})
    done = run_python("manage.py", "check", env=env)
    assert done.returncode != 0
    assert f"ACCOUNT_DELETION_DAYS is {days}: it must be 1 or more." in done.stderr


def test_mail_is_written_to_files_until_a_server_is_set(tmp_path):
    without = shown(tmp_path)
    assert without["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert without["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
    with_one = shown(tmp_path, EMAIL_URL="submission://me:word@mail.example.org")
    assert with_one["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert with_one["EMAIL_HOST"] == "mail.example.org"
    assert with_one["EMAIL_USE_TLS"] is True
    assert with_one["EMAIL_TIMEOUT"] == 30
    slow = shown(tmp_path, EMAIL_URL="submission://me:word@mail.example.org?timeout=90")
    assert slow["EMAIL_TIMEOUT"] == 90


def test_an_unknown_kind_of_mail_server_is_refused(tmp_path):
    """It would send passwords and people's mail in the clear."""
    values = {**production(str(tmp_path)), "EMAIL_URL": "smtp+tls://user:word@mail.example.org"}
    done = run_python("manage.py", "check", env=environment(tmp_path, **values))
    assert done.returncode != 0
    assert "EMAIL_URL must begin with" in done.stderr
