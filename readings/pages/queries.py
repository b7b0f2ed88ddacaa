"""What each page reads: one function a page, its queries counted by a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from readings.annotation.models import Note, Question, Tally
from readings.annotation.queries import Page
from readings.annotation.queries import thread as thread_of
from readings.groups.models import Activity, Membership, StudyGroup
from readings.text.models import Block, Reading, ReadingPosition, Reason

if TYPE_CHECKING:
    from readings.groups.models import User

NEWS = 12  # lines of news on the home page


@dataclass(frozen=True)
class ReasonPage:
    reason: Reason
    lead_in: str
    block: Block
    before: Reason | None
    after: Reason | None


def reason_page(reading: Reading, key: str) -> ReasonPage:
    """One reason with its lead-in and its neighbours. Raises Reason.DoesNotExist."""
    reasons = list(
        Reason.objects.current()
        .filter(section__chapter=reading.chapter_id, section__removed_at=None)
        .select_related("section")
        .order_by("section__order", "number")
    )
    index = next((i for i, reason in enumerate(reasons) if reason.key == key), None)
    if index is None:
        raise Reason.DoesNotExist
    reason = reasons[index]
    block = Block.objects.current().get(section=reason.section, kind=Block.Kind.REASONS)
    return ReasonPage(
        reason,
        block.lead_in,
        block,
        reasons[index - 1] if index else None,
        reasons[index + 1] if index + 1 < len(reasons) else None,
    )


@dataclass(frozen=True)
class GroupPage:
    group: StudyGroup
    members: list[Membership]
    readings: list[Reading]


def group_page(group: StudyGroup) -> GroupPage:
    """The group's people and chapters; `group` came through `get_group`."""
    members = list(group.memberships.select_related("user").order_by("-role", "user__display_name"))
    tally = Tally.objects.filter(
        reading=OuterRef("pk"), kind=Tally.Kind.CHAPTER, ref=OuterRef("chapter")
    )
    readings = (
        group.readings.select_related("chapter__book", "group")
        .annotate(note_count=Subquery(tally.values("count")[:1]))
        .order_by("position", "pk")
    )
    return GroupPage(group, members, list(readings))


@dataclass(frozen=True)
class News:
    """One line of what is new: who did what, when, and where it leads."""

    activity: Activity
    note: Note | None = None
    question: Question | None = None


@dataclass(frozen=True)
class GroupNews:
    """What is new in one group since the person looked last."""

    group: StudyGroup
    total: int
    lines: list[News]


@dataclass(frozen=True)
class HomePage:
    positions: list[ReadingPosition]
    groups: list[StudyGroup]
    due: QuerySet[Any]
    news: list[GroupNews]
    now: datetime


def home_page(user: User) -> HomePage:
    """Continue, my groups, what is due, what is new."""
    positions = list(
        ReadingPosition.objects.visible_to(user)
        .select_related("block", "reading__group", "reading__chapter__book")
        .order_by("-updated_at")[:5]
    )
    listed = Reading.objects.select_related("chapter__book", "group").order_by("position", "pk")
    groups = StudyGroup.objects.visible_to(user).prefetch_related(
        Prefetch("readings", listed, to_attr="listed")
    )
    return HomePage(positions, list(groups), due_questions(user), _news(user), timezone.now())


def due_questions(user: User) -> QuerySet[Any]:
    """Questions assigned to the person that they have not answered, the most urgent first."""
    answered = Note.objects.filter(question=OuterRef("pk"), author=user, deleted_at=None)
    return (
        Question.objects.filter(group__memberships__user=user, withdrawn_at=None)
        .filter(Q(assignments__user=user) | Q(assignments__user=None, assignments__isnull=False))
        .exclude(Exists(answered))
        .select_related("group", "chapter__book")
        .distinct()
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )


def _news(user: User) -> list[GroupNews]:
    """Everything after what the person has seen, in a fixed number of queries."""
    unseen = (
        # One filter, so that both conditions speak of the same membership.
        Activity.objects.filter(
            group__memberships__user=user, seq__gt=F("group__memberships__seen_seq")
        ).exclude(actor=user)
    )
    totals = dict(
        unseen.order_by().values("group").annotate(n=Count("pk")).values_list("group", "n")
    )
    latest = list(unseen.select_related("group", "actor").order_by("-created_at", "-seq")[:NEWS])
    notes = _notes_of(user, latest)
    questions = _questions_of(user, latest)
    by_group: dict[StudyGroup, list[News]] = {}
    for activity in latest:
        line = News(
            activity, notes.get(activity.object_id or 0), questions.get(activity.object_id or 0)
        )
        if activity.kind.startswith("note.") and line.note is None:
            continue  # deleted since, or withheld from this person
        by_group.setdefault(activity.group, []).append(
            News(
                activity,
                line.note if activity.kind.startswith("note.") else None,
                line.question if activity.kind.startswith("question.") else None,
            )
        )
    return [GroupNews(group, totals[group.pk], lines) for group, lines in by_group.items()]


def _notes_of(user: User, activities: list[Activity]) -> dict[int, Note]:
    keys = {a.object_id or 0 for a in activities if a.kind.startswith("note.")}
    seen = Note.objects.visible_to(user).filter(pk__in=keys, deleted_at=None)
    return {note.pk: note for note in seen.select_related("reading__chapter")}


def _questions_of(user: User, activities: list[Activity]) -> dict[int, Question]:
    keys = {a.object_id or 0 for a in activities if a.kind.startswith("question.")}
    seen = Question.objects.visible_to(user).filter(pk__in=keys, withdrawn_at=None)
    return {question.pk: question for question in seen}


def with_thread(page: Page, reading: Reading, user: User, head: Note) -> Page:
    """The page of threads with this one on it, also where it would come pages later."""
    if any(thread.head.pk == head.pk for thread in page.threads):
        return page
    return Page([thread_of(reading, user, head), *page.threads], page.after)
