"""What members write, footnotes and single lines."""

from __future__ import annotations

import pytest

from readings.text.markdown import (
    MAX_NOTE,
    TooLong,
    render_footnote,
    render_inline,
    render_note,
)

REL = ' rel="nofollow noopener ugc"'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("", ""),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("*a* and 2 * 3", "<p><em>a</em> and 2 * 3</p>"),
        ("# Title\ntext", "<p><strong>Title</strong></p>\n<p>text</p>"),
        ("Title\n---", "<p><strong>Title</strong></p>"),
        ("> said\n\nanswered", "<blockquote><p>said</p></blockquote>\n<p>answered</p>"),
        ("a[^2]", "<p>a[^2]</p>"),
        ("[^2]: a", "<p>[^2]: a</p>"),
        ("[1]: a", "<p>[1]: a</p>"),
        ("::: verse", "<p>::: verse</p>"),
        ("    indented", "<p>indented</p>"),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
        ("[a](https://b.example)", f'<p><a href="https://b.example"{REL}>a</a></p>'),
        ("[a](/b)", "<p>a</p>"),
        ("[a](//b.example)", "<p>a</p>"),
        ("[a](ftp://b.example)", "<p>a</p>"),
        (
            "![a map](https://b.example/c.png)",
            f'<p><a href="https://b.example/c.png"{REL}>a map</a></p>',
        ),
        ("![a map](c.png)", "<p>a map</p>"),
        (
            "[![a](https://b.example/c.png)](https://d.example)",
            f'<p><a href="https://d.example"{REL}>a</a></p>',
        ),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr><p>b</p>"),
        ("a\n\n***", "<p>a</p><hr>"),
    ],
)
def test_note(body, html):
    assert render_note(body) == html


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("see https://a.example/b.", "https://a.example/b", "https://a.example/b"),
        ("(http://a.example/b_(c))", "http://a.example/b_(c)", "http://a.example/b_(c)"),
        ("HTTPS://a.example/_b_", "HTTPS://a.example/_b", "HTTPS://a.example/_b"),
        ("https://a.example/?b=1&c=2,", "https://a.example/?b=1&amp;c=2", None),
        ("**https://a.example**", "https://a.example", "https://a.example"),
        ("x www.a.example/b!", "https://www.a.example/b", "www.a.example/b"),
        ("write to me.too@a.example.", "mailto:me.too@a.example", "me.too@a.example"),
        ("<https://a.example>", "https://a.example", "https://a.example"),
    ],
)
def test_bare_addresses_become_links(text, address, words):
    html = render_note(text)
    shown = words or address
    assert f'<a href="{address}"{REL}>{shown}</a>' in html
    assert html.count("<a ") == 1


@pytest.mark.parametrize(
    "text",
    ["end.So it goes", "3:30", "xhttp://a.example", "http://", "https:// a", "www.", "www.a",
     "a@b", "@name", "\\https\\://a.example", "`https://a.example`", "javascript://a.example"],
)  # fmt: skip
def test_what_is_no_address_stays_text(text):
    assert "<a " not in render_note(text)


def test_an_address_inside_a_link_is_no_second_link():
    html = render_note("[see https://a.example and www.b.example](https://c.example)")
    assert html.count("<a ") == 1
    assert 'href="https://c.example"' in html


def test_a_note_has_a_limit():
    assert render_note("a" * MAX_NOTE)
    with pytest.raises(TooLong, match="20001 characters; 20000"):
        render_note("a" * (MAX_NOTE + 1))


def test_footnote():
    assert render_footnote("*A Book*, p. 3, https://a.example/b.\n\nSee [^2].") == (
        '<p><em>A Book</em>, p. 3, <a href="https://a.example/b">https://a.example/b</a>.</p>\n'
        '<p>See <sup class="fn" data-off-text=""><a href="#fn-2" data-footnote="2">2</a></sup>.</p>'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("to *know* `x`", "to <em>know</em> <code>x</code>"),
        ("two\nlines ", "two lines"),
        ("words[^2]", "words"),
        ("- no list", "- no list"),
        ("a & <b>", "a &amp; &lt;b&gt;"),
        ("[a](/b)", '<a href="/b">a</a>'),
    ],
)
def test_inline(text, html):
    assert render_inline(text) == html
