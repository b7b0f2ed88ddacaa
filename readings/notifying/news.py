"""What is new for one person, as they may see it at this moment, and nobody's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Q

from readings.annotation.models import Note, Question, Target
from readings.groups.models import Activity, Membership, StudyGroup, User
from readings.notifying.queries import OLDEST, answers, coming_due, concerning

Place = Mapping[str, Any]  # what `where` in mail.py needs of a target
PLACE = (
    "pk", "kind", "state", "block__number", "block__removed_at", "reason__number",
    "reason__removed_at", "footnote__number", "footnote__removed_at", "section__heading",
    "section__removed_at",
)  # fmt: skip
# What a mail never says is not even read.
WORDS = (
    "body", "html", "parent__body", "parent__html", "root__body", "root__html",
    "root__question__body", "root__question__html",
    "erratum__old_words", "erratum__new_words", "erratum__answer",
)  # fmt: skip


@dataclass(frozen=True)
class Thread:
    """New replies in one thread, the oldest first; `to_me`: one of them answers the person."""

    notes: Sequence[Note]
    to_me: bool
    place: Place | None


@dataclass(frozen=True)
class Asked:
    """A question for the person: asked or changed by somebody, or (None) due soon."""

    question: Question
    actor: User | None
    is_new: bool
    place: Place | None


@dataclass(frozen=True)
class Decided:
    """What became of a correction that the person proposed."""

    note: Note
    place: Place | None


@dataclass
class GroupNews:
    """What is new in one group for one person."""

    group: StudyGroup
    threads: list[Thread] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.threads) + len(self.asked) + len(self.decided)


def news_of(person: User, memberships: Sequence[Membership], now: datetime) -> list[GroupNews]:
    """What these memberships of the person's have not told them; groups without news are left out.

    `memberships` have their groups with them, as both stand under the lock on the person's row.
    """
    happened = _happened(person, memberships, now)
    notes = _notes(person, [a for a in happened if a.kind.startswith("note.")])
    questions = _questions(person, memberships, happened, now)
    places = _places(notes.values(), questions.values())
    found = {one.group_id: GroupNews(one.group) for one in memberships}
    _tell_threads(found, person, notes.values(), places)
    for note in notes.values():
        if note.author_id == person.pk:
            place = places.get(note.target_id or 0)
            found[note.reading.group_id].decided.append(Decided(note, place))
    latest = {a.object_id: a for a in reversed(happened) if a.kind.startswith("question.")}
    for question in questions.values():
        told = latest.get(question.pk)
        asked = Asked(
            question,
            told.actor if told else None,
            is_new=told is not None and told.kind == "question.asked",
            place=places.get(question.target_id),
        )
        found[question.group_id or 0].asked.append(asked)
    return [news for news in found.values() if len(news)]


def _happened(person: User, memberships: Sequence[Membership], now: datetime) -> list[Activity]:
    """What happened in the groups since and concerns the person, the oldest first."""
    unknown, wanted = Q(pk=None), Q(pk=None)  # nothing
    for one in memberships:
        since = max(one.told_seq, one.seen_seq)
        unknown |= Q(group=one.group_id, seq__gt=since, seq__lte=one.group.seq)
    for choice, which in concerning(person.pk).items():
        if getattr(person, choice):
            wanted |= which
    fresh = Activity.objects.filter(unknown, created_at__gt=now - OLDEST).exclude(actor=person)
    return list(fresh.filter(wanted).select_related("actor").order_by("group", "seq"))


def _notes(person: User, happened: Sequence[Activity]) -> dict[int, Note]:
    """Those of the notes that the person may read now, the oldest first; each in the group in which
    it happened, for its thread may have moved to another since."""
    here = {(activity.object_id or 0, activity.group_id) for activity in happened}
    keys = {key for key, _group in here}
    notes = Note.objects.visible_to(person).filter(pk__in=keys, deleted_at=None)
    # Under a head that is hidden nobody reads on.
    notes = notes.filter(Q(root=None) | Q(root__hidden_at=None), hidden_at=None)
    notes = notes.select_related(
        "author", "reading__group", "reading__chapter", "root__question", "parent", "erratum"
    )
    found = notes.defer(*WORDS).order_by("pk")
    return {note.pk: note for note in found if (note.pk, note.reading.group_id) in here}


def _questions(
    person: User, memberships: Sequence[Membership], happened: Sequence[Activity], now: datetime
) -> dict[int, Question]:
    """Questions that were asked of the person, or are due soon, and wait for their answer."""
    if not person.notices_of_questions:
        return {}
    due = Q(pk=None)  # none
    for one in memberships:
        due |= Q(group=one.group_id, due_at__gt=one.reminded_until or now)
    keys = [a.object_id for a in happened if a.kind.startswith("question.")]
    soon = coming_due(person.pk, now).filter(due)
    questions = Question.objects.visible_to(person).filter(
        Q(pk__in=keys) | Q(pk__in=soon.values("pk")), ~Exists(answers(person.pk)), withdrawn_at=None
    )
    questions = questions.select_related("chapter").defer("body", "html")
    return {q.pk: q for q in questions.order_by(F("due_at").asc(nulls_last=True), "pk")}


def _places(notes: Any, questions: Any) -> dict[int, Place]:
    """Where they stand, by the target's key."""
    keys = {note_target(note) or 0 for note in notes} | {one.target_id for one in questions}
    return {row["pk"]: row for row in Target.objects.filter(pk__in=keys).values(*PLACE)}


def note_target(note: Note) -> int | None:
    """The key of what the note's thread is about."""
    head = note.root or note
    return head.question.target_id if head.question else head.target_id


def _tell_threads(
    found: Mapping[int, GroupNews], person: User, notes: Any, places: Mapping[int, Place]
) -> None:
    threads: dict[int, list[Note]] = {}
    for note in notes:
        if note.root_id is not None and note.author_id != person.pk:
            threads.setdefault(note.root_id, []).append(note)
    for replies in threads.values():
        to_me = any(note.parent and note.parent.author_id == person.pk for note in replies)
        place = places.get(note_target(replies[0]) or 0)
        found[replies[0].reading.group_id].threads.append(Thread(replies, to_me, place))
