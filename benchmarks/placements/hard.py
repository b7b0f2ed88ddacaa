"""The hard cases, one at a time: real text, one edit by chance, and the truth is known."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from benchmarks.placements.drafts import FEWEST_WORDS, Draft, Piece
from benchmarks.placements.truth import Truth

SHORTEST, LONGEST = 3, 40
FEWEST_SENTENCES = 12
FAR = 3  # paragraphs, at least, between where something stood and where it is moved to
TRIES = 40


class Case(NamedTuple):
    """A passage of the old text, and where it stands in the new one."""

    old: str
    new: str
    start: int
    end: int
    truth: Truth


Maker = Callable[[Draft, random.Random], Case | None]


def cases(text: str, make: Maker, count: int, dice: random.Random) -> Iterator[Case]:
    """Up to so many cases of one kind out of a text; none where it gives no occasion."""
    draft = Draft.of(text)
    if len(list(draft.prose())) < FEWEST_SENTENCES:
        return
    for _ in range(TRIES * count):
        found = make(draft.copy(), dice)
        if found is not None:
            yield found
            count -= 1
        if not count:
            return


def repeated_phrase(draft: Draft, dice: random.Random) -> Case | None:
    """A phrase that stands several times; one of the others is deleted, a sentence is put in."""
    spots = list(draft.prose())
    number, place = dice.choice(spots)
    piece = draft.paragraphs[number][place]
    size = dice.randint(SHORTEST, 5)
    low = dice.randrange(max(1, len(piece.words) - size + 1))
    phrase = " ".join(piece.words[low : low + size])
    twins = [
        (one, two)
        for one, two in spots
        if phrase in draft.paragraphs[one][two].text and draft.paragraphs[one][two] is not piece
    ]
    if not twins or size > len(piece.words):
        return None
    new = draft.copy()
    one, two = dice.choice(twins)
    new.paragraphs[one].pop(two)
    new.paragraphs[dice.choice(spots)[0]].insert(0, Piece(_other(draft, dice)))
    return _case(draft, new, piece, low, low + size)


def moved_paragraph(draft: Draft, dice: random.Random) -> Case | None:
    """One paragraph stands elsewhere."""
    return _moved(draft, dice, 1)


def moved_section(draft: Draft, dice: random.Random) -> Case | None:
    """Several paragraphs stand elsewhere."""
    return _moved(draft, dice, dice.randint(3, 8))


def _moved(draft: Draft, dice: random.Random, size: int) -> Case | None:
    number, place = dice.choice(list(draft.prose()))
    piece = draft.paragraphs[number][place]
    first = max(0, number - dice.randrange(size))
    new = draft.copy()
    taken = new.paragraphs[first : first + size]
    del new.paragraphs[first : first + size]
    to = dice.randrange(len(new.paragraphs) + 1)
    if abs(to - first) < FAR:
        return None
    new.paragraphs[to:to] = taken
    low, high = _words(piece, dice)
    return _case(draft, new, piece, low, high)


def swapped_sentences(draft: Draft, dice: random.Random) -> Case | None:
    """Two sentences beside each other have changed places."""
    number, place = dice.choice(list(draft.prose()))
    pieces = draft.paragraphs[number]
    if place + 1 == len(pieces) or len(pieces[place + 1].words) < FEWEST_WORDS:
        return None
    new = draft.copy()
    new.paragraphs[number][place : place + 2] = pieces[place + 1], pieces[place]
    piece = pieces[place + dice.randrange(2)]
    low, high = _words(piece, dice)
    return _case(draft, new, piece, low, high)


def deleted_twin(draft: Draft, dice: random.Random) -> Case | None:
    """A sentence is deleted that stands, and always stood, elsewhere too."""
    spots = list(draft.prose())
    number, place = dice.choice(spots)
    other, second = dice.choice(spots)
    if abs(other - number) < 1:
        return None
    piece = draft.paragraphs[number][place]
    draft.paragraphs[other].insert(second, Piece(piece.text))
    new = draft.copy()
    new.paragraphs[number].pop(place)
    low, high = _words(piece, dice)
    return _case(draft, new, None, low, high, piece)


def rewritten_sentence(draft: Draft, dice: random.Random) -> Case | None:
    """About a third of a sentence's words are others."""
    number, place = dice.choice(list(draft.prose()))
    piece = draft.paragraphs[number][place]
    if not 8 <= len(piece.words) <= LONGEST:
        return None
    strange = dice.sample(_vocabulary(draft), len(piece.words))
    others = dice.sample(range(len(piece.words)), round(dice.uniform(0.2, 0.4) * len(piece.words)))
    words = [strange[at] if at in others else word for at, word in enumerate(piece.words)]
    written = Piece(" ".join(words))
    new = draft.copy()
    new.paragraphs[number][place] = written
    return _case(draft, new, written, 0, len(words), piece, len(piece.words))


def replaced_sentence(draft: Draft, dice: random.Random) -> Case | None:
    """Another sentence stands in the place of one that is gone."""
    number, place = dice.choice(list(draft.prose()))
    piece = draft.paragraphs[number][place]
    words = dice.sample(_vocabulary(draft), max(6, len(piece.words)))
    new = draft.copy()
    new.paragraphs[number][place] = Piece(f"{' '.join(words).capitalize()}.")
    return _case(draft, new, None, 0, len(piece.words), piece)


def edited_inside(draft: Draft, dice: random.Random) -> Case | None:
    """Between the first and the last word of a passage words are put in, taken out or replaced."""
    number, place = dice.choice(list(draft.prose()))
    piece = draft.paragraphs[number][place]
    low, high = _words(piece, dice)
    size = min(dice.randint(1, 3), (high - low) // 3)
    if size == 0:
        return None
    at = dice.randint(low + 1, high - 1 - size)
    fresh = dice.sample(_vocabulary(draft), size)
    out, put = dice.choice([(0, fresh), (size, []), (size, fresh)])
    written = Piece(" ".join([*piece.words[:at], *put, *piece.words[at + out :]]))
    new = draft.copy()
    new.paragraphs[number][place] = written
    return _case(draft, new, written, low, high + len(put) - out, piece, high)


CASES: dict[str, Maker] = {
    "repeated phrase": repeated_phrase,
    "moved paragraph": moved_paragraph,
    "moved section": moved_section,
    "swapped sentences": swapped_sentences,
    "deleted sentence with a twin elsewhere": deleted_twin,
    "rewritten sentence": rewritten_sentence,
    "sentence replaced by another": replaced_sentence,
    "edit inside the quote": edited_inside,
}


def _case(
    draft: Draft,
    new: Draft,
    piece: Piece | None,
    low: int,
    high: int,
    stood: Piece | None = None,
    stood_high: int | None = None,
) -> Case | None:
    """A case of the words from `low` up to `high` of a piece, None for one that is gone.

    `stood` is the piece as it was and `stood_high` its last word, where that is another.
    """
    before, after = draft.written(), new.written()
    was = stood or piece
    assert was is not None
    start, end = before.span(was, low, high if stood_high is None else stood_high)
    if piece is None:
        return Case(before.text, after.text, start, end, Truth(None, None, 0.0))
    return Case(before.text, after.text, start, end, Truth(*after.span(piece, low, high), 1.0))


def _words(piece: Piece, dice: random.Random) -> tuple[int, int]:
    """A passage within a sentence: half of them whole."""
    size = len(piece.words)
    if dice.random() < 0.5 and size <= LONGEST:
        return 0, size
    chosen = dice.randint(SHORTEST, min(size, LONGEST))
    low = dice.randrange(size - chosen + 1)
    return low, low + chosen


def _vocabulary(draft: Draft) -> list[str]:
    """The text's own plain words, each once."""
    words = Counter(word for pieces in draft.paragraphs for piece in pieces for word in piece.words)
    return sorted(word for word in words if word.isalpha() and word.islower() and len(word) > 2)


def _other(draft: Draft, dice: random.Random) -> str:
    """A new sentence out of the text's own words."""
    return f"{' '.join(dice.sample(_vocabulary(draft), 9)).capitalize()}."
