"""Who is at the data: the site's processes, a restore, a migration.

Locks of the system and of PostgreSQL go with the process that held them, however it ended: nobody
has to clean up after one that was killed.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger("studyguide.operations")

# Any two numbers, the same in every version: what `migrate` holds in PostgreSQL while it runs.
ADVISORY = (7_243_911, 1)


class SiteRuns(Exception):
    """A process of the site holds the data."""


_held: dict[Path, int] = {}


def attend() -> None:
    """Says for as long as this process lives that the site runs; once is enough for a process.

    Waits while a restore is at work. Where the folder takes no file nothing is said.
    """
    path = _beside_the_database("site.lock")
    if path in _held:
        return
    try:
        handle = _open(path)
    except OSError:
        log.warning("The data directory takes no lock: restore cannot tell that the site runs.")
        return
    _held[path] = handle
    fcntl.flock(handle, fcntl.LOCK_SH)


@contextmanager
def alone() -> Iterator[None]:
    """Keeps the site from starting. Raises SiteRuns when a process of it runs on this machine."""
    handle = _open(_beside_the_database("site.lock"))
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SiteRuns from None
        yield
    finally:
        os.close(handle)


@contextmanager
def migrating(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lets the site know that a migration runs; waits until another one is done."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", ADVISORY)
        try:
            yield
        finally:
            # A transaction that failed takes no more words; the lock goes with the connection.
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", ADVISORY)
        return
    handle = _open(_beside_the_database("migrate.lock", connection))
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_migrating(connection: BaseDatabaseWrapper) -> bool:
    """Whether a migration runs; asked on a connection that is open."""
    if connection.vendor == "postgresql":
        return _has_advisory_lock(connection)
    try:
        handle = os.open(_beside_the_database("migrate.lock", connection), os.O_RDONLY)
    except OSError:
        return False  # nobody has ever held it
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _has_advisory_lock(connection: BaseDatabaseWrapper) -> bool:
    with connection.wrap_database_errors, closing(connection.connection.cursor()) as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid = %s AND objid = %s",
            ADVISORY,
        )
        return bool(cursor.fetchone()[0])


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _beside_the_database(name: str, connection: BaseDatabaseWrapper | None = None) -> Path:
    """A file beside SQLite's and named like it, so that all who use that meet, and nobody else;
    else one in the data directory."""
    database = (connection or default_connection).settings_dict
    if database["ENGINE"].endswith("sqlite3") and Path(database["NAME"]).is_absolute():
        file = Path(database["NAME"])
        return file.with_name(f"{file.name}.{name}")
    return Path(settings.DATA_DIR, name)
