"""Typed settings from the environment.

Three places are read, and the first that names a setting wins: the process's environment, a `.env`
beside manage.py, and `local.env` in the data directory (made by `make run` on its first start).
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env
from huey.serializer import SignedSerializer

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()


def _read(path: Path) -> None:
    if path.is_file():
        env.read_env(str(path), recurse=False, override=False)


_read(BASE_DIR / ".env")

DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
_read(DATA_DIR / "local.env")

# wsgi.py and asgi.py say which of the two serves; commands are neither.
SERVER = os.environ.get("STUDYGUIDE_SERVER", "")


def required(name: str, why: str) -> str:
    """The value of a setting without which no server may start."""
    value = env.str(name, "")
    if not value.strip():
        raise ImproperlyConfigured(f"{name} is not set: {why} (see docs/deploy.md).")
    return value


def choice(name: str, choices: tuple[str, ...]) -> str:
    """The value of a setting that is one of a few words; the first where it is not set."""
    value = env.str(name, choices[0]).strip()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}: choose {' or '.join(choices)}.")
    return value


def at_least(name: str, default: int, *, least: int) -> int:
    """A whole number that must not be smaller than `least`."""
    value = env.int(name, default)
    if value < least:
        raise ImproperlyConfigured(f"{name} is {value}: it must be {least} or more.")
    return value


def database() -> dict[str, Any]:
    """The `default` database: SQLite in the data directory, or what DATABASE_URL names.

    Connections are kept under WSGI only: under ASGI they would pile up, one for each thread.
    """
    url = env.str("DATABASE_URL", "")
    if not url:
        return _sqlite(DATA_DIR / "db.sqlite3")
    config: dict[str, Any] = dict(env.dj_db_url("DATABASE_URL"))
    if config["ENGINE"].endswith("sqlite3"):
        return _sqlite(Path(config["NAME"]))
    if SERVER == "asgi":
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8}}
        config["CONN_MAX_AGE"] = 0
    else:
        config["CONN_MAX_AGE"] = 600 if SERVER == "wsgi" else 0
        config["CONN_HEALTH_CHECKS"] = True
    return config


def _sqlite(path: Path) -> dict[str, Any]:
    # In WAL mode either keeps what a process had committed when it was killed; FULL also keeps the
    # last moments before a loss of power, for a wait on the disk at every write.
    synchronous = env.str("SQLITE_SYNCHRONOUS", "") or "NORMAL"
    if synchronous not in ("NORMAL", "FULL"):
        raise ImproperlyConfigured("SQLITE_SYNCHRONOUS must be NORMAL or FULL")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600 if SERVER == "wsgi" else 0,
        "OPTIONS": {
            # A write that starts as a read cannot wait for another writer; IMMEDIATE can.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous};",
        },
    }


def caches() -> dict[str, Any]:
    """The `default` cache: this process's memory, or Redis where REDIS_URL names one."""
    url = env.str("REDIS_URL", "")
    if url:
        return {
            "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
        }
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "TIMEOUT": 24 * 60 * 60,
            # Its default of 300 would evict one chapter's blocks again and again.
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }


def tasks(secret: str) -> dict[str, Any]:
    """Where tasks wait for the worker: a file in the data directory, or Redis where REDIS_URL names
    one. What is read back from there is signed, for it is unpickled."""
    url = env.str("REDIS_URL", "")
    place = (
        {"huey_class": "huey.RedisHuey", "url": url}
        if url
        else {"huey_class": "huey.SqliteHuey", "filename": str(DATA_DIR / "tasks.sqlite3")}
    )
    return {
        **place,
        "name": "studyguide",
        "serializer": SignedSerializer(secret=secret),
        "results": False,
        "immediate": False,
        # One at a time: reading a book takes much memory. Nobody waits long for its turn to come.
        "consumer": {"workers": 1, "max_delay": 1.0, "backoff": 1.1, "check_worker_health": True},
    }


def mail() -> dict[str, Any]:
    """Django's mail settings: EMAIL_URL, else one file a message under the data directory."""
    if env.str("EMAIL_URL", ""):
        names = (
            "EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD",
            "EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_TIMEOUT", "EMAIL_FILE_PATH",
        )  # fmt: skip
        config = env.dj_email_url("EMAIL_URL")
        if not config.get("EMAIL_BACKEND"):
            # Django would fall back to sending in the clear.
            raise ImproperlyConfigured("EMAIL_URL must begin with submission:// or smtps://")
        given = {name: config[name] for name in names if config.get(name) not in (None, "")}
        # A mail server that hangs must hold up neither a page nor the worker for ever.
        return {"EMAIL_TIMEOUT": 30, **given}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(DATA_DIR / "mail"),
    }


def log_format(*, debug: bool) -> str:
    """How a line of the log looks: `json`, or `console` for eyes."""
    form = env.str("LOG_FORMAT", "") or ("console" if debug else "json")
    if form not in ("json", "console"):
        raise ImproperlyConfigured("LOG_FORMAT must be json or console")
    return form


def site_url() -> str:
    """The address people use, without a slash at its end; it decides whether HTTPS is required."""
    url = env.str("SITE_URL", "").rstrip("/") or "http://127.0.0.1:8000"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
        raise ImproperlyConfigured("SITE_URL must look like https://guide.example.org")
    return url
