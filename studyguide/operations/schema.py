"""Whether the database stands where the code expects it: which migrations either of them has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from enum import Enum
from functools import cache
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

Name = tuple[str, str]  # app and migration


class Standing(Enum):
    """How the database stands to the code."""

    CURRENT = "ok"
    BEHIND = "behind"  # it waits for `migrate`
    AHEAD = "ahead"  # a newer version of the code has been here


@cache
def _loader() -> MigrationLoader:
    return MigrationLoader(None)


def missing(applied: Iterable[Name]) -> list[Name]:
    """The code's migrations that are not among the applied ones, in the order of their names."""
    has = set(applied)
    return sorted(
        name
        for name, migration in _loader().disk_migrations.items()
        if name not in has and not (migration.replaces and has.issuperset(migration.replaces))
    )


def unknown(applied: Sequence[Name]) -> list[Name]:
    """The migrations at the end of an app's applied ones (in the order of their application) that
    the code lacks: it is older than they are.

    Unknown ones before a known one were squashed since, and those of an app that is not installed
    are nobody's; neither is a reason to stop.
    """
    loader = _loader()
    known = set(loader.disk_migrations)
    known.update(name for m in loader.disk_migrations.values() for name in m.replaces)
    found: list[Name] = []
    done = {app for app, _ in applied} - loader.migrated_apps
    for app, name in reversed(applied):
        if app in done:
            continue
        if (app, name) in known:
            done.add(app)
        else:
            found.append((app, name))
    return sorted(found)


def standing(applied: Sequence[Name]) -> Standing:
    """How a database with these migrations, in the order of their application, stands."""
    if unknown(applied):
        return Standing.AHEAD
    return Standing.BEHIND if missing(applied) else Standing.CURRENT


def applied_to(connection: BaseDatabaseWrapper) -> list[Name]:
    """The migrations that the database has, in the order of their application; none for an empty
    one. Raises DatabaseError when the database cannot be reached."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    try:
        return [(app, name) for app, name in _rows(connection)]
    except DatabaseError:
        # The table is made by the first migration.
        return []


def _rows(connection: BaseDatabaseWrapper) -> list[Any]:
    # Past Django's own cursor, which counts queries: a page's are counted without these.
    with connection.wrap_database_errors, closing(connection.connection.cursor()) as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return list(cursor.fetchall())
