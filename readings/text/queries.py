"""What this room's views read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404

from readings.groups.prepared import Prepared
from readings.text.models import Block, Chapter, FormerSectionAddress, Picture, Reading, Section

if TYPE_CHECKING:
    from readings.groups.querysets import Person


@Prepared
def _reading_at(user: Person, group: str, book: str, chapter: str) -> QuerySet[Any]:
    return (
        Reading.objects.visible_to(user)
        .with_chapter()
        .filter(group__slug=group, chapter__slug=chapter, chapter__book__slug=book)
        .order_by("pk")[:1]
    )


NUMBER = re.compile(r"\s*(\d{1,4})\s*[.,:]\s*(\d{1,5})\s*")


def get_reading(user: Person, group: str, book: str, chapter: str) -> Reading:
    """The reading at this address with its group, chapter and book, if the person is in the group.

    Raises Http404 otherwise: an address says nothing to strangers, not even that it exists.
    """
    if user.pk is None:
        raise Http404
    reading: Reading | None = _reading_at.first(
        user=user.pk, group=group, book=book, chapter=chapter
    )
    if reading is None:
        raise Http404
    # Known now, so that the permission table need not ask again.
    reading.group.viewer_role = reading.viewer_role  # type: ignore[attr-defined]
    reading.group.viewer_until = reading.viewer_until  # type: ignore[attr-defined]
    reading.group.viewer_id = user.pk  # type: ignore[attr-defined]
    return reading


def former_reading(user: Person, group: str, book: str, chapter: str) -> Reading | None:
    """The reading whose chapter has left this address, if the person is in the group."""
    readings = Reading.objects.visible_to(user).with_chapter().filter(group__slug=group)
    moved: Reading | None = readings.filter(
        chapter__former_addresses__book_slug=book,
        chapter__former_addresses__chapter_slug=chapter,
    ).first()
    return moved


def section_at(chapter: int, slug: str) -> Section | None:
    """The chapter's section at an address that it has, or that it or one that went into it had."""
    standing = Section.objects.current().filter(chapter=chapter)
    section: Section | None = standing.filter(slug=slug).first()
    if section is None:
        former = FormerSectionAddress.objects.filter(chapter=chapter, slug=slug)
        section = standing.filter(pk__in=former.values("section")).first()
    return section


def hold_chapter(pk: int) -> int:
    """Makes the chapter nobody else's until this transaction is done, and tells its revision.

    Its row is the gate between edits of the text and what is written on it: whoever changes either
    takes it first, and nothing that is locked later is waited for in another order.

    Raises Chapter.DoesNotExist.
    """
    row: tuple[int] | None = _held.first(chapter=pk)
    if row is None:
        raise Chapter.DoesNotExist
    return row[0]


def lock_chapter(pk: int) -> Chapter:
    """Holds the chapter, and reads it as it stands."""
    hold_chapter(pk)
    return Chapter.objects.get(pk=pk)


@Prepared
def _held(chapter: Any) -> QuerySet[Any]:
    # In no order: that of chapters would join their book, and lock it as well.
    held = Chapter.objects.select_for_update().filter(pk=chapter)
    return held.order_by().values_list("revision")


def get_picture(user: Person, key: str) -> Picture:
    """The picture with this key, if the person may see a book that has it. Raises Http404."""
    found: Picture | None = Picture.objects.visible_to(user).filter(key=key).order_by("pk").first()
    if found is None:
        raise Http404
    return found


def find_number(reading: Reading, said: str) -> Block | None:
    """The block with a number as people say or type it: “2.5”, “2,5”, “ 2 : 5 ”."""
    match = NUMBER.fullmatch(said)
    if match is None:
        return None
    number = f"{int(match[1])}.{int(match[2])}"
    blocks = Block.objects.current().filter(chapter=reading.chapter_id, number=number)
    block: Block | None = blocks.filter(section__removed_at=None).first()
    return block
