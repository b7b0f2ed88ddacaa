"""The ruler's Python half. That a browser measures the same is test_ruler_browser.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings.text import ruler
from readings.text.markdown import RenderedBlock
from tests.text.generated import sections


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain", "plain"),
        ("<p>a <em>b</em> c</p>", "a b c"),
        ("<p>a<br>\nb</p>", "a\nb"),
        ("fish &amp; chips &lt;b&gt;&nbsp;&amp;amp;", "fish & chips <b>\xa0&amp;"),
        ('a<sup data-off-text=""><a href="#fn-2">2</a></sup>b', "ab"),
        ("a<sup data-off-text><b>1<br>2</b><i>3</i></sup>b", "ab"),
        ('a<img src="x" alt="words" data-off-text="">b', "ab"),
        ('<a title="data-off-text">a</a>', "a"),
        ('<a title="1 > 0">a</a>', "a"),
        ("<ul><li>a</li>\n<li>b</li></ul>", "a\nb"),
        ("<!-- aside -->a", "a"),
        ("👩🏽‍🚀e\u0301", "👩🏽‍🚀e\u0301"),
    ],
)
def test_plain_text_is_the_text_outside_what_is_off_text(html, text):
    assert ruler.plain_text(html) == text


def test_positions_count_code_points():
    texts = ["🙂", "", "ab"]
    assert ruler.join(texts) == "🙂\n\nab"
    assert ruler.starts(texts) == [0, 2, 3]
    assert ruler.starts([]) == []


@given(st.lists(st.text(max_size=5), min_size=1, max_size=8))
def test_every_block_is_found_in_the_joined_text(texts):
    section = ruler.join(texts)
    for start, text in zip(ruler.starts(texts), texts, strict=True):
        assert section[start : start + len(text)] == text


@given(sections())
def test_the_renderer_says_the_text_that_the_ruler_measures(blocks: list[RenderedBlock]):
    for block in blocks:
        assert block.text == ruler.plain_text(block.html)
        assert block.kind == "code" or block.text == block.text.strip(), block
        assert block.text == block.text.rstrip()
        assert "\r" not in block.text
        assert "\0" not in block.text
    for block in blocks:
        for key, start, end in block.reason_spans:
            number = key.removeprefix("r")
            assert block.text[start:end].startswith(number)
            assert block.text[end : end + 1] in ("", "\n")
