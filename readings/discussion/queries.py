"""What the question pages read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from readings.annotation.models import Note, Question
from readings.discussion.models import Assignment
from readings.groups.prepared import Prepared
from readings.text.models import Reading

if TYPE_CHECKING:
    from readings.groups.models import User


def for_reader(reading: Reading, user: User) -> QuerySet[Any]:
    """The group's questions on this chapter: whether they are this reader's to answer
    (`is_mine`), whether answered (`answered`), and how many people have (`answerers`)."""
    return _annotated(Question.objects.of_group(reading.group), user).filter(
        chapter=reading.chapter_id
    )


class State(NamedTuple):
    """What a group's question is to one reader, and how many people have answered it."""

    pk: int
    is_mine: bool
    answered: bool
    answerers: int


def states(reading: Reading, user: User) -> tuple[State, ...]:
    """`for_reader` in short: enough to tell whether its cards look as they did."""
    rows = _states(user=user.pk, group=reading.group_id, chapter=reading.chapter_id)
    return tuple(State(*row) for row in rows)


@Prepared
def _states(user: Any, group: Any, chapter: Any) -> QuerySet[Any]:
    questions = Question.objects.of_group(group).filter(chapter=chapter)
    return _annotated(questions, user).values_list("pk", "is_mine", "answered", "answerers")


def own_questions(reading: Reading) -> QuerySet[Any]:
    """The chapter's own questions that the group has not adopted."""
    adopted = Question.objects.filter(
        adopted_from=OuterRef("pk"), group=reading.group_id, withdrawn_at=None
    )
    return (
        Question.objects.filter(chapter=reading.chapter_id, group=None, withdrawn_at=None)
        .exclude(Exists(adopted))
        .select_related("target__section", "target__block", "target__reason")
        .order_by("position", "pk")
    )


def visible_question(user: User, pk: int) -> Question:
    """A group's question in one of the person's groups. Raises Question.DoesNotExist."""
    questions = Question.objects.visible_to(user).exclude(group=None)
    question: Question = (
        _annotated(questions, user).select_related("group", "chapter__book", "author").get(pk=pk)
    )
    return question


def _annotated(questions: QuerySet[Any], user: User) -> QuerySet[Any]:
    mine = Assignment.objects.filter(question=OuterRef("pk")).filter(Q(user=user) | Q(user=None))
    answered = Note.objects.filter(
        question=OuterRef("pk"), author=user, deleted_at=None, audience=Note.Audience.GROUP
    )
    shared = Q(answers__deleted_at=None, answers__hidden_at=None, answers__audience="group")
    annotated: QuerySet[Any] = (
        questions.select_related("target__section", "target__block", "target__reason", "group")
        .annotate(is_mine=Exists(mine), answered=Exists(answered))
        .annotate(answerers=Count("answers__author", filter=shared, distinct=True))
        .order_by(F("due_at").asc(nulls_last=True), "position", "pk")
    )
    return annotated
