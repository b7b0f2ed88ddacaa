"""What each page reads: one function a page, its queries counted by a test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from readings.annotation.flagged import waiting_by_group as flags_by_group
from readings.annotation.models import Note, Question, Tally
from readings.editing.queries import waiting_by_group
from readings.groups.models import Activity, Meeting, Membership, StudyGroup
from readings.groups.queries import members_of
from readings.text.models import Block, Reading, ReadingPosition, Reason

if TYPE_CHECKING:
    from readings.groups.models import User

NEWS = 8  # lines of news of one group
RECENT = 100  # things that happened in a group, of which those lines are made
ALWAYS_NEWS = ("member.joined", "text.edited", "meeting.cancelled")
NEWS_OF_NOTES = ("note.added", "note.corrected", "note.declined")
NEWS_FOR_AUTHORS = ("note.hidden", "note.shown")
NEWS_OF_QUESTIONS = ("question.asked", "question.changed")
FOLLOWED = (
    *ALWAYS_NEWS, *NEWS_OF_NOTES, *NEWS_FOR_AUTHORS, *NEWS_OF_QUESTIONS, "meeting.planned"
)  # fmt: skip


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
    meeting: Meeting | None


def group_page(group: StudyGroup) -> GroupPage:
    """The group's people, chapters and next meeting; `group` came through `get_group`."""
    members = members_of(group)
    tally = Tally.objects.filter(
        reading=OuterRef("pk"), kind=Tally.Kind.CHAPTER, ref=OuterRef("chapter")
    )
    readings = (
        group.readings.select_related("chapter__book", "group")
        .annotate(note_count=Subquery(tally.values("count")[:1]))
        .order_by("position", "pk")
    )
    meeting = Meeting.objects.ahead().filter(group=group).first()
    return GroupPage(group, members, list(readings), meeting)


def round_before(user: User, group: StudyGroup) -> StudyGroup | None:
    """The group that this one continues, for those who are in both."""
    if group.continues_id is None:
        return None
    return StudyGroup.objects.visible_to(user).filter(pk=group.continues_id).first()


def shared_in(group: StudyGroup, author: User) -> int:
    """How many notes somebody shared with the group; nobody is told of the others."""
    notes = Note.objects.filter(author=author, reading__group=group, deleted_at=None)
    return notes.filter(audience=Note.Audience.GROUP).count()


def written_in(group: StudyGroup, user: User) -> dict[str, int]:
    """How many notes one shared with the group oneself, and how many one kept."""
    kept = Note.objects.filter(author=user, reading__group=group, deleted_at=None).exclude(
        audience=Note.Audience.GROUP
    )
    return {"shared": shared_in(group, user), "private": kept.count()}


@dataclass(frozen=True)
class News:
    """One line of what is new: who did what, when, and where it leads."""

    activity: Activity
    note: Note | None = None
    question: Question | None = None
    meeting: Meeting | None = None


@dataclass(frozen=True)
class GroupNews:
    """What is new in one group since the person looked last, and whether there is more of it."""

    group: StudyGroup
    lines: list[News]
    more: bool


@dataclass(frozen=True)
class HomePage:
    positions: list[ReadingPosition]
    groups: Sequence[StudyGroup]
    due: QuerySet[Any]
    news: list[GroupNews]
    now: datetime


def home_page(user: User) -> HomePage:
    """Continue, my groups, what is due, what is new."""
    positions = list(
        ReadingPosition.objects.visible_to(user)
        .standing()
        .select_related("block", "reading__group", "reading__chapter__book")
        .order_by("-updated_at")[:5]
    )
    listed = Reading.objects.select_related("chapter__book", "group").order_by("position", "pk")
    groups: list[Any] = list(
        StudyGroup.objects.visible_to(user).prefetch_related(
            Prefetch("readings", listed, to_attr="listed"),
            Prefetch("meetings", Meeting.objects.ahead(), to_attr="ahead"),
        )
    )
    waiting, flagged = waiting_by_group(user, groups), flags_by_group(user, groups)
    for group in groups:
        group.waiting, group.flagged = waiting.get(group.pk, 0), flagged.get(group.pk, 0)
    meetings = {meeting.pk: meeting for group in groups for meeting in group.ahead}
    news = _news(user, meetings)
    return HomePage(positions, groups, due_questions(user), news, timezone.now())


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


def _news(user: User, meetings: Mapping[int, Meeting]) -> list[GroupNews]:
    """What the person has not seen, group by group, in a fixed number of queries."""
    recent = _recent(user)
    notes, questions = _notes_of(user, recent), _questions_of(user, recent)
    by_group: dict[StudyGroup, dict[tuple[str, int | None], News]] = {}
    for activity in recent:
        lines = by_group.setdefault(activity.group, {})
        key = (activity.kind, activity.object_id or activity.actor_id)
        pk = activity.object_id or 0
        about = activity.kind.partition(".")[0]
        note = notes.get(pk) if about == "note" else None
        if note is not None and note.reading.group_id != activity.group_id:
            note = None  # its thread has moved to another group of the person's
        line = News(
            activity,
            note=note,
            question=questions.get(pk) if about == "question" else None,
            meeting=meetings.get(pk) if about == "meeting" else None,
        )
        if activity.kind in NEWS_FOR_AUTHORS and not _is_news_for(user, line):
            continue
        # A note may be deleted or withheld by now, a question withdrawn, a meeting over.
        if line.note or line.question or line.meeting or activity.kind in ALWAYS_NEWS:
            lines.setdefault(key, line)
    read = Counter(activity.group_id for activity in recent)
    return [
        GroupNews(group, list(lines.values())[:NEWS], len(lines) > NEWS or read[group.pk] == RECENT)
        for group, lines in by_group.items()
        if lines
    ]


def _is_news_for(user: User, line: News) -> bool:
    """That a note was hidden, or shown again, is told to its author, while it is so."""
    note, hidden = line.note, line.activity.kind == "note.hidden"
    return note is not None and note.author_id == user.pk and bool(note.hidden_at) == hidden


def _recent(user: User) -> list[Activity]:
    """The latest that happened in each group after what the person has seen."""
    unseen = (
        # One filter, so that both conditions speak of the same membership.
        Activity.objects.filter(
            group__memberships__user=user, seq__gt=F("group__memberships__seen_seq")
        )
        .filter(kind__in=FOLLOWED)
        .exclude(actor=user)
    )
    nth = Window(RowNumber(), partition_by=F("group"), order_by=F("seq").desc())
    latest = unseen.annotate(nth=nth).filter(nth__lte=RECENT)
    return list(latest.select_related("group", "actor").order_by("-created_at", "-seq"))


def _notes_of(user: User, activities: list[Activity]) -> dict[int, Note]:
    keys = {a.object_id or 0 for a in activities if a.kind.startswith("note.")}
    seen = Note.objects.visible_to(user).filter(pk__in=keys, deleted_at=None)
    return {note.pk: note for note in seen.select_related("author", "erratum", "reading")}


def _questions_of(user: User, activities: list[Activity]) -> dict[int, Question]:
    keys = {a.object_id or 0 for a in activities if a.kind.startswith("question.")}
    seen = Question.objects.visible_to(user).filter(pk__in=keys, withdrawn_at=None)
    return {question.pk: question for question in seen}
