"""The verbs of chapters that move no note: made, changed, their sections put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from readings.groups.permissions import require_text
from readings.groups.rows import update_rows
from readings.groups.slugs import free_slug
from readings.text.auditing import audit_chapter
from readings.text.forwarding import chapter_addresses, chapter_slugs_in_use, forward_chapters
from readings.text.markdown import render_footnote
from readings.text.models import Book, Chapter, Footnote
from readings.text.numbering import renumber
from readings.text.picture_files import take_pictures_along
from readings.text.queries import lock_chapter
from readings.text.writing import SectionDraft, write_sections

if TYPE_CHECKING:
    from readings.groups.models import User

from readings.text.actions.facts import write_facts


@transaction.atomic
def create_chapter(
    *,
    user: User | None,
    book: Book,
    number: int | None,
    title: str,
    sections: Sequence[SectionDraft],
    footnotes: Mapping[int, str],
    documents: Mapping[int, tuple[int, int]] | None = None,
    digest: str = "",
) -> Chapter:
    """Makes a chapter with its text. Without a number it follows the book's last.

    `documents` ties footnotes that have no mark to (index of section, index of block). Raises
    SectionProblem when a section cannot be rendered; nothing is saved then.
    """
    require_text(user, book.group)
    if number is None:
        number = (book.chapters.aggregate(last=Max("number"))["last"] or 0) + 1
    chapter = Chapter(book=book, number=number, title=title, import_digest=digest)
    chapter.slug = free_slug(title, chapter_slugs_in_use(book), f"chapter-{number}")
    chapter.full_clean(exclude=["import_digest"])
    chapter.save()
    changes = write_sections(chapter=chapter, drafts=sections, user=user, summary="")
    tied = {
        footnote: changes[section].blocks[block]
        for footnote, (section, block) in (documents or {}).items()
    }
    Footnote.objects.bulk_create(
        Footnote(
            chapter=chapter, number=n, body=body, html=render_footnote(body), block=tied.get(n)
        )
        for n, body in footnotes.items()
    )
    audit_chapter(user, "text.made", chapter)
    return chapter


@transaction.atomic
def change_chapter(*, user: User | None, chapter: Chapter, **facts: Any) -> Chapter:
    """Changes a chapter's book, number, title or address; its text is `edit_chapter`'s.

    Its address before leads to the one that it has now.
    """
    for book in {chapter.book, facts.get("book", chapter.book)}:
        require_text(user, book.group)
    before = chapter_addresses([chapter.pk]) if {"book", "slug"} & facts.keys() else {}
    chapter = write_facts(chapter, facts)
    if "book" in facts:
        take_pictures_along(chapter, user)
    forward_chapters(before)
    audit_chapter(user, "text.changed", chapter, fields=sorted(facts))
    return chapter


@transaction.atomic
def order_sections(*, user: User | None, chapter: Chapter, orders: Mapping[int, int]) -> None:
    """Gives sections, by id, their places. No word changes, so none gets a version."""
    require_text(user, chapter.book.group)
    chapter = lock_chapter(chapter.pk)
    moved = [s for s in chapter.sections.filter(pk__in=orders) if s.order != orders[s.pk]]
    for section in moved:
        section.order = orders[section.pk]
    update_rows(moved, ["order"])
    if moved:
        chapter.revision += 1
        chapter.save(update_fields=["revision"])
        renumber(chapter)
        audit_chapter(user, "text.ordered", chapter)
