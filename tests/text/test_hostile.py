"""What means harm comes out as words: every payload, and whatever can be put together of them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings.text.markdown import (
    ReasonText,
    SectionProblem,
    policy,
    render_footnote,
    render_inline,
    render_note,
    render_section,
)
from tests.text.hostility import Inspector, as_browsers_read, payloads

PAYLOADS = payloads()
NAMED = [pytest.param(payload.text, id=payload.name) for payload in PAYLOADS]


def inspect_all(text: str) -> None:
    """Wherever such words can be written."""
    Inspector(render_note(text), note=True)
    Inspector(render_footnote(text), note=False)
    Inspector(render_inline(text), note=False)
    for body in (text, f"> {text}", f"- {text}", f"| {text} |\n|---|\n| {text} |"):
        try:
            blocks = render_section(body)
        except SectionProblem:
            continue  # it was refused, with its line: nothing comes out
        for block in blocks:
            Inspector(block.html, note=False)


def test_there_are_enough_and_none_is_another_in_disguise():
    assert len(PAYLOADS) >= 600
    assert len({payload.name for payload in PAYLOADS}) == len(PAYLOADS)
    assert [t for t, n in Counter(payload.text for payload in PAYLOADS).items() if n > 1] == []
    assert len({payload.name.partition("/")[0] for payload in PAYLOADS}) >= 15


@pytest.mark.parametrize("text", NAMED)
def test_nothing_but_harmless_html_comes_out(text):
    inspect_all(text)
    # Read and written once more it is the same: there is no second meaning to find.
    note, footnote = render_note(text), render_footnote(text)
    assert (policy.member.clean(note), policy.staff.clean(footnote)) == (note, footnote)


@pytest.mark.parametrize("text", NAMED)
def test_not_from_a_reason_either(text):
    line = " ".join(text.split())[:500]
    reason = ReasonText("r1", 1, f"x {line}", text)
    for block in render_section("::: reasons\n:::", reasons=[reason]):
        start = '<ol class="reasons"><li id="r-r1" data-reason="r1">'
        between = '<div class="reason-commentary" data-off-text="">'
        assert block.html.startswith(start)
        inner = block.html.removeprefix(start).removesuffix("</li></ol>")
        words, _, commentary = inner.partition(between)
        Inspector(words, note=False)
        Inspector(commentary.removesuffix("</div>"), note=False)


PIECES = [payload.text for payload in PAYLOADS if len(payload.text) < 300]
piece = st.sampled_from(PIECES) | st.sampled_from(
    ["[", "](", ")", "![", "<", ">", '"', "'", "`", "*", "_", "|", "\n", "\n\n", "> ", "- ", "1. ",
     "```\n", "::: verse\n", ":::\n", "[^1]", "&#", ";", "\\", "\0", "javascript:", "https://",
     "//"]
)  # fmt: skip
cut = st.tuples(st.sampled_from(PIECES), st.integers(0, 60), st.integers(0, 60)).map(
    lambda part: part[0][min(part[1:]) : max(part[1:])]
)


@given(st.lists(piece | cut, max_size=8).map("".join))
def test_no_more_than_that_comes_of_any_mixture(text):
    inspect_all(text)


@given(st.lists(cut, min_size=2, max_size=6).map("".join))
def test_nor_inside_a_link_or_a_title(text):
    inspect_all(f"[{text}](https://example.org/)")
    inspect_all(f"[a]({text})")
    inspect_all(f"[a](<{text}>)")
    inspect_all(f'[a](https://example.org/ "{text}")')
    inspect_all(f"![{text}]({text})")


@pytest.mark.parametrize(
    ("html", "note"),
    [
        ("<script>x</script>", False),
        ('<p onclick="x">a</p>', False),
        ('<p class="note">a</p>', True),
        ('<a href="javascript:x">a</a>', False),
        ('<a href=" java\nscript:x" rel="nofollow noopener ugc">a</a>', True),
        ('<a href="https://a.example">a</a>', True),
        ('<a href="/x" rel="nofollow noopener ugc">a</a>', True),
        ('<a href="//evil.example">a</a>', False),
        ('<a href="/\\evil.example">a</a>', False),
        ('<img src="https://evil.example/x.png" alt="a">', False),
        ('<a href="/x" data-open="">a</a>', False),
        ('<li id="notes">a</li>', False),
        ("<!-- x -->", False),
        ("<p>a", False),
    ],
)
def test_the_inspector_sees_what_it_is_there_for(html, note):
    with pytest.raises(AssertionError):
        Inspector(html, note=note)


def test_addresses_are_read_as_browsers_read_them():
    assert as_browsers_read(" \x01java\tscr\nipt:x ") == "javascript:x"
    assert as_browsers_read("\\\\evil.example") == "//evil.example"
