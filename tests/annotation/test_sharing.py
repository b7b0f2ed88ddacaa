"""A private note becomes the group's, after a look at who gains sight of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation import sight
from readings.annotation.actions import add_note, delete_note, edit_note
from readings.annotation.models import Note
from readings.annotation.pointers import Pointer
from readings.annotation.sharing import LookAgain
from readings.discussion.actions import ask_question, withdraw_question
from readings.groups.actions import add_member, archive_group
from readings.groups.models import Activity, AuditEntry, StudyGroup
from tests.annotation.sharing_world import named, sees, share
from tests.editing.standing import assert_all_in_order, tallied


@pytest.fixture
def private(write, passage, member):
    """A note that the member keeps, with a reply of theirs."""
    note = write("Mine so far.", pointer=passage("one field"), audience="me")
    write("And this.", parent=note)
    return note


@pytest.fixture
def withheld(facilitator, reading):
    return ask_question(
        user=facilitator,
        reading=reading,
        pointer=Pointer("chapter"),
        body="Which?",
        reveal="answered",
    )


def look_at(note):
    return sight.sight_of_sharing(Note.objects.get(pk=note.pk))


def test_the_look_names_everybody_else_in_the_group(private, facilitator, person, group, admin):
    add_member(group=group, user=person("Zoe"))
    look = look_at(private)
    assert named(look.gains) == {"Frida", "Zoe"}
    assert [str(one.user) for one in look.gains] == ["Frida", "Zoe"]  # facilitators first
    assert [note.body for note in look.live] == ["And this."]
    assert not look.waits


def test_it_is_the_group_s_with_all_that_was_said_under_it(
    private, member, facilitator, stranger, reading, chapter
):
    assert not sees(facilitator, private)
    share(member, private)
    for note in Note.objects.all():
        assert note.audience == "group"
        assert sees(facilitator, note)
        assert not sees(stranger, note)
    assert tallied(reading)["chapter", chapter.pk] == 2
    assert_all_in_order(reading)


def test_it_is_news_for_the_group_once_and_no_act_to_answer_for(private, member, group):
    audited = AuditEntry.objects.count()
    share(member, private)
    seq = StudyGroup.objects.get(pk=group.pk).seq
    added = Activity.objects.get(group=group, seq=seq)
    assert (added.kind, added.actor, added.object_id) == ("note.added", member, private.pk)
    assert AuditEntry.objects.count() == audited


def test_a_deleted_reply_goes_along_and_counts_nowhere(private, member, facilitator, reading):
    reply = Note.objects.get(parent=private)
    delete_note(user=member, note=reply)
    assert look_at(private).live == []
    share(member, private)
    assert Note.objects.get(pk=reply.pk).audience == "group"
    assert_all_in_order(reading)


def test_sharing_twice_is_refused(private, member):
    share(member, private)
    with pytest.raises(ValidationError):
        share(member, private)


def test_only_its_author_shares_it(private, facilitator, stranger):
    for user in (facilitator, stranger):
        with pytest.raises(PermissionDenied):
            share(user, private)
    assert Note.objects.get(pk=private.pk).audience == "me"


def test_a_reply_a_deleted_and_a_hidden_note_are_refused(private, member, write):
    with pytest.raises(ValidationError):
        share(member, Note.objects.get(parent=private))
    hidden = write(audience="me")
    Note.objects.filter(pk=hidden.pk).update(hidden_at=hidden.created_at)
    with pytest.raises(ValidationError):
        share(member, hidden)
    delete_note(user=member, note=private)
    with pytest.raises(ValidationError):
        share(member, private)


def test_nothing_is_shared_in_an_archived_group(private, member, facilitator, group):
    archive_group(user=facilitator, group=group)
    with pytest.raises(PermissionDenied):
        share(member, private)


# What the author looked at -----------------------------------------------------------------------


def refused(member, note, seen):
    with pytest.raises(LookAgain) as caught:
        share(member, note, seen)
    assert Note.objects.get(pk=note.pk).audience == "me"
    look = caught.value.look
    return look.changes_since(seen)


def test_somebody_who_joined_meanwhile_is_named_first(private, member, facilitator, person, group):
    seen = look_at(private).seen
    add_member(group=group, user=person("Zoe"))
    assert refused(member, private, seen) == ["Since you looked, these would see it too: Zoe."]


def test_many_who_joined_are_not_all_named(private, member, facilitator, person, group):
    seen = look_at(private).seen
    for number in range(7):
        add_member(group=group, user=person(f"Zoe {number}"))
    said = refused(member, private, seen)
    assert said == [
        "Since you looked, these would see it too: Zoe 0, Zoe 1, Zoe 2, Zoe 3, Zoe 4 and 2 others."
    ]


def test_somebody_who_left_meanwhile_is_told_of(private, member, facilitator, person, group):
    add_member(group=group, user=person("Zoe"))
    seen = look_at(private).seen
    group.memberships.get(user__display_name="Zoe").delete()
    (said,) = refused(member, private, seen)
    assert said.startswith("1 person who would have seen it")


@pytest.mark.parametrize("what", ["edited", "replied", "deleted"])
def test_other_words_are_looked_at_again(private, member, write, what):
    seen = look_at(private).seen
    if what == "edited":
        edit_note(user=member, note=private, body="Otherwise.")
    elif what == "replied":
        write("More.", parent=private)
    else:
        delete_note(user=member, note=Note.objects.get(parent=private))
    (said,) = refused(member, private, seen)
    assert "said under it" in said


def test_another_place_is_looked_at_again(private, member, passage):
    seen = look_at(private).seen
    private.target.exact = "another field"
    private.target.save()
    assert refused(member, private, seen) == ["Its place in the text is another."]


@pytest.mark.parametrize("seen", ["", "-", "a-b-c-d", "-" * 50, "1.2.x-3-4-5"])
def test_what_nobody_can_have_seen_shares_nothing(private, member, seen):
    refused(member, private, seen)


# Answers -----------------------------------------------------------------------------------------


def test_a_withheld_answer_is_seen_by_those_who_have_answered(
    withheld, member, facilitator, person, group, write, reading
):
    zoe = person("Zoe")
    add_member(group=group, user=zoe)
    add_note(author=zoe, reading=reading, question=withheld, body="This one.")
    mine = write("That one.", question=withheld, audience="me")
    look = look_at(mine)
    assert look.waits
    assert named(look.gains) == {"Zoe"}
    assert sight.opens_answers(look)
    theirs = Note.objects.get(body="This one.")
    assert not sees(member, theirs)
    numbers = (StudyGroup.objects.get(pk=group.pk).seq, tallied(reading))
    share(member, mine)
    assert sees(zoe, mine)
    assert sees(member, theirs)
    assert not sees(facilitator, mine)
    # Withheld notes leave no trace in counts and numbers.
    assert (StudyGroup.objects.get(pk=group.pk).seq, tallied(reading)) == numbers


def test_an_answer_that_comes_meanwhile_is_looked_at_again(
    withheld, member, facilitator, write, reading
):
    mine = write("That one.", question=withheld, audience="me")
    seen = look_at(mine).seen
    add_note(author=facilitator, reading=reading, question=withheld, body="This one.")
    assert refused(member, mine, seen) == ["Since you looked, these would see it too: Frida."]


def test_a_second_answer_opens_nothing(withheld, member, write):
    write("The first.", question=withheld)
    assert not sight.opens_answers(look_at(write("Again.", question=withheld, audience="me")))


def test_an_answer_to_a_withdrawn_question_stays_private(withheld, member, facilitator, write):
    mine = write("That one.", question=withheld, audience="me")
    withdraw_question(user=facilitator, question=withheld)
    with pytest.raises(ValidationError):
        share(member, mine)
