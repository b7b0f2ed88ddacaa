"""SQLite: a copy of a file that is being written, and a file put in the place of another."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from studyguide.operations import archive, files
from studyguide.operations.archive import BackupProblem, Manifest, Writer
from studyguide.operations.locks import SiteRuns

MEMBER = "database.sqlite3"


def place() -> Path:
    """The file of the site's database."""
    return Path(connection.settings_dict["NAME"])


def dump(writer: Writer, folder: Path) -> set[str]:
    """Adds the database; returns the names of files that its rows have.

    VACUUM INTO reads in one transaction, which keeps no writer waiting, and the copy has no pages
    that were deleted. `folder` takes the copy for a moment.
    """
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as name:
        copy = Path(name) / MEMBER
        with closing(sqlite3.connect(place(), timeout=60)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        with closing(sqlite3.connect(copy)) as database:
            _describe(database, writer.manifest)
            named = _named(database)
        with copy.open("rb") as file:
            writer.add(MEMBER, archive.chunks_of(file))
    return named


def _describe(database: sqlite3.Connection, manifest: Manifest) -> None:
    manifest.rows = _rows(database)
    if "django_migrations" in manifest.rows:
        order = "SELECT app, name FROM django_migrations ORDER BY id"
        manifest.migrations = [(app, name) for app, name in database.execute(order)]


def _rows(database: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; the shadows of virtual tables are counted like any other."""
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for (name,) in found
    }


def _named(database: sqlite3.Connection) -> set[str]:
    there = _rows(database)
    return {
        name
        for table, column in files.columns()
        if table in there
        for (name,) in database.execute(f'SELECT "{column}" FROM "{table}"')  # noqa: S608
        if name
    }


def check(found: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Raises BackupProblem unless the database in an archive is whole, and is what it says."""
    with tempfile.TemporaryDirectory(prefix=".check-", dir=folder) as name:
        copy = Path(name) / MEMBER
        archive.unpack(found, MEMBER, copy)
        _check(copy, manifest)


def _check(path: Path, manifest: Manifest) -> None:
    try:
        with closing(sqlite3.connect(path)) as database:
            said = database.execute("PRAGMA integrity_check").fetchone()[0]
            astray = database.execute("PRAGMA foreign_key_check").fetchone()
            now = Manifest(made_at="", engine="sqlite")
            _describe(database, now)
    except sqlite3.DatabaseError as error:
        raise BackupProblem("The backup is damaged: its database cannot be read.") from error
    if said != "ok":
        raise BackupProblem(f"The backup's database is damaged: {said}.")
    if astray:
        raise BackupProblem(f"The backup's database is damaged: {astray[0]} names rows not there.")
    if (now.rows, now.migrations) != (manifest.rows, manifest.migrations):
        raise BackupProblem("The backup's database has other rows than its manifest says.")


def load(found: zipfile.ZipFile, manifest: Manifest, stamp: str) -> str:
    """Puts the archive's database in the place of the site's, brought up to date first; returns
    where the former one is kept. One renaming is the step at which the new one stands.

    Raises SiteRuns while anybody else has the database open.
    """
    target = place()
    fresh = target.with_name(f"{target.name}.restoring")
    connection.close()
    try:
        archive.unpack(found, MEMBER, fresh)
        _check(fresh, manifest)
        _migrate(fresh)
        with _closed(target):
            kept = _keep(target, stamp)
            fresh.replace(target)
            archive.sync_folder(target.parent)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)
    return kept


def _migrate(path: Path) -> None:
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _keep(target: Path, stamp: str) -> str:
    if not target.exists():
        return ""
    kept = target.with_name(f"{target.name}.before-restore-{stamp}")
    os.link(target, kept)
    return str(kept)


@contextmanager
def _closed(path: Path) -> Iterator[None]:
    """The database with all of it in its file, and nobody else at it.

    Leaving the mode of the write-ahead log asks SQLite for the whole file: it refuses while any
    other connection is open, be it of a shell that does nothing.
    """
    if not path.exists():
        yield
        return
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as database:
        try:
            mode = database.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
            database.execute("PRAGMA locking_mode=EXCLUSIVE")
            database.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise SiteRuns from error
        if mode != "delete":
            raise SiteRuns
        yield
        database.execute("ROLLBACK")
