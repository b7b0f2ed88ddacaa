"""A text in movable pieces, so that an edit of it is known to the character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.placements.prose import is_prose

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`*])")
FEWEST_WORDS = 5


@dataclass(eq=False)
class Piece:
    """A sentence, or a paragraph that is none. It stays itself wherever it is moved."""

    text: str

    @property
    def words(self) -> list[str]:
        return self.text.split(" ")


@dataclass
class Draft:
    """Paragraphs of pieces."""

    paragraphs: list[list[Piece]]

    @classmethod
    def of(cls, text: str) -> Draft:
        return cls([[Piece(each) for each in SENTENCE.split(line)] for line in text.split("\n")])

    def copy(self) -> Draft:
        return Draft([list(pieces) for pieces in self.paragraphs])

    def written(self) -> Written:
        """The text, and where each piece begins in it."""
        starts: dict[int, int] = {}
        at = 0
        for pieces in self.paragraphs:
            for piece in pieces:
                starts[id(piece)] = at
                at += len(piece.text) + 1
        text = "\n".join(" ".join(piece.text for piece in each) for each in self.paragraphs)
        return Written(text, starts)

    def prose(self) -> Iterator[tuple[int, int]]:
        """The numbers of the paragraph and of the piece, for every sentence."""
        for number, pieces in enumerate(self.paragraphs):
            if is_prose(" ".join(piece.text for piece in pieces)):
                for place, piece in enumerate(pieces):
                    if len(piece.words) >= FEWEST_WORDS:
                        yield number, place


@dataclass(frozen=True)
class Written:
    """A draft as a text, with the beginnings of its pieces in code points."""

    text: str
    starts: dict[int, int] = field(repr=False)

    def span(self, piece: Piece, low: int, high: int) -> tuple[int, int]:
        """Where the words from `low` up to `high` of a piece stand."""
        words = piece.words
        start = self.starts[id(piece)] + sum(len(word) + 1 for word in words[:low])
        return start, start + len(" ".join(words[low:high]))
