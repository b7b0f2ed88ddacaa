"""Backups: made while the site runs, checked, and put back while it does not."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection

from studyguide.operations import archive, files, postgres, sqlite
from studyguide.operations.archive import BackupProblem, Manifest
from studyguide.operations.locks import alone
from studyguide.operations.schema import Name, applied_to, missing, unknown


def make(path: Path) -> Manifest:
    """Writes a backup of all that the site keeps. Raises BackupProblem."""
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(made_at=made_at, engine=connection.vendor)
    try:
        with archive.writing(path, manifest) as writer:
            if connection.vendor == "postgresql":
                named = postgres.dump(writer)
            else:
                named = sqlite.dump(writer, path.parent)
            if not manifest.migrations:
                raise BackupProblem("There is nothing to back up: the database is empty.")
            files.add_files(writer, named)
    except (OSError, DatabaseError, sqlite3.Error, psycopg.Error) as error:
        raise BackupProblem(f"The backup could not be written: {error}") from error
    return manifest


def check(path: Path) -> Manifest:
    """Reads every byte of a backup. Raises BackupProblem unless it is whole."""
    with archive.reading(path) as (found, manifest):
        archive.verify(found, manifest)
        if manifest.engine == "postgresql":
            postgres.check(found, manifest)
        else:
            sqlite.check(found, manifest, path.parent)
    return manifest


def steps(manifest: Manifest) -> list[Name]:
    """The migrations that restoring adds to an older backup.

    Raises BackupProblem for a backup that this site cannot take.
    """
    if manifest.engine != connection.vendor:
        raise BackupProblem(
            f"The backup is one of {manifest.engine}, and this site has {connection.vendor}. "
            "docs/deploy.md says how data change from one to the other."
        )
    if newer := unknown(manifest.migrations):
        names = ", ".join(f"{app}.{name}" for app, name in newer)
        raise BackupProblem(
            f"The backup was made by a newer version, whose changes this one lacks ({names}). "
            "Install that version, then restore."
        )
    return missing(manifest.migrations)


def restore(path: Path) -> str:
    """Puts a backup in the place of all that the site keeps, or changes nothing; returns where what
    stood before is kept. Raises BackupProblem, and SiteRuns while anybody is at the data.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    data = Path(settings.DATA_DIR)
    if data.stat().st_uid != os.geteuid():
        raise BackupProblem("Restore as the account that the data directory belongs to.")
    with alone(), archive.reading(path) as (found, manifest):
        placing = files.Placing(data / f"files-before-restore-{stamp}")
        try:
            placing.put(found, manifest)
            if connection.vendor == "postgresql":
                kept = _before(data / f"before-restore-{stamp}.zip")
                postgres.load(found, manifest)
            else:
                kept = sqlite.load(found, manifest, stamp)
        except BaseException:
            placing.undo()
            raise
    for cache in caches.all(initialized_only=False):
        cache.clear()  # its keys hold numbers of changes, which come again
    return kept


def _before(path: Path) -> str:
    """A backup of what stands; nothing of an empty database."""
    try:
        empty = not applied_to(connection)
    except DatabaseError as error:
        raise BackupProblem("The database cannot be reached.") from error
    if empty:
        return ""
    make(path)
    return str(path)
