"""Which blocks a span touches, for every span of sections with all sorts of blocks."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest

from readings.annotation.pointers import blocks_touched
from readings.text import ruler
from readings.text.models import SectionVersion

TEXTS = [["one", "two words", "x"], ["", "after a picture", "", "", "end"], ["", ""], ["alone"]]


@pytest.mark.parametrize("texts", TEXTS)
def test_a_span_touches_the_blocks_that_share_a_letter_with_it(texts):
    places = [
        (start, start + len(text)) for start, text in zip(ruler.starts(texts), texts, strict=True)
    ]
    blocks = [[f"p{n}", "paragraph", *place] for n, place in enumerate(places)]
    version = SectionVersion(blocks=blocks)
    for start, end in combinations_with_replacement(range(places[-1][1] + 1), 2):
        sharing = [f"p{n}" for n, (low, high) in enumerate(places) if low < end and start < high]
        touching = [f"p{n}" for n, (low, high) in enumerate(places) if low <= start <= high]
        assert blocks_touched(version, start, end) == (sharing or touching[:1])
