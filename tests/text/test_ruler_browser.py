"""Python and a real browser measure the same text: block by block, and span by span."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readings.text import ruler
from readings.text.markdown import RenderedBlock
from readings.text.marks import Run, merge_runs
from tests.text.generated import sections
from tests.text.sheets import show

# One browser page for all examples: it is emptied and filled again by every one of them.
in_browser = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])

pytestmark = pytest.mark.browser


def text_of(blocks: list[RenderedBlock]) -> str:
    return ruler.join(block.text for block in blocks)


runs: st.SearchStrategy[list[Run]] = st.just([]) | st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda t: (min(t), max(t))), max_size=6
).map(merge_runs)
chapters = st.lists(sections(), min_size=1, max_size=6)


@in_browser
@given(chapters, runs)
def test_every_block_has_the_same_text_in_the_browser(sheet, chapter, runs):
    show(sheet, chapter, runs)
    measured = sheet.evaluate(
        """() => blocks().map((block) => {
          const text = ruler.blockText(block);
          return [text, ruler.codePoints(text)];
        })"""
    )
    expected = [[block.text, len(block.text)] for blocks in chapter for block in blocks]
    assert measured == expected


@in_browser
@given(chapters, runs, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=6))
def test_spans_become_ranges_and_come_back(sheet, chapter, runs, places):
    show(sheet, chapter, runs)
    spans = []
    for number, blocks in enumerate(chapter, 1):
        text = text_of(blocks)
        for one, two in places:
            start, end = sorted((int(one * len(text)), int(two * len(text))))
            words = text[start:end]
            first = start + len(words) - len(_left(words))
            exact = _left(words[::-1])[::-1][first - start :] if _left(words) else ""
            spans.append((number, start, end, first, exact))
    found = sheet.evaluate(
        """(spans) => spans.map(([section, start, end]) => {
          const range = rangeOf(section, start, end);
          return range && ruler.rangeToSpan(range, blocks());
        })""",
        [span[:3] for span in spans],
    )
    for (number, _start, _end, first, exact), span in zip(spans, found, strict=True):
        assert span == (
            {
                "section": str(number),
                "start": first,
                "end": first + len(exact),
                "exact": exact,
                "cut": False,
            }
            if exact
            else None
        )


def _left(text: str) -> str:
    """The text without what JavaScript calls white space at its start."""
    return text.lstrip("\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + SPACES)


SPACES = "".join(map(chr, range(0x2000, 0x200B)))


@in_browser
@given(chapters, runs)
def test_every_offset_of_every_block_is_a_point_and_back(sheet, chapter, runs):
    show(sheet, chapter, runs)
    wrong = sheet.evaluate(
        """() => blocks().flatMap((block) => {
          const root = block.querySelector("[data-text]");
          const length = ruler.codePoints(ruler.blockText(block));
          return Array.from({ length: length + 1 }, (_, offset) => offset).filter((offset) =>
            [true, false].some((forward) => {
              const point = ruler.offsetToPoint(root, offset, forward);
              return ruler.pointToOffset(root, point.node, point.offset) !== offset;
            }));
        })"""
    )
    assert wrong == []


@settings(in_browser, max_examples=10)
@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=8), max_size=20))
def test_code_points_and_units(sheet, texts):
    measured = sheet.evaluate(
        """(texts) => texts.map((text) => {
          const count = codepoints.codePoints(text);
          const places = Array.from({ length: count + 1 }, (_, n) => n);
          return [count, places.map((n) => codepoints.toUnits(text, n)),
            places.map((n) => codepoints.toCodePoints(text, codepoints.toUnits(text, n))),
            places.map((n) => codepoints.slicePoints(text, n, n + 2))];
        })""",
        texts,
    )
    for text, (count, units, back, slices) in zip(texts, measured, strict=True):
        places = range(len(text) + 1)
        assert count == len(text)
        assert units == [len(text[:n].encode("utf-16-le")) // 2 for n in places]
        assert back == list(places)
        assert slices == [text[n : n + 2] for n in places]
