"""The verbs of books: made, changed, given to all groups and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from readings.groups.actions import audit
from readings.groups.permissions import Permission, require, require_text
from readings.groups.slugs import free_slug
from readings.text.auditing import audit_book
from readings.text.forwarding import book_slugs_in_use, chapter_addresses, forward_chapters
from readings.text.models import Book, Chapter, Reading

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup, User

from readings.text.actions.facts import write_facts


class NotForAll(Exception):
    """A text cannot be given to everybody, or taken back; the message says why."""


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
    book = Book.objects.create(title=title, slug=slug, group=group, **facts)
    audit_book(user, "book.made", book)
    return book


@transaction.atomic
def publish_book(*, user: User, book: Book) -> Book:
    """Makes a group's own book the site's, which every group may read. Its facilitators cannot
    change it any more.

    Raises NotForAll when the site has a book of this title.
    """
    require(user, Permission.EDIT_TEXT)
    book = lock_book(book)
    if book.group_id is None:
        return book
    if Book.objects.titled(book.title, None).exists():
        raise NotForAll(
            _("“%(book)s”: there is a book of this title for all groups already.") % {"book": book}
        )
    audit_book(user, "book.published", book)
    return write_facts(book, {"given_by_id": book.group_id, "group_id": None})


@transaction.atomic
def unpublish_book(*, user: User, book: Book) -> Book:
    """Gives a published book back to the group that brought it in.

    Raises NotForAll when no group did, or when others read it.
    """
    require(user, Permission.EDIT_TEXT)
    book = lock_book(book)
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
    book = write_facts(book, {"group_id": giver.pk, "given_by_id": None})
    audit_book(user, "book.taken-back", book)
    return book


@transaction.atomic
def change_book(*, user: User | None, book: Book, **facts: str) -> Book:
    """Changes what is known of a book: title, author, address, source, language, rights.

    Another address leaves the old ones of its chapters leading to the new ones.
    """
    require_text(user, book.group)
    before = chapter_addresses(book.chapters.values("pk")) if "slug" in facts else {}
    book = write_facts(book, facts)
    forward_chapters(before)
    audit_book(user, "book.changed", book, fields=sorted(facts))
    return book


def lock_book(book: Book) -> Book:
    """The book as it stands; nobody else publishes it or begins to read it meanwhile."""
    return Book.objects.select_for_update().get(pk=book.pk)


@transaction.atomic
def delete_unused(*, user: User | None, row: Book | Chapter | Reading) -> None:
    """Deletes what was made by mistake. Raises ProtectedError when anything hangs on it."""
    if user is not None:
        require(user, Permission.EDIT_TEXT)
    kind = row._meta.model_name
    facts: dict[str, Any] = {str(kind): row.pk}
    audit(actor=user, what=f"{kind}.deleted", about=str(row), **facts)
    row.delete()
