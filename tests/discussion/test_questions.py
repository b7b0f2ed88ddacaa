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
    change_question,
    offer_own_question,
    withdraw_question,
)
from readings.editing.actions import edit_chapter
from readings.pages.queries import due_questions
from readings.text.writing import ReasonDraft, SectionDraft

DUE = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)


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
