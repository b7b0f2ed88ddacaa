"""From an outline to a chapter in the database: a new one, or a newer form of one that stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from readings.annotation.models import Target
from readings.editing import effects
from readings.editing.actions import edit_chapter, edit_footnotes
from readings.editing.effects import Stood
from readings.importing.books import BookOutline
from readings.importing.outline import Outline, OutlineReason, OutlineSection, section_markdown
from readings.importing.planning import footnote_moves, plan, standing_sections
from readings.text.actions import (
    add_pictures,
    change_chapter,
    create_chapter,
    get_or_create_book,
    order_sections,
    renumber_footnotes,
    tie_footnotes,
)
from readings.text.models import Book, Chapter
from readings.text.queries import lock_chapter
from readings.text.writing import ReasonDraft, SectionDraft

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup, User


class Refused(Exception):
    """The outline is fine, but it cannot become a chapter here; the message says what to do."""


@dataclass(frozen=True)
class Imported:
    """The chapter, and what this import did: it made the chapter, or wrote it anew (`updated`), or
    neither, because it was there as it is. `sections` counts the sections of an update that
    were written; `targets` are those whose place or state changed."""

    chapter: Chapter
    created: bool
    updated: bool = False
    sections: int = 0
    targets: list[Target] = field(default_factory=list)


@transaction.atomic
def import_outline(
    *,
    user: User | None,
    outline: Outline,
    book: str = "",
    number: int | None = None,
    title: str = "",
    update: bool = False,
    group: StudyGroup | None = None,
    pictures: Mapping[str, bytes] | None = None,
    **facts: str,
) -> Imported:
    """Makes the chapter that an outline describes; the same outline again changes nothing.

    With `update` a chapter that stands under the number, or else under the title, becomes what the
    outline says, and its notes are carried along.

    `book`, `number` and `title` go before what the file says, and so do `facts`: the new book's
    author, source, language and rights. With a `group` the book is its own. `pictures` are the
    file's by key (BookOutline.pictures): those that the chapter shows become the book's.

    Raises Refused when a name is missing or the chapter exists with another text, PermissionDenied
    for people who may not write the book.
    """
    title = title or outline.chapter_title or ""
    book_title = book or outline.book or ""
    if not book_title:
        raise Refused(_("The file does not name its book. Say which book the chapter belongs to."))
    if not title:
        raise Refused(_("The file does not name the chapter. Give the chapter a title."))
    number = number if number is not None else outline.chapter_number
    facts = {**outline.facts, **facts}
    found = get_or_create_book(user=user, title=book_title, group=group, **facts)
    add_pictures(user=user, book=found, keys=outline.pictures, pictures=pictures or {})
    digest = outline_digest(outline, title)
    standing = _standing(found, number, digest)
    if update:
        standing = standing or standing_chapter(found.title, None, title, group)
    if standing is not None:
        is_same = standing.import_digest == digest and number in (None, standing.number)
        if is_same or not update:
            return _unchanged(standing, digest)
        return _update(user, standing, number, title, outline, digest)
    try:
        chapter = _create(user, found, number, title, outline, digest)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    return Imported(chapter, created=True)


def standing_chapter(
    book: str, number: int | None, title: str, group: StudyGroup | None = None
) -> Chapter | None:
    """The chapter that an import would update: with the number, else with the title. It is looked
    for in the group's own book of that title, or without a group in the site's."""
    chapters = (
        Chapter.objects.filter(book__in=Book.objects.titled(book, group))
        .select_related("book")
        .order_by("number")
    )
    found = chapters.filter(number=number).first() if number is not None else None
    return found or chapters.filter(title=title).first()


def places_before(
    outline: Outline,
    *,
    book: str = "",
    number: int | None = None,
    title: str = "",
    group: StudyGroup | None = None,
) -> dict[int, Stood]:
    """How everything that notes point at stands in the chapter that an update would change."""
    number = number if number is not None else outline.chapter_number
    chapter = standing_chapter(
        book or outline.book or "", number, title or outline.chapter_title or "", group
    )
    if chapter is None:
        return {}
    return effects.standing(chapter, chapter.sections.values_list("pk", flat=True), footnotes=True)


def _update(
    user: User | None,
    chapter: Chapter,
    number: int | None,
    title: str,
    outline: Outline,
    digest: str,
) -> Imported:
    chapter = lock_chapter(chapter.pk)
    revision = chapter.revision
    standing = standing_sections(chapter)
    drafts = plan(standing, outline.sections)
    stay = {d.section_id: d.order for d in drafts if d.section_id is not None and not d.removed}
    order_sections(user=user, chapter=chapter, orders=stay)
    edit = edit_chapter(
        user=user,
        chapter=chapter,
        base_versions={s.section.pk: s.section.current.number for s in standing},
        changes=drafts,
        summary=_("Imported from a newer file"),
    )
    notes = {note.number: note.markdown for note in outline.footnotes}
    stood = dict(chapter.footnotes.filter(removed_at=None).values_list("number", "body"))
    renumber_footnotes(user=user, chapter=chapter, moves=footnote_moves(stood, notes))
    targets = [*edit.targets, *edit_footnotes(user=user, chapter=chapter, footnotes=notes)]
    tie_footnotes(user=user, chapter=chapter, documents=_documents(outline))
    chapter = lock_chapter(chapter.pk)
    facts = {"title": title, "number": chapter.number if number is None else number}
    renamed = any(getattr(chapter, name) != value for name, value in facts.items())
    change_chapter(user=user, chapter=chapter, import_digest=digest, **facts)
    updated = renamed or chapter.revision != revision
    return Imported(chapter, False, updated, len(edit.changes), targets)


@transaction.atomic
def import_book(*, user: User | None, outline: BookOutline, title: str = "") -> list[Imported]:
    """Makes a book's chapters, all of them or none; those that stand already stay as they are.

    `title` goes before the file's. Raises as `import_outline` does.
    """
    book = title or outline.title
    return [
        import_outline(
            user=user,
            outline=chapter,
            book=book,
            number=None,
            title="",
            pictures=outline.pictures,
            **outline.facts,
        )
        for chapter in outline.chapters
    ]


def outline_digest(outline: Outline, title: str) -> str:
    """SHA-256 of the text itself, so that other line ends are no change."""
    sections = [
        [s.heading, section_markdown(s), [_reason_words(r) for r in _items(s)]]
        for s in outline.sections
    ]
    footnotes = [[note.number, note.markdown] for note in outline.footnotes]
    return hashlib.sha256(json.dumps([title, sections, footnotes]).encode()).hexdigest()


def _reason_words(reason: OutlineReason) -> str | list[str]:
    return [reason.markdown, reason.commentary] if reason.commentary else reason.markdown


def _items(section: OutlineSection) -> list[OutlineReason]:
    return [item for block in section.blocks for item in block.items]


def _standing(book: Book, number: int | None, digest: str) -> Chapter | None:
    """The chapter that this import would make again: the same text, else the same number."""
    same = book.chapters.filter(import_digest=digest).first()
    if same is not None or number is None:
        return same
    return book.chapters.filter(number=number).first()


def _unchanged(chapter: Chapter, digest: str) -> Imported:
    if chapter.import_digest != digest:
        raise Refused(
            _("“%(book)s” already has a chapter %(number)s, with another text. Nothing changed.")
            % {"book": chapter.book, "number": chapter.number}
        )
    return Imported(chapter, created=False)


def _create(
    user: User | None, book: Book, number: int | None, title: str, outline: Outline, digest: str
) -> Chapter:
    return create_chapter(
        user=user,
        book=book,
        number=number,
        title=title,
        sections=[_draft(section, order) for order, section in enumerate(outline.sections)],
        footnotes={note.number: note.markdown for note in outline.footnotes},
        documents=_documents(outline),
        digest=digest,
    )


def _documents(outline: Outline) -> dict[int, tuple[int, int]]:
    """Which block each footnote without a mark belongs to: (index of section, index of block)."""
    marked = {n for block in outline.blocks for n in block.footnotes}
    return {
        note.number: note.about
        for note in outline.footnotes
        if note.about is not None and note.number not in marked
    }


def _draft(section: OutlineSection, order: int) -> SectionDraft:
    reasons = tuple(ReasonDraft(r.markdown, r.commentary or "") for r in _items(section))
    return SectionDraft(section.heading or "", section_markdown(section), reasons, order=order)
