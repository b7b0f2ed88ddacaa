"""A text as words: the unit in which passages and blocks are compared across two editions.

Every word and every sign is one token; white space is not a token but the *gap* before one, so that
a comparison is not led astray by spaces, which match everywhere. Tokens and gaps are numbers, equal
exactly where the strings are equal, as long as both texts are read by the same `Vocabulary`.
Offsets are Unicode code points.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, count

ENDERS = frozenset(".!?…。！？｡؟۔।॥:;")
WIDE_ENDERS = frozenset("。！？｡")
CLOSERS = frozenset("\"'”’»)]}」』）】*_")
LONGEST_WEIGHED = 10


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into tokens.

    `ids[i]` is the token, `gaps[i]` the white space before it (`gaps[n]` what follows the last),
    `starts[i]` and `ends[i]` its offsets, `sums[i]` the weight of all tokens before it; `lines` and
    `sentences` hold the tokens that begin one, but for the first.
    """

    text: str
    ids: array[int]
    gaps: array[int]
    starts: array[int]
    ends: array[int]
    sums: list[int]
    lines: list[int]
    sentences: list[int]

    def __len__(self) -> int:
        return len(self.ids)

    def weight(self, low: int, high: int) -> int:
        """How much the tokens from `low` up to `high` say: two for a letter, one for a sign."""
        return self.sums[high] - self.sums[low]

    def word(self, index: int) -> str:
        """The token as it stands in the text."""
        return self.text[self.starts[index] : self.ends[index]]


class Vocabulary:
    """Numbers for tokens and gaps, shared by all the texts that are compared with each other."""

    def __init__(self) -> None:
        self._ids: defaultdict[str, int] = defaultdict(count().__next__)
        self._weights: dict[str, int] = {}

    def read(self, text: str) -> Words:
        """Cut a text into words."""
        pairs = _pattern().findall(text, 0, len(text.rstrip()))
        gaps = [gap for gap, _ in pairs]
        tokens = [token for _, token in pairs]
        ends = array("I", accumulate(len(gap) + len(token) for gap, token in pairs))
        tail = text[ends[-1] if ends else 0 :]
        starts = array("I", (end - len(token) for end, token in zip(ends, tokens, strict=True)))
        number = self._ids.__getitem__
        lines = [i for i, gap in enumerate(gaps) if i and "\n" in gap]
        return Words(
            text=text,
            ids=array("I", map(number, tokens)),
            gaps=array("I", map(number, [*gaps, tail])),
            starts=starts,
            ends=ends,
            sums=list(accumulate(self._weigh(tokens), initial=0)),
            lines=lines,
            sentences=sorted({*lines, *_sentence_starts(tokens, gaps)}),
        )

    def _weigh(self, tokens: Iterable[str]) -> Iterator[int]:
        known = self._weights
        for token in tokens:
            found = known.get(token)
            if found is None:
                found = known[token] = weight(token)
            yield found


def weight(token: str) -> int:
    """How much a token says: two for each of ten letters, four for an ideograph, one for a sign."""
    first = token[0]
    if _unspaced().match(first):
        return 4
    if first.isalnum():
        return 2 * min(len(token), LONGEST_WEIGHED)
    return 4 if unicodedata.category(first) == "So" else 1


def _sentence_starts(tokens: list[str], gaps: list[str]) -> Iterator[int]:
    """The tokens after a full stop and its quotes, where white space follows or none is used."""
    size = len(tokens)
    for index in (i for i, token in enumerate(tokens) if token in ENDERS):
        after = index + 1
        while (
            after < size
            and not gaps[after]
            and (tokens[after] in CLOSERS or tokens[after] in ENDERS)
        ):
            after += 1
        if after < size and (gaps[after] or tokens[index] in WIDE_ENDERS):
            yield after


# Scripts that put no space between words: every character is a token, or a sentence would be one.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # kana, Han
)


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


@cache
def _pattern() -> re.Pattern[str]:
    """The gap before a token, and the token: a word with its apostrophes, or one sign."""
    marks = f"[{_ranges(_marks())}]"
    letter = rf"(?:(?![{_UNSPACED}])[^\W_]{marks}*)"
    word = rf"{letter}+(?:['’]{letter}+)*"
    return re.compile(rf"(\s*)({word}|\S{marks}*)")


def _marks() -> Iterator[int]:
    """Combining marks, variation selectors, skin tones: they belong to what stands before them."""
    yield 0x200D
    yield from range(0x1F3FB, 0x1F400)
    for code in (*range(0x300, 0x1E950), *range(0xE0100, 0xE01F0)):
        if unicodedata.category(chr(code)).startswith("M"):
            yield code


def _ranges(codes: Iterable[int]) -> str:
    """Code points as the inside of a character class."""
    spans: list[list[int]] = []
    for code in sorted(codes):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in spans)
