"""Flags: who may, who is told, and who looks at them where a facilitator wrote the note."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation.actions import delete_note, restore_note
from readings.annotation.flagged import goes_to_site, own_flags, queue, waiting_by_group
from readings.annotation.models import Flag, Note, Question
from readings.annotation.moderating import (
    flag_note,
    hide_note,
    settle_flags,
    show_note,
    take_back_flag,
)
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.actions import add_member
from readings.groups.models import AuditEntry, Membership, StudyGroup
from tests.annotation.flagging import SECRET, kinds
from tests.annotation.sharing_world import move


@pytest.fixture
def note(write, passage):
    return write(SECRET, pointer=passage("one field"))


def seen_by(user, group):
    """The group as a page of the person has it."""
    return StudyGroup.objects.visible_to(user).get(pk=group.pk)


# Flagging ----------------------------------------------------------------------------------------


def test_a_flag_waits_for_the_facilitators(note, other, facilitator, group):
    flag = flag_note(user=other, note=note, reason="other", words=" It hurts. ")
    assert (flag.words, flag.is_open) == ("It hurts.", True)
    shown = queue(facilitator, group)
    assert [n.pk for n in shown.waiting] == [note.pk]
    assert [f.by for f in shown.waiting[0].open_flags] == [other]
    assert waiting_by_group(facilitator, [seen_by(facilitator, group)]) == {group.pk: 1}
    assert waiting_by_group(other, [seen_by(other, group)]) == {}


def test_a_flag_tells_the_group_and_the_log_nothing(note, other):
    before = kinds()
    flag_note(user=other, note=note, reason="unkind")
    assert kinds() == before
    assert not AuditEntry.objects.filter(what__startswith="flag").exists()


def test_sending_again_changes_the_words_and_leaves_one_open_flag(note, other):
    first = flag_note(user=other, note=note, reason="unkind", words="Eh.")
    assert flag_note(user=other, note=note, reason="unkind", words="Eh.") == first
    again = flag_note(user=other, note=note, reason="off topic", words="No.")
    assert list(Flag.objects.values_list("pk", "reason", "words")) == [
        (again.pk, "off topic", "No.")
    ]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"reason": "other"}, "words"),
        ({"reason": "nonsense"}, "reason"),
        ({"reason": "unkind", "words": "x" * 501}, "words"),
    ],
)
def test_what_cannot_be_stored_is_refused_beside_its_field(note, other, sent, field):
    with pytest.raises(ValidationError) as refused:
        flag_note(user=other, note=note, **sent)
    assert list(refused.value.message_dict) == [field]
    assert not Flag.objects.exists()


def test_nobody_flags_their_own_or_what_they_cannot_read(
    note, write, passage, member, other, stranger
):
    private = write(pointer=passage("one field"), audience="me")
    for user, what in ((member, note), (stranger, note), (other, private)):
        with pytest.raises(PermissionDenied):
            flag_note(user=user, note=what, reason="unkind")
    assert not Flag.objects.exists()


def test_a_withheld_answer_is_flagged_by_those_alone_who_read_it(
    write, reading, group, member, other, facilitator
):
    question = ask_question(
        user=facilitator, reading=reading, pointer=Pointer("chapter"), body="What follows?",
        reveal=Question.Reveal.ANSWERED,
    )  # fmt: skip
    answer = write(SECRET, question=question)
    with pytest.raises(PermissionDenied):
        flag_note(user=other, note=answer, reason="unkind")
    write("My own.", question=question, author=other)
    flag_note(user=other, note=answer, reason="unkind")
    # The facilitator has not answered: told that there is one, not what it says or who wrote it.
    with pytest.raises(PermissionDenied):
        hide_note(user=facilitator, note=answer, reason="No.")
    shown = queue(facilitator, group)
    assert (shown.waiting, [n.pk for n in shown.withheld]) == ([], [answer.pk])
    write("Mine too.", question=question, author=facilitator)
    assert [n.pk for n in queue(facilitator, group).waiting] == [answer.pk]
    before = kinds()
    hide_note(user=facilitator, note=answer, reason="No.")
    assert kinds() == before  # what is withheld leaves no trace for all


def test_a_flag_is_taken_back_while_it_is_open(note, other, facilitator, group):
    flag_note(user=other, note=note, reason="unkind")
    assert take_back_flag(user=other, note=note)
    assert not take_back_flag(user=other, note=note)
    assert queue(facilitator, group).waiting == []
    flag = flag_note(user=other, note=note, reason="unkind")
    settle_flags(user=facilitator, note=note, upto=flag.pk)
    assert not take_back_flag(user=other, note=note)
    assert Flag.objects.get().outcome == "left"


def test_leaving_a_note_settles_what_was_read_and_no_more(note, other, second, facilitator, group):
    first = flag_note(user=other, note=note, reason="unkind")
    later = flag_note(user=second, note=note, reason="private")
    assert settle_flags(user=facilitator, note=note, upto=first.pk) == 1
    assert settle_flags(user=facilitator, note=note, upto=first.pk) == 0
    assert [f.pk for f in queue(facilitator, group).waiting[0].open_flags] == [later.pk]
    assert [f.outcome for f in own_flags(other, group)] == ["left"]
    entry = AuditEntry.objects.get(what="flag.settled")
    assert (entry.actor, entry.person, entry.group) == (facilitator, None, group)
    assert entry.facts == {"note": str(note.uid), "outcome": "left", "flags": 1}


def test_flags_on_a_deleted_note_wait_until_it_comes_back(note, other, member, facilitator, group):
    flag_note(user=other, note=note, reason="unkind")
    delete_note(user=member, note=note)
    assert queue(facilitator, group).waiting == []
    with pytest.raises(ValidationError):
        flag_note(user=other, note=note, reason="private")
    restore_note(user=member, note=note)
    assert [n.pk for n in queue(facilitator, group).waiting] == [note.pk]


# The author facilitates --------------------------------------------------------------------------


def test_flags_on_a_facilitators_note_are_for_the_others(
    write, passage, facilitator, second, other, group
):
    note = write(SECRET, pointer=passage("one field"), author=facilitator)
    flag = flag_note(user=other, note=note, reason="unkind")
    assert not goes_to_site(note)
    shown = queue(facilitator, group)
    assert (shown.waiting, shown.withheld, shown.settled) == ([], [], [])
    assert waiting_by_group(facilitator, [seen_by(facilitator, group)]) == {}
    for verb in (
        lambda: settle_flags(user=facilitator, note=note, upto=flag.pk),
        lambda: hide_note(user=facilitator, note=note, reason="No."),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert [n.pk for n in queue(second, group).waiting] == [note.pk]
    hide_note(user=second, note=note, reason="Unkind.")
    with pytest.raises(PermissionDenied):
        show_note(user=facilitator, note=note)
    # Nor afterwards: who flagged is for the others.
    assert queue(facilitator, group).settled == []
    assert [f.by for f in queue(second, group).settled] == [other]


def test_flags_on_the_only_facilitators_note_go_to_the_site(
    write, passage, facilitator, other, person, grant, group
):
    note = write(SECRET, pointer=passage("one field"), author=facilitator)
    flag_note(user=other, note=note, reason="unkind")
    assert goes_to_site(note)
    assert [f.note_id for f in Flag.objects.for_site()] == [note.pk]
    moderator = person("Moda", is_staff=True)
    with pytest.raises(PermissionDenied):
        hide_note(user=moderator, note=note, reason="For the site.")
    grant(moderator, "moderate_note")
    moderator = type(moderator).objects.get(pk=moderator.pk)
    hidden = hide_note(user=moderator, note=note, reason="For the site.")
    assert hidden.hidden_for_site
    with pytest.raises(PermissionDenied):
        show_note(user=facilitator, note=note)
    assert show_note(user=moderator, note=note).hidden_at is None


def test_no_facilitator_shows_what_the_site_has_hidden(note, facilitator, admin):
    hide_note(user=admin, note=note, reason="For the site.")
    with pytest.raises(PermissionDenied, match="moderator of the site"):
        show_note(user=facilitator, note=note)
    assert Note.objects.get().hidden_by == admin


def test_another_facilitator_takes_the_flag_over_from_the_site(
    write, passage, facilitator, other, person, group
):
    note = write(SECRET, pointer=passage("one field"), author=facilitator)
    flag_note(user=other, note=note, reason="unkind")
    add_member(group=group, user=person("Hanna"), role=Membership.Role.FACILITATOR)
    assert not Flag.objects.for_site().exists()


# A thread goes to another group ------------------------------------------------------------------


def test_flags_stay_behind_when_their_thread_goes(
    note, there, member, other, stranger, facilitator, group, client_of
):
    flag_note(user=other, note=note, reason="other", words="It hurts.")
    move(member, note, there)
    assert queue(facilitator, group).waiting == []
    assert queue(stranger, there.group).waiting == []
    assert waiting_by_group(facilitator, [seen_by(facilitator, group)]) == {}
    assert waiting_by_group(stranger, [seen_by(stranger, there.group)]) == {}
    page = client_of(other).get(f"/groups/{group.slug}/flags/mine/").content.decode()
    assert "What Mira wrote is no longer in this group." in page
    assert str(note.uid) not in page
    hide_note(user=stranger, note=Note.objects.get(pk=note.pk), reason="No.")
    assert Flag.objects.get().is_open  # nobody there has read it
