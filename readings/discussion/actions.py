"""Asking, adopting, assigning and withdrawing questions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.annotation.actions import save_target
from readings.annotation.models import Question, Target
from readings.annotation.pointers import Pointer, locate
from readings.discussion.models import Assignment
from readings.groups.actions import record
from readings.groups.permissions import Permission, require
from readings.text.markdown import render_note
from readings.text.models import Chapter, Reading
from readings.text.queries import hold_chapter, lock_chapter

if TYPE_CHECKING:
    from readings.groups.models import User

MAX_QUESTION = 5000  # code points


@transaction.atomic
def ask_question(
    *,
    user: User,
    reading: Reading,
    pointer: Pointer,
    body: str,
    due_at: datetime | None = None,
    reveal: str = Question.Reveal.AT_ONCE,
    assignees: Collection[User] | None = None,
) -> Question:
    """A facilitator's question on a place in the group's reading.

    Without `assignees` everyone is to answer, also those who join later. Raises ValidationError
    for words that cannot be stored and StalePlace for a place that is gone.
    """
    require(user, Permission.ASK, reading.group)
    chapter = lock_chapter(reading.chapter_id)
    target = save_target(locate(chapter, pointer, reading))
    question = _new(chapter, body, target)
    question.group, question.author = reading.group, user
    question.due_at, question.reveal = due_at, reveal
    return _publish(question, user, assignees)


@transaction.atomic
def adopt_question(
    *,
    user: User,
    reading: Reading,
    question: Question,
    due_at: datetime | None = None,
    reveal: str = Question.Reveal.AT_ONCE,
    assignees: Collection[User] | None = None,
) -> Question:
    """Makes the group's copy of one of the chapter's own questions; twice is once."""
    require(user, Permission.ASK, reading.group)
    chapter = lock_chapter(reading.chapter_id)
    question = Question.objects.get(pk=question.pk)
    if question.group_id is not None or question.chapter_id != reading.chapter_id:
        raise ValidationError(_("Only the chapter's own questions can be adopted."))
    if question.withdrawn_at is not None:
        raise ValidationError(_("This question is no longer offered."))
    copy = Question.objects.filter(group=reading.group, adopted_from=question).first()
    if copy is not None and copy.withdrawn_at is None:
        return copy
    if copy is None:
        copy = _new(chapter, question.body, _copy_target(question.target, reading))
        copy.group, copy.author, copy.adopted_from = reading.group, user, question
    _set_rule(copy, reveal)
    copy.due_at, copy.withdrawn_at = due_at, None
    return _publish(copy, user, assignees)


@transaction.atomic
def copy_question(*, user: User, question: Question, reading: Reading) -> Question:
    """The same question in another group's reading of the chapter, for everyone, not yet due."""
    require(user, Permission.ASK, reading.group)
    chapter = lock_chapter(reading.chapter_id)
    copy = _new(chapter, question.body, _copy_target(question.target, reading))
    copy.group, copy.author = reading.group, user
    copy.adopted_from, copy.reveal = question.adopted_from, question.reveal
    return _publish(copy, user, None)


@transaction.atomic
def add_own_question(
    *, user: User | None, chapter: Chapter, pointer: Pointer, body: str
) -> Question:
    """A question of the chapter's own, which every group that reads it may adopt."""
    if user is not None:
        require(user, Permission.EDIT_TEXT)
    chapter = lock_chapter(chapter.pk)
    question = _new(chapter, body, save_target(locate(chapter, pointer, None)))
    question.author = user
    question.save()
    return question


@transaction.atomic
def change_own_question(*, user: User | None, question: Question, body: str) -> Question:
    """Changes the words of one of the chapter's own; groups that adopted it keep theirs."""
    _require_own(user, question)
    question.body = clean_question(body)
    question.html = render_note(question.body)
    question.save(update_fields=["body", "html"])
    return question


@transaction.atomic
def offer_own_question(*, user: User | None, question: Question, offered: bool) -> Question:
    """Takes one of the chapter's own off the list that groups adopt from, or puts it back."""
    _require_own(user, question)
    question.withdrawn_at = None if offered else question.withdrawn_at or timezone.now()
    question.save(update_fields=["withdrawn_at"])
    return question


def _require_own(user: User | None, question: Question) -> None:
    if user is not None:
        require(user, Permission.EDIT_TEXT)
    if question.group_id is not None:
        raise PermissionDenied(_("This question belongs to a group."))


@transaction.atomic
def change_question(
    *,
    user: User,
    question: Question,
    body: str,
    due_at: datetime | None,
    reveal: str,
    assignees: Collection[User] | None,
) -> Question:
    """Changes the words, the due date or who is to answer; answers stay."""
    question = _groups_own(user, question)
    if question.withdrawn_at is not None:
        raise ValidationError(_("This question was withdrawn."))
    question.body = clean_question(body)
    question.html = render_note(question.body)
    question.due_at = due_at
    _set_rule(question, reveal)
    return _publish(question, user, assignees, kind="question.changed")


@transaction.atomic
def withdraw_question(*, user: User, question: Question) -> Question:
    """Takes the question off the group's list. Answers stay with their authors."""
    question = _groups_own(user, question)
    assert question.group_id is not None
    if question.withdrawn_at is None:
        question.withdrawn_at = timezone.now()
        question.save(update_fields=["withdrawn_at"])
        record(
            group_id=question.group_id, kind="question.withdrawn", actor=user, object_id=question.pk
        )
    return question


def forget_assignments(*, person: User) -> None:
    """Asks nobody for an answer any more whose account goes."""
    Assignment.objects.filter(user=person).delete()


def _groups_own(user: User, question: Question) -> Question:
    """The group's question as it stands, before anybody answers or changes it meanwhile."""
    require(user, Permission.ASK, question.group)
    hold_chapter(question.chapter_id)
    found: Question = Question.objects.select_related("group").get(pk=question.pk)
    return found


def _set_rule(question: Question, reveal: str) -> None:
    """Who sees answers; answers that were taken back count, for they may be brought back."""
    if question.reveal != reveal and question.pk and question.answers.exists():
        raise ValidationError(
            {"reveal": _("People have answered under the old rule; it can no longer change.")}
        )
    question.reveal = reveal


def clean_question(body: str) -> str:
    """The words to store. Raises ValidationError beside `body`."""
    body = body.replace("\r\n", "\n").replace("\x00", "").strip()
    if not body:
        raise ValidationError({"body": _("Write the question first.")})
    if len(body) > MAX_QUESTION:
        raise ValidationError(
            {
                "body": _("This is %(length)s characters long; %(most)s fit.")
                % {"length": len(body), "most": MAX_QUESTION}
            }
        )
    return body


def _new(chapter: Chapter, body: str, target: Target) -> Question:
    body = clean_question(body)
    last = chapter.questions.aggregate(last=Max("position"))["last"] or 0
    return Question(
        chapter=chapter, target=target, body=body, html=render_note(body), position=last + 1
    )


def _copy_target(target: Target, reading: Reading) -> Target:
    """The same place, in one group's reading."""
    copy = Target.objects.get(pk=target.pk)
    copy.pk, copy.reading = None, reading
    copy._state.adding = True
    return save_target(copy)


def _publish(
    question: Question, user: User, assignees: Collection[User] | None, kind: str = "question.asked"
) -> Question:
    assert question.group is not None
    question.save()
    _assign(question, assignees)
    record(group_id=question.group.pk, kind=kind, actor=user, object_id=question.pk)
    return question


def _assign(question: Question, assignees: Collection[User] | None) -> None:
    """Makes the assignments exactly these; people outside the group are refused."""
    assert question.group is not None
    wanted: set[int | None] = {None} if assignees is None else {user.pk for user in assignees}
    if assignees is not None:
        members = set(question.group.memberships.values_list("user", flat=True))
        if not wanted or not wanted <= members:
            raise ValidationError({"assignees": _("Choose members of this group.")})
    standing = {a.user_id: a for a in question.assignments.all()}
    for pk in standing.keys() - wanted:
        standing[pk].delete()
    Assignment.objects.bulk_create(
        Assignment(question=question, user_id=pk) for pk in wanted - standing.keys()
    )
