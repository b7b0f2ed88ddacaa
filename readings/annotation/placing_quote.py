"""One quote in a text, found by its words and by what stood around them.

Here nothing tells whether words moved or were always there, so their surroundings have to: a short
quote that stands in other surroundings is not taken for the one that was meant, and of several
places one must be clearly the best.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from readings.annotation.placing_around import (
    UNKNOWN,
    Quote,
    around,
    left_behind,
    neighbours,
    touching,
)
from readings.annotation.placing_passage import ORPHAN, Passages, Placement, State
from readings.annotation.placing_runs import Span
from readings.text.words import Vocabulary, Words

MOST_SPOTS = 2000
MOST_WEIGHED = 40
# By the weight of a quote below which it holds: how much of its surroundings has to be there where
# it stands several times, and where it stands once. A long quote that stands once needs next to
# none, or what stood around it near by. Without either, a sentence that was moved and the twin of
# one that was deleted are the same to see: then it has no place.
LEAST_AROUND = ((24, 0.8, 0.7), (60, 0.6, 0.45), (100, 0.5, 0.3), (10**9, 0.5, 0.1))
LEAST_SIGN = 0.1
SAYS_MUCH = 60
CLEAR_LEAD = 0.15
LEAST_LACK = 0.02
NEAREST_LEAD = 3
TEXTS_KEPT = 4
RAREST = 48
COMMON = 400
BEST_VOTED = 6
SMALLEST_WINDOW = 8
LEAST_KEPT = 0.5
WELL_KEPT = 0.8
LEAST_BOTH = 0.5
SURELY_AROUND = 0.75


class Spot(NamedTuple):
    """A place that could be meant: what part of the quote and of its surroundings is there."""

    start: int
    end: int
    kept: float
    around: float

    @property
    def score(self) -> float:
        return 0.6 * self.kept + 0.4 * self.around


def place_quote(
    text: str, exact: str, prefix: str, suffix: str, hint: int | None = None
) -> Placement:
    """Place the quote `exact`, which stood between `prefix` and `suffix`, in a text.

    `hint` is the offset (in code points) where it is thought to begin; it only decides between
    places that fit equally well. The same words are placed if their surroundings are still there,
    else moved. An empty or blank quote is orphaned.
    """
    if not exact.strip():
        return ORPHAN
    quote = Quote(exact, prefix, suffix)
    same = _best_exact(text, quote, hint)
    if same is not None and not _leads(1.0, same.around):
        return _exact(same)
    edited = _best_edited(text, quote, hint, apart=same)
    if same is None or (edited is not None and _meant(edited, same)):
        return _edited(edited, text, quote)
    return _exact(same)


def _meant(edited: Spot, same: Spot) -> bool:
    """Whether a place where the words were edited is meant, though they stand elsewhere as well."""
    if same.around < UNKNOWN:
        return edited.around >= SURELY_AROUND
    return _leads(edited.around, same.around)


def _exact(same: Spot) -> Placement:
    state = State.PLACED if same.around >= UNKNOWN else State.MOVED
    return Placement(state, same.start, same.end, _confidence(same))


def _edited(spot: Spot | None, text: str, quote: Quote) -> Placement:
    if spot is None:
        return ORPHAN
    if text[spot.start : spot.end] == quote.exact:
        told = _told(text, quote, spot, once=text.count(quote.exact) == 1)
        state = State.PLACED
    else:
        told = not left_behind(text, quote, *spot[:2], strict=spot.kept < WELL_KEPT)
        state = State.CHANGED
    if not told:
        return ORPHAN
    return Placement(state, spot.start, spot.end, _confidence(spot))


def _confidence(spot: Spot) -> float:
    return round(min(1.0, spot.kept * (0.6 + 0.4 * spot.around)), 3)


def _best_exact(text: str, quote: Quote, hint: int | None) -> Spot | None:
    """Where the quote stands word for word, if it or its surroundings tell that it is meant."""
    starts = list(_occurrences(text, quote))
    rough = sorted(starts, key=lambda start: -touching(text, quote, start))[:MOST_WEIGHED]
    size = len(quote.exact)
    spots = [Spot(at, at + size, 1.0, around(text, quote, at, at + size)) for at in rough]
    best = _leading(spots, lambda spot: spot.around, hint)
    told = best is not None and _told(text, quote, best, once=len(starts) == 1)
    return best if told else None


def _told(text: str, quote: Quote, spot: Spot, *, once: bool) -> bool:
    """Whether enough tells that the quote's own words are meant where they stand word for word."""
    said = 2 * sum(map(str.isalnum, quote.exact))
    least = next(row[1 + once] for row in LEAST_AROUND if said < row[0])
    if left_behind(text, quote, *spot[:2]):
        return False
    if spot.around >= least:
        return True
    return once and said >= SAYS_MUCH and neighbours(text, quote, *spot[:2])


def _occurrences(text: str, quote: Quote) -> Iterator[int]:
    """Where the quote stands word for word, and not as a part of words that are longer now."""
    exact, found = quote.exact, 0
    at = text.find(exact)
    while at >= 0 and found < MOST_SPOTS:
        end = at + len(exact)
        cut = _in_word(text[max(0, at - 1) : at], exact[0], quote.prefix[-1:]) or _in_word(
            text[end : end + 1], exact[-1], quote.suffix[:1]
        )
        if not cut:
            found += 1
            yield at
        at = text.find(exact, at + 1)


def _in_word(beside: str, edge: str, was_beside: str) -> bool:
    """Whether the letter beside the quote's edge makes a longer word of it than it was."""
    return edge.isalnum() and beside.isalnum() and not was_beside.isalnum()


def _leading(
    spots: Sequence[Spot], value: Callable[[Spot], float], hint: int | None
) -> Spot | None:
    """The spot with a clear lead; of those nearly as good, the one that is far nearest the hint."""
    best = max(map(value, spots), default=0.0)
    close = [spot for spot in spots if not _leads(best, value(spot))]
    if len(close) == 1:
        return close[0]
    if not close or hint is None:
        return None
    close.sort(key=lambda spot: abs(spot.start - hint))
    near, next_near = (abs(spot.start - hint) for spot in close[:2])
    return close[0] if NEAREST_LEAD * near < next_near else None


def _leads(one: float, two: float) -> bool:
    """Whether the first of two marks is clearly better: by far, or lacking not half as much."""
    return one >= two + CLEAR_LEAD or 1 - one <= (1 - two) / 2 - LEAST_LACK


@lru_cache(maxsize=TEXTS_KEPT)
def _index(text: str) -> tuple[Words, dict[str, list[int]]]:
    """A text's words and where each stands; kept for the next quotes in the same text."""
    words = Vocabulary().read(text)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(len(words)):
        places[words.word(at)].append(at)
    return words, dict(places)


def _best_edited(text: str, quote: Quote, hint: int | None, apart: Spot | None) -> Spot | None:
    """The place of a quote that was edited: enough left of it or around it, and the best."""
    words, _ = _index(text)
    spots: list[Spot] = []
    for low, high in _windows(text, quote):
        spot = _spot_within(text, words.starts[low], words.ends[high - 1], quote)
        if spot is None or (apart is not None and _overlap(spot, apart)):
            continue
        spots = [each for each in spots if each.score > spot.score or not _overlap(spot, each)]
        if not any(_overlap(spot, each) for each in spots):
            spots.append(spot)
    best = _leading(spots, lambda each: each.score, hint)
    if best is None or best.kept < LEAST_KEPT:
        return None
    if best.around < LEAST_SIGN and not neighbours(text, quote, *best[:2]):
        return None
    clear = best.kept >= WELL_KEPT or best.around >= SURELY_AROUND
    return best if clear or min(best.kept, best.around) >= LEAST_BOTH else None


def _overlap(one: Spot, two: Spot) -> bool:
    return one.start < two.end and two.start < one.end


def _windows(text: str, quote: Quote) -> Iterator[Span]:
    """Stretches of tokens where the quote's rarer words stand about as far apart as they stood.

    Each comes twice: with room for what was put into the quote, and without, lest a twin near by
    be taken for it.
    """
    words, places = _index(text)
    pattern = Vocabulary().read(quote.whole)
    size = len(pattern)
    width = max(SMALLEST_WINDOW, size // 2)
    known = [(len(places.get(pattern.word(at), ())), at) for at in range(size)]
    votes: Counter[int] = Counter()
    for common, at in sorted(each for each in known if 0 < each[0] <= COMMON)[:RAREST]:
        for place in places[pattern.word(at)]:
            votes[place - at] += round(100 * pattern.weight(at, at + 1) / common**0.5)
    sums: Counter[int] = Counter()
    for shift, vote in votes.items():
        sums[shift // width] += vote
        sums[shift // width - 1] += vote
    for number, _ in sums.most_common(BEST_VOTED):
        inside = range(number * width, (number + 2) * width)
        best = max(inside, key=lambda shift: (votes[shift], -shift))
        for first, last, room in (
            (best, best, size // 4 + 1),
            (inside[0], inside[-1], size // 2),
        ):
            low, high = max(0, first - room), min(len(words), last + size + room)
            if low < high:
                yield low, high


def _spot_within(text: str, start: int, end: int, quote: Quote) -> Spot | None:
    """The quote compared word by word with one stretch of the text."""
    passages = Passages(quote.whole, text[start:end])
    passage = passages.passage(len(quote.prefix), len(quote.prefix) + len(quote.exact))
    place = passages.place(passage.start, passage.end)
    if place.start is None or place.end is None or place.state is State.MOVED:
        return None
    kept = passages.fit(passage, place.start, place.end)
    span = start + place.start, start + place.end
    return Spot(*span, kept, around(text, quote, *span))
