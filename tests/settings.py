"""The settings of the tests: the site's own, with data of their own for each process."""

import atexit
import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

# No test may read or write the data of the person who runs it, nor what `.env` says.
DATA_DIR = Path(tempfile.gettempdir(), f"studyguide-tests-{os.getpid()}-{secrets.token_hex(4)}")
if "pytest" in sys.modules:  # mypy reads these settings too, and would leave the folder behind
    (DATA_DIR / "static").mkdir(mode=0o700, parents=True)  # WhiteNoise warns of a missing one
    atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
os.environ.update(
    DATA_DIR=str(DATA_DIR),
    SECRET_KEY="a-key-for-tests-alone-which-is-long-enough-for-every-check",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    SITE_URL="http://testserver",
    DEBUG="0",
    DEMO_LOGINS="1",
    LANGUAGE_CODE="en",
    TIME_ZONE="UTC",
    TRUSTED_PROXIES="0",
    DEFAULT_FROM_EMAIL="Study Guide <study-guide@localhost>",
    COMPRESS_STATIC="0",
    EMAIL_URL="",
    REDIS_URL="",
    # Playwright keeps an event loop in the thread of the tests, where Django would refuse its ORM.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)

from studyguide.settings import *  # noqa: E402, F403
from studyguide.settings import DATABASES, HUEY, STORAGES  # noqa: E402

# A database in a file: the browser's requests come from several threads at once, which an in-memory
# database would answer over one connection, mixing up their transactions.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )

# Tasks are done at once; tests/tooling/test_local.py has a worker.
HUEY.update(huey_class="huey.MemoryHuey", immediate=True)
HUEY.pop("filename")

# Files under their own names; tests/tooling/test_static_files.py collects the hashed ones.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# A password that takes a quarter of a second to check belongs to the site, not to its tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
