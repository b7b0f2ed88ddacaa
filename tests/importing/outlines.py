"""Outlines of any shape, made for tests as the Markdown reader makes them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from readings.importing.books import BookOutline
from readings.importing.markdown import read_markdown
from readings.importing.outline import (
    Doubt,
    Outline,
    OutlineBlock,
    OutlineFootnote,
    OutlineReason,
    OutlineSection,
)
from readings.text.markdown import ReasonText, render_section, source_blocks

CONTAINER = "::: reasons\n:::"

words = st.text("abcdeß", min_size=1, max_size=6)
signs = st.sampled_from(
    ("*", "a_b", "#", "##", ">", "-", "+", "1.", "2)", "\\[x]", "&amp;", "<b>", "\\\\", "|", "a|b",
     "!", ":", "===", "”", "é", "井戸。", "https://a.example", "\\*", "`c d`", "``a`b``")
)  # fmt: skip
marked = st.sampled_from(("*e f*", "**g**", "[h i](https://a.example)", "*j\nk*", "[^1]", "[^2]"))
lines = st.lists(words | words | signs | marked, min_size=1, max_size=6).map(" ".join)
joints = st.sampled_from(("\n", "\\\n", "  \n"))
rows = st.lists(lines, min_size=1, max_size=3)
paragraphs = st.tuples(rows, joints).map(lambda pair: pair[1].join(pair[0]))


def container(name):
    return st.lists(paragraphs, min_size=1, max_size=2).map(
        lambda stanzas: f"::: {name}\n" + "\n\n".join(stanzas) + "\n:::"
    )


def prefixed(source, first, rest):
    return first + source.replace("\n", f"\n{rest}")


quotes = st.lists(paragraphs, min_size=1, max_size=3).map(
    lambda found: prefixed("\n\n".join(found), "> ", "> ")
)
bullets = st.tuples(st.sampled_from("-+*"), rows).map(
    lambda pair: "\n".join(prefixed(row, f"{pair[0]} ", "  ") for row in pair[1])
)
numbered = st.tuples(
    st.sampled_from(".)"), st.lists(paragraphs, min_size=1, max_size=3), st.booleans()
).map(
    lambda found: "\n\n".join(
        prefixed(f"{row}\n\nand *more*" if found[2] else row, f"{n}{found[0]} ", "   ")
        for n, row in enumerate(found[1], 1)
    )
)
codes = rows.map(lambda found: "```\n" + "\n\n  ".join(found) + "\n```")
tables = st.tuples(lines, lines).map(
    lambda pair: f"| {pair[0]} | x |\n|---|---|\n| y | {pair[1]} |"
)
headings = lines.map(lambda line: f"### {line}".replace("\n", " "))
others = st.sampled_from(("![a](b.png)", "![](c.png)", "d ![e](f.png) g", "- a\n  1. b\n     > c"))
sources = st.one_of(
    paragraphs, paragraphs, container("verse"), container("caption"), quotes, bullets, numbered,
    codes, tables, headings, others,
)  # fmt: skip

doubts = st.lists(
    st.builds(Doubt, st.sampled_from(("quote", "mark", "list")), words), max_size=1
).map(tuple)
line_numbers = st.none() | st.integers(1, 99)
places = st.none() | st.tuples(st.integers(1, 9), st.integers(9, 99))


def reasons_of(pairs):
    texts = [ReasonText(f"r{n}", n, text) for n, (text, _own) in enumerate(pairs, 1)]
    shown = render_section(CONTAINER, reasons=texts)[0]
    items = tuple(
        OutlineReason(shown.text[start:end], text, own)
        for (text, own), (_key, start, end) in zip(pairs, shown.reason_spans, strict=True)
    )
    return OutlineBlock("reasons", CONTAINER, shown.text, shown.footnotes, items)


reasons = st.lists(
    st.tuples(lines.map(lambda line: "w " + line.replace("\n", " ")), st.none() | paragraphs),
    min_size=2,
    max_size=4,
).map(reasons_of)


def kind_of(block) -> Any:
    return block.kind


@st.composite
def blocks(draw):
    """The blocks of one section."""
    source = "\n\n".join(draw(st.lists(sources, max_size=4)))
    found = [
        OutlineBlock(kind_of(b), b.markdown, b.text, b.footnotes, (), draw(doubts), draw(places))
        for b in source_blocks(source)
    ]
    if draw(st.booleans()):
        found.insert(draw(st.integers(0, len(found))), draw(reasons))
    return tuple(found)


sections = st.builds(OutlineSection, st.none() | words, blocks(), doubts, places)


@st.composite
def outlines(draw, number=None):
    """A chapter with footnotes, some without a mark, and marks, some without a footnote."""
    parts = tuple(
        section
        for section in draw(st.lists(sections, min_size=1, max_size=3))
        if section.blocks or section.heading
    )
    marks = {}
    for s, part in enumerate(parts):
        for b, block in enumerate(part.blocks):
            marks = dict.fromkeys(block.footnotes, (s, b)) | marks
    free = [(s, b) for s, part in enumerate(parts) for b in range(len(part.blocks))]
    notes = []
    for n in sorted(draw(st.sets(st.integers(1, 4), max_size=3))):
        tied = draw(st.sampled_from([None, *free]))
        text = draw(st.sampled_from(("A note.", "Ibid.", "See [^4].", "*B* `[^1]`")))
        notes.append(OutlineFootnote(n, text, marks.get(n, tied)))
    left_out = draw(st.lists(st.tuples(lines, line_numbers), max_size=2))
    return Outline(
        "Book", number, draw(st.none() | words), parts, tuple(notes),
        tuple(line for line, _at in left_out), tuple(draw(st.lists(words, max_size=1))),
        draw(st.sampled_from(({}, {"source": "s"}))),
        tuple(at for _line, at in left_out),
    )  # fmt: skip


@st.composite
def books(draw):
    numbers = draw(st.sampled_from(((1, 2, 3), (None, None, None), (4, 5, 9))))
    chapters = [draw(outlines(number)) for number in numbers[: draw(st.integers(1, 3))]]
    return BookOutline("Book", "", "en", tuple(chapters), ("x",), ("y",))


def chapter_of(data: bytes | str, *, name: str = "") -> Outline:
    """The chapter of a file of Markdown that holds one."""
    (found,) = read_markdown(data, name=name).chapters
    return found
