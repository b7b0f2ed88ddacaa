"""Addresses that texts leave behind, and lead on from.

Part of every write that gives a book, a chapter or a section an address. Each old one leads to the
row itself, so there are no chains; one that is used again leads nowhere else from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from readings.text.models import (
    Book,
    Chapter,
    FormerAddress,
    FormerSectionAddress,
    Section,
)


class Address(NamedTuple):
    """A chapter's address below its group's: the slugs of its book and its own."""

    book: str
    chapter: str


def chapter_addresses(chapters: Iterable[int] | QuerySet[Any]) -> dict[int, Address]:
    """By chapter, where it stands in the database."""
    rows = Chapter.objects.filter(pk__in=chapters).values_list("pk", "book__slug", "slug")
    return {pk: Address(book, chapter) for pk, book, chapter in rows}


def forward_chapters(before: Mapping[int, Address]) -> None:
    """Lets the addresses that chapters had `before` a write lead to where they stand after it."""
    after = chapter_addresses(before) if before else {}
    moved = [pk for pk in before if before[pk] != after[pk]]
    if not moved:
        return
    named = Q()
    for address in {row[pk] for row in (before, after) for pk in moved}:
        named |= Q(book_slug=address.book, chapter_slug=address.chapter)
    FormerAddress.objects.filter(named).delete()
    FormerAddress.objects.bulk_create(
        FormerAddress(
            book_slug=before[pk].book, chapter_slug=before[pk].chapter, chapter_id=pk
        )
        for pk in moved
    )  # fmt: skip


def forward_section(section: Section, was: str) -> None:
    """Lets the slug that the section had lead to it; its present one is its own from now on."""
    FormerSectionAddress.objects.filter(chapter=section.chapter_id, slug=section.slug).delete()
    if was and was != section.slug:
        FormerSectionAddress.objects.create(
            chapter_id=section.chapter_id, slug=was, section=section
        )


def forward_to_heir(gone: Section, heir: Section) -> None:
    """Lets a section that went into another lead there, with all its earlier addresses."""
    gone.former_addresses.filter(owner=None).update(owner=gone)
    gone.former_addresses.update(section=heir)
    FormerSectionAddress.objects.create(
        chapter_id=gone.chapter_id, slug=gone.slug, section=heir, owner=gone
    )


def forward_back(section: Section) -> None:
    """Lets the addresses of a section that had gone into another lead to itself again."""
    FormerSectionAddress.objects.filter(owner=section).update(section=section, owner=None)


def book_slugs_in_use() -> set[str]:
    """Slugs that a new book must not take, for they are books' or lead to chapters."""
    former = FormerAddress.objects.values_list("book_slug", flat=True)
    return {*Book.objects.values_list("slug", flat=True), *former}


def chapter_slugs_in_use(book: Book) -> set[str]:
    """Slugs that a new chapter of the book must not take."""
    former = FormerAddress.objects.filter(book_slug=book.slug)
    return {
        *book.chapters.values_list("slug", flat=True),
        *former.values_list("chapter_slug", flat=True),
    }


def section_slugs_in_use(chapter: Chapter) -> set[str]:
    """Slugs that a new section of the chapter must not take; removed ones keep theirs."""
    former = chapter.former_section_addresses.values_list("slug", flat=True)
    return {*chapter.sections.values_list("slug", flat=True), *former}
