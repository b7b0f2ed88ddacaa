"""Marks: merged into runs, written into HTML without changing the words."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings.text.marks import insert_marks, merge_runs
from readings.text.ruler import TOKEN, VOID, plain_text
from tests.text.generated import sections

ranges = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda t: (min(t), max(t))), max_size=12
)


@pytest.mark.parametrize(
    ("given_ranges", "runs"),
    [
        ([], []),
        ([(3, 3)], []),
        ([(2, 5)], [(2, 5, 1)]),
        ([(0, 2), (2, 4)], [(0, 4, 1)]),
        ([(0, 4), (2, 6)], [(0, 2, 1), (2, 4, 2), (4, 6, 1)]),
        ([(0, 9), (1, 8), (2, 7), (3, 6)], [(0, 1, 1), (1, 2, 2), (2, 7, 3), (7, 8, 2), (8, 9, 1)]),
        ([(0, 2), (5, 6), (0, 2)], [(0, 2, 2), (5, 6, 1)]),
    ],
)
def test_merge_runs(given_ranges, runs):
    assert merge_runs(given_ranges) == runs


@given(ranges, st.integers(1, 4))
def test_runs_say_how_many_ranges_cover_each_place(some, cap):
    depths = dict.fromkeys(range(61), 0)
    runs = merge_runs(some, cap=cap)
    for start, end, depth in runs:
        for place in range(start, end):
            depths[place] = depth
    for place, depth in depths.items():
        assert depth == min(cap, sum(start <= place < end for start, end in some))
    for one, two in pairwise(runs):
        assert one[1] < two[0] or (one[1] == two[0] and one[2] != two[2])


@pytest.mark.parametrize(
    ("html", "runs", "marked"),
    [
        ("<p>abc</p>", [], "<p>abc</p>"),
        ("<p>abc</p>", [(1, 2, 1)], '<p>a<mark class="m1">b</mark>c</p>'),
        (
            "<p>abc</p>",
            [(0, 1, 1), (1, 3, 2)],
            '<p><mark class="m1">a</mark><mark class="m2">bc</mark></p>',
        ),
        (
            "<p>a<em>bc</em>d</p>",
            [(0, 2, 1)],
            '<p><mark class="m1">a</mark><em><mark class="m1">b</mark>c</em>d</p>',
        ),
        (
            "<p>a &amp; b</p>",
            [(2, 5, 3)],
            '<p>a <mark class="m3">&amp; b</mark></p>',
        ),
        (
            '<p>ab<sup data-off-text=""><a>2</a></sup>cd</p>',
            [(1, 3, 1)],
            (
                '<p>a<mark class="m1">b</mark><sup data-off-text="">'
                '<a>2</a></sup><mark class="m1">c</mark>d</p>'
            ),
        ),
        (
            "<ul><li>a</li>\n<li>b</li></ul>",
            [(0, 3, 1)],
            '<ul><li><mark class="m1">a</mark></li>\n<li><mark class="m1">b</mark></li></ul>',
        ),
        (
            '<p><a title="data-off-text > x">ab</a></p>',
            [(1, 2, 1)],
            '<p><a title="data-off-text > x">a<mark class="m1">b</mark></a></p>',
        ),
        ("<p>a</p>", [(0, 99, 9)], '<p><mark class="m3">a</mark></p>'),
    ],
)
def test_insert_marks(html, runs, marked):
    assert insert_marks(html, runs) == marked


class _MarkReader(HTMLParser):
    """Says which code points of the text stand in a mark, and that every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, bool]] = []
        self.depths: list[int] = []
        self.parents: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        if tag == "mark":
            assert not any(name == "mark" for name, _ in self.stack)
            self.parents.add(self.stack[-1][0])
        off = "data-off-text" in dict(attrs) or (bool(self.stack) and self.stack[-1][1])
        depth = dict(attrs)["class"][1:] if tag == "mark" else ""
        self.stack.append((f"{tag}{depth}", off))

    def handle_endtag(self, tag):
        assert self.stack.pop()[0].rstrip("123") in (tag, tag.rstrip("123456"))

    def handle_data(self, data):
        if self.stack and self.stack[-1][1]:
            return
        name = self.stack[-1][0] if self.stack else ""
        self.depths += [int(name[4:]) if name.startswith("mark") else 0] * len(data)


@given(sections(), ranges)
def test_marks_stand_where_they_should_and_change_no_words(blocks, some):
    runs = merge_runs(some)
    for block in blocks:
        marked = insert_marks(block.html, runs)
        assert plain_text(marked) == block.text
        reader = _MarkReader(marked)
        assert not reader.stack
        assert not reader.parents & {"ul", "ol", "table", "thead", "tbody", "tr"}
        for start, end, depth in runs:
            for place in range(start, min(end, len(block.text))):
                between = block.text[place] in "\n\t" and reader.depths[place] == 0
                assert between or reader.depths[place] == depth
        outside = set(range(len(block.text))).difference(*(range(s, e) for s, e, _ in runs))
        assert all(reader.depths[place] == 0 for place in outside)


@given(sections())
def test_without_its_marks_the_html_is_as_it_was(blocks):
    for block in blocks:
        marked = insert_marks(block.html, [(1, 4, 1), (4, 30, 2)])
        bare = marked.replace("</mark>", "")
        for depth in "123":
            bare = bare.replace(f'<mark class="m{depth}">', "")
        assert bare == block.html


@given(sections())
def test_the_tokens_are_the_whole_of_the_html(blocks):
    for block in blocks:
        tokens = TOKEN.findall(block.html)
        assert "".join(tokens) == block.html
        characters = [token for token in tokens if token[0] == "&"]
        assert all(len(unescape(token)) == 1 for token in characters)
