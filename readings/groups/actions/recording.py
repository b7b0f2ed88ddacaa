"""What happened in a group, and what somebody may have to answer for."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils import timezone

from readings.groups.models import Activity, AuditEntry, StudyGroup, User
from readings.groups.prepared import insert_values


def record(*, group_id: int, kind: str, actor: User | None, object_id: int | None = None) -> int:
    """Writes something that members can see under the group's next number, and returns that.

    Call it in the transaction of the write, after whatever else is locked there: the group's row
    stays locked until the commit, so the order of numbers is the order of commits and a reader of
    "everything after n" misses nothing.
    """
    seq = _next_seq(group_id)
    insert_values(
        Activity,
        {
            "group_id": group_id,
            "seq": seq,
            "kind": kind,
            "actor_id": actor and actor.pk,
            "object_id": object_id,
            "created_at": timezone.now(),
        },
    )
    return seq


def _next_seq(group_id: int) -> int:
    # Counted and read in one statement, which Django has no words for.
    table = connection.ops.quote_name(StudyGroup._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET seq = seq + 1 WHERE id = %s RETURNING seq",  # noqa: S608
            [group_id],
        )
        return int(cursor.fetchone()[0])


def lock(group: StudyGroup) -> None:
    """Lets nobody else change the group's people or its link before this transaction is done."""
    StudyGroup.objects.select_for_update(no_key=True).get(pk=group.pk)


def audit(
    *,
    actor: User | None,
    what: str,
    about: str = "",
    person: User | None = None,
    group: StudyGroup | None = None,
    **facts: Any,
) -> None:
    """Adds to the audit log, in the transaction of the act itself: neither is kept alone.

    `facts` are plain data without the words of notes and flags, addresses or secrets.
    """
    AuditEntry.objects.create(
        actor=actor, what=what, about=about[:300], person=person, group=group, facts=facts
    )
