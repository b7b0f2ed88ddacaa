"""What stands between starting and serving: the database, the static files, the demonstration."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from studyguide.local.console import say


@dataclass(frozen=True)
class Login:
    """One of the demonstration's sign-ins."""

    role: str
    username: str
    password: str


def prepare_database() -> None:
    """Brings the database to this version of the code; silent where nothing is left to do."""
    executor = MigrationExecutor(connection)
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if steps:
        say(f"Preparing the database ({len(steps)} steps).")
        call_command("migrate", interactive=False, verbosity=0)


def prepare_static_files(stamp: Path) -> None:
    """Collects the static files if any of them changed since the stamp was written."""
    current = _static_fingerprint()
    if stamp.is_file() and stamp.read_text() == current and Path(settings.STATIC_ROOT).is_dir():
        return
    say("Preparing styles and scripts.")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(current)


def _static_fingerprint() -> str:
    """A digest of every source file's name, size and time, and of the storage that copies them."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def anybody() -> bool:
    """Whether there is an account to sign in with."""
    return get_user_model().objects.filter(is_active=True).exists()


def prepare_demo(credentials: Path) -> list[Login]:
    """Loads the demonstration, which changes nothing the second time; returns its sign-ins."""
    call_command("load_demo", credentials=credentials, verbosity=0)
    return [Login(**entry) for entry in json.loads(credentials.read_text(encoding="utf-8"))]
