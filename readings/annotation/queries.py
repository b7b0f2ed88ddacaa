"""What the note pages read.

Threads are listed as rows: enough to tell which of them a page shows and whether each looks as it
did. Their words are read where no fragment is kept of them (see threads.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from readings.annotation.models import Note, Target
from readings.annotation.places import Place
from readings.annotation.querysets import present
from readings.groups.prepared import Prepared
from readings.text.models import Reading

if TYPE_CHECKING:
    from readings.groups.models import User

PAGE = 20  # threads that one opening shows


class Head(NamedTuple):
    """The note that a thread begins with; `after` leads a listing past it."""

    pk: int
    after: int
    author: int
    name: str
    colour: int
    audience: str
    edited_at: datetime | None
    deleted_at: datetime | None
    hidden_at: datetime | None
    hidden_by: str | None
    any_reply: int | None
    state: str | None
    start: int | None
    end: int | None
    archived_at: datetime | None
    erratum: str | None  # the state of the correction that it proposes


class Reply(NamedTuple):
    """A note under another."""

    pk: int
    root: int
    parent: int
    author: int
    name: str
    colour: int
    edited_at: datetime | None
    deleted_at: datetime | None
    hidden_at: datetime | None
    hidden_by: str | None


class Row(NamedTuple):
    """A thread as it is listed."""

    head: Head
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class Page:
    """One screen of threads; `after` leads to the next, None where there is none."""

    rows: list[Row]
    after: int | None


@dataclass
class Thread:
    """A note with what was said under it."""

    head: Note
    replies: list[Note] = field(default_factory=list)

    @property
    def is_stub(self) -> bool:
        return self.head.deleted_at is not None

    @property
    def answered(self) -> Note | None:
        """The note that a new reply answers: the head, or where that is gone or hidden the last
        one under it that stands."""
        standing = [n for n in [self.head, *reversed(self.replies)] if n.stands]
        return standing[0] if standing else None


def threads(
    reading: Reading,
    user: User,
    place: Place,
    *,
    span: tuple[int, int] | None = None,
    after: int = 0,
) -> Page:
    """The threads at a place, oldest first, from the target after `after` on.

    The reading must have come through `visible_to(user)`. Walks the index of targets, so the cost
    is that of the page, however many notes the place has.
    """
    if place.kind == Target.Kind.BLOCK and span is None:
        assert place.row is not None
        heads = _block_heads(user=user.pk, reading=reading.pk, block=place.row, after=after)
    else:
        heads = list(_heads(user, reading.pk, place.targets(span), after))
    return _page(heads, user)


def answers(reading: Reading, user: User, question_id: int, *, after: int = 0) -> Page:
    """The answers to a question that the person may read, with what was said under them."""
    chosen = Note.objects.filter(reading=reading, question=question_id, pk__gt=after)
    return _page(list(_note_heads(user, chosen)[: PAGE + 1]), user)


def thread(user: User, head: Note) -> list[Row]:
    """One thread, whole; nothing where its head was deleted and nothing is left under it."""
    heads = [Head(*row) for row in _note_heads(user, Note.objects.filter(pk=head.pk))]
    return _with_replies(heads, user)


def read_threads(user: User, rows: Iterable[Row], *, moderates: bool) -> dict[int, Thread]:
    """The notes of listed threads with their words, by the key of the head.

    Hidden ones have words for their authors and those who moderate the group alone.
    """
    wanted = {row.head.pk: row for row in rows}
    keys = [*wanted, *(reply.pk for row in wanted.values() for reply in row.replies)]
    notes = Note.objects.filter(present(user), pk__in=keys)
    related = notes.select_related(
        "author", "hidden_by", "target__section", "reading__group", "erratum"
    ).defer("target__section__body")
    found = {note.pk: note if moderates else veiled(note, user) for note in related}
    read = {}
    for pk, row in wanted.items():
        if pk in found:
            replies = [found[reply.pk] for reply in row.replies if reply.pk in found]
            read[pk] = Thread(found[pk], replies)
    return read


def veiled(note: Note, user: User) -> Note:
    """The note without its words if it is hidden from this person."""
    if note.hidden_at is not None and note.author_id != user.pk:
        note.body = note.html = ""
    return note


def own_passages(reading: Reading, user: User) -> dict[str, Any]:
    """Where the person's own notes stand, for painting: spans in sections, and blocks."""
    mine = Target.objects.located().filter(
        reading=reading, notes__author=user, notes__deleted_at=None
    )
    spans = mine.filter(kind=Target.Kind.PASSAGE).values_list(
        "section", "section__version__number", "start", "end", "notes__uid"
    )
    blocks = mine.filter(kind=Target.Kind.BLOCK).values_list("block__key", flat=True)
    return {"passages": [list(span) for span in spans], "blocks": sorted(set(blocks))}


def visible_note(user: User, uid: object) -> Note:
    """Raises Note.DoesNotExist, also for a note that the person may not read."""
    note: Note = _related(Note.objects.visible_to(user)).get(uid=uid)
    return note


def present_note(user: User, uid: object) -> Note:
    """`visible_note`, and also without its words one that is hidden from the person."""
    return veiled(moderated_note(user, uid), user)


def moderated_note(user: User, uid: object) -> Note:
    """`present_note` with the words of a hidden one too: for those who moderate its group."""
    note: Note = _related(Note.objects.present_to(user)).get(uid=uid)
    return note


def _related(notes: QuerySet[Any]) -> QuerySet[Any]:
    return notes.select_related(
        "author",
        "hidden_by",
        "reading__group",
        "reading__chapter__book",
        "root__target",
        "root__author",
        "target__section",
        "target__block",
        "target__reason",
        "target__footnote",
        "thread_question",
        "erratum",
    )


def _heads(user: Any, reading: Any, targets: Q, after: Any) -> QuerySet[Any]:
    """Heads by their targets, which lead: so the listing stops after as many as it shows."""
    under = Note.objects.filter(root=OuterRef("notes"))
    return (
        Target.objects.filter(targets, reading=reading, pk__gt=after)
        .filter(
            present(user, "notes__"),
            Q(notes__deleted_at=None) | Exists(under.filter(deleted_at=None)),
            notes__isnull=False,
        )
        .order_by("pk")
        .values_list(
            "notes__pk", "pk", "notes__author", "notes__author__display_name",
            "notes__author__colour", "notes__audience", "notes__edited_at", "notes__deleted_at",
            "notes__hidden_at", "notes__hidden_by__display_name", _any_of(under),
            "state", "start", "end", "archived_at", "notes__erratum__state",
        )[: PAGE + 1]
    )  # fmt: skip


@Prepared
def _block_heads(user: Any, reading: Any, block: Any, after: Any) -> QuerySet[Any]:
    return _heads(user, reading, Q(block=block), after)


def _any_of(notes: QuerySet[Any]) -> Subquery:
    return Subquery(notes.order_by().values("pk")[:1])


def _note_heads(user: User, notes: QuerySet[Any]) -> QuerySet[Any]:
    under = Note.objects.filter(root=OuterRef("pk"))
    return (
        notes.filter(present(user), parent=None)
        .filter(Q(deleted_at=None) | Exists(under.filter(deleted_at=None)))
        .order_by("pk")
        .values_list(
            "pk", F("pk"), "author", "author__display_name", "author__colour", "audience",
            "edited_at", "deleted_at", "hidden_at", "hidden_by__display_name", _any_of(under),
            "target__state", "target__start", "target__end", "target__archived_at",
            "erratum__state",
        )
    )  # fmt: skip


def _page(heads: Sequence[Any], user: User) -> Page:
    shown = [Head._make(head) for head in heads[:PAGE]]
    return Page(_with_replies(shown, user), shown[-1].after if len(heads) > PAGE else None)


def _with_replies(heads: list[Head], user: User) -> list[Row]:
    """Asks for replies only where there are some."""
    roots = [head.pk for head in heads if head.any_reply]
    replies: dict[int, list[Reply]] = {pk: [] for pk in roots}
    if roots:
        notes = Note.objects.filter(present(user), root__in=roots).order_by("pk")
        for row in notes.values_list(
            "pk", "root", "parent", "author", "author__display_name", "author__colour",
            "edited_at", "deleted_at", "hidden_at", "hidden_by__display_name",
        ):  # fmt: skip
            reply = Reply._make(row)
            replies[reply.root].append(reply)
    return [
        Row(head, _without_bare_stubs(replies[head.pk]) if head.pk in replies else ())
        for head in heads
    ]


def _without_bare_stubs(replies: list[Reply]) -> tuple[Reply, ...]:
    """A deleted reply stands as a stub only while something under it lives."""
    needed: set[int] = set()
    for reply in reversed(replies):
        if reply.deleted_at is None or reply.pk in needed:
            needed |= {reply.pk, reply.parent}
    return tuple(reply for reply in replies if reply.pk in needed)
