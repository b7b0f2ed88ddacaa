"""Backups of a site with notes and pictures: made, checked, put back; on either engine."""

from __future__ import annotations

import re
import stat
import threading
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, connections

from readings.annotation.actions import delete_note
from readings.annotation.models import Note, Target
from readings.text.models.pictures import picture_storage
from studyguide.operations import backups, files
from studyguide.operations.schema import Standing, applied_to, standing

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_database"),
]


def bodies():
    return sorted(Note.objects.filter(deleted_at=None).values_list("body", flat=True))


def content_of(picture):
    with picture_storage().open(str(picture.file)) as file:
        return file.read()


@pytest.fixture
def site(write, picture):
    """A chapter with two notes, and a picture."""
    for body in ("The first note.", "A second\nwith \\ signs\tand 🐑"):
        write(body)


@pytest.fixture
def saved(site, tmp_path):
    """A backup of it."""
    path = tmp_path / "guide.backup"
    backups.make(path)
    return path


def restore(path):
    call_command("restore", path, noinput=True)


def test_what_was_backed_up_stands_again(write, saved, member, picture, capsys):
    before = bodies()
    content = content_of(picture)
    delete_note(user=member, note=Note.objects.earliest("pk"))
    write("Written since.")
    picture_storage().delete(str(picture.file))
    cache.set("fragment", "of before")

    restore(saved)

    assert bodies() == before
    assert content_of(picture) == content
    assert cache.get("fragment") is None
    assert standing(applied_to(connection)) is Standing.CURRENT
    said = capsys.readouterr().out
    assert "It is of this version." in said
    assert "What stood before is kept in" in said
    # Numbers go on where they were, and the site takes notes.
    write("Written afterwards.")
    assert bodies() == sorted([*before, "Written afterwards."])


def test_what_stood_before_is_kept(write, saved, member):
    write("Written since.")
    kept = backups.restore(saved)
    assert "Written since." not in bodies()
    if connection.vendor == "postgresql":
        restore(kept)
        assert "Written since." in bodies()
    else:
        connection.close()
        assert b"Written since." in Path(kept).read_bytes()


def test_a_backup_is_for_its_owner_and_is_checked(saved, capsys):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]
    call_command("backup", saved, check=True)
    said = capsys.readouterr().out
    assert "The backup is whole." in said
    assert re.search(r"\d+ tables with \d+ rows, [1-9]\d* files", said)


def test_a_backup_never_takes_the_place_of_another(saved):
    content = saved.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", saved)
    assert saved.read_bytes() == content


def test_a_backup_that_fails_leaves_nothing(site, tmp_path, monkeypatch):
    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "add_files", fail)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", tmp_path / "guide.backup")
    assert list(tmp_path.iterdir()) == []


def test_a_lost_picture_is_told(site, picture, tmp_path, capsys):
    picture_storage().delete(str(picture.file))
    path = tmp_path / "guide.backup"
    call_command("backup", path)
    call_command("backup", path, check=True)
    assert capsys.readouterr().err.count(f"1 files were lost before: {picture.file}") == 2


def test_a_picture_that_was_damaged_since_is_put_right(saved, picture, settings):
    content = content_of(picture)
    picture_storage().delete(str(picture.file))
    Path(picture_storage().path(str(picture.file))).write_bytes(b"damaged")
    restore(saved)
    assert content_of(picture) == content


@pytest.fixture
def failing(monkeypatch):
    """The last step of a restore fails."""

    def fail(*_arguments, **_options):
        raise RuntimeError("broken on purpose")

    module = f"studyguide.operations.{connection.vendor.removesuffix('ql')}"
    name = "_keep" if connection.vendor == "sqlite" else "_fill_table"
    monkeypatch.setattr(f"{module}.{name}", fail)


def test_a_restore_that_fails_changes_nothing(write, saved, member, picture, failing):
    write("Written since.")
    picture_storage().delete(str(picture.file))
    before = bodies()
    with pytest.raises(RuntimeError, match="on purpose"):
        restore(saved)
    assert bodies() == before
    assert not picture_storage().exists(str(picture.file))
    write("And goes on.")


def test_a_backup_while_people_write_is_one_moment_of_the_site(site, write, tmp_path):
    """Each of four goes on writing until three backups are made; every one of these is whole."""
    done = threading.Event()
    first = threading.Barrier(5)
    acknowledged: list[str] = []

    def keep_writing(number):
        count = 0
        try:
            while not done.is_set():
                body = f"Note {count} of {number}."
                write(body)
                acknowledged.append(body)
                count += 1
                if count == 1:
                    first.wait()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=keep_writing, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    first.wait()
    made = []
    for number in range(3):
        before = len(acknowledged)
        path = tmp_path / f"{number}.backup"
        backups.make(path)
        made.append((path, set(acknowledged[:before])))
    done.set()
    for thread in threads:
        thread.join()
    for path, promised in made:
        assert backups.check(path).rows["readings_note"] >= len(promised) + 2
    path, promised = made[-1]
    restore(path)
    assert promised <= set(bodies())
    assert Target.objects.filter(notes=None).count() == 0
    assert Note.objects.filter(target=None, parent=None, question=None).count() == 0


def test_nobody_needs_to_confirm_a_check_but_a_restore_asks(saved, member, write, monkeypatch):
    write("Written since.")
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", saved)
    assert "Written since." in bodies()
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    call_command("restore", saved)
    assert "Written since." not in bodies()
