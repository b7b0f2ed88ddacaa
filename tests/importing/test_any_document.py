"""Whatever a document holds: no word of it is lost, and the page shows the outline's blocks."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readings.importing.outline import section_markdown
from readings.importing.pandoc import reader, running, tree
from readings.importing.problems import ImportProblem
from readings.text.markdown import ReasonText, render_footnote, render_section

ATTR = ["", [], []]
NASTY = (
    "*", "**", "_", "a_b", "#", ">", "-", "+", "---", "1.", "2)", "[x]", "[x](y)", "![i](j)",
    "[^9]", "[^9]:", "<b>", "&amp;", "&lt", "\\", "``", "~~~", "```", ":::", ":::verse", "|", "a|b",
    "|-|", "!", "(", ":", ")", "]", "[", "é", "שלום", "井戸。", "「語」", "”", "³",
    "https://a.example", "x@y.z",
)  # fmt: skip

strings = (st.sampled_from(NASTY) | st.text("abcß", min_size=1, max_size=6)).map(
    lambda text: {"t": "Str", "c": text}
)
spaces = st.sampled_from(["Space", "Space", "SoftBreak", "LineBreak"]).map(lambda t: {"t": t})
URLS = ("https://a.example/(x)", "#place", "javascript:x", "https://a.example/ b<c>\\|[]")


def inlines_of(inlines):
    return st.one_of(
        st.tuples(
            st.sampled_from(["Emph", "Strong", "Underline", "Superscript", "SmallCaps"]), inlines
        ).map(lambda pair: {"t": pair[0], "c": pair[1]}),
        st.tuples(inlines, st.sampled_from(URLS)).map(
            lambda pair: {"t": "Link", "c": [ATTR, pair[0], [pair[1], ""]]}
        ),
        st.tuples(st.sampled_from(["Span"]), inlines).map(
            lambda pair: {"t": "Span", "c": [["place", [], []], pair[1]]}
        ),
        inlines.map(lambda c: {"t": "Note", "c": [{"t": "Para", "c": c}]}),
        st.lists(strings, max_size=2).map(lambda c: {"t": "Image", "c": [ATTR, c, ["x.png", ""]]}),
        st.text("a`| \\*", min_size=1, max_size=6).map(lambda c: {"t": "Code", "c": [ATTR, c]}),
    )


rows = st.recursive(
    st.lists(strings | spaces, min_size=1, max_size=5),
    lambda inlines: st.lists(strings | spaces | inlines_of(inlines), min_size=1, max_size=4),
    max_leaves=12,
)
paragraphs = st.tuples(st.sampled_from(["Para", "Plain"]), rows).map(
    lambda pair: {"t": pair[0], "c": pair[1]}
)
NUMBERS = [1, {"t": "Decimal"}, {"t": "Period"}]


def cell(inlines):
    return [ATTR, {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": inlines}]]


def table(cells):
    body = [[ATTR, [cell(c) for c in row]] for row in cells]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * 2
    rest = [[ATTR, 0, [], body]]
    return {"t": "Table", "c": [ATTR, [None, []], columns, [ATTR, []], rest, [ATTR, []]]}


def blocks_of(blocks):
    return st.one_of(
        blocks.map(lambda c: {"t": "BlockQuote", "c": c}),
        st.lists(blocks, min_size=1, max_size=3).map(lambda c: {"t": "BulletList", "c": c}),
        st.lists(blocks, min_size=1, max_size=3).map(
            lambda c: {"t": "OrderedList", "c": [NUMBERS, c]}
        ),
        st.lists(rows, min_size=1, max_size=3).map(lambda c: {"t": "LineBlock", "c": c}),
        st.tuples(st.integers(1, 4), rows).map(
            lambda pair: {"t": "Header", "c": [pair[0], ATTR, pair[1]]}
        ),
        st.lists(st.tuples(rows, rows), min_size=1, max_size=2).map(table),
        st.text("a`~: \n\t", max_size=12).map(lambda c: {"t": "CodeBlock", "c": [ATTR, c]}),
        st.tuples(rows, blocks).map(
            lambda pair: {"t": "DefinitionList", "c": [[pair[0], [pair[1]]]]}
        ),
        blocks.map(lambda c: {"t": "Div", "c": [ATTR, c]}),
        st.just({"t": "HorizontalRule"}),
    )


documents = st.recursive(
    st.lists(paragraphs, min_size=1, max_size=3),
    lambda blocks: st.lists(paragraphs | blocks_of(blocks), min_size=1, max_size=4),
    max_leaves=10,
)


def read(blocks, monkeypatch):
    found = {"blocks": [{"t": "Para", "c": [{"t": "Str", "c": "begin"}]}, *blocks], "meta": {}}
    monkeypatch.setattr(running, "syntax_tree", lambda _data, _source: found)
    try:
        return reader.read_document(b"<p>", "html")
    except ImportProblem:
        return None


def letters(text):
    return Counter(character for character in text if character.isalpha())


def everything(book):
    """All words of the outlines, outside of their warnings."""
    parts = [*book.left_out]
    for outline in book.chapters:
        parts += [outline.chapter_title or "", *(s.heading or "" for s in outline.sections)]
        parts += [block.text for block in outline.blocks]
        parts += [note.markdown for note in outline.footnotes]
    return "\n".join(parts)


def said(blocks):
    """All words of a tree, its notes and pictures among them."""
    notes = [note["c"] for note in tree.nodes(blocks) if note["t"] == "Note"]
    return "\n".join([tree.words(blocks), *map(tree.words, notes)])


calm = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)


@calm
@given(documents)
def test_no_letter_is_lost(monkeypatch, blocks):
    wanted = letters(said(blocks))
    book = read(blocks, monkeypatch)
    if book is not None:
        wanted.subtract(letters(everything(book)))
        assert +wanted == Counter()


@calm
@given(documents)
def test_what_is_said_of_a_chapter_stands_at_its_place(monkeypatch, blocks):
    """But for what is said of a mark in the chapter's title, and of the notes there."""
    book = read(blocks, monkeypatch)
    for outline in book.chapters if book else ():
        if all(note.about for note in outline.footnotes):
            assert set(outline.warnings) <= {doubt.message for doubt in outline.doubts}


@calm
@given(documents)
def test_the_page_shows_the_blocks_of_the_outline(monkeypatch, blocks):
    book = read(blocks, monkeypatch)
    for outline in book.chapters if book else ():
        for section in outline.sections:
            reasons = [
                ReasonText(f"r{n}", n, item.markdown)
                for n, item in enumerate((i for b in section.blocks for i in b.items), 1)
            ]
            rendered = render_section(section_markdown(section), reasons=reasons)
            assert [(b.kind, b.text, b.footnotes) for b in rendered] == [
                (b.kind, b.text, b.footnotes) for b in section.blocks
            ]
        for note in outline.footnotes:
            render_footnote(note.markdown)
