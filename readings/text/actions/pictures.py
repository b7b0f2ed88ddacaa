"""The verbs of a book's pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from readings.groups.permissions import require_text
from readings.text.auditing import audit_book
from readings.text.models import Book, Picture
from readings.text.picture_files import bring_pictures, is_shown, store_picture
from readings.text.pictures import CheckedPicture

if TYPE_CHECKING:
    from readings.groups.models import User


class StillShown(Exception):
    """A picture cannot be deleted; the message says why."""


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
    audit_book(user, "picture.deleted", picture.book, picture=held.key)
    file = held.file
    held.delete()
    transaction.on_commit(lambda: file.storage.delete(str(file)))
