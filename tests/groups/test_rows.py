"""Many rows at once: they are stored as one after the other would be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from readings.groups.models import Activity, StudyGroup
from readings.groups.rows import insert_rows, update_rows
from readings.text.models import Block

WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def happened(group, member, numbers):
    rows = [{"seq": seq, "object_id": seq if seq % 2 else None} for seq in numbers]
    insert_rows(Activity, rows, group_id=group.pk, actor_id=member.pk, kind="k", created_at=WHEN)


def test_rows_are_stored_with_what_they_share(group, member):
    happened(group, member, range(1, 301))
    stored = list(Activity.objects.order_by("seq"))
    assert [row.seq for row in stored] == list(range(1, 301))
    assert {(row.group_id, row.actor_id, row.kind, row.created_at) for row in stored} == {
        (group.pk, member.pk, "k", WHEN)
    }
    assert [row.object_id for row in stored[:4]] == [1, None, 3, None]


def test_one_row_that_cannot_be_stored_leaves_none(group, member):
    with pytest.raises(IntegrityError), transaction.atomic():
        happened(group, member, [1, 2, 2])
    assert not Activity.objects.exists()


def test_only_the_named_fields_are_written(chapter):
    blocks = list(Block.objects.filter(chapter=chapter).order_by("pk"))
    was = [(block.html, block.section_id) for block in blocks]
    for block in blocks:
        block.number, block.removed_at, block.html = f"9.{block.pk}", WHEN, "not written"
    update_rows(blocks, ["number", "removed_at"])
    stored = list(Block.objects.filter(chapter=chapter).order_by("pk"))
    assert [(block.number, block.removed_at) for block in stored] == [
        (f"9.{block.pk}", WHEN) for block in stored
    ]
    assert [(block.html, block.section_id) for block in stored] == was


def test_a_row_can_come_to_point_elsewhere(chapter, opening):
    other = chapter.sections.exclude(pk=opening.pk).order_by("pk")[0]
    block = Block.objects.filter(section=opening)[0]
    block.section = other
    update_rows([block], ["section"])
    block.refresh_from_db()
    assert block.section == other


def test_no_rows_need_no_statement(group):
    with CaptureQueriesContext(connection) as asked:
        update_rows([], ["name"])
        insert_rows(Activity, [], group_id=group.pk)
    assert not asked.captured_queries
    assert StudyGroup.objects.get(pk=group.pk).name == group.name
