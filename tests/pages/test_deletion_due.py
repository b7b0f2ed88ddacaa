"""When an account goes: after its pause, unless it was taken back or something is in the way."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from readings.groups.models import (
    AuditEntry,
    Membership,
    User,
)
from readings.pages.actions import delete_due
from readings.pages.tasks import delete_due_accounts
from readings.text.actions import forget_places
from tests.exporting.mydata import proven
from tests.pages.deleting import ask, time_passes

FACILITATOR = Membership.Role.FACILITATOR


def test_nothing_goes_before_its_time(everything):
    ask(everything)
    assert delete_due() == (0, 0)
    everything.refresh_from_db()
    assert everything.is_going
    assert everything.is_active


def test_what_was_taken_back_does_not_go(everything):
    ask(everything)
    proven(everything).post("/accounts/deletion/undo/")
    assert delete_due() == (0, 0)


@pytest.mark.parametrize(
    "run", [delete_due_accounts.call_local, lambda: call_command("delete_due_accounts")]
)
def test_the_worker_and_the_command_do_it(everything, run, capsys):
    ask(everything)
    time_passes(everything)
    run()
    everything.refresh_from_db()
    assert everything.deleted_at
    assert not everything.is_going
    run()
    assert AuditEntry.objects.filter(what="account.deleted").count() == 1


def test_what_has_come_in_the_way_holds_it_and_is_told(everything, facilitator, group):
    ask(everything)
    Membership.objects.filter(user=facilitator).update(role=Membership.Role.MEMBER)
    time_passes(everything)
    assert delete_due() == (0, 1)
    assert delete_due() == (0, 1)
    everything.refresh_from_db()
    assert everything.is_active
    assert everything.deletion_held_at
    client = proven(everything)
    assert "Your account could not be deleted yet." in client.get("/").text
    assert (
        "You are the only facilitator of Thursday Readers" in client.get("/accounts/deletion/").text
    )
    Membership.objects.filter(user=facilitator).update(role=FACILITATOR)
    assert delete_due() == (1, 0)


def test_what_fails_keeps_no_other_account(person, monkeypatch, caplog):
    first, second = person("First"), person("Second")
    for user in (first, second):
        ask(user)
        time_passes(user)

    def fail(*, person):
        if person == first:
            raise DatabaseError("broken")
        forget_places(person=person)

    monkeypatch.setattr("readings.pages.actions.deleting.forget_places", fail)
    assert delete_due() == (1, 1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_active, second.is_active) == (True, False)
    assert first.display_name == "First"


def test_the_last_administrator_stays(admin, person):
    other = person("Olga", is_staff=True, is_superuser=True)
    ask(admin)
    User.objects.filter(pk=other.pk).update(is_active=False)
    time_passes(admin)
    assert delete_due() == (0, 1)
