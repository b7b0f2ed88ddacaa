"""Who is to be told of something now, in a few queries for everybody.

`concerning` and `coming_due` say what concerns whom. They are asked twice: here of all members at
once, to find those who may have something new, and in `news.py` of one person, of whom it then also
matters what they may see at that moment.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from readings.accounts.queries import notice_addresses
from readings.annotation.models import Note, Question
from readings.discussion.models import Assignment
from readings.groups.models import Activity, Membership, User
from readings.notifying.clocks import latest_morning, mornings

OLDEST = timedelta(days=3)  # what is older is for the site: no mail brings up what is long past
AHEAD = timedelta(days=1)  # so long before it is due one is reminded of a question


class Found(NamedTuple):
    """A membership with something after what its person knows: whether that may concern them, and
    the group's number at that moment."""

    membership: int
    person: int
    group: int
    seq: int
    concerned: bool


def look(now: datetime) -> list[Found]:
    """Everybody whose time it is, and in whose group there is something that they do not know."""
    me = OuterRef("user")
    fresh = Activity.objects.filter(group=OuterRef("group"), created_at__gt=now - OLDEST)
    fresh = fresh.filter(seq__gt=OuterRef("told_seq")).filter(seq__gt=OuterRef("seen_seq"))
    news = Q()
    for choice, which in concerning(me).items():
        wanted = fresh.exclude(actor=me).filter(which)
        news |= Q(Exists(wanted), **{f"user__{choice}": True})
    reminded = Coalesce(OuterRef("reminded_until"), Value(now))
    due = coming_due(me, now).filter(group=OuterRef("group"), due_at__gt=reminded)
    concerned = (HAS_NEWS & news) | Q(Exists(due), user__notices_of_questions=True)
    rows = (
        reachable(now)
        .annotate(concerned=concerned, number=F("group__seq"))
        .filter(HAS_NEWS | Q(concerned=True))
        .order_by("user", "pk")
    )
    return [Found(*row) for row in rows.values_list("pk", "user", "group", "number", "concerned")]


# Something happened after what they were told of and what they have looked at themselves.
HAS_NEWS = Q(group__seq__gt=F("told_seq")) & Q(group__seq__gt=F("seen_seq"))


def reachable(now: datetime) -> QuerySet[Membership]:
    """Memberships, in groups that go on, of people who want mail and whose time it is."""
    address = notice_addresses().filter(user=OuterRef("user"))
    soon = Q(user__notices=User.Notices.SOON)
    whose_time = soon | _daily("user__", now)
    going_on = Membership.objects.filter(group__archived_at=None, user__is_active=True)
    return going_on.filter(Exists(address), whose_time)


def awaits(person: User, now: datetime) -> bool:
    """Whether it is this person's time; the same as `reachable` asks of everybody."""
    if person.notices == User.Notices.DAILY:
        since = person.noticed_at or person.date_joined
        return since < latest_morning(person.time_zone, now)
    return person.notices == User.Notices.SOON


def awaiting_daily(now: datetime) -> QuerySet[User]:
    """People whose morning has come since the last time that somebody looked for them."""
    return User.objects.filter(_daily("", now))


def _daily(user: str, now: datetime) -> Q:
    """`user` leads to the person from what is asked for."""
    daily = User.objects.filter(notices=User.Notices.DAILY)
    zones = daily.order_by().values_list("time_zone", flat=True).distinct()
    came = Q(pk=None)  # nobody
    for morning, names in mornings(zones, now).items():
        last = Q(**{f"{user}noticed_at__lt": morning})
        first = Q(**{f"{user}noticed_at": None, f"{user}date_joined__lt": morning})
        came |= Q(last | first, **{f"{user}time_zone__in": names})
    return Q(came, **{f"{user}notices": User.Notices.DAILY})


def concerning(me: Any) -> dict[str, Q]:
    """Which activities concern somebody, by what they choose (the name of a field of theirs).

    `me` is their key, or a reference to it from where the activities are asked for.
    """
    return {
        "notices_of_replies": _replies(_up(me)),
        "notices_of_questions": _questions(_up(me)),
        "notices_of_corrections": _decisions(_up(me)),
    }


def coming_due(me: Any, now: datetime) -> QuerySet[Question]:
    """Questions for somebody that are due within a day and wait for their answer.

    One that is younger than a day is not among them: they have just been told of it.
    """
    due = Question.objects.filter(withdrawn_at=None, created_at__lte=now - AHEAD)
    due = due.filter(due_at__gt=now, due_at__lte=now + AHEAD)
    return due.filter(Exists(_assigned(_up(me), "pk")), ~Exists(answers(_up(me))))


def answers(me: Any) -> QuerySet[Note]:
    """Somebody's answers to a question."""
    return Note.objects.filter(question=OuterRef("pk"), author=me, deleted_at=None)


def _replies(me: Any) -> Q:
    """Said in a thread after they wrote in it, and not before their last word there."""
    # With the reading, so that the index of somebody's notes is walked and not a long thread.
    mine = Note.objects.filter(
        Q(root=OuterRef("root")) | Q(pk=OuterRef("root")),
        reading=OuterRef("reading"),
        author=_up(me),
        deleted_at=None,
    )
    replies = Note.objects.filter(
        Exists(mine.filter(pk__lt=OuterRef("pk"))),
        ~Exists(mine.filter(pk__gt=OuterRef("pk"))),
        pk=OuterRef("object_id"),
        root__isnull=False,
        deleted_at=None,
    )
    return Q(Exists(replies), kind="note.added")


def _questions(me: Any) -> Q:
    return Q(Exists(_assigned(me, "object_id")), kind__in=("question.asked", "question.changed"))


def _assigned(me: Any, question: str) -> QuerySet[Assignment]:
    mine = Q(user=None) | Q(user=me)
    return Assignment.objects.filter(mine, question=OuterRef(question))


def _decisions(me: Any) -> Q:
    proposals = Note.objects.filter(pk=OuterRef("object_id"), author=me)
    return Q(Exists(proposals), kind__in=("note.corrected", "note.declined"))


def _up(me: Any) -> Any:
    """The same person, seen from one query further in."""
    return OuterRef(me) if isinstance(me, OuterRef) else me
