"""The verbs of a chapter's footnotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from readings.groups.permissions import require_text
from readings.text.auditing import audit_chapter
from readings.text.markdown import render_footnote
from readings.text.models import Block, Chapter, Footnote
from readings.text.queries import lock_chapter

if TYPE_CHECKING:
    from readings.groups.models import User


@transaction.atomic
def set_footnotes(*, user: User | None, chapter: Chapter, footnotes: Mapping[int, str]) -> bool:
    """Makes the chapter's footnotes these, by number; returns whether others stood before.

    Rows of removed ones stay for their notes; what a footnote read before is kept (FootnoteChange).
    """
    require_text(user, chapter.book.group)
    chapter = lock_chapter(chapter.pk)
    standing = {note.number: note for note in chapter.footnotes.filter(removed_at=None)}
    if footnotes == {number: note.body for number, note in standing.items()}:
        return False
    for number, body in footnotes.items():
        note = standing.pop(number, None) or Footnote(chapter=chapter, number=number)
        before = note.body
        if before != body:
            note.body, note.html = body, render_footnote(body)
            is_new = note.pk is None
            note.save()
            if not is_new:
                note.changes.create(before=before, after=body, created_by=user)
    gone = chapter.footnotes.filter(pk__in=[note.pk for note in standing.values()])
    # A block that one of them is tied to shows its mark.
    Block.objects.filter(footnotes__in=gone).update(revision=F("revision") + 1)
    gone.update(removed_at=timezone.now())
    chapter.revision += 1
    chapter.save(update_fields=["revision"])
    audit_chapter(user, "text.footnotes", chapter)
    return True


@transaction.atomic
def renumber_footnotes(*, user: User | None, chapter: Chapter, moves: Mapping[int, int]) -> None:
    """Gives footnotes, by number, other numbers. One that stands in the way of another goes behind
    the last."""
    require_text(user, chapter.book.group)
    chapter = lock_chapter(chapter.pk)
    standing = {note.number: note for note in chapter.footnotes.filter(removed_at=None)}
    wanted = {old: new for old, new in moves.items() if old in standing and old != new}
    if not wanted:
        return
    free = max(*standing, *wanted.values()) + 1
    targets = set(wanted.values())
    in_the_way = sorted(n for n in standing if n in targets and n not in wanted)
    wanted |= {number: free + at for at, number in enumerate(in_the_way)}
    for shift in (free + len(in_the_way), 0):  # no number may be there twice at any moment
        for old, new in wanted.items():
            Footnote.objects.filter(pk=standing[old].pk).update(number=new + shift)
    moved = [standing[old].pk for old in wanted]
    Block.objects.filter(footnotes__in=moved).update(revision=F("revision") + 1)
    chapter.revision += 1
    chapter.save(update_fields=["revision"])
    audit_chapter(user, "text.footnotes", chapter)


@transaction.atomic
def tie_footnotes(
    *, user: User | None, chapter: Chapter, documents: Mapping[int, tuple[int, int]]
) -> None:
    """Ties the footnotes without a mark to these blocks alone: (index of section, of block)."""
    require_text(user, chapter.book.group)
    chapter = lock_chapter(chapter.pk)
    places: dict[int, list[Block]] = {}
    standing = Block.objects.current().filter(chapter=chapter, section__removed_at=None)
    for block in standing.defer("html").order_by("section__order", "section", "order"):
        places.setdefault(int(block.number.split(".")[0]) - 1, []).append(block)
    changed: set[Any] = set()
    for note in chapter.footnotes.filter(removed_at=None):
        place = documents.get(note.number)
        wanted = None if place is None else places[place[0]][place[1]].pk
        if note.block_id != wanted:
            changed |= {pk for pk in (note.block_id, wanted) if pk is not None}
            Footnote.objects.filter(pk=note.pk).update(block=wanted)
    if changed:
        Block.objects.filter(pk__in=changed).update(revision=F("revision") + 1)
        chapter.revision += 1
        chapter.save(update_fields=["revision"])
