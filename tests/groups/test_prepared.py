"""Reads and inserts whose SQL is made once: they say what the ORM's own would."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from django.db.models import Exists, OuterRef

from readings.annotation.models import Note
from readings.groups.models import Activity, Membership, StudyGroup
from readings.groups.prepared import Prepared, insert, insert_values
from readings.text.models import Section

WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@Prepared
def _groups(slug):
    return StudyGroup.objects.filter(slug=slug)


@Prepared
def _facts(slug):
    staffed = Membership.objects.filter(group=OuterRef("pk"))
    return StudyGroup.objects.filter(slug=slug).values_list("name", "created_at", Exists(staffed))


@Prepared
def _sections(chapter):
    sections = Section.objects.filter(chapter=chapter).order_by("order")
    return sections.select_related("version").defer("body")


@Prepared
def _by_uid(uid):
    return Note.objects.filter(uid=uid)


def test_rows_are_the_querysets_and_each_run_has_its_own_values(group, other_group):
    for one in (group, other_group, group):
        found = _groups.first(slug=one.slug)
        assert found == one
        assert found.created_at == StudyGroup.objects.get(pk=one.pk).created_at
    assert _groups(slug="nobody") == []
    assert _groups.first(slug="nobody") is None


def test_values_are_converted_as_django_does(group, other_group, member):
    for one, staffed in ((group, True), (other_group, False)):
        row = _facts.first(slug=one.slug)
        assert row == (one.name, StudyGroup.objects.get(pk=one.pk).created_at, staffed)
        assert isinstance(row[2], bool)


def test_related_rows_come_along(chapter, django_assert_num_queries):
    _sections(chapter=chapter.pk)
    with django_assert_num_queries(1):
        sections = _sections(chapter=chapter.pk)
        assert [section.version.number for section in sections] == [1, 1]
        assert all(isinstance(section.version.blocks, list) for section in sections)


def test_a_uuid_finds_its_row_on_every_database(write):
    note = write()
    assert _by_uid.first(uid=note.uid) == note
    assert _by_uid(uid=uuid.uuid4()) == []


def test_a_number_that_no_column_holds_finds_nothing(chapter):
    assert _sections(chapter=2**63) == []
    assert _sections(chapter=-(2**80)) == []


def test_a_row_is_stored_as_save_would(write, member, reading):
    target = write().target
    facts = {"reading": reading, "author": member, "target": target, "body": "*a*", "html": "a"}
    saved = Note.objects.create(**facts)
    made = Note(**facts)
    insert(made)
    read = Note.objects.get(pk=made.pk)
    own = {"id", "uid", "created_at"}
    for field in Note._meta.concrete_fields:
        if field.name not in own:
            assert getattr(read, field.attname) == getattr(saved, field.attname), field.name
    assert read.uid == made.uid
    assert read.created_at == made.created_at
    made.body = "changed"
    made.save()  # it is known as a stored row
    assert Note.objects.filter(body="changed").count() == 1


def test_values_are_stored_without_an_object(group, member):
    row = {"group_id": group.pk, "seq": 7, "kind": "k", "actor_id": member.pk, "object_id": None}
    pk = insert_values(Activity, {**row, "created_at": WHEN})
    stored = Activity.objects.get(pk=pk)
    assert (stored.group, stored.seq, stored.actor, stored.created_at) == (group, 7, member, WHEN)
    with pytest.raises(IntegrityError):
        insert_values(Activity, {**row, "created_at": WHEN})
