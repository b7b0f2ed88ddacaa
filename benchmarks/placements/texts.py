"""A text as the truth reads it: words are what white space separates."""

from __future__ import annotations

import re
from collections.abc import Iterator

STOPS = (".", "!", "?", ":", ".)", '."', ".``")

Span = tuple[int, int]


class Text:
    """The words of a text, without the signs around them, and its paragraphs (one a line)."""

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in re.finditer(r"\S+", text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.keys = [_key(text[start:end]) for start, end in spans]
        self.paragraphs = list(self._paragraphs())

    def __len__(self) -> int:
        return len(self.keys)

    def sentences(self, low: int, high: int) -> Iterator[Span]:
        """The sentences of the words from `low` up to `high`."""
        first = low
        for at in range(low, high):
            if self.text[self.starts[at] : self.ends[at]].endswith(STOPS) or at + 1 == high:
                yield first, at + 1
                first = at + 1

    def letters(self, low: int, high: int) -> int:
        return sum(len(key) for key in self.keys[low:high])

    def _paragraphs(self) -> Iterator[Span]:
        at = 0
        for line in self.text.split("\n"):
            size = len(line.split())
            yield at, at + size
            at += size


def _key(word: str) -> str:
    return word.strip("\"'`*_.,;:!?()[]{}<>“”‘’") or word
