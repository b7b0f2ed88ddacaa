"""The logs, as far as they are about one person."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.db.models import Q

from readings.exporting.personal.values import Row, when
from readings.groups.models import AuditEntry, User

# What an entry about oneself that another has made may say: facts about oneself alone.
ABOUT_ME = {"role", "until", "before", "signed", "fields"}
ACTS = {1: "added", 2: "changed", 3: "deleted"}


def audit_log(user: User) -> list[Row]:
    """What one did, with whom it concerned; and what others did that concerned oneself, without
    who they are."""
    mine = Q(actor=user) | Q(person=user)
    found = AuditEntry.objects.filter(mine).select_related("person", "group").order_by("pk")
    return [_entry(user, row) for row in found.iterator(chunk_size=500)]


def _entry(user: User, row: AuditEntry) -> Row:
    did, concerns = row.actor_id == user.pk, row.person_id == user.pk
    facts = row.facts if did else {k: v for k, v in row.facts.items() if k in ABOUT_ME}
    return {
        "what": row.what,
        "at": when(row.created_at),
        "i_did_it": did,
        "concerns_me": concerns,
        "concerns": row.person.display_name if did and row.person and not concerns else None,
        "group": row.group.name if row.group else None,
        "about": row.about if did else "",
        "facts": facts,
    }


def admin_log(user: User) -> list[Row]:
    """What one did on the admin's pages."""
    found = LogEntry.objects.filter(user=user).select_related("content_type").order_by("pk")
    return [
        {
            "what": ACTS.get(row.action_flag, "other"),
            "kind": row.content_type.model if row.content_type else None,
            "name": row.object_repr,
            "at": when(row.action_time),
        }
        for row in found.iterator(chunk_size=500)
    ]
