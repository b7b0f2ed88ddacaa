"""Passages such as readers choose: a few words, a sentence, sometimes across two paragraphs."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator

from benchmarks.placements.prose import is_prose

SHORTEST, LONGEST = 3, 40
WORD = re.compile(r"\S+")

Anchor = tuple[int, int]


def passages(text: str, count: int, dice: random.Random) -> Iterator[Anchor]:
    """So many passages of 3 to 40 words in the prose of a text, as code points.

    A third are whole sentences, a third begin where a sentence does, a third stand anywhere; short
    ones are as frequent as long ones on a logarithmic scale. One in twenty crosses a paragraph.
    """
    spots = [span for span in _paragraphs(text) if is_prose(text[slice(*span)])]
    weights = [end - start for start, end in spots]
    for start, end in dice.choices(spots, weights, k=count) if spots else []:
        crosses = dice.random() < 0.05
        chosen = _passage(text, start, len(text) if crosses else end, dice)
        if chosen:
            yield chosen


def _passage(text: str, start: int, end: int, dice: random.Random) -> Anchor | None:
    """One passage that begins in a paragraph, `end` being as far as it may reach."""
    words = [match.span() for match in WORD.finditer(text, start, min(end, start + 4000))]
    line = text.find("\n", start)
    here = [span for span in words if line < 0 or span[0] < line]
    if len(words) < SHORTEST:
        return None
    size = round(math.exp(dice.uniform(math.log(SHORTEST - 0.5), math.log(LONGEST + 0.5))))
    starts = [0, *(n for n in range(1, len(here)) if _begins(text, words[n][0]))]
    kind = dice.randrange(3)
    first = dice.randrange(len(here)) if kind == 0 else dice.choice(starts)
    if kind == 1:
        stops = [n for n in starts if n > first] + [len(here)]
        size = max(SHORTEST, min(LONGEST, stops[0] - first))
    size = max(SHORTEST, min(size, LONGEST, len(words)))
    first = min(first, len(words) - size)
    return words[first][0], words[first + size - 1][1]


def _begins(text: str, at: int) -> bool:
    return bool(re.search(r"[.!?:][)\"'`*]*\s$", text[max(0, at - 5) : at]))


def _paragraphs(text: str) -> Iterator[Anchor]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1
