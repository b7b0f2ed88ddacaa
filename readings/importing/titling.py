"""What is alike in the chapters of every file: their numbers, and a title page before them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from readings.importing.plaintext.titles import numbered_title
from readings.importing.plaintext.vocabulary import ends_sentence

TITLE_PAGE_LINES = 8
_TITLE_PAGE_WORDS = 15  # of a line


def numbered(titles: Sequence[str]) -> tuple[list[tuple[int, str]], list[str]]:
    """The numbers that the titles give, where one follows the other, and the titles without them;
    else the chapters' places. And warnings."""
    named = [numbered_title(title) for title in titles]
    first = next((i for i, (number, _title) in enumerate(named) if number is not None), None)
    numbers = [number for number, _title in named]
    if first is not None and _follow(numbers[first:]) and (numbers[first] or 0) >= first:
        # What stands before chapter 1 is chapter 0; what follows the last goes on from it.
        start = (numbers[first] or 0) - first
        return [(start + i, title) for i, (_number, title) in enumerate(named)], []
    said = _("The chapters are numbered by their places, not by their titles.")
    return list(enumerate(titles, 1)), [said] if first is not None else []


def is_title_line(words: str) -> bool:
    """Whether a line may stand on a title page: it is short, and no sentence."""
    return len(words.split()) <= _TITLE_PAGE_WORDS and not ends_sentence(words)


def _follow(numbers: Sequence[int | None]) -> bool:
    """Whether each number is the one after, and only the last chapters have none."""
    return all(
        after is None or (before is not None and after == before + 1)
        for before, after in pairwise(numbers)
    )
