"""A new round: the same chapters and questions, and no notes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from readings.annotation.actions import add_note
from readings.annotation.models import Note, Question
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question, withdraw_question
from readings.discussion.continuing import begin_round
from readings.groups.actions import archive_group, change_group
from readings.groups.models import StudyGroup
from readings.text.models import Book


@pytest.fixture
def asked(reading, facilitator, passage, soon):
    return ask_question(
        user=facilitator,
        reading=reading,
        pointer=passage("one field"),
        body="Whose?",
        due_at=soon,
        reveal="answered",
    )


@pytest.fixture
def soon():
    from datetime import timedelta

    from django.utils import timezone

    return timezone.now() + timedelta(days=2)


def test_a_round_has_the_chapters_and_questions_and_no_notes(
    reading, group, facilitator, member, asked, write
):
    write("Last year's words.")
    add_note(author=member, reading=reading, question=asked, body="Ours.")
    gone = ask_question(user=facilitator, reading=reading, pointer=Pointer("chapter"), body="No?")
    withdraw_question(user=facilitator, question=gone)
    change_group(user=facilitator, group=group, who_invites="members", description="Slowly.")
    made = begin_round(user=facilitator, group=group, name="Again", with_members=False)
    assert (made.continues, made.who_invites, made.description) == (group, "members", "Slowly.")
    assert [r.chapter for r in made.readings.all()] == [reading.chapter]
    copy = Question.objects.get(group=made)
    assert (copy.body, copy.due_at, copy.reveal) == ("Whose?", None, "answered")
    assert copy.target.exact == "one field"
    assert copy.target.reading.group == made
    assert not Note.objects.filter(reading__group=made).exists()
    assert [(m.user, m.facilitates) for m in made.memberships.all()] == [(facilitator, True)]
    assert Note.objects.filter(reading__group=group).count() == 2


def test_everybody_can_be_taken_along(group, facilitator, member):
    made = begin_round(user=facilitator, group=group, name="Again", with_members=True)
    assert {m.user: m.facilitates for m in made.memberships.all()} == {
        facilitator: True,
        member: False,
    }


def test_an_archived_group_goes_on_in_a_new_round(facilitator_client, facilitator, group, reading):
    archive_group(user=facilitator, group=group)
    address = f"/groups/{group.slug}/rounds/"
    assert facilitator_client.get(address).status_code == 200
    response = facilitator_client.post(
        address, {"name": "Again", "with_members": "on"}, follow=True
    )
    made = StudyGroup.objects.get(name="Again")
    assert response.redirect_chain[-1][0] == made.get_absolute_url()
    content = response.content.decode()
    assert "Continues" in content
    assert str(reading.chapter) in content


def test_the_group_s_own_text_is_read_in_the_next_round_too(group, facilitator, reading):
    Book.objects.update(group=group)
    made = begin_round(user=facilitator, group=group, name="Again", with_members=False)
    further = begin_round(user=facilitator, group=made, name="Once more", with_members=False)
    assert further.readings.count() == 1


def test_a_round_without_a_name_is_refused(facilitator_client, group):
    response = facilitator_client.post(f"/groups/{group.slug}/rounds/", {"name": " "})
    assert response.status_code == 422
    assert StudyGroup.objects.count() == 1


def test_members_begin_no_round(member, group):
    with pytest.raises(PermissionDenied):
        begin_round(user=member, group=group, name="Mine", with_members=True)
