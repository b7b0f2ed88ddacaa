"""A whole thread goes to another of its author's groups, with everyone who wrote in it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation import sight, tallies
from readings.annotation.actions import add_note, delete_note, edit_note, restore_note
from readings.annotation.models import Note, NoteRevision, Target
from readings.annotation.parting import leave_group
from readings.annotation.sharing import LookAgain
from readings.discussion.actions import ask_question
from readings.editing.errata import decline_correction
from readings.groups.actions import add_member, archive_group
from readings.groups.models import Activity, AuditEntry, FormerMember
from tests.annotation.sharing_world import move, named, sees
from tests.editing.standing import assert_all_in_order, assert_stands, tallied


@pytest.fixture
def zoe(person, group, other_group):
    """Somebody in both groups."""
    user = person("Zoe")
    for one in (group, other_group):
        add_member(group=one, user=user)
    return user


@pytest.fixture
def thread(write, passage, zoe, member, there):
    """Of the member, on a passage, with replies of both."""
    head = write("It begins.", pointer=passage("one field"))
    write("I doubt it.", author=zoe, parent=head)
    write("Do you?", parent=head)
    return head


def look_at(note, there):
    return sight.sight_of_move(Note.objects.get(pk=note.pk), there)


def test_the_look_names_who_gains_and_who_loses(thread, there, facilitator):
    look = look_at(thread, there)
    assert named(look.gains) == {"Sam"}
    assert named(look.loses) == {"Frida"}
    assert [note.body for note in look.live] == ["I doubt it.", "Do you?"]
    assert look.missing == []


def test_it_stands_there_whole_and_here_no_longer(
    thread, there, reading, chapter, member, facilitator, stranger, zoe
):
    edit_note(user=member, note=thread, body="It begins here.")
    before = list(Note.objects.order_by("pk").values("pk", "uid", "created_at", "body", "parent"))
    moved = move(member, thread, there)
    assert moved.reading == there
    after = list(Note.objects.order_by("pk").values("pk", "uid", "created_at", "body", "parent"))
    assert before == after
    assert NoteRevision.objects.get(note=thread).body == "It begins."
    for note in Note.objects.all():
        assert note.reading == there
        assert sees(stranger, note)
        assert sees(zoe, note)
        assert not sees(facilitator, note)
    target = Target.objects.get(notes=thread)
    assert target.reading == there
    assert_stands(target)
    assert target.placements.count() == 1
    assert not tallied(reading)
    assert tallied(there)["chapter", chapter.pk] == 3
    assert_all_in_order(reading)
    assert_all_in_order(there)


def test_both_groups_have_a_number_for_it_and_the_log_an_entry(
    thread, there, member, group, reading
):
    move(member, thread, there)
    last = {
        g: Activity.objects.filter(group=g).order_by("-seq").first() for g in (group, there.group)
    }
    assert last[group].kind == "thread.moved"
    assert last[there.group].kind == "note.added"
    assert {one.object_id for one in last.values()} == {thread.pk}
    entry = AuditEntry.objects.get(what="thread.moved")
    assert (entry.actor, entry.group) == (member, group)
    assert entry.facts == {"to": there.group_id, "note": str(thread.uid), "notes": 3}
    assert entry.about == str(reading.chapter)
    assert "begins" not in str(entry.facts)


def test_it_comes_back_as_it_was(thread, there, member, reading):
    counted = tallied(reading)
    move(member, thread, there)
    move(member, thread, reading)
    assert tallied(reading) == counted
    assert not tallied(there)


def test_deleted_replies_and_hidden_ones_go_along_as_they_are(
    thread, there, member, zoe, facilitator, write, reading
):
    gone = Note.objects.get(body="I doubt it.")
    delete_note(user=zoe, note=gone)
    hidden = write("Rude.", author=zoe, parent=thread)
    Note.objects.filter(pk=hidden.pk).update(hidden_at=hidden.created_at)
    tallies.recount(reading.pk, reading.group.seq)
    # Somebody who took everything back is no reason to stay.
    theirs = write("Never mind.", author=facilitator, parent=thread)
    delete_note(user=facilitator, note=theirs)
    move(member, thread, there)
    notes = {note.pk: note for note in Note.objects.all()}
    assert notes[gone.pk].deleted_at is not None
    assert notes[hidden.pk].hidden_at is not None
    assert {note.reading for note in notes.values()} == {there}
    restore_note(user=zoe, note=notes[gone.pk])
    for one in (reading, there):
        assert_all_in_order(one)


def test_nobody_s_words_are_taken_where_they_cannot_see_them(
    thread, there, member, facilitator, write
):
    write("Mine too.", author=facilitator, parent=thread)
    look = look_at(thread, there)
    assert [str(one) for one in look.missing] == ["Frida"]
    with pytest.raises(ValidationError) as caught:
        move(member, thread, there)
    assert "Frida wrote under it and cannot see Sunday Circle" in str(caught.value)
    assert Note.objects.get(pk=thread.pk).reading != there


def test_the_words_of_a_former_member_stay(thread, there, member, zoe, group):
    leave_group(user=zoe, group=group, signed=FormerMember.Signed.FORMER)
    with pytest.raises(ValidationError) as caught:
        move(member, thread, there)
    assert "Former member" in str(caught.value)


def test_a_private_thread_moves_without_a_trace(write, passage, member, there, group, stranger):
    note = write("Mine.", pointer=passage("one field"), audience="me")
    write("And so on.", parent=note)
    look = look_at(note, there)
    assert (look.gains, look.loses) == ([], [])
    before = Activity.objects.count()
    move(member, note, there)
    assert Activity.objects.count() == before
    assert not sees(stranger, note)
    assert sees(member, note)


@pytest.mark.parametrize("what", ["joined there", "left here", "replied"])
def test_what_has_changed_is_looked_at_again(
    what, thread, there, member, facilitator, person, group, zoe, write
):
    seen = look_at(thread, there).seen
    if what == "joined there":
        add_member(group=there.group, user=person("Noa"))
    elif what == "left here":
        group.memberships.get(user=facilitator).delete()
    else:
        add_note(author=zoe, reading=thread.reading, parent=thread, body="Wait.")
    with pytest.raises(LookAgain) as caught:
        move(member, thread, there, seen)
    assert len(caught.value.look.changes_since(seen)) == 1
    assert set(Note.objects.values_list("reading", flat=True)) == {thread.reading_id}


def test_nobody_moves_another_s_thread(thread, there, facilitator, zoe, stranger, other_group):
    add_member(group=other_group, user=facilitator)
    for user in (facilitator, zoe, stranger):
        with pytest.raises(PermissionDenied):
            move(user, thread, there)


@pytest.mark.parametrize("where", ["here", "there"])
def test_archived_groups_are_left_alone(where, thread, there, member, facilitator, stranger):
    if where == "here":
        archive_group(user=facilitator, group=thread.reading.group)
    else:
        archive_group(user=stranger, group=there.group)
    with pytest.raises(PermissionDenied):
        move(member, thread, there)


def test_what_is_no_thread_on_a_place_is_refused(
    thread, there, member, facilitator, write, reading, passage
):
    question = ask_question(
        user=facilitator, reading=reading, pointer=passage("one field"), body="?"
    )
    answer = write(question=question)
    reply = write("A reply.", parent=thread)
    gone, hidden = write(), write()
    delete_note(user=member, note=gone)
    Note.objects.filter(pk=hidden.pk).update(hidden_at=hidden.created_at)
    for note in (answer, reply, gone, hidden):
        with pytest.raises(ValidationError):
            move(member, note, there)


def test_an_open_proposal_stays_and_a_decided_one_may_go(propose, there, member, admin):
    erratum = propose("one field", "two fields")
    with pytest.raises(ValidationError):
        move(member, erratum.note, there)
    decline_correction(user=admin, erratum=erratum, answer="It is one.")
    assert move(member, erratum.note, there).reading == there
