"""Questions that are told: asked, changed, assigned, and due soon."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from readings.annotation.models import Question
from readings.discussion.actions import change_question, withdraw_question


def change(question, **fields):
    given = {
        "body": question.body,
        "due_at": question.due_at,
        "reveal": question.reveal,
        "assignees": None,
        **fields,
    }
    return change_question(user=question.author, question=question, **given)


def test_a_question_for_everyone(mira, ask, passage, lines):
    ask(pointer=passage("shares one field"))
    assert lines() == ["Frida asks you a question: The Fence, 1.2"]
    assert lines() == []


def test_a_question_for_me_with_its_due_date_on_my_clock(reach, member, ask, at, lines):
    reach(member, time_zone="America/Los_Angeles")
    at(2030, 5, 1, 12)
    due = timezone.now() + timedelta(days=7)
    ask(assignees=[member], due_at=due)
    (line,) = lines()
    assert line == (
        "Frida asks you a question, due Wed, May 8, 2030, 5 a.m. (America/Los_Angeles): The Fence"
    )


def test_a_question_for_others_is_not_told(mira, facilitator, ask, lines):
    ask(assignees=[facilitator])
    assert lines() == []


def test_a_question_that_is_withdrawn_or_answered_is_not_told(mira, ask, write, lines):
    withdraw_question(user=ask().author, question=Question.objects.get())
    answered = ask()
    write(question=answered)
    assert lines() == []


def test_a_question_that_becomes_mine_is_told(mira, facilitator, ask, lines):
    question = ask(assignees=[facilitator])
    assert lines() == []
    change(question, assignees=[mira])
    assert lines() == ["Frida changed a question for you: The Fence"]


def test_asked_and_changed_is_one_question(mira, ask, lines):
    change(ask(), body="What follows now?")
    assert lines() == ["Frida asks you a question: The Fence"]


def test_one_is_reminded_a_day_before_it_is_due_and_once(mira, ask, at, lines):
    at(2030, 5, 1, 12)
    ask(due_at=timezone.now() + timedelta(days=5))
    assert len(lines()) == 1
    at(2030, 5, 5, 11, 55)
    assert lines() == []
    at(2030, 5, 5, 12)
    assert lines() == [
        "A question waits for your answer, due Mon, May 6, 2030, noon (UTC): The Fence"
    ]
    at(2030, 5, 5, 12, 5)
    assert lines() == []
    at(2030, 5, 6, 12)
    assert lines() == []


def test_what_is_answered_or_was_just_asked_needs_no_reminder(mira, ask, write, at, lines):
    at(2030, 5, 1, 12)
    answered = ask(due_at=timezone.now() + timedelta(days=5))
    lines()
    write(question=answered)
    at(2030, 5, 5, 12)
    ask(due_at=timezone.now() + timedelta(hours=20))
    assert [line[:5] for line in lines()] == ["Frida"]
    assert lines() == []
