"""Hiding notes and showing them again: who may, what counts, and what is written down."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation import tallies
from readings.annotation.actions import add_note, delete_note, edit_note, restore_note
from readings.annotation.flagged import queue
from readings.annotation.models import Flag
from readings.annotation.moderating import (
    flag_note,
    hide_note,
    settle_flags,
    show_note,
    take_back_flag,
)
from readings.annotation.parting import leave_group
from readings.annotation.pointers import Pointer
from readings.groups.actions import archive_group
from readings.groups.models import Activity, AuditEntry
from tests.annotation.flagging import SECRET, kinds
from tests.annotation.test_tallies import counted


@pytest.fixture
def note(write, passage):
    return write(SECRET, pointer=passage("one field"))


def test_members_and_strangers_hide_nothing(note, member, other, stranger):
    for user in (member, other, stranger):
        for verb in (
            lambda user=user: hide_note(user=user, note=note, reason="No."),
            lambda user=user: show_note(user=user, note=note),
            lambda user=user: settle_flags(user=user, note=note, upto=9),
        ):
            with pytest.raises(PermissionDenied):
                verb()


def test_a_private_note_is_hidden_by_nobody(write, passage, facilitator, admin):
    private = write(pointer=passage("one field"), audience="me")
    for user in (facilitator, admin):
        with pytest.raises(PermissionDenied):
            hide_note(user=user, note=private, reason="No.")


def test_hiding_settles_the_flags_and_says_so(note, other, facilitator, group):
    flag_note(user=other, note=note, reason="other", words="It hurts.")
    hide_note(user=facilitator, note=note, reason=" Unkind. ")
    note.refresh_from_db()
    assert (note.hidden_by, note.hidden_reason, note.body) == (facilitator, "Unkind.", SECRET)
    assert kinds()[-1] == "note.hidden"
    assert Activity.objects.get(kind="note.hidden").actor == facilitator
    flag = Flag.objects.get()
    assert (flag.outcome, flag.settled_by) == ("hidden", facilitator)
    entry = AuditEntry.objects.get(what="note.hidden")
    facts = {"note": str(note.uid), "reason": "Unkind.", "for_site": False}
    assert (entry.person, entry.facts) == (note.author, facts)
    settled = AuditEntry.objects.get(what="flag.settled")
    # The author is told what the log has about them: this is not.
    facts = {"note": str(note.uid), "outcome": "hidden", "flags": 1}
    assert (settled.person, settled.facts) == (None, facts)
    show_note(user=facilitator, note=note)
    assert AuditEntry.objects.get(what="note.shown").facts == {
        "note": str(note.uid), "hidden_by": facilitator.pk
    }  # fmt: skip


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 501])
def test_hiding_needs_a_reason_that_fits(note, facilitator, reason):
    with pytest.raises(ValidationError) as refused:
        hide_note(user=facilitator, note=note, reason=reason)
    assert list(refused.value.message_dict) == ["reason"]


def test_hiding_and_showing_twice_is_harmless(note, facilitator, second, reading):
    shown = counted(reading)
    hide_note(user=facilitator, note=note, reason="First.")
    assert hide_note(user=second, note=note, reason="Second.").hidden_reason == "First."
    assert counted(reading) == {}
    show_note(user=second, note=note)
    show_note(user=facilitator, note=note)
    assert counted(reading) == shown
    assert kinds().count("note.hidden") == kinds().count("note.shown") == 1


def test_what_its_author_has_deleted_is_not_hidden(note, member, facilitator):
    delete_note(user=member, note=note)
    with pytest.raises(ValidationError):
        hide_note(user=facilitator, note=note, reason="No.")


def test_tallies_are_those_of_a_count_anew(note, write, passage, facilitator, member, reading):
    write("Under it.", parent=note, author=facilitator)
    reply = write("Under it too.", parent=note)
    write("Beside it.", pointer=Pointer("chapter"))

    def check():
        before = counted(reading)
        tallies.recount(reading.pk, 900)
        assert counted(reading) == before
        return before

    whole = check()
    hide_note(user=facilitator, note=note, reason="No.")
    chapter = ("chapter", reading.chapter_id)
    # Replies under it count on, as under a deleted head.
    assert check()[chapter] == whole[chapter] - 1 == 3
    hide_note(user=facilitator, note=reply, reason="No.")
    assert check()[chapter] == 2
    delete_note(user=member, note=note)
    assert check()[chapter] == 2
    show_note(user=facilitator, note=note)
    assert check()[chapter] == 2
    restore_note(user=member, note=note)
    assert check()[chapter] == 3
    show_note(user=facilitator, note=reply)
    assert check() == whole


def test_the_author_edits_and_deletes_what_stays_hidden(note, member, facilitator, reading):
    hide_note(user=facilitator, note=note, reason="No.")
    before = kinds()
    edit_note(user=member, note=note, body="Other words.")
    delete_note(user=member, note=note)
    restore_note(user=member, note=note)
    note.refresh_from_db()
    assert (note.body, note.hidden_by, kinds()) == ("Other words.", facilitator, before)
    assert counted(reading) == {}


def test_nobody_answers_a_hidden_note_but_those_under_it(note, write, member, facilitator, reading):
    reply = write("Under it.", parent=note, author=facilitator)
    hide_note(user=facilitator, note=note, reason="No.")
    for author in (member, facilitator):
        with pytest.raises(ValidationError):
            add_note(author=author, reading=reading, body="Eh?", parent=note)
    assert add_note(author=member, reading=reading, body="Yes.", parent=reply).root_id == note.pk


def test_in_an_archived_group_nothing_changes_but_for_the_site(
    note, other, facilitator, group, admin
):
    flag = flag_note(user=other, note=note, reason="unkind")
    archive_group(user=facilitator, group=group)
    for verb in (
        lambda: flag_note(user=other, note=note, reason="private"),
        lambda: take_back_flag(user=other, note=note),
        lambda: settle_flags(user=facilitator, note=note, upto=flag.pk),
        lambda: hide_note(user=facilitator, note=note, reason="No."),
        lambda: show_note(user=facilitator, note=note),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    # The archive is read on, and a moderator of the site answers for what stands there.
    assert hide_note(user=admin, note=note, reason="Unlawful.").hidden_for_site


def test_who_leaves_as_nobody_is_named_by_no_flag_and_no_line(
    note, other, second, facilitator, group
):
    flag_note(user=other, note=note, reason="unkind")
    hide_note(user=second, note=note, reason="No.")
    for user in (other, second):
        leave_group(user=user, group=group, signed="former")
    note.refresh_from_db()
    flag = Flag.objects.get()
    assert {str(note.hidden_by), str(flag.by), str(flag.settled_by)} == {"Former member"}
    assert not {note.hidden_by, flag.by, flag.settled_by} & {other, second}
    assert [n.pk for n in queue(facilitator, group).hidden] == [note.pk]
