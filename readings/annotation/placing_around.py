"""What stood around a quote: how much of it stands around a spot, and whether it stands elsewhere.

A quote with its prefix and suffix is the W3C's text quote selector. How alike two surroundings are
is the share of their longest common subsequence (Indel distance), read away from the quote.

Likeness alone takes the twin of a deleted sentence for the sentence: a phrase out of it has the
sentence's own words around it at either. So what was quoted of the *neighbouring* sentences is the
witness. Where these still stand, but elsewhere, or now touch each other, the quote has left its
place: it was deleted, or moved far, and from the quote alone nobody can tell which. Where they are
gone they were edited, and say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from rapidfuzz.distance import Indel

from readings.text.words import Vocabulary

UNKNOWN = 0.5
BETTER_SIDE = 0.65
NEARBY = 800
SIGN = 16
SHORTEST_SIGN = 8
FEWEST_LETTERS = 6
FEWEST_OF_TWO = 12
ALIKE = 0.5
RARE = 3
TEXTS_KEPT = 4


class Quote(NamedTuple):
    """A quote and what stood right before and after it."""

    exact: str
    prefix: str
    suffix: str

    @property
    def whole(self) -> str:
        return f"{self.prefix}{self.exact}{self.suffix}"


def around(text: str, quote: Quote, start: int, end: int) -> float:
    """How much the surroundings of `text[start:end]` are the quote's, from 0 to 1.

    Where nothing is known of them it is the middle. A side of which nothing was quoted counts only
    where the text has nothing there either.
    """
    sides = []
    if quote.prefix:
        before = text[max(0, start - len(quote.prefix)) : start]
        sides.append(_likeness(before[::-1], quote.prefix[::-1]))
    elif not text[:start].strip():
        sides.append(1.0)
    if quote.suffix:
        sides.append(_likeness(text[end : end + len(quote.suffix)], quote.suffix))
    elif not text[end:].strip():
        sides.append(1.0)
    return _of_both(sides) if sides else UNKNOWN


def _of_both(sides: Sequence[float]) -> float:
    """One mark for both sides, in which the better one counts more: often one was edited."""
    return BETTER_SIDE * max(sides) + (1 - BETTER_SIDE) * min(sides)


def _likeness(one: str, two: str) -> float:
    """How alike two surroundings are, read away from the quote.

    Half of the letters agree in any two texts; that much counts nothing.
    """
    alike = Indel.normalized_similarity(one, two)
    return max(_head(one, two) / len(two), 2 * alike - 1, 0.0)


def _head(one: str, two: str) -> int:
    """How many characters two strings begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


def touching(text: str, quote: Quote, start: int) -> int:
    """How many characters right before and right after a spot are as they were."""
    end = start + len(quote.exact)
    before = text[max(0, start - len(quote.prefix)) : start]
    after = text[end : end + len(quote.suffix)]
    return _head(before[::-1], quote.prefix[::-1]) + _head(after, quote.suffix)


def neighbours(text: str, quote: Quote, start: int, end: int) -> bool:
    """Whether what stood right before or right after the quote stands near `text[start:end]`."""
    before, after = text[max(0, start - NEARBY) : start], text[end : end + NEARBY]
    signs = (quote.prefix[-SIGN:].strip(), quote.suffix[:SIGN].strip())
    return any(len(sign) >= SHORTEST_SIGN and (sign in before or sign in after) for sign in signs)


def left_behind(text: str, quote: Quote, start: int, end: int, *, strict: bool = False) -> bool:
    """Whether the sentences beside the quote's own still stand, but not beside `text[start:end]`.

    A neighbour anywhere in the spot's own paragraph is beside it: so are sentences that were
    swapped. White space counts nothing. A quote out of two sentences is its own witness. Of two
    neighbours one beside the spot is enough, unless it is `strict`.
    """
    sides = _sides(text, quote, start, end)
    strange = [side for side in sides if not side.alike]
    if not strange or any(side.sign in side.paragraph for side in strange):
        return False
    flat = _flat_text(text)
    if len(sides) == 2 and " ".join(side.sign for side in sides) in flat:
        return True  # they touch: the gap that the quote left has closed
    if len(strange) < len(sides) and not strict:
        return False
    if any(side.sign in side.near and flat.count(side.sign) <= RARE for side in strange):
        return False
    return any(side.neighbour in flat for side in strange)


class _Side(NamedTuple):
    """What was quoted of the sentence beside the quote's own, and what stands there at a spot.

    `sign` is what stood nearest of it. `near` and `paragraph` are the text on this side of the spot
    and, on both sides, its paragraph.
    """

    neighbour: str
    sign: str
    alike: bool
    near: str
    paragraph: str


def _sides(text: str, quote: Quote, start: int, end: int) -> list[_Side]:
    """The sides of a spot of which enough was quoted, the one before it first."""
    low, high = _own_sentence(quote)
    one, two = _flat(quote.whole[:low]), _flat(quote.whole[high:])
    before, after = text[max(0, start - NEARBY) : start], text[end : end + NEARBY]
    line = _flat(before.rpartition("\n")[2]), _flat(after.partition("\n")[0])
    paragraph = "\n".join(line)
    sides = []
    if _says_enough(one):
        first = start - len(quote.prefix)
        there = _flat(text[max(0, first) : max(0, first + low)])
        alike = _likeness(there[::-1], one[::-1]) >= ALIKE
        sides.append(_Side(one, one[-SIGN:], alike, _flat(before), paragraph))
    if _says_enough(two):
        first = end - len(quote.prefix) - len(quote.exact)
        there = _flat(text[first + high : first + len(quote.whole)])
        alike = _likeness(there, two) >= ALIKE
        sides.append(_Side(two, two[:SIGN], alike, _flat(after), paragraph))
    return sides


def _own_sentence(quote: Quote) -> tuple[int, int]:
    """Where the sentence that the quote is out of begins and ends in all that was quoted.

    It is all of that, for a quote out of two sentences.
    """
    words = Vocabulary().read(quote.whole)
    begin, stop = len(quote.prefix), len(quote.prefix) + len(quote.exact)
    first = next((at for at, end in zip(words.starts, words.ends, strict=True) if end > begin), 0)
    starts = [words.starts[at] for at in words.sentences]
    if any(_is_of_two(quote.whole[begin:at], quote.whole[at:stop]) for at in starts):
        return 0, len(quote.whole)
    low = max((at for at in starts if at <= max(begin, first)), default=0)
    return low, min((at for at in starts if at >= stop), default=len(quote.whole))


def _is_of_two(one: str, two: str) -> bool:
    """Whether both parts of a quote say enough to be a part of their sentence."""
    return min(sum(map(str.isalnum, part)) for part in (one, two)) >= FEWEST_OF_TWO


def _says_enough(part: str) -> bool:
    return sum(map(str.isalnum, part)) >= FEWEST_LETTERS


def _flat(text: str) -> str:
    """A text in which all white space is one blank."""
    return " ".join(text.split())


_flat_text = lru_cache(maxsize=TEXTS_KEPT)(_flat)
