"""A group goes on in a new round: the same chapters and questions, and no notes."""

from __future__ import annotations

from django.db import transaction

from readings.annotation.models import Question
from readings.discussion.actions import copy_question
from readings.groups.actions import add_member, audit, found_group
from readings.groups.models import StudyGroup, User
from readings.groups.permissions import Permission, require
from readings.text.actions import start_reading

KEPT = ("description", "time_zone", "who_invites", "first_audience", "shows_name")


@transaction.atomic
def begin_round(*, user: User, group: StudyGroup, name: str, with_members: bool) -> StudyGroup:
    """Makes a new group that continues this one, archived or not, with its settings.

    It reads the same chapters in the same order, without dates, and is asked the same questions,
    without due dates, in the name of who begins it. With `with_members` everybody who is in this
    group is in the new one as a member, and its facilitators for good are facilitators.
    """
    require(user, Permission.REOPEN, group)
    facts = {field: getattr(group, field) for field in KEPT}
    made = found_group(user=user, name=name, continues=group, **facts)
    if with_members:
        for membership in group.memberships.select_related("user").exclude(user=user):
            role = membership.role if membership.until is None else membership.Role.MEMBER
            add_member(group=made, user=membership.user, role=role)
    readings = {
        reading.chapter_id: start_reading(user=None, group=made, chapter=reading.chapter)
        for reading in group.readings.select_related("chapter__book").order_by("position", "pk")
    }
    questions = Question.objects.of_group(group).filter(chapter__in=list(readings))
    for question in questions.select_related("target").order_by("position", "pk"):
        copy_question(user=user, question=question, reading=readings[question.chapter_id])
    audit(actor=user, what="group.continued", group=made, about=name, of=group.pk)
    return made
