"""What a person asked, was asked, reads, edited and flagged; what they decided about others'."""

from __future__ import annotations

from readings.annotation.models import Erratum, Flag, Note, Question
from readings.discussion.models import Assignment
from readings.exporting.personal.places import columns, place
from readings.exporting.personal.values import Row, address, when
from readings.groups.models import User
from readings.text.models import FootnoteChange, ReadingPosition, SectionVersion

CHAPTER = ("chapter__title", "chapter__number", "chapter__book__title")


def questions(user: User) -> list[Row]:
    found = Question.objects.filter(author=user).order_by("pk").values(
        "pk", "group__name", "body", "due_at", "reveal", "created_at", "withdrawn_at", *CHAPTER,
        *columns("target__"),
    )  # fmt: skip
    return [
        {
            "address": address("question", row["pk"]),
            "group": row["group__name"],
            "book": row["chapter__book__title"],
            "chapter": row["chapter__title"],
            "place": place(row, "target__"),
            "text": row["body"],
            "due_at": when(row["due_at"]),
            "answers_shown": row["reveal"],
            "asked_at": when(row["created_at"]),
            "withdrawn_at": when(row["withdrawn_at"]),
        }
        for row in found
    ]


def assignments(user: User) -> list[Row]:
    """What one was asked by name, without the words of who asks."""
    found = Assignment.objects.filter(user=user).order_by("pk").values(
        "created_at", "question_id", "question__due_at", "question__group__name",
        "question__chapter__title", "question__chapter__book__title", "question__withdrawn_at",
    )  # fmt: skip
    return [
        {
            "question_address": address("question", row["question_id"]),
            "group": row["question__group__name"],
            "book": row["question__chapter__book__title"],
            "chapter": row["question__chapter__title"],
            "due_at": when(row["question__due_at"]),
            "assigned_at": when(row["created_at"]),
            "withdrawn_at": when(row["question__withdrawn_at"]),
        }
        for row in found
    ]


def reading_positions(user: User) -> list[Row]:
    found = ReadingPosition.objects.filter(user=user).order_by("pk").values(
        "updated_at", "block__number", "reading__group__name", "reading__chapter__title",
        "reading__chapter__book__title",
    )  # fmt: skip
    return [
        {
            "group": row["reading__group__name"],
            "book": row["reading__chapter__book__title"],
            "chapter": row["reading__chapter__title"],
            "paragraph": row["block__number"] or None,
            "at": when(row["updated_at"]),
        }
        for row in found
    ]


def text_edits(user: User) -> list[Row]:
    """Edits of a text, in few words: the text itself is the book's."""
    sections = SectionVersion.objects.filter(created_by=user).order_by("pk").values_list(
        "section__chapter__book__title", "section__chapter__title", "heading", "number", "summary",
        "created_at",
    )  # fmt: skip
    notes = FootnoteChange.objects.filter(created_by=user).order_by("pk").values_list(
        "footnote__chapter__book__title", "footnote__chapter__title", "footnote__number",
        "created_at",
    )  # fmt: skip
    return [
        *(
            {
                "book": book, "chapter": chapter, "what": "section", "section": heading or None,
                "version": number, "footnote": None, "summary": summary, "at": when(at),
            }
            for book, chapter, heading, number, summary, at in sections
        ),
        *(
            {
                "book": book, "chapter": chapter, "what": "footnote", "section": None,
                "version": None, "footnote": number, "summary": "", "at": when(at),
            }
            for book, chapter, number, at in notes
        ),
    ]  # fmt: skip


def flags(user: User) -> list[Row]:
    """What one flagged: one's own words about others' notes, and what came of it."""
    rows = Flag.objects.filter(by=user).order_by("pk").values_list(
        "reading__group__name", "reading__chapter__title", "reason", "words", "created_at",
        "outcome",
    )  # fmt: skip
    return [
        {
            "group": group, "chapter": chapter, "reason": reason, "my_words": words,
            "at": when(at), "decision": outcome or "open",
        }
        for group, chapter, reason, words, at, outcome in rows
    ]  # fmt: skip


def decisions(user: User) -> list[Row]:
    """What one decided about others' writing: one's own words about it, and none of theirs."""
    errata = Erratum.objects.filter(decided_by=user).order_by("pk").values_list(
        "note__reading__group__name", "note__reading__chapter__title", "state", "answer",
        "decided_at",
    )  # fmt: skip
    hidden = (
        Note.objects.filter(hidden_by=user)
        .order_by("pk")
        .values_list(
            "reading__group__name", "reading__chapter__title", "hidden_reason", "hidden_at"
        )
    )
    return [
        *(
            {
                "about": "correction", "group": group, "chapter": chapter, "decision": state,
                "my_words": answer, "at": when(at),
            }
            for group, chapter, state, answer, at in errata
        ),
        *(
            {
                "about": "note", "group": group, "chapter": chapter, "decision": "hidden",
                "my_words": reason, "at": when(at),
            }
            for group, chapter, reason, at in hidden
        ),
    ]  # fmt: skip
