"""Sharing, copying and moving while others join, leave, write, edit and move.

Which of them comes first differs from run to run: what is asserted holds in any order.
"""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError

from readings.annotation import sight
from readings.annotation.actions import add_note, delete_note, edit_note
from readings.annotation.models import Note
from readings.annotation.sharing import LookAgain, copy_note, move_thread, share_note
from readings.groups.actions import add_member, join, make_join_link
from readings.groups.models import Activity
from tests.annotation.sharing_world import move
from tests.editing.standing import assert_all_in_order
from tests.editing.test_concurrency import edit_again_and_again, raised, together

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(note):
    return Note.objects.get(pk=note.pk)


def test_a_copy_sent_many_times_at_once_is_stored_once(write, passage, member, there):
    note = fresh(write(pointer=passage("one field")))
    seen, uid = sight.sight_of_copy(note, there).seen, uuid.uuid4()

    def send():
        return copy_note(
            user=member, note=note, reading=there, audience="group", uid=uid, seen=seen
        )

    results = together(*[send] * 6)
    assert raised(results) == []
    assert len({made.pk for made in results}) == 1
    assert Note.objects.filter(reading=there).count() == 1
    assert_all_in_order(there)


def test_nobody_who_joins_at_the_same_time_is_overlooked(
    write, passage, member, facilitator, person, group
):
    note = fresh(write(pointer=passage("one field"), audience="me"))
    seen = sight.sight_of_sharing(note).seen
    link = make_join_link(user=facilitator, group=group)
    people = [person(f"Zoe {number}") for number in range(3)]

    def send():
        return share_note(user=member, note=note, seen=seen)

    results = together(*[lambda user=user: join(link=link, user=user) for user in people], send)
    assert raised(results[:3]) == []
    assert {type(error) for error in raised(results)} <= {LookAgain}
    order = dict(Activity.objects.filter(group=group).order_by("-seq").values_list("kind", "seq"))
    shared = fresh(note).audience == "group"
    assert shared is ("note.added" in order)
    if shared:
        # `order` holds the first of each kind: it was given to the group before anybody came.
        assert order["note.added"] < order["member.joined"]
    assert_all_in_order(note.reading)


def test_threads_that_cross_each_other_all_arrive(
    write, passage, member, stranger, reading, there, group
):
    add_member(group=group, user=stranger)
    mine = [write(pointer=passage("one field")) for _ in range(3)]
    theirs = [
        add_note(author=stranger, reading=there, body="Hm.", pointer=passage("written down"))
        for _ in range(3)
    ]
    jobs = [
        *[lambda note=note: move(member, note, there) for note in mine],
        *[lambda note=note: move(stranger, note, reading) for note in theirs],
    ]
    assert raised(together(*jobs)) == []
    assert {fresh(note).reading for note in mine} == {there}
    assert {fresh(note).reading for note in theirs} == {reading}
    assert_all_in_order(reading)
    assert_all_in_order(there)


def test_a_thread_is_never_in_two_groups(
    write, passage, member, facilitator, reading, there, chapter
):
    head = fresh(write(pointer=passage("one field")))
    write("And mine.", parent=head)
    seen = sight.sight_of_move(head, there).seen

    def reply(number):
        return add_note(author=facilitator, reading=reading, parent=head, body=f"Wait {number}.")

    results = together(
        lambda: move_thread(user=member, note=head, reading=there, seen=seen),
        lambda: reply(1),
        lambda: reply(2),
        lambda: edit_again_and_again(chapter, 2),
        lambda: edit_note(user=member, note=head, body="Otherwise."),
    )
    assert {type(error) for error in raised(results)} <= {LookAgain, ValidationError}
    assert len(set(Note.objects.values_list("reading", flat=True))) == 1
    if fresh(head).reading == there:
        assert not Note.objects.filter(author=facilitator).exists()
    assert_all_in_order(reading)
    assert_all_in_order(there)


def test_a_note_that_is_deleted_and_shared_at_once_counts_right(
    write, passage, member, facilitator
):
    note = fresh(write(pointer=passage("one field"), audience="me"))
    seen = sight.sight_of_sharing(note).seen
    results = together(
        lambda: share_note(user=member, note=note, seen=seen),
        lambda: delete_note(user=member, note=note),
        lambda: share_note(user=member, note=note, seen=seen),
    )
    assert {type(error) for error in raised(results)} <= {ValidationError, LookAgain}
    assert_all_in_order(note.reading)
