"""A database that does not fit the code, and one that a migration is at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from studyguide.operations import locks

Migration = MigrationRecorder.Migration


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
