"""From an outline to a chapter in the database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from readings.importing.books import BookOutline
from readings.importing.outline import Outline, OutlineReason, OutlineSection, section_markdown
from readings.text.actions import create_chapter, get_or_create_book
from readings.text.models import Book, Chapter
from readings.text.writing import ReasonDraft, SectionDraft

if TYPE_CHECKING:
    from readings.groups.models import User


class Refused(Exception):
    """The outline is fine, but it cannot become a chapter here; the message says what to do."""


@dataclass(frozen=True)
class Imported:
    """The chapter, and whether this import made it (False: it was there, and nothing changed)."""

    chapter: Chapter
    created: bool


@transaction.atomic
def import_outline(
    *,
    user: User | None,
    outline: Outline,
    book: str = "",
    number: int | None = None,
    title: str = "",
    **facts: str,
) -> Imported:
    """Makes the chapter that an outline describes; the same outline again changes nothing.

    `book`, `number` and `title` go before what the file says; `facts` are the new book's author,
    source, language and rights. Raises Refused when a name is missing or the chapter exists with
    another text, PermissionDenied for people who may not edit texts.
    """
    title = title or outline.chapter_title or ""
    book_title = book or outline.book or ""
    if not book_title:
        raise Refused(_("The file does not name its book. Say which book the chapter belongs to."))
    if not title:
        raise Refused(_("The file does not name the chapter. Give the chapter a title."))
    number = number if number is not None else outline.chapter_number
    found = get_or_create_book(user=user, title=book_title, **facts)
    digest = outline_digest(outline, title)
    if standing := _standing(found, number, digest):
        return _unchanged(standing, digest)
    try:
        chapter = _create(user, found, number, title, outline, digest)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    return Imported(chapter, created=True)


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
            **outline.facts,
        )
        for chapter in outline.chapters
    ]


def outline_digest(outline: Outline, title: str) -> str:
    """SHA-256 of the text itself, so that other line ends are no change."""
    sections = [
        [s.heading, section_markdown(s), [r.markdown for r in _items(s)]] for s in outline.sections
    ]
    footnotes = [[note.number, note.markdown] for note in outline.footnotes]
    return hashlib.sha256(json.dumps([title, sections, footnotes]).encode()).hexdigest()


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
    marked = {n for block in outline.blocks for n in block.footnotes}
    return create_chapter(
        user=user,
        book=book,
        number=number,
        title=title,
        sections=[_draft(section, order) for order, section in enumerate(outline.sections)],
        footnotes={note.number: note.markdown for note in outline.footnotes},
        documents={
            note.number: note.about
            for note in outline.footnotes
            if note.about is not None and note.number not in marked
        },
        digest=digest,
    )


def _draft(section: OutlineSection, order: int) -> SectionDraft:
    reasons = tuple(ReasonDraft(item.markdown) for item in _items(section))
    return SectionDraft(section.heading or "", section_markdown(section), reasons, order=order)
