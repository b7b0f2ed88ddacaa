"""What a restore refuses, and what it makes of a backup of another version."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from readings.annotation.models import Note
from readings.text.models import Book
from studyguide.operations import backups, locks, postgres
from studyguide.operations.archive import MANIFEST, Manifest
from studyguide.operations.schema import Standing, applied_to, standing

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_database"),
]

OLD = ("readings", "0009_erratum")


@pytest.fixture
def saved(write, tmp_path):
    write("Words that are kept.")
    path = tmp_path / "guide.backup"
    backups.make(path)
    write("Written since.")
    return path


def refused(path, words):
    """The restore says so, and nothing changes."""
    before = set(Note.objects.values_list("body", flat=True))
    with pytest.raises(CommandError, match=words) as refusal:
        call_command("restore", path, noinput=True)
    assert "Nothing was changed" in str(refusal.value)
    assert set(Note.objects.values_list("body", flat=True)) == before


def rewrite(path, change, *, without="", damage=""):
    """The same archive with another manifest, or without a member, or with another's bytes."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist() if name != without}
    manifest = json.loads(members[MANIFEST])
    change(manifest)
    members[MANIFEST] = json.dumps(manifest).encode()
    if damage:
        members[damage] += b"\n"
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)


def same(_manifest):
    return None


def first_member(path):
    with zipfile.ZipFile(path) as found:
        return found.namelist()[0]


def test_a_file_that_is_no_backup_is_refused(saved, tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("Not a backup.")
    refused(other, "is no backup")
    refused(tmp_path / "nowhere", "cannot be read")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("hello.txt", "Hello.")
    refused(tmp_path / "other.zip", "its manifest is broken")


def test_a_backup_that_broke_off_is_refused(saved):
    content = saved.read_bytes()
    saved.write_bytes(content[: len(content) // 2])
    refused(saved, "its end is missing")


def test_a_damaged_byte_is_found(saved):
    content = bytearray(saved.read_bytes())
    content[len(content) // 3] ^= 0xFF
    saved.write_bytes(content)
    with pytest.raises(CommandError, match="damaged"):
        call_command("backup", saved, check=True)
    refused(saved, "damaged")


def test_what_was_changed_or_taken_out_is_found(saved):
    name = first_member(saved)
    rewrite(saved, same, damage=name)
    refused(saved, "is not what was written")
    rewrite(saved, same, without=name)
    refused(saved, "is missing")


def test_rows_that_do_not_add_up_are_found(saved):
    def one_more(manifest):
        manifest["rows"]["readings_note"] += 1

    rewrite(saved, one_more)
    refused(saved, "other rows than")


def test_a_format_of_the_future_is_refused(saved):
    rewrite(saved, lambda manifest: manifest.update(format=99))
    refused(saved, "newer version of Study Guide")


def test_a_backup_of_the_other_engine_is_refused(saved, monkeypatch):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    manifest = Manifest(made_at="", engine=other)
    monkeypatch.setattr(backups, "check", lambda path: manifest)
    refused(saved, f"is one of {other}, and this site has {connection.vendor}")


def test_a_backup_of_a_newer_version_is_refused(saved, tmp_path):
    row = MigrationRecorder.Migration.objects.create(app="readings", name="9999_from_the_future")
    path = tmp_path / "newer.backup"
    backups.make(path)
    row.delete()
    refused(path, "newer version, whose changes this one lacks .readings.9999_from_the_future.")


@contextmanager
def as_it_was(tmp_path):
    """A site of an older version, and this one again in the end."""
    if connection.vendor == "postgresql":
        newest = list(applied_to(connection))
        old = MigrationExecutor(connection).loader.graph.forwards_plan(OLD)
        with transaction.atomic(), postgres._direct() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            postgres._build(cursor, Manifest("", "postgresql", migrations=old))
        yield
        with transaction.atomic(), postgres._direct() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            postgres._build(cursor, Manifest("", "postgresql", migrations=newest))
        call_command("migrate", verbosity=0)
        return
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(tmp_path / "old.sqlite3")
    MigrationExecutor(connection).migrate([OLD])
    yield
    connection.close()
    connection.settings_dict["NAME"] = usual


def test_an_older_backup_is_brought_up_to_date(db, tmp_path, capsys):
    path = tmp_path / "older.backup"
    with as_it_was(tmp_path):
        then = MigrationExecutor(connection).loader.project_state([OLD]).apps
        then.get_model("readings", "Book").objects.create(title="As it was", slug="as-it-was")
        backups.make(path)
    Book.objects.create(title="Since", slug="since")
    call_command("restore", path, noinput=True)
    said = capsys.readouterr().out
    assert "It is of an older version, and is brought up to date by" in said
    assert "readings.0010_picture" in said
    assert list(Book.objects.values_list("title", flat=True)) == ["As it was"]
    assert standing(applied_to(connection)) is Standing.CURRENT
    assert Book.objects.get().pictures.count() == 0


def test_another_account_would_leave_files_that_the_site_cannot_read(saved, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 65_000)
    refused(saved, "as the account that the data directory belongs to")


@pytest.fixture
def running(monkeypatch):
    """This process counts as the site's."""
    held: dict = {}
    monkeypatch.setattr(locks, "_held", held)
    locks.attend()
    yield
    for handle in held.values():
        os.close(handle)


def test_while_the_site_runs_nothing_is_restored(saved, running):
    refused(saved, "The site runs")


def test_while_somebody_has_the_database_open_nothing_is_restored(saved):
    """A shell that does nothing is enough, and no lock of ours is needed to see it."""
    other: Any
    if connection.vendor == "postgresql":
        facts = connection.get_connection_params()
        names = ("dbname", "user", "host", "port", "password")
        other = psycopg.connect(**{name: facts[name] for name in names if name in facts})
    else:
        other = sqlite3.connect(connection.settings_dict["NAME"])
        other.execute("SELECT count(*) FROM readings_note").fetchall()
    with closing(other):
        refused(saved, "somebody else has its database open")
    call_command("restore", saved, noinput=True)
    assert [note.body for note in Note.objects.all()] == ["Words that are kept."]
