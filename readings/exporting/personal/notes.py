"""The notes of one person, one after the other: there may be many, and none is kept in memory."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from readings.annotation.models import Note, NoteRevision
from readings.exporting.personal.places import READING, columns, place
from readings.exporting.personal.values import Row, address, when
from readings.groups.models import User

CHUNK = 500  # rows that are read at a time
# Numbers that never change, so that two readings of them go side by side.
ORDER = ("reading__group_id", "reading_id", "pk")
TARGETS = ("target__", "root__target__", "thread_question__target__")
COLUMNS = (
    *ORDER, "uid", "body", "html", "audience", "created_at", "edited_at", "deleted_at",
    "hidden_at", "parent_id", "parent__author_id", "question_id", "root__uid",
    "thread_question_id", "target__archived_at", "erratum__old_words", "erratum__new_words",
    "erratum__state", "erratum__decided_at",
    *columns("reading__", READING),
    *(column for path in TARGETS for column in columns(path)),
)  # fmt: skip


def notes(user: User) -> Iterator[Row]:
    """By group, chapter and time, in two queries however many there are."""
    earlier = _Earlier(user)
    found = Note.objects.filter(author=user).order_by(*ORDER).values(*dict.fromkeys(COLUMNS))
    for row in found.iterator(chunk_size=CHUNK):
        key = tuple(row[name] for name in ORDER)
        yield _note(user, row, earlier.of(key))


class _Earlier:
    """The words that notes had before, read along with the notes in the same order."""

    def __init__(self, user: User) -> None:
        names = [f"note__{name}" for name in ORDER]
        found = NoteRevision.objects.filter(note__author=user).order_by(*names, "pk")
        rows = found.values_list(*names, "body", "created_at")
        self.rows = iter(rows.iterator(chunk_size=CHUNK))
        self.row = next(self.rows, None)

    def of(self, key: tuple[Any, ...]) -> list[Row]:
        """What is before the key is of a note that was written since the notes were read."""
        found: list[Row] = []
        while self.row is not None and self.row[:3] <= key:
            if self.row[:3] == key:
                found.append({"text": self.row[3], "until": when(self.row[4])})
            self.row = next(self.rows, None)
        return found


def _note(user: User, row: dict[str, Any], earlier: list[Row]) -> Row:
    return {
        "id": str(row["uid"]),
        "kind": _kind(row),
        "address": address("note", row["uid"]),
        "group": row["reading__group__name"],
        "book": row["reading__chapter__book__title"],
        "chapter": row["reading__chapter__title"],
        "chapter_number": row["reading__chapter__number"],
        "chapter_address": address(
            "chapter",
            row["reading__group__slug"],
            row["reading__chapter__book__slug"],
            row["reading__chapter__slug"],
        ),
        "for": row["audience"],
        "written_at": when(row["created_at"]),
        "edited_at": when(row["edited_at"]),
        "deleted_at": when(row["deleted_at"]),
        "hidden_at": when(row["hidden_at"]),
        "archived_at": when(row["target__archived_at"]),
        "place": place(row, *TARGETS),
        "question_address": _question(row),
        "thread_address": _thread(row["root__uid"]),
        "answers_myself": row["parent__author_id"] == user.pk if row["parent_id"] else None,
        "text": row["body"],
        "html": row["html"],
        "earlier_texts": earlier,
        "correction": _correction(row),
    }


def _kind(row: dict[str, Any]) -> str:
    if row["parent_id"]:
        return "reply"
    if row["question_id"]:
        return "answer"
    return "correction" if row["erratum__state"] else "note"


def _question(row: dict[str, Any]) -> str | None:
    key = row["thread_question_id"]
    return address("question", key) if key else None


def _thread(root: uuid.UUID | None) -> str | None:
    return address("note", root) if root else None


def _correction(row: dict[str, Any]) -> Row | None:
    if row["erratum__state"] is None:
        return None
    return {
        "old_words": row["erratum__old_words"],
        "new_words": row["erratum__new_words"],
        "state": row["erratum__state"],
        "decided_at": when(row["erratum__decided_at"]),
    }
