"""A database that does not fit the code, and one that a migration is at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from studyguide.operations import locks

Migration = MigrationRecorder.Migration


@pytest.fixture
def own_database(
    transactional_db: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A copy of the tests' database that nothing else has open: the server that browsers talk to
    keeps connections for as long as the tests run. PostgreSQL is asked who is connected instead."""
    if connection.vendor != "sqlite":
        yield
        return
    usual, own = (
        connection.settings_dict["NAME"],
        str(tmp_path_factory.mktemp("own") / "own.sqlite3"),
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [own])
    _go_to(own)
    yield
    _go_to(usual)


def _go_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture
def behind(db: None) -> None:
    """The database lacks the newest migration of the code."""
    Migration.objects.filter(app="readings").latest("id").delete()


@pytest.fixture
def ahead(db: None) -> None:
    """The database has a migration that this code has never heard of."""
    Migration.objects.create(app="readings", name="9999_from_the_future")


@pytest.fixture
def under_way(db: None) -> Iterator[None]:
    """A migration runs."""
    with locks.migrating(connection):
        yield
