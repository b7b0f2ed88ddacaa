"""Hypothesis strategies: sections of Markdown with everything that makes counting hard."""

from __future__ import annotations

from hypothesis import strategies as st

from readings.text.markdown import ReasonText, RenderedBlock, render_section

WORDS = [
    "plain",
    "naïve",
    "e\u0301tude",  # a combining accent
    "🙂",
    "👩🏽‍🚀",  # joined from four code points, three of them beyond U+FFFF
    "🇨🇭",
    "𝔘𝔫𝔦",
    "שלום",
    "العربية",
    "日本語",
    "\u202eback\u202c",
    "zero\u200bwidth",
    "ﬁn",
    "&amp;",
    "&lt;b&gt;",
    "&nbsp;",
    "&copy;",
    "&#x1F600;",
    "&#13;",
    "&notanentity;",
    "<script>",
    "a<b",
    "\\*",
    "\\",
    "[x",
    "]",
    '"quoted"',
    "'",
    "\x85",
    "\u2028",
    "\ufeff",
    "\ufffe",
    "tab\there",
]

word = st.sampled_from(WORDS) | st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\n\r"), min_size=1, max_size=4
)
plain = st.lists(word, min_size=1, max_size=4).map(" ".join)


def _wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map(lambda s: f"*{s}*"),
        inner.map(lambda s: f"**{s}**"),
        inner.map(lambda s: f"`{s}`"),
        inner.map(lambda s: f'[{s}](https://example.org/?a=1&b=2 "t > u")'),
        st.tuples(inner, inner).map(" ".join),
    )


mark = st.integers(1, 30).map(lambda n: f"[^{n}]")
image = st.sampled_from(
    ["![alt *words*](/media/x.png)", f"![alt *words*](picture:{'0123456789abcdef' * 2}-64x48)"]
)
phrase = st.recursive(plain | mark | image, _wrap, max_leaves=3)
line = st.lists(phrase, min_size=1, max_size=2).map(" ".join).map(lambda s: s.replace("\n", " "))
lines = st.lists(line, min_size=1, max_size=2).map("\n".join)


def _prefixed(first: str, rest: str, text: str) -> str:
    return first + text.replace("\n", f"\n{rest}")


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    blocks = st.lists(inner, min_size=1, max_size=2)
    return st.one_of(
        blocks.map("\n\n".join).map(lambda s: _prefixed("> ", "> ", s)),
        blocks.map(lambda items: "\n".join(_prefixed("- ", "  ", item) for item in items)),
        blocks.map(lambda items: "\n\n".join(_prefixed("7. ", "   ", item) for item in items)),
    )


# A line that opens a container in the midst of a paragraph is a mistake of its own kind.
paragraph = lines.filter(lambda s: ":::" not in s and "]:" not in s)
heading = st.tuples(st.integers(1, 6), line).map(lambda t: "#" * t[0] + " " + t[1])
verse = lines.filter(lambda s: ":::" not in s).map(lambda s: f"::: verse\n{s}\n\n{s}\n:::")
caption = line.filter(lambda s: ":::" not in s).map(lambda s: f"::: caption\n{s}\n:::")
code = lines.filter(lambda s: "```" not in s).map(lambda s: f"```py\n\n  {s}\n\n```")
cell = (line | st.just("")).map(lambda s: s.replace("|", ""))
table = st.lists(st.tuples(cell, cell, cell), min_size=2, max_size=4).map(
    lambda rows: "\n".join(
        ["| " + " | ".join(rows[0]) + " |", "|:-|:-:|-:|"]
        + ["| " + " | ".join(row) + " |" for row in rows[1:]]
    )
)
leaf = st.one_of(paragraph, paragraph, heading, verse, caption, code, table, st.just("---"))
block = st.recursive(leaf, _nested, max_leaves=3).filter(lambda s: "]:" not in s)
body = st.lists(block, min_size=1, max_size=4).map("\n\n".join)


@st.composite
def sources(draw: st.DrawFn) -> tuple[str, tuple[ReasonText, ...]]:
    """A section's Markdown, in a third of the cases with a list of reasons."""
    before, after = draw(body), draw(body)
    if draw(st.integers(0, 2)):
        return before, ()
    words = draw(st.lists(plain, min_size=1, max_size=4))
    reasons = tuple(
        ReasonText(f"r{number}", number, f"{number} {text}", "commentary *off*")
        for number, text in enumerate(words, 1)
    )
    return f"{before}\n\n::: reasons\n:::\n\n{after}", reasons


def sections() -> st.SearchStrategy[list[RenderedBlock]]:
    """Such a section, rendered."""
    return sources().map(lambda source: render_section(source[0], reasons=source[1]))
