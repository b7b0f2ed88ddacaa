"""Made-up prose: words without meaning, some common and most rare, as in any language."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

VOCABULARY = 1500
ONSETS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl")
VOWELS = ("a", "e", "i", "o", "u", "ea", "ou")
ENDS = ("", "", "", "n", "r", "s", "l", "t")


def zipf(size: int) -> list[float]:
    """Cumulative weights 1, 1/2, 1/3, … for `random.choices`."""
    return list(itertools.accumulate(1 / rank for rank in range(1, size + 1)))


class Prose:
    """Sentences out of one vocabulary; the same seed gives the same words."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.vocabulary = self._vocabulary()
        self.weights = zipf(len(self.vocabulary))

    def words(self, count: int) -> str:
        """This many words with a capital at the head, commas, and full stops."""
        chosen = self.random.choices(self.vocabulary, cum_weights=self.weights, k=count)
        out, rest = [], 0
        for word in chosen:
            out.append(word if rest else word.capitalize())
            rest = rest - 1 if rest else self.random.randint(6, 16)
            if rest == 0:
                out[-1] += "."
            elif self.random.random() < 0.08:
                out[-1] += ","
        return " ".join(out).rstrip(".,") + "."

    def choose(self, items: Sequence[str]) -> str:
        return self.random.choice(items)

    def _vocabulary(self) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            syllables = 1 + len(words) // 150  # common words are short
            words["".join(self._syllable() for _ in range(min(syllables, 4)))] = None
        return list(words)

    def _syllable(self) -> str:
        return self.choose(ONSETS) + self.choose(VOWELS) + self.choose(ENDS)
