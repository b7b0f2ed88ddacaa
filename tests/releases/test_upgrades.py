"""A database of every earlier release comes up to date and keeps what it held."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from readings.annotation.models import Erratum, Note, Target
from readings.groups.models import JoinLink, Meeting, Membership, StudyGroup, User
from readings.importing.models import ImportDraft
from readings.text.models import Block, FormerAddress, Picture

STORED = sorted(Path(__file__).parent.glob("*.sql.gz"))


@pytest.fixture(params=STORED, ids=lambda path: path.name.removesuffix(".sql.gz"))
def upgraded(request, tmp_path, django_db_blocker):
    """The default connection, on a stored database that was migrated just now."""
    path = tmp_path / "old.sqlite3"
    with sqlite3.connect(path) as old:
        old.executescript(gzip.decompress(request.param.read_bytes()).decode())
    old.close()
    wrapper = connections["default"].__class__
    if wrapper.vendor != "sqlite":
        pytest.skip("the stored databases are SQLite's")
    fresh = wrapper({**connections["default"].settings_dict, "NAME": str(path), "TEST": {}})
    usual = connections["default"]
    with django_db_blocker.unblock():
        connections["default"] = fresh
        try:
            call_command("migrate", verbosity=0)
            yield fresh
        finally:
            fresh.close()
            connections["default"] = usual


def test_there_is_a_stored_database():
    assert STORED


def test_nothing_is_left_to_migrate(upgraded):
    executor = MigrationExecutor(upgraded)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_people_notes_and_text_are_all_there(upgraded):
    assert User.objects.filter(is_superuser=True).count() == 1
    proposed = Erratum.objects.count()
    assert Note.objects.count() == 11 + proposed
    assert Block.objects.filter(removed_at=None).count() >= 40
    assert Note.objects.filter(audience="me").count() == 1
    # Nobody is surprised by mail who was never asked.
    assert set(User.objects.values_list("notices", flat=True)) == {"none"}


def test_every_target_stands_in_its_words_and_the_lost_one_is_kept(upgraded):
    targets = Target.objects.select_related("section__version")
    for target in targets.exclude(start=None):
        assert target.section.version.plain_text[target.start : target.end] == target.exact
    lost = targets.get(state="orphaned")
    assert lost.first_exact == "The doubt is about practice."
    assert lost.notes.count() == 1


def test_what_a_later_release_holds_is_there_too(upgraded, request):
    if "0.1.0" in request.node.name:
        pytest.skip("that release had none of it")
    link, draft = JoinLink.objects.get(), ImportDraft.objects.get()
    assert (link.state, link.role, link.uses) == ("open", "member", 0)
    assert draft.outline
    assert (
        Meeting.objects.ahead().count() == Erratum.objects.count() == Picture.objects.count() == 1
    )
    assert FormerAddress.objects.exists()
    assert Membership.objects.filter(role="facilitator", until=None).count() == 1
    assert StudyGroup.objects.get().first_audience == "group"
