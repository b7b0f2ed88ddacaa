"""What the pages of moderation read: what is flagged, what is hidden, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from readings.annotation.models import Flag, Note
from readings.annotation.querysets import present
from readings.groups.models import Membership
from readings.groups.permissions import Permission, allows

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup, User

SHOWN = 30  # notes that one page lists of a kind
LOOKED_AT = 200  # flagged ones that are read for that
RELATED = (
    "author", "hidden_by", "reading__group", "reading__chapter__book", "target__section",
    "target__block", "target__reason", "target__footnote", "question", "thread_question",
    "parent__author",
)  # fmt: skip


@dataclass(frozen=True)
class Queue:
    """What a facilitator is shown: flagged notes (`flags` of each are open), questions with flags
    on answers that are withheld from them, hidden notes, and flags that were settled.

    `before` leads to notes that were hidden earlier, None where there are none.
    """

    waiting: list[Any]
    more: int
    withheld: list[Note]
    hidden: list[Note]
    before: int | None
    settled: list[Flag]


def queue(user: User, group: StudyGroup, before: int = 0) -> Queue:
    """`group` came through `get_group`, and the person moderates it."""
    flags = Flag.objects.unsettled().for_moderator(user)
    flags = flags.filter(reading__group=group).select_related("by")
    first = flags.filter(note=OuterRef("pk")).order_by("pk").values("pk")[:1]
    flagged = (
        Note.objects.filter(pk__in=flags.order_by().values("note"))
        .annotate(first=Subquery(first), may_read=present(user))
        .order_by("first")
        .select_related(*RELATED)
        .prefetch_related(Prefetch("flags", flags, to_attr="open_flags"))
    )
    found = list(flagged[:LOOKED_AT])
    waiting = [note for note in found if note.may_read]
    hidden = _hidden(user, group, before)
    return Queue(
        waiting=waiting[:SHOWN],
        more=max(len(waiting) - SHOWN, 0),
        withheld=[note for note in found if not note.may_read],
        hidden=hidden[:SHOWN],
        before=hidden[SHOWN - 1].pk if len(hidden) > SHOWN else None,
        settled=_settled(user, group),
    )


def _hidden(user: User, group: StudyGroup, before: int) -> list[Note]:
    """The latest first; one more than is shown, if there are as many."""
    notes = Note.objects.present_to(user).filter(reading__group=group, deleted_at=None)
    notes = notes.exclude(hidden_at=None).order_by("-hidden_at", "-pk")
    last = notes.filter(pk=before).values_list("hidden_at", flat=True).first() if before else None
    if last is not None:
        notes = notes.filter(Q(hidden_at__lt=last) | Q(hidden_at=last, pk__lt=before))
    return list(notes.select_related(*RELATED)[: SHOWN + 1])


def _settled(user: User, group: StudyGroup) -> list[Flag]:
    flags = Flag.objects.standing().for_moderator(user).filter(present(user, "note__"))
    flags = flags.filter(reading__group=group)
    settled = flags.exclude(outcome=Flag.Outcome.OPEN).order_by("-settled_at", "-pk")
    return list(_with_note(settled)[:SHOWN])


def own_flags(user: User, group: StudyGroup) -> list[Flag]:
    """What the person flagged, the latest first."""
    flags = Flag.objects.filter(by=user, reading__group=group).order_by("-pk")
    return list(_with_note(flags)[:SHOWN])


def has_flagged(user: User, group: StudyGroup) -> bool:
    return Flag.objects.filter(by=user, reading__group=group).exists()


def own_flag(user: User, note: Note) -> Flag | None:
    """The latest flag of the person on a note."""
    flag: Flag | None = note.flags.standing().filter(by=user).select_related("settled_by").last()
    return flag


def _with_note(flags: QuerySet[Flag]) -> QuerySet[Flag]:
    return flags.select_related(
        "by", "settled_by", *(f"note__{name}" for name in RELATED if name != "thread_question")
    )


def waiting_by_group(user: User, groups: Iterable[StudyGroup]) -> dict[int, int]:
    """How many flagged notes wait in each group that the person moderates, where any do. The
    groups came through `visible_to`."""
    moderated = [group for group in groups if allows(user, Permission.MODERATE, group)]
    if not moderated:
        return {}
    flags = Flag.objects.unsettled().for_moderator(user).order_by()
    counted = flags.filter(reading__group__in=moderated).values("reading__group")
    notes = counted.annotate(n=Count("note", distinct=True))
    return dict(notes.values_list("reading__group", "n"))


def goes_to_site(note: Note) -> bool:
    """Whether a flag on it is for the moderators of the site: nobody else facilitates the group."""
    others = Membership.objects.facilitating().filter(group=note.reading.group)
    return not others.exclude(user=note.author_id).exists()
