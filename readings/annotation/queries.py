"""What the note pages read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from readings.annotation.models import Note, Target
from readings.annotation.placing import State
from readings.text.models import Block, Footnote, Reading, Reason, Section

if TYPE_CHECKING:
    from readings.groups.models import User

PAGE = 20  # threads that one opening shows


@dataclass(frozen=True)
class Place:
    """Something in a reading that notes stand on: `path` is its address below the chapter's."""

    kind: str
    path: str
    name: str
    words: str = ""
    key: str = ""
    section: Section | None = None
    row: Block | Reason | Footnote | Section | None = None
    number: int | None = None

    def targets(self, span: tuple[int, int] | None = None) -> Q:
        """Which targets belong here; with a span, those passages that touch it."""
        if span is not None and self.section is not None:
            start, end = span
            return Q(target__section=self.section, target__start__lt=end, target__end__gt=start)
        if self.kind == Target.Kind.REASON:
            reason = self.row
            assert isinstance(reason, Reason)
            within = Q(target__kind="passage", target__section=self.section) & Q(
                target__start__gte=reason.start, target__start__lt=reason.end
            )
            return Q(target__reason=reason) | within
        if self.kind == Target.Kind.SECTION:
            lost = Q(target__state=State.ORPHANED.value)
            return Q(target__section=self.section) & (Q(target__kind="section") | lost)
        if self.kind == Target.Kind.CHAPTER:
            return Q(target__kind="chapter") | Q(target__state=State.ORPHANED.value)
        return Q(**{f"target__{self.kind}": self.row})


@dataclass
class Thread:
    """A note with what was said under it."""

    head: Note
    replies: list[Note] = field(default_factory=list)

    @property
    def is_stub(self) -> bool:
        return self.head.deleted_at is not None


@dataclass(frozen=True)
class Page:
    """One screen of threads; `after` leads to the next, None where there is none."""

    threads: list[Thread]
    after: int | None


def block_place(reading: Reading, key: str) -> Place:
    """Raises Block.DoesNotExist."""
    blocks = Block.objects.current().select_related("section__version").defer("html")
    block: Block = blocks.get(chapter=reading.chapter_id, key=key)
    words = block.section.current.plain_text[block.start : block.end]
    return Place("block", f"b/{key}", block.number, words, key, block.section, block)


def reason_place(reading: Reading, key: str) -> Place:
    """Raises Reason.DoesNotExist."""
    reasons = Reason.objects.current().select_related("section__version")
    reason: Reason = reasons.get(section__chapter=reading.chapter_id, key=key)
    name = _("reason %(number)s") % {"number": reason.number}
    return Place("reason", f"r/{key}", name, reason.text, key, reason.section, reason)


def section_place(reading: Reading, slug: str) -> Place:
    """Raises Section.DoesNotExist."""
    section: Section = Section.objects.current().get(chapter=reading.chapter_id, slug=slug)
    name = _("the section “%(name)s”") % {"name": section.name}
    return Place("section", f"s/{slug}", name, "", "", section, section)


def footnote_place(reading: Reading, number: int) -> Place:
    """Raises Footnote.DoesNotExist."""
    notes = Footnote.objects.current()
    footnote: Footnote = notes.get(chapter=reading.chapter_id, number=number)
    name = _("footnote %(number)s") % {"number": number}
    return Place(
        "footnote", f"f/{number}", name, footnote.body, row=footnote, number=footnote.number
    )


def chapter_place() -> Place:
    return Place("chapter", "", _("the whole chapter"))


def place_of(reading: Reading, target: Target) -> Place:
    """Where a target's notes are read now: for one that lost its block, the section or chapter."""
    block, section = target.block, target.section
    if target.reason is not None and target.reason.removed_at is None:
        return reason_place(reading, target.reason.key)
    if block is not None and block.removed_at is None:
        return block_place(reading, block.key)
    if target.footnote is not None and target.footnote.removed_at is None:
        return footnote_place(reading, target.footnote.number)
    if section is not None and section.removed_at is None:
        return section_place(reading, section.slug)
    return chapter_place()


def threads(
    reading: Reading,
    user: User,
    place: Place,
    *,
    span: tuple[int, int] | None = None,
    after: int = 0,
    size: int = PAGE,
) -> Page:
    """The threads at a place, oldest first, from the target after `after` on.

    The reading must have come through `visible_to(user)`. Walks the index of targets, so the cost
    is that of the page, however many notes the place has.
    """
    live = Note.objects.filter(root=OuterRef("pk"), deleted_at=None)
    heads = (
        _readable(reading, user)
        .filter(place.targets(span), target__reading=reading, target__gt=after)
        .filter(Q(deleted_at=None) | Exists(live))
        .order_by("target_id")[: size + 1]
    )
    return _page(heads, reading, user, size)


def thread(reading: Reading, user: User, head: Note) -> Thread:
    """One thread, whole."""
    return _with_replies([head], reading, user)[0]


def answers(reading: Reading, user: User, question_id: int, *, after: int = 0) -> Page:
    """The answers to a question that the person may read, with what was said under them."""
    live = Note.objects.filter(root=OuterRef("pk"), deleted_at=None)
    heads = (
        _readable(reading, user)
        .filter(question=question_id, pk__gt=after)
        .filter(Q(deleted_at=None) | Exists(live))
        .order_by("pk")[: PAGE + 1]
    )
    page = _page(heads, reading, user, PAGE)
    last = page.threads[-1].head.pk if page.after is not None else None
    return Page(page.threads, last)


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


def _related(notes: QuerySet[Any]) -> QuerySet[Any]:
    return notes.select_related(
        "author",
        "reading__group",
        "reading__chapter__book",
        "root__target",
        "root__author",
        "target__section",
        "target__block",
        "target__reason",
        "target__footnote",
        "thread_question",
    )


def _readable(reading: Reading, user: User) -> QuerySet[Any]:
    notes = Note.objects.shared_with(user).filter(reading=reading, parent=None)
    return notes.select_related("author", "target")


def _page(heads: Sequence[Note] | QuerySet[Any], reading: Reading, user: User, size: int) -> Page:
    rows = list(heads)
    more = len(rows) > size
    found = _with_replies(rows[:size], reading, user)
    return Page(found, found[-1].head.target_id or 0 if more else None)


def _with_replies(heads: list[Note], reading: Reading, user: User) -> list[Thread]:
    found = {head.pk: Thread(head) for head in heads}
    replies = (
        Note.objects.shared_with(user)
        .filter(reading=reading, root__in=found)
        .select_related("author")
        .order_by("pk")
    )
    for reply in _without_bare_stubs(list(replies)):
        thread = found[reply.root_id or 0]
        reply.root = thread.head
        thread.replies.append(reply)
    return list(found.values())


def _without_bare_stubs(replies: list[Note]) -> list[Note]:
    """A deleted reply stands as a stub only while something under it lives."""
    needed: set[int] = set()
    for reply in reversed(replies):
        if reply.deleted_at is None or reply.pk in needed:
            needed.add(reply.pk)
            if reply.parent_id:
                needed.add(reply.parent_id)
    return [reply for reply in replies if reply.pk in needed]
