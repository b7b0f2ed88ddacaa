"""A section's Markdown as blocks: kinds, HTML, and exactly the white space that counts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings.text.markdown import escape_text, render_section
from tests.text.generated import WORDS

TABLE = (
    '<table><thead><tr><th scope="col">a</th>\t<th scope="col" class="align-end">b</th></tr>'
    '</thead>\n<tbody><tr><td>c</td>\t<td class="align-end">d</td></tr>\n'
    '<tr><td>e</td>\t<td class="align-end">f</td></tr></tbody></table>'
)


def one(body):
    blocks = render_section(body)
    assert len(blocks) == 1, blocks
    return blocks[0]


@pytest.mark.parametrize(
    ("body", "kind", "html", "text"),
    [
        ("two\nlines", "paragraph", "<p>two lines</p>", "two lines"),
        ("a  \nb", "paragraph", "<p>a<br>\nb</p>", "a\nb"),
        ("a\\\nb", "paragraph", "<p>a<br>\nb</p>", "a\nb"),
        ("a\tb&#10;c", "paragraph", "<p>a b c</p>", "a b c"),
        ("*a* **b** `c *d*`", "paragraph", None, "a b c *d*"),
        ("&amp;lt; &lt;b> <i>", "paragraph", None, "&lt; <b> <i>"),
        ("> a\n>\n> b", "quote", "<blockquote><p>a</p>\n<p>b</p></blockquote>", "a\nb"),
        ("- a\n- b", "list", "<ul><li>a</li>\n<li>b</li></ul>", "a\nb"),
        (
            "- a\n\n- b",
            "list",
            "<ul><li><p>a</p></li>\n<li><p>b</p></li></ul>",
            "a\nb",
        ),
        (
            "3. a\n   - b\n   - c\n4. d",
            "list",
            '<ol start="3"><li>a\n<ul><li>b</li>\n<li>c</li></ul></li>\n<li>d</li></ol>',
            "a\nb\nc\nd",
        ),
        (
            "|a|b|\n|-|-:|\n|c|d|\n|e|f|",
            "table",
            TABLE,
            "a\tb\nc\td\ne\tf",
        ),
        ("| |b|\n|-|-|\n|c| |", "table", None, "b\nc"),
        ("```py\n\n  a\n    b\n\n```", "code", "<pre><code>  a\n    b</code></pre>", "  a\n    b"),
        ("::: caption\nA *map*.\n:::", "caption", None, "A map."),
        (
            "::: verse\none\n  two\n\nthree\n:::",
            "verse",
            '<div class="verse"><p>one<br>\ntwo</p>\n<p>three</p></div>',
            "one\ntwo\nthree",
        ),
        ("::: verse\n- one\n1. two\n# three\n> four\n:::", "verse", None,
         "- one\n1. two\n# three\n> four"),
        ("> ::: verse\n> a\n> b\n> :::", "quote", None, "a\nb"),
        ("    indented", "paragraph", "<p>indented</p>", "indented"),
        ("[1]: see below", "paragraph", "<p>[1]: see below</p>", "[1]: see below"),
        ("&nbsp; a &nbsp;", "paragraph", "<p>a</p>", "a"),
        ("a\r\nb\rc\0", "paragraph", "<p>a b c</p>", "a b c"),
        ("a\vb\fc\x1fd", "paragraph", "<p>a b cd</p>", "a b cd"),
        ("half \ud83d of one", "paragraph", None, "half \ufffd of one"),
    ],
)  # fmt: skip
def test_block(body, kind, html, text):
    block = one(body)
    assert (block.kind, block.text) == (kind, text)
    assert html is None or block.html == html


def test_an_image_alone_is_a_block_without_text():
    block = one('![a *map*](/media/map.png "Old")')
    assert (block.kind, block.text) == ("image", "")
    assert block.html == ('<p><a href="/media/map.png" title="Old"><img alt="a map"></a></p>')
    assert one("![a](x.png) words").kind == "paragraph"


def test_headings_stand_below_the_sections_own_without_a_gap():
    blocks = render_section("#### a\n\n# b\n\n#### c\n\nd\n=")
    assert [block.html for block in blocks] == [
        "<h4>a</h4>", "<h3>b</h3>", "<h4>c</h4>", "<h3>d</h3>",
    ]  # fmt: skip
    assert {block.kind for block in blocks} == {"heading"}


def test_a_thematic_break_is_drawn_above_the_next_block_and_is_none_itself():
    blocks = render_section("---\n\na\n\n---\n***\n\n> b\n>\n> ---\n>\n> c\n\n---")
    assert [block.html for block in blocks] == [
        "<hr><p>a</p>",
        "<hr><blockquote><p>b</p>\n<hr><p>c</p></blockquote>",
    ]
    assert [block.text for block in blocks] == ["a", "b\nc"]


@pytest.mark.parametrize("body", ["", "\n\n", "&nbsp;", "---", "-\n-", "```\n\n```", "[](/x)"])
def test_what_would_show_nothing_is_no_block(body):
    assert render_section(body) == []


class TestFootnoteMarks:
    def test_a_mark_is_off_the_text_and_named(self):
        block = one("Word[^2] and [^12].")
        assert block.text == "Word and ."
        assert block.footnotes == (2, 12)
        assert block.html.startswith(
            '<p>Word<sup class="fn" data-off-text=""><a href="#fn-2" id="fnref-2" '
            'data-footnote="2">2</a></sup> and '
        )

    def test_a_second_mark_gets_an_id_of_its_own(self):
        first, second = render_section("a[^2] b[^2]\n\nc[^2]")
        assert first.footnotes == second.footnotes == (2,)
        assert [block.html.count('id="fnref-2"') for block in (first, second)] == [1, 0]
        assert 'id="fnref-2-2"' in first.html
        assert 'id="fnref-2-3"' in second.html

    def test_ids_that_stand_elsewhere_on_the_page_are_not_given_again(self):
        (block,) = render_section("a[^2] b[^2] c[^3]", ids_taken={"fnref-2-2", "fnref-3"})
        assert re.findall('id="(.*?)"', block.html) == ["fnref-2", "fnref-2-3", "fnref-3-2"]

    @pytest.mark.parametrize("text", ["\\[^2]", "[^x]", "[^0]", "[^12345]", "[^ 2]", "`[^2]`"])
    def test_what_looks_like_one_and_is_none(self, text):
        block = one(f"a {text}")
        assert block.footnotes == ()
        assert block.text == "a " + text.strip("\\`")

    def test_a_mark_at_the_end_leaves_no_space_behind(self):
        assert one("Words. [^2]").text == "Words."


@pytest.mark.parametrize(
    "url", ["https://a.example/?b=1&c=2", "http://a.example", "mailto:a@b.example", "/x", "x#y"]
)
def test_links_in_a_section(url):
    block = one(f'[words]({url} "title")')
    escaped = url.replace("&", "&amp;")
    assert block.html == f'<p><a href="{escaped}" title="title">words</a></p>'


def test_a_bare_address_in_a_section_stays_text():
    assert one("see https://a.example/x").html == "<p>see https://a.example/x</p>"


word = st.sampled_from(WORDS) | st.text(max_size=6)
line = st.lists(word, min_size=1, max_size=5).map(" ".join) | st.sampled_from(
    ["# a", "- a", "+ a", "1. a", "2) b", "> a", "---", "***", "___", "===", "- - -", "```", "~~~",
     "::: verse", ":::", "|a|b|", "|-|-|", "-|-", ":-:|-", "a|b", "[^1]", "[^1]: x", "[a](b)",
     "![a](b)", "<a@b.example>", "*a*", "__a__", "&lt;", "a_b_c", "_a_b", "\\", "a\\", "[a]: b",
     "<https://a.example>", "+", "-", "1.", "#", "=", "[^1", "]("]
)  # fmt: skip


@given(st.lists(line, min_size=1, max_size=4))
def test_escaped_words_render_as_they_are(lines):
    words = " ".join(" ".join(_shown(text) for text in lines).split())
    escaped = [escape_text(text) for text in lines]
    blocks = render_section("\n".join(text for text in escaped if text))
    assert [" ".join(block.text.split()) for block in blocks] == ([words] if words else [])


def _shown(text):
    """The text without the characters that no page shows."""
    kept = "".join(c for c in text if ord(c) >= 32 or (c.isspace() and c not in "\x1c\x1d\x1e\x1f"))
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in kept)


def test_escaping_leaves_ordinary_prose_alone():
    prose = "In 1968 (see p. 3) she said: “no!” – 5 - 3 = 2; [sic] a_b and a/b, #1."
    assert escape_text(prose) == prose
