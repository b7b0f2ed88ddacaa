"""What each of the kinds tells, and what it does not: only what concerns one and one may see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from readings.annotation.actions import delete_note
from readings.annotation.models import Note, Question
from readings.annotation.parting import leave_group
from readings.annotation.sharing import move_thread
from readings.annotation.sight import sight_of_move
from readings.editing.errata import accept_correction, decline_correction
from readings.groups.actions import add_member, archive_group, mark_seen, record
from readings.groups.models import Membership, StudyGroup, User
from readings.notifying.mail import LINES
from readings.text.actions import create_chapter, start_reading
from readings.text.writing import SectionDraft

# Replies -----------------------------------------------------------------------------------------


def test_a_reply_to_my_note(mira, write, facilitator, passage, lines):
    head = write(pointer=passage("shares one field"))
    assert lines() == []
    write("Secret words.", parent=head, author=facilitator)
    assert lines() == ["Frida replied to you: The Fence, 1.2"]
    assert lines() == []


def test_a_reply_in_a_thread_that_i_wrote_in(mira, write, facilitator, person, group, lines):
    ben = person("Ben")
    add_member(group=group, user=ben)
    head = write(author=facilitator)
    write(parent=head, author=ben)
    assert lines() == []  # it is not hers yet
    write(parent=head)
    write(parent=head, author=ben)
    assert lines() == ["Ben wrote in a thread that you are in: The Fence"]


def test_what_stood_there_when_i_wrote_is_not_told(mira, write, facilitator, lines):
    head = write()
    write(parent=head, author=facilitator)
    write("I have read that.", parent=head)
    assert lines() == []


def test_my_own_words_and_new_notes_are_not_told(mira, write, facilitator, lines):
    head = write()
    write(parent=head)
    write(author=facilitator)
    assert lines() == []


def test_several_replies_in_a_thread_are_one_line(mira, write, facilitator, lines):
    head = write()
    for _turn in range(3):
        write(parent=head, author=facilitator)
    assert lines() == ["3 replies in a thread that you are in, the last by Frida: The Fence"]


def test_my_note_that_i_deleted_no_longer_makes_a_thread_mine(mira, write, facilitator, lines):
    head = write()
    write(parent=head, author=facilitator)
    delete_note(user=mira, note=head)
    assert lines() == []


# What one may not see at the moment of sending ---------------------------------------------------


def hidden(reply):
    Note.objects.filter(pk=reply.pk).update(hidden_at=timezone.now())


def deleted(reply):
    delete_note(user=reply.author, note=reply)


def private(reply):
    Note.objects.filter(pk=reply.pk).update(audience="me")


def under_a_hidden_head(reply):
    Note.objects.filter(pk=reply.root_id).update(hidden_at=timezone.now())


def withheld(reply):
    question = Question.objects.create(
        chapter=reply.reading.chapter,
        group=reply.reading.group,
        target=reply.root.target,
        reveal="answered",
    )
    Note.objects.filter(pk=reply.pk).update(thread_question=question)


def left(reply):
    leave_group(user=reply.root.author, group=reply.reading.group)


def closed(reply):
    User.objects.filter(pk=reply.root.author_id).update(is_active=False)


def archived(reply):
    archive_group(user=reply.author, group=reply.reading.group)


def looked_at(reply):
    group = StudyGroup.objects.get(pk=reply.reading.group_id)
    mark_seen(user=reply.root.author, group=group, seq=group.seq)


def unconfirmed(reply):
    reply.root.author.emailaddress_set.update(verified=False)


GONE = [
    hidden, deleted, private, under_a_hidden_head, withheld, left, closed, archived, looked_at,
    unconfirmed,
]  # fmt: skip


@pytest.mark.parametrize("make", GONE)
def test_what_became_invisible_meanwhile_is_not_told(
    make, mira, write, facilitator, passage, lines
):
    reply = write(parent=write(pointer=passage("one field")), author=facilitator)
    make(reply)
    assert lines() == []


def test_that_reply_would_have_been_told(mira, write, facilitator, passage, lines):
    write(parent=write(pointer=passage("one field")), author=facilitator)
    assert len(lines()) == 1


def test_what_came_out_after_all_is_not_told_later(mira, write, facilitator, lines):
    reply = write(parent=write(), author=facilitator)
    hidden(reply)
    assert lines() == []
    Note.objects.filter(pk=reply.pk).update(hidden_at=None)
    assert lines() == []


def test_who_comes_back_hears_nothing_of_before(mira, write, facilitator, group, lines):
    write(parent=write(), author=facilitator)
    leave_group(user=mira, group=group)
    add_member(group=group, user=mira)
    assert lines() == []


def test_a_former_member_has_no_name(mira, write, person, group, sent):
    ben = person("Ben")
    add_member(group=group, user=ben)
    write(parent=write(), author=ben)
    leave_group(user=ben, group=group, signed="former")
    (message,) = sent()
    assert "Former member replied to you" in message.body
    assert "Ben" not in message.body


# Corrections -------------------------------------------------------------------------------------


def test_what_became_of_my_corrections(mira, admin, propose, lines):
    taken, refused = propose("shares one field", "shares a field"), propose("price", "prize")
    assert lines() == []
    accept_correction(user=admin, erratum=taken, base_version=1)
    decline_correction(user=admin, erratum=refused, answer="Secret words.")
    assert lines() == [
        "Your correction was made: The Fence, 1.2",
        "Your correction was declined; the reason stands there: The Fence, 2.2",
    ]
    assert lines() == []


def test_others_corrections_are_not_told(mira, facilitator, admin, propose, lines):
    taken = propose("shares one field", "shares a field", author=facilitator)
    accept_correction(user=admin, erratum=taken, base_version=1)
    assert lines() == []


# Choices -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("off", "left"),
    [
        ("notices_of_replies", ["Frida asks", "Your correction"]),
        ("notices_of_questions", ["Frida replied", "Your correction"]),
        ("notices_of_corrections", ["Frida asks", "Frida replied"]),
    ],
)
def test_each_kind_can_be_switched_off(
    off, left, reach, member, write, ask, admin, facilitator, propose, lines, at
):
    at(2030, 5, 1, 12)
    reach(member, **{off: False})
    ask(due_at=timezone.now() + timedelta(hours=30))
    write(parent=write(), author=facilitator)
    decline_correction(user=admin, erratum=propose("price", "prize"), answer="No.")
    assert [" ".join(line.split()[:2]) for line in lines()] == left
    at(2030, 5, 2, 12)
    assert bool(lines()) == (off != "notices_of_questions")


def test_nothing_at_all_where_one_wants_none(reach, member, write, facilitator, ask, lines):
    reach(member, notices="none")
    write(parent=write(), author=facilitator)
    ask()
    assert lines() == []


def test_what_is_long_past_is_not_brought_up(mira, write, facilitator, at, lines):
    at(2030, 5, 1, 12)
    head = write()
    write(parent=head, author=facilitator)
    at(2030, 5, 4, 13)  # the worker has not run since
    write(parent=head, author=facilitator)
    assert lines() == ["Frida replied to you: The Fence"]


def test_other_groups_are_other_groups(
    mira, write, facilitator, other_group, stranger, sent, book, reading
):
    """One mail for both; and nobody hears of a group that they are not in."""
    add_member(group=other_group, user=mira)
    chapter = create_chapter(
        user=None, book=book, number=13, title="The Gate", sections=[SectionDraft("", "Shut.")],
        footnotes={},
    )  # fmt: skip
    elsewhere = start_reading(user=None, group=other_group, chapter=chapter)
    write(parent=write(reading=elsewhere), author=stranger, reading=elsewhere)
    write(parent=write(), author=facilitator)
    (message,) = sent()
    assert message.to == ["mira@example.org"]
    assert message.subject == "Thursday Readers and 1 other group: 2 notices for you"
    assert "Sunday Circle" in message.body
    assert "Sam replied to you: The Gate" in message.body
    assert "Frida replied to you: The Fence" in message.body
    Membership.objects.filter(user=mira, group=other_group).delete()
    write(parent=write(reading=reading), author=facilitator)
    assert "Sunday Circle" not in sent()[0].body


def test_a_long_list_has_an_end(mira, ask, lines, group):
    for _turn in range(LINES + 5):
        ask()
    told = lines()
    assert (len(told), told[-1]) == (LINES + 1, "5 more are on the site.")


def test_numbers_that_nothing_stands_behind_are_passed_over(mira, facilitator, group, lines):
    for kind in ("note.added", "question.asked", "note.corrected", "text.edited"):
        record(group_id=group.pk, kind=kind, actor=facilitator, object_id=10**9)
    assert lines() == []
    group.refresh_from_db()
    assert Membership.objects.get(user=mira).told_seq == group.seq


def test_a_thread_that_moved_to_another_group_is_not_told_where_it_was(
    mira, write, facilitator, other_group, chapter, lines
):
    """Nor does it keep the mail from being made where the other group is archived by now."""
    head = write()
    write(parent=head, author=facilitator)
    for user in (mira, facilitator):
        add_member(group=other_group, user=user, role=Membership.Role.FACILITATOR)
    there = start_reading(user=None, group=other_group, chapter=chapter)
    note = Note.objects.get(pk=head.pk)
    move_thread(user=mira, note=note, reading=there, seen=sight_of_move(note, there).seen)
    archive_group(user=mira, group=other_group)
    kept = write("Here.")
    write(parent=kept, author=facilitator)
    assert lines() == ["Frida replied to you: The Fence"]
