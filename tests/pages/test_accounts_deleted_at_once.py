"""Two workers that come at once, and a person who changes their mind at the last moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from readings.annotation.actions import add_note
from readings.groups.actions import keep_account
from readings.groups.models import AuditEntry, FormerMember, User
from readings.pages.actions import ask_deletion, delete_due
from tests.editing.test_concurrency import raised, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def due(member, facilitator, reading):
    add_note(author=member, reading=reading, body="Shared words.")
    add_note(author=member, reading=reading, body="Private words.", audience="me")
    ask_deletion(person=member, signed={str(reading.group_id): "former"})
    past = timezone.now() - timedelta(seconds=1)
    User.objects.filter(pk=member.pk).update(deletion_due_at=past)
    return member


def test_two_workers_delete_an_account_once(due):
    results = together(delete_due, delete_due, delete_due)
    assert raised(results) == []
    due.refresh_from_db()
    assert due.deleted_at
    assert AuditEntry.objects.filter(what="account.deleted").count() == 1
    assert FormerMember.objects.filter(user=due).count() == 1
    assert User.objects.filter(display_name="Former member").count() == 2


def test_who_changes_their_mind_is_gone_wholly_or_not_at_all(due, reading):
    results = together(delete_due, lambda: keep_account(person=due))
    assert raised(results) == []
    due.refresh_from_db()
    if due.deleted_at:
        assert not due.memberships.exists()
        assert AuditEntry.objects.filter(what="account.kept").count() == 0
    else:
        assert due.is_active
        assert due.notes.count() == 2
        assert not due.is_going
