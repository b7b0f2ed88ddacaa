"""Asking, adopting, assigning, answering and withdrawing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation.models import Note, Question
from readings.annotation.pointers import Pointer
from readings.discussion.actions import (
    add_own_question,
    adopt_question,
    ask_question,
    change_question,
    offer_own_question,
    withdraw_question,
)
from readings.editing.actions import edit_chapter
from readings.pages.queries import due_questions
from readings.text.writing import ReasonDraft, SectionDraft

DUE = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)


@pytest.fixture
def ask(reading, facilitator):
    def make(body="What follows?", **fields):
        given = {"user": facilitator, "reading": reading, "pointer": Pointer("chapter"), **fields}
        return ask_question(body=body, **given)

    return make


@pytest.fixture
def new(reading):
    return f"{reading.get_absolute_url()}questions/new/"


FORM = {"kind": "chapter", "body": "Whose field is it?", "everyone": "on", "reveal": "at once"}


def test_a_question_stands_on_every_kind_of_place(ask, opening, key_of, passage):
    reason = opening.reasons.get(number=2)
    for pointer in (
        Pointer("chapter"),
        Pointer("section", section=opening.pk),
        Pointer("block", key=key_of("1.2")),
        Pointer("reason", key=reason.key),
        passage("one field"),
    ):
        assert ask(pointer=pointer).target.kind == pointer.kind


def test_a_question_for_everyone_is_due_for_those_who_join_later(ask, person, group):
    from readings.groups.actions import add_member

    question = ask()
    late = person("Late")
    add_member(group=group, user=late)
    assert list(due_questions(late)) == [question]


def test_a_question_for_some_is_due_for_them_alone(ask, member, facilitator):
    question = ask(assignees=[member])
    assert list(due_questions(member)) == [question]
    assert list(due_questions(facilitator)) == []


def test_people_outside_the_group_cannot_be_assigned(ask, stranger):
    with pytest.raises(ValidationError):
        ask(assignees=[stranger])
    with pytest.raises(ValidationError):
        ask(assignees=[])
    assert not Question.objects.exists()


def test_answering_settles_what_is_due_and_taking_it_back_does_not(ask, member, write):
    from readings.annotation.actions import delete_note

    question = ask()
    answer = write("My answer.", question=question)
    assert list(due_questions(member)) == []
    delete_note(user=member, note=answer)
    assert list(due_questions(member)) == [question]


def test_what_is_due_comes_in_the_order_of_its_dates(ask, member):
    later, sooner, never = ask(due_at=DUE.replace(day=9)), ask(due_at=DUE), ask()
    assert list(due_questions(member)) == [sooner, later, never]


def test_only_facilitators_ask_adopt_change_and_withdraw(
    ask, reading, chapter, member, stranger, admin
):
    question = ask()
    own = add_own_question(user=None, chapter=chapter, pointer=Pointer("chapter"), body="Own?")
    for person in (member, stranger, admin):
        with pytest.raises(PermissionDenied):
            ask(user=person)
        with pytest.raises(PermissionDenied):
            adopt_question(user=person, reading=reading, question=own)
        with pytest.raises(PermissionDenied):
            withdraw_question(user=person, question=question)
        with pytest.raises(PermissionDenied):
            change_question(
                user=person, question=question, body="?", due_at=None, reveal="", assignees=None
            )


def test_adopting_copies_place_and_words_once(reading, chapter, passage, facilitator):
    own = add_own_question(user=None, chapter=chapter, pointer=passage("one field"), body="Whose?")
    copy = adopt_question(user=facilitator, reading=reading, question=own, due_at=DUE)
    again = adopt_question(user=facilitator, reading=reading, question=own)
    assert again == copy
    assert (copy.group, copy.body, copy.due_at) == (reading.group, "Whose?", DUE)
    assert (copy.target.exact, copy.target.reading) == ("one field", reading)
    assert copy.target != own.target


def test_a_withdrawn_question_can_be_taken_on_again(reading, chapter, facilitator, member):
    own = add_own_question(user=None, chapter=chapter, pointer=Pointer("chapter"), body="Whose?")
    copy = adopt_question(user=facilitator, reading=reading, question=own)
    withdraw_question(user=facilitator, question=copy)
    assert list(due_questions(member)) == []
    assert adopt_question(user=facilitator, reading=reading, question=own) == copy
    assert list(due_questions(member)) == [copy]


def test_a_groups_question_is_not_for_adoption(ask, reading, facilitator):
    with pytest.raises(ValidationError):
        adopt_question(user=facilitator, reading=reading, question=ask())


def test_questions_go_with_their_words(ask, passage, opening, chapter):
    target = ask(pointer=passage("one field")).target
    own = add_own_question(user=None, chapter=chapter, pointer=passage("one field"), body="Own?")
    reasons = tuple(ReasonDraft(r.text, r.commentary, r.key) for r in opening.reasons.all())
    body = opening.body.replace("A village", "Some old village")
    draft = SectionDraft("", body, reasons, opening.pk, 0, opening.slug)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft])
    for moved in (target, own.target):
        moved.refresh_from_db()
        assert moved.section.version.plain_text[moved.start : moved.end] == "one field"


def test_who_sees_answers_cannot_change_once_people_have_answered(ask, facilitator, write):
    question = ask()
    write("My answer.", question=question)
    with pytest.raises(ValidationError):
        change_question(
            user=facilitator,
            question=question,
            body="?",
            due_at=None,
            reveal=Question.Reveal.ANSWERED,
            assignees=None,
        )


def test_an_answer_belongs_to_a_question_of_the_group(ask, write, other_group, chapter, stranger):
    from readings.text.actions import start_reading

    question = ask()
    elsewhere = start_reading(user=None, group=other_group, chapter=chapter)
    with pytest.raises(PermissionDenied):
        write("Over the fence.", question=question, reading=elsewhere, author=stranger)


def test_a_withdrawn_question_takes_no_answers(ask, write, facilitator):
    question = ask()
    withdraw_question(user=facilitator, question=question)
    question.refresh_from_db()
    with pytest.raises(ValidationError):
        write("Too late.", question=question)


# Pages -----------------------------------------------------------------------------------------


def test_the_due_date_is_on_the_groups_clock(new, facilitator, group, client_of):
    group.time_zone = "Asia/Tokyo"
    group.save()
    facilitator.time_zone = "America/New_York"
    facilitator.save()
    response = client_of(facilitator).post(new, {**FORM, "due_at": "2026-12-03T19:00"})
    assert response.status_code == 302
    question = Question.objects.get()
    assert question.due_at == datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
    page = client_of(facilitator).get(f"/questions/{question.pk}/edit/")
    assert 'value="2026-12-03T19:00"' in page.content.decode()


@pytest.mark.parametrize(
    ("zone", "said", "status"),
    [
        ("UTC", "2026-03-29T02:30", 302),  # an hour that the facilitator's own clock leaves out
        ("Europe/Berlin", "2026-03-29T02:30", 422),  # and that the group's own clock leaves out
        ("Pacific/Kiritimati", "0001-01-01T00:00", 422),
        ("America/New_York", "9999-12-31T23:59", 422),
    ],
)
def test_a_due_date_is_a_time_on_the_groups_clock(
    client_of, facilitator, group, new, zone, said, status
):
    group.time_zone, facilitator.time_zone = zone, "Europe/Berlin"
    group.save(update_fields=["time_zone"])
    facilitator.save(update_fields=["time_zone"])
    response = client_of(facilitator).post(new, {**FORM, "due_at": said})
    assert response.status_code == status
    assert Question.objects.exists() == (status == 302)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"body": " "}, "body"),
        ({"body": "x" * 5001}, "body"),
        ({"due_at": "next Thursday"}, "due_at"),
        ({"everyone": ""}, "assignees"),
        ({"reveal": "never"}, "reveal"),
    ],
)
def test_bad_input_is_said_beside_the_field(new, facilitator, client_of, wrong, field):
    response = client_of(facilitator).post(new, {**FORM, **wrong})
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not Question.objects.exists()


def test_a_question_on_words_that_are_gone_keeps_what_was_written(new, facilitator, client_of):
    data = {**FORM, "kind": "passage", "section": "1", "version": "1", "start": "0", "end": "4"}
    response = client_of(facilitator).post(new, {**data, "exact": "gone"})
    assert response.status_code == 422
    assert "Whose field is it?" in response.content.decode()


def test_members_answer_read_each_other_and_reply(ask, member, facilitator, client_of, write):
    question = ask()
    page = question.get_absolute_url()
    client_of(member).post(f"{page}answers/", {"body": "My answer."})
    answer = Note.objects.get()
    assert "My answer." in client_of(facilitator).get(page).content.decode()
    client_of(facilitator).post(f"/notes/{answer.uid}/replies/", {"body": "And yet."})
    assert "And yet." in client_of(member).get(page).content.decode()


def test_an_empty_answer_is_refused_and_said(ask, member, client_of):
    response = client_of(member).post(f"{ask().get_absolute_url()}answers/", {"body": " "})
    assert response.status_code == 422
    assert "Write something first." in response.content.decode()


def test_the_question_stands_on_the_chapter_page_beside_its_block(
    ask, passage, reading, member, client_of, key_of
):
    ask(pointer=passage("one field"), due_at=DUE)
    content = client_of(member).get(reading.get_absolute_url()).content.decode()
    assert f'data-beside="b-{key_of("1.2")}"' in content
    assert "1 to answer" in content


def test_a_reason_page_holds_its_questions_and_its_lead_in(
    ask, opening, reading, member, client_of
):
    reason = opening.reasons.get(number=2)
    ask(body="Early enough?", pointer=Pointer("reason", key=reason.key))
    ask(body="Another matter?")
    content = client_of(member).get(f"{reading.get_absolute_url()}r/{reason.key}/").content.decode()
    assert "They kept to it in order to:" in content
    assert "Early enough?" in content
    assert "Another matter?" not in content


def test_the_composers_words_and_place_travel_to_the_question(new, passage, facilitator, client_of):
    p = passage("one field")
    place = {"section": p.section, "version": p.version, "start": p.start, "end": p.end}
    query = {"kind": "passage", "exact": p.exact, "body": "Whose field?", **place}
    client = client_of(facilitator)
    content = client.get(new, query).content.decode()
    assert "Whose field?" in content
    assert "one field" in content
    sent = {**FORM, **query, "everyone": "on"}
    assert client.post(new, sent).status_code == 302
    assert Question.objects.get().target.exact == "one field"


def test_only_facilitators_are_offered_to_ask(reading, member, facilitator, client_of, key_of):
    panel = f"{reading.get_absolute_url()}b/{key_of('1.2')}/notes/"
    assert "Ask a question on 1.2" in client_of(facilitator).get(panel).content.decode()
    assert "Ask a question" not in client_of(member).get(panel).content.decode()


# What stood when a page was read may stand otherwise when its form arrives ----------------------


def test_the_rule_of_a_question_that_was_answered_stays_when_it_is_taken_on_again(
    reading, chapter, facilitator, member, write
):
    own = add_own_question(user=None, chapter=chapter, pointer=Pointer("chapter"), body="Whose?")
    copy = adopt_question(
        user=facilitator, reading=reading, question=own, reveal=Question.Reveal.ANSWERED
    )
    answer = write("For those who answer.", question=copy)
    withdraw_question(user=facilitator, question=copy)
    with pytest.raises(ValidationError):
        adopt_question(user=facilitator, reading=reading, question=own)
    assert not Note.objects.visible_to(facilitator).filter(pk=answer.pk).exists()
    again = {"reading": reading, "question": own, "reveal": Question.Reveal.ANSWERED}
    assert adopt_question(user=facilitator, **again) == copy


def test_a_question_that_is_offered_no_more_is_not_taken_on(reading, chapter, facilitator):
    own = add_own_question(user=None, chapter=chapter, pointer=Pointer("chapter"), body="Whose?")
    offer_own_question(user=None, question=own, offered=False)
    with pytest.raises(ValidationError):
        adopt_question(user=facilitator, reading=reading, question=own)


def test_an_answer_obeys_the_rule_as_it_is_now(ask, facilitator, member, write, group):
    """The page of the question was read before its rule was changed."""
    seen = ask()
    change_question(
        user=facilitator,
        question=seen,
        body="What follows?",
        due_at=None,
        reveal=Question.Reveal.ANSWERED,
        assignees=None,
    )
    seen.reveal = Question.Reveal.AT_ONCE
    happened = group.activities.count()
    answer = write("Only for those who answer.", question=seen)
    assert group.activities.count() == happened
    assert not Note.objects.visible_to(facilitator).filter(pk=answer.pk).exists()


def test_an_answer_that_comes_after_the_withdrawal_is_refused(ask, facilitator, write):
    seen = ask()
    withdraw_question(user=facilitator, question=Question.objects.get())
    assert seen.withdrawn_at is None
    with pytest.raises(ValidationError):
        write("Too late.", question=seen)


def test_a_withdrawn_question_is_not_changed_and_not_withdrawn_twice(ask, facilitator, group):
    question = ask()
    first = withdraw_question(user=facilitator, question=question).withdrawn_at
    happened = group.activities.count()
    assert withdraw_question(user=facilitator, question=question).withdrawn_at == first
    with pytest.raises(ValidationError):
        change_question(
            user=facilitator, question=question, body="?", due_at=DUE, reveal="", assignees=None
        )
    assert group.activities.count() == happened
