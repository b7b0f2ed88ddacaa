"""Every write of this room that moves no note: making books, chapters, readings; one's own place.

Changing a text that exists is `editing.actions.edit_chapter`, for it takes the notes along.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.groups.permissions import Permission, require, require_text
from readings.groups.rows import update_rows
from readings.groups.slugs import free_slug
from readings.text.forwarding import (
    book_slugs_in_use,
    chapter_addresses,
    chapter_slugs_in_use,
    forward_chapters,
)
from readings.text.markdown import render_footnote
from readings.text.models import (
    Block,
    Book,
    Chapter,
    Footnote,
    Picture,
    Reading,
    ReadingPosition,
)
from readings.text.numbering import renumber
from readings.text.picture_files import bring_pictures, is_shown, store_picture, take_pictures_along
from readings.text.pictures import CheckedPicture
from readings.text.queries import lock_chapter
from readings.text.writing import SectionDraft, write_sections

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup, User

Row = TypeVar("Row", Book, Chapter, Reading)


class NotForAll(Exception):
    """A text cannot be given to everybody, or taken back; the message says why."""


class StillShown(Exception):
    """A picture cannot be deleted; the message says why."""


@transaction.atomic
def get_or_create_book(
    *, user: User | None, title: str, group: StudyGroup | None = None, **facts: str
) -> Book:
    """The book with this title, made with the given facts where it does not exist yet. With a
    `group` it is the group's own; one of the same title that is the site's is another book."""
    require_text(user, group)
    if book := Book.objects.titled(title, group).first():
        return book
    slug = free_slug(title, book_slugs_in_use(), "book")
    return Book.objects.create(title=title, slug=slug, group=group, **facts)


@transaction.atomic
def publish_book(*, user: User, book: Book) -> Book:
    """Makes a group's own book the site's, which every group may read. Its facilitators cannot
    change it any more.

    Raises NotForAll when the site has a book of this title.
    """
    require(user, Permission.EDIT_TEXT)
    book = _locked(book)
    if book.group_id is None:
        return book
    if Book.objects.titled(book.title, None).exists():
        raise NotForAll(
            _("“%(book)s”: there is a book of this title for all groups already.") % {"book": book}
        )
    return _change(book, {"given_by_id": book.group_id, "group_id": None})


@transaction.atomic
def unpublish_book(*, user: User, book: Book) -> Book:
    """Gives a published book back to the group that brought it in.

    Raises NotForAll when no group did, or when others read it.
    """
    require(user, Permission.EDIT_TEXT)
    book = _locked(book)
    giver = book.given_by
    if book.group_id is not None:
        return book
    if giver is None:
        raise NotForAll(_("“%(book)s” was brought in by no group.") % {"book": book})
    if Reading.objects.filter(chapter__book=book).exclude(group=giver).exists():
        raise NotForAll(_("“%(book)s” stays for all: other groups read it.") % {"book": book})
    if Book.objects.titled(book.title, giver).exists():
        raise NotForAll(
            _("“%(book)s”: the group has another book of this title by now.") % {"book": book}
        )
    return _change(book, {"group_id": giver.pk, "given_by_id": None})


def _locked(book: Book) -> Book:
    """The book as it stands; nobody else publishes it or begins to read it meanwhile."""
    return Book.objects.select_for_update().get(pk=book.pk)


@transaction.atomic
def change_book(*, user: User | None, book: Book, **facts: str) -> Book:
    """Changes what is known of a book: title, author, address, source, language, rights.

    Another address leaves the old ones of its chapters leading to the new ones.
    """
    require_text(user, book.group)
    before = chapter_addresses(book.chapters.values("pk")) if "slug" in facts else {}
    book = _change(book, facts)
    forward_chapters(before)
    return book


@transaction.atomic
def change_chapter(*, user: User | None, chapter: Chapter, **facts: Any) -> Chapter:
    """Changes a chapter's book, number, title or address; its text is `edit_chapter`'s.

    Its address before leads to the one that it has now.
    """
    for book in {chapter.book, facts.get("book", chapter.book)}:
        require_text(user, book.group)
    before = chapter_addresses([chapter.pk]) if {"book", "slug"} & facts.keys() else {}
    chapter = _change(chapter, facts)
    if "book" in facts:
        take_pictures_along(chapter, user)
    forward_chapters(before)
    return chapter


def _change(row: Row, facts: Mapping[str, Any]) -> Row:
    """Writes these fields alone: counters of the row may have moved on meanwhile."""
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))
    return row


@transaction.atomic
def add_picture(*, user: User | None, book: Book, picture: CheckedPicture) -> Picture:
    """Gives a book a picture, which its chapters can show from then on."""
    require_text(user, book.group)
    return store_picture(book, picture.key, picture.content)


@transaction.atomic
def add_pictures(
    *, user: User | None, book: Book, keys: Iterable[str], pictures: Mapping[str, bytes]
) -> None:
    """Gives a book those of its text's pictures that are at hand: out of `pictures` (by key, as
    `check_picture` made them), or out of other books that the person may see."""
    require_text(user, book.group)
    bring_pictures(user=user, book=book, keys=keys, contents=pictures)


@transaction.atomic
def delete_picture(*, user: User | None, picture: Picture) -> None:
    """Deletes a picture that was added by mistake, and its file.

    Raises StillShown when a text shows it, or showed it in an earlier version.
    """
    require_text(user, picture.book.group)
    held = Picture.objects.select_for_update().get(pk=picture.pk)
    if is_shown(held):
        raise StillShown(_("The picture is shown by a text, or by an earlier version of one."))
    file = held.file
    held.delete()
    transaction.on_commit(lambda: file.storage.delete(str(file)))


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
    return chapter


@transaction.atomic
def set_footnotes(*, user: User | None, chapter: Chapter, footnotes: Mapping[int, str]) -> bool:
    """Makes the chapter's footnotes these, by number; returns whether others stood before.

    Rows of removed ones stay for their notes.
    """
    require_text(user, chapter.book.group)
    chapter = lock_chapter(chapter.pk)
    standing = {note.number: note for note in chapter.footnotes.filter(removed_at=None)}
    if footnotes == {number: note.body for number, note in standing.items()}:
        return False
    for number, body in footnotes.items():
        note = standing.pop(number, None) or Footnote(chapter=chapter, number=number)
        if note.body != body:
            note.body, note.html = body, render_footnote(body)
            note.save()
    gone = chapter.footnotes.filter(pk__in=[note.pk for note in standing.values()])
    # A block that one of them is tied to shows its mark.
    Block.objects.filter(footnotes__in=gone).update(revision=F("revision") + 1)
    gone.update(removed_at=timezone.now())
    chapter.revision += 1
    chapter.save(update_fields=["revision"])
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


@transaction.atomic
def start_reading(
    *, user: User | None, group: StudyGroup, chapter: Chapter, starts_on: date | None = None
) -> Reading:
    """Puts a chapter on the group's list; a chapter that is there already stays as it is.

    Raises ValidationError for a chapter of another group's own book.
    """
    require_text(user, group)
    # Nobody may take the book back meanwhile.
    owner = _locked(chapter.book).group_id
    if owner not in (None, group.pk):
        raise ValidationError(_("This text is another group's own: it is not there for all yet."))
    last = group.readings.aggregate(last=Max("position"))["last"] or 0
    reading, _made = Reading.objects.get_or_create(
        group=group, chapter=chapter, defaults={"position": last + 1, "starts_on": starts_on}
    )
    return reading


@transaction.atomic
def plan_reading(
    *, user: User | None, reading: Reading, position: int, starts_on: date | None
) -> Reading:
    """Changes where the chapter stands on the group's list and when the group begins it."""
    require_text(user, reading.group)
    return _change(reading, {"position": position, "starts_on": starts_on})


@transaction.atomic
def delete_unused(*, user: User | None, row: Book | Chapter | Reading) -> None:
    """Deletes what was made by mistake. Raises ProtectedError when anything hangs on it."""
    if user is not None:
        require(user, Permission.EDIT_TEXT)
    row.delete()


def keep_place(*, user: User, reading: Reading, block: Block) -> None:
    """Remembers where the person stopped reading, on whichever device."""
    require(user, Permission.READ, reading.group)
    ReadingPosition.objects.update_or_create(user=user, reading=reading, defaults={"block": block})


def move_places(*, chapter: Chapter) -> None:
    """Lets everyone who stopped at a block that is gone go on at the one that stood before it.

    Part of an edit of the text, which asks for the permission.
    """
    lost = ReadingPosition.objects.filter(
        block__chapter=chapter, block__removed_at__isnull=False
    ).select_related("block__section")
    if not lost:
        return
    standing = Block.objects.current().filter(chapter=chapter).select_related("section")
    ordered = sorted(standing.defer("html"), key=_place_in_chapter)
    for position in lost:
        index = bisect_left(ordered, _place_in_chapter(position.block), key=_place_in_chapter)
        if ordered:
            # Not saved through the model, for when the person read is as it was.
            beside = ordered[max(index - 1, 0)]
            ReadingPosition.objects.filter(pk=position.pk).update(block=beside)
        else:
            position.delete()


def _place_in_chapter(block: Block) -> tuple[int, int, int]:
    return block.section.order, block.section_id, block.order
