"""What is written into the audit log about texts: which, by whom, and none of their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readings.groups.actions import audit
from readings.text.models import Book, Chapter

if TYPE_CHECKING:
    from readings.groups.models import User


def audit_book(user: User | None, what: str, book: Book, **facts: Any) -> None:
    """An act about a book; `facts` as `audit` takes them."""
    audit(actor=user, what=what, about=book.title, group=book.group, book=book.pk, **facts)


def audit_chapter(user: User | None, what: str, chapter: Chapter, **facts: Any) -> None:
    """An act about a chapter; `facts` as `audit` takes them."""
    about, group = f"{chapter.book.title}: {chapter}", chapter.book.group
    audit(actor=user, what=what, about=about, group=group, chapter=chapter.pk, **facts)
