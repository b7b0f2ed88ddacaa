"""The words of a chapter as they stand now."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Prefetch

from readings.exporting.markdown import ChapterText, SectionText
from readings.text.markdown.pictures import mentioned
from readings.text.models import Book, Chapter, Footnote, Picture, Reason, Section

BOOK_FACTS = ("author", "language", "source", "rights")


def chapter_at(address: str) -> Chapter:
    """The chapter at `book/chapter`, the end of its address in every group.

    Raises Chapter.DoesNotExist.
    """
    book, _, chapter = address.strip("/").partition("/")
    found: Chapter = Chapter.objects.select_related("book").get(book__slug=book, slug=chapter)
    return found


def chapter_text(chapter: Chapter) -> ChapterText:
    """Everything that the chapter's file says."""
    reasons = Prefetch("reasons", Reason.objects.current().order_by("number", "pk"), "standing")
    sections = chapter.sections.filter(removed_at=None).order_by("order", "pk")
    tied, footnotes = _footnotes(chapter)
    return ChapterText(
        facts=_facts(chapter.book, chapter),
        sections=tuple(
            _section(section, tied[section.pk]) for section in sections.prefetch_related(reasons)
        ),
        footnotes=footnotes,
    )


def chapter_pictures(chapter: Chapter, markdown: str) -> list[Picture]:
    """The pictures that the chapter's file shows, in the order of their keys."""
    keys = mentioned(markdown)
    return list(chapter.book.pictures.filter(key__in=keys).order_by("key")) if keys else []


def _facts(book: Book, chapter: Chapter) -> dict[str, str]:
    known = {name: getattr(book, name) for name in BOOK_FACTS}
    return {"book": book.title, **known, "number": str(chapter.number), "title": chapter.title}


def _section(section: Section, tied: dict[int, tuple[int, ...]]) -> SectionText:
    reasons: list[Reason] = section.standing  # type: ignore[attr-defined]
    return SectionText(
        section.heading, section.body, tuple((r.text, r.commentary) for r in reasons), tied
    )


def _footnotes(
    chapter: Chapter,
) -> tuple[dict[int, dict[int, tuple[int, ...]]], dict[int, str]]:
    """By section and place the footnotes without a mark, and all footnotes' Markdown by number."""
    tied: dict[int, dict[int, tuple[int, ...]]] = defaultdict(dict)
    standing = Footnote.objects.filter(chapter=chapter, removed_at=None)
    bodies = {}
    for note in standing.select_related("block").order_by("number"):
        bodies[note.number] = note.body
        if note.block is not None and note.block.removed_at is None:
            place = tied[note.block.section_id]
            at = note.block.order - 1
            place[at] = (*place.get(at, ()), note.number)
    return tied, bodies
