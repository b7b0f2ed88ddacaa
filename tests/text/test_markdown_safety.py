"""Nothing that people write becomes a script, or costs more than its length."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings.text.markdown import (
    policy,
    render_footnote,
    render_inline,
    render_note,
    render_section,
)
from tests.text.generated import body as generated_body

TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
BLOCKS = {"p", "blockquote", "ul", "ol", "li", "pre", "hr"}
NO_NOTE = {"div", "sup", "img", "h3", "h4", "h5", "h6"}
TAGS = TABLE | BLOCKS | NO_NOTE | {"a", "br", "code", "em", "strong"}
LINK = {"href", "title", "rel"}
IMAGE = {"src", "alt", "title", "width", "height", "loading", "decoding"}
OURS = {"id", "class", "start", "value", "scope", "data-footnote", "data-off-text", "data-reason"}
ATTRIBUTES = LINK | IMAGE | OURS


class _Inspector(HTMLParser):
    def __init__(self, html, *, note):
        super().__init__()
        self.note = note
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS
        assert not self.note or tag not in NO_NOTE
        for name, value in attrs:
            assert name in ATTRIBUTES
            if name in ("href", "src"):
                scheme = value.split("/")[0].lower()
                allowed = ("http:", "https:", "mailto:")
                assert scheme.startswith(allowed) or (":" not in scheme and not self.note)
                assert not value.startswith("//")
        if tag == "a" and self.note:
            assert ("rel", "nofollow noopener ugc") in attrs


ATTACKS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#x0A;script:alert(1))",
    "[a](&#x6A;avascript:alert(1))",
    "[a](<javascript:alert(1)>)",
    "[a](vbscript:x) [b](data:text/html,x) [c](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "<data:text/html;base64,PHNjcmlwdD4=>",
    "![a](javascript:alert(1))",
    '![a](data:image/svg+xml,<svg onload="x">)',
    '[a](https://a.example "x\\" onclick=\\"alert(1)")',
    '![" onerror="alert(1)](x.png)',
    "[a](https://a.example/\"onclick='x')",
    "[a](//evil.example) ![b](//evil.example/x.png) [c](\\\\evil.example) [d](/\\evil.example)",
    '```"><script>\nx\n```',
    '|a|\n|:-:" onclick=x|\n|b|',
    "&lt;script&gt; &#60;script&#62;",
    "https://a.example/\"onmouseover=x www.a.example/'<b>",
    "[a]: javascript:alert(1)\n\n[a]",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_leave_no_trace(attack):
    _Inspector(render_note(attack), note=True)
    _Inspector(render_footnote(attack), note=False)
    _Inspector(render_inline(attack), note=False)
    for block in render_section(attack):
        _Inspector(block.html, note=False)


fragment = st.sampled_from(
    [*ATTACKS, "[", "]", "(", ")", "![", "](", "<", ">", '"', "'", "`", "*", "_", "|", "\n", "\n\n",
     "> ", "- ", "1. ", "#", "a", " ", "\\", "&", ";", "https://", "www.", "@", "javascript:", "\t",
     "\0", "\r", "---", "```", "|-|-|\n", "^1", "[^1]", "\ud800", "é"]
)  # fmt: skip


@given(st.lists(fragment, max_size=30).map("".join) | generated_body)
def test_whatever_is_written_only_known_html_comes_out(text):
    _Inspector(render_note(text), note=True)
    _Inspector(render_footnote(text), note=False)
    _Inspector(render_inline(text), note=False)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ('<p onclick="x" style="color:red" class="fn evil">a</p>', "<p>a</p>"),
        ('<sup class="evil" id="x" data-off-text="1">a</sup>', "<sup>a</sup>"),
        ('<a href="/x" id="account" data-footnote="x">a</a>', '<a href="/x">a</a>'),
        ('<li data-reason="a b" id="r-a b" value="x">a</li>', "<li>a</li>"),
        ('<img src="javascript:x" alt="a">', '<img alt="a">'),
        ("<iframe src=x></iframe><script>x</script>a", "a"),
    ],
)
def test_the_sanitiser_is_a_lock_of_its_own(dirty, clean):
    assert policy.staff.clean(dirty) == clean


PATTERNS = [
    "[", "]", "*", "_", ">", "`", "<", "&", "\\", "|", "!", "~", "#", "(", "\t", "\n",
    "![", "](", "[a](", "[a](<", '[a]("', "[^", "[^1]", "- ", "1. ", "> ", "> \n", "-\n", "a*",
    "*a _b ", "**a", "a_", "`a``", "<http://", "http://", "https://a.b/(", "https://a).", "www.",
    "www.a.", "a@", "a@b.", "a.b@c-", "mailto:", "&#", "&nbsp;", "a|", "|a|\n|-|\n", "a\n---\n",
    "- a\n  ", "```\n", "# a\n",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_full_note_of_nonsense_comes_out_bounded(pattern):
    text = (pattern * 20_000)[:20_000]
    assert len(render_note(text)) < 10 * len(text)


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("![" * 2_500 + "deep" + "](x)" * 2_500, 0),
        ("[" * 3_000 + "deep" + "](x)" * 3_000, 0),
        ("*" * 9_000 + "deep" + "*" * 9_000, 16),
        ("*a " * 3_000 + "deep" + "a*" * 3_000, 16),
        ("> " * 9_000 + "deep", 16),
        ("- " * 9_000 + "deep", 16),
        ("".join("  " * n + "- a\n" for n in range(100)) + "deep", 16),
    ],
)
def test_nesting_has_a_floor_and_loses_no_words(text, depth):
    html = render_note(text)
    assert html.count("deep") == 1
    assert len(html) < 3 * len(text)
    above = html[: html.index("deep")]
    opened = sum(above.count(f"<{tag}>") for tag in ("em", "strong", "blockquote", "ul", "li"))
    assert opened == depth


def test_words_below_the_deepest_quote_and_list_are_kept():
    quote = "".join(f"{'> ' * n}word{n}\n{'> ' * n}\n" for n in range(1, 40))
    items = "".join(f"{'  ' * n}- word{n}\n" for n in range(40))
    for text in (quote, items):
        (block,) = render_section(text)
        assert _words(block.text) == _words(text)


def _words(text):
    return text.replace(">", " ").replace("-", " ").split()


def test_a_wide_table_with_short_rows_is_bounded():
    wide = "|" + "a|" * 3_000 + "\n|" + "-|" * 3_000 + "\n" + "a\n" * 3_000
    assert len(render_note(wide[:20_000])) < 1_000_000
