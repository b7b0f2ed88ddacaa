"""A whole file as an importer found it: a book with one chapter or many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from readings.importing.outline import Outline


@dataclass(frozen=True)
class BookOutline:
    """The chapters of a file in their order, and what it says of itself ("" where it is silent).

    `left_out` and `warnings` are about the book as a whole; each chapter has its own. `pictures`
    are those that the chapters' Markdown shows, by key, as `check_picture` made them; they are
    no part of `as_json`, and `reading.read_pictures` reads them again from the same file.
    """

    title: str
    author: str
    language: str
    chapters: tuple[Outline, ...]
    left_out: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, outline: Outline) -> BookOutline:
        """The book of which a file holds one chapter alone."""
        return cls(outline.book or "", "", "", (outline,))

    @property
    def facts(self) -> dict[str, Any]:
        """What a new book's row is given."""
        return {
            name: value
            for name, value in (("author", self.author), ("language", self.language))
            if value
        }

    def as_json(self) -> dict[str, Any]:
        """The book as `import_book --json` prints it."""
        return {
            "title": self.title,
            "author": self.author,
            "language": self.language,
            "left_out": list(self.left_out),
            "warnings": list(self.warnings),
            "chapters": [chapter.as_json() for chapter in self.chapters],
        }
