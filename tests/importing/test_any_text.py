"""Whatever the text: no word of it is lost, and its Markdown shows it as it was."""

import re
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.container import container_plugin

from readings.importing.outline import section_markdown
from readings.importing.plaintext import read_plain_text
from readings.importing.plaintext.decode import decode
from readings.importing.plaintext.vocabulary import number_of
from readings.importing.problems import ImportProblem
from readings.text.markdown import ReasonText, render_footnote, render_section

NASTY = (
    "*", "**bold**", "_a_", "a_b", "# x", "#", ">", "> y", "-", "- z", "+", "---", "===", "1.",
    "2)", "[x]", "[x](y)", "[x]: y", "![i](j)", "[^9]:", "<b>", "<http://a.b>", "&amp;", "&lt",
    "&#65;", "\\", "a\\", "``", "~~~", "```", ":::", "::: verse", "|", "a|b", "|-|", "!", "(", ":",
    "\u00a0", "\u2003", "é", "e\u0301", "🙂", "שלום", "«", "”", "’", "…", "—", "³", "x²", "1945",
)  # fmt: skip
SHAPES = (
    "Chapter 3: Of {}", "7. {}", "1. {}", "2. {}", "3. {}", "IV. {}", "    {}", "\t{}", "- {}",
    "• {}", "{}.1", "{}”2", "{}[3]", "{}³", "[1] {}", "1   {}", "2\t{}", "¹ {}", "Notes", "Home",
    "{} wrote that", "{} said:", "“{}”", "[{}]", "“{}” [poster]", "{} with {}.", "Go to {} 4",
    "Back to top", "* * *", "-----", "Page 7", "", "", "", "{}", "{}.", "{}?", "{} {} {} {}.",
)  # fmt: skip

MARK = re.compile(r"\[\^[0-9]+\]")

words = st.text("abcDEFéß", min_size=1, max_size=8)
lines = st.tuples(st.sampled_from(SHAPES), st.lists(words, min_size=1, max_size=30)).map(
    lambda pair: pair[0].replace("{}", " ".join(pair[1]))
)
chapters = st.lists(lines, max_size=25).map("\n".join)
nasty_lines = st.lists(st.sampled_from(NASTY) | st.text(max_size=5), max_size=6).map(" ".join)
nasty_chapters = st.lists(nasty_lines | lines, max_size=15).map("\n".join)


def read(text):
    try:
        return read_plain_text(text)
    except ImportProblem:
        return None


def everything(outline):
    """All words of the outline, outside of its warnings."""
    headings = [section.heading or "" for section in outline.sections]
    blocks = [block.text for block in outline.blocks]
    notes = [note.markdown for note in outline.footnotes]
    titles = [outline.book or "", outline.chapter_title or ""]
    return "\n".join([*titles, *headings, *blocks, *notes, *outline.left_out])


def letters(text):
    return Counter(c for c in text if c.isalpha())


def number_line(outline, text):
    """The letters that a chapter's number took with it: "Chapter", "IV"."""
    found = re.findall(r"^\s*(?:(chapter)\s+)?([^\W_]+)", text, re.IGNORECASE | re.MULTILINE)
    numbers = [pair for pair in found if number_of(pair[1]) == outline.chapter_number]
    return [letters("".join(pair)) for pair in numbers] + [letters("")]


@given(st.text() | chapters | nasty_chapters)
def test_no_letter_is_lost(text):
    outline = read(text)
    if outline is not None:
        lost = letters(decode(text)[0])
        lost.subtract(letters(everything(outline)))
        assert +lost in number_line(outline, decode(text)[0])
        assert -lost == Counter()


@given(chapters)
def test_no_word_is_lost_or_torn(text):
    outline = read(text)
    if outline is not None:
        there = set(re.findall(r"[A-Za-zéß]+", everything(outline)))
        missing = set(re.findall(r"[A-Za-zéß]+", text)) - there
        assert missing <= {"Chapter", "IV"}


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    read(data)


# What is said of the whole file, and of notes that belong to the title or to nothing.
OF_NO_PLACE = re.compile(
    r"(?:No (?:book|chapter) |The (?:first line|chapter has|file is|mark of)|Line [0-9]|Mark |"
    r"[0-9]+ (?:control )?character|Footnote [0-9]+ .*tied to no block)"
)


@given(chapters | nasty_chapters)
def test_what_is_said_of_one_place_stands_there(text):
    outline = read(text)
    if outline is not None:
        said = {doubt.message for doubt in outline.doubts}
        assert {w for w in outline.warnings if not OF_NO_PLACE.match(w)} <= said
        missing = {f"Mark {n} has no note." for b in outline.blocks for n in b.footnotes}
        assert missing.intersection(outline.warnings) <= said


@given(chapters | nasty_chapters)
def test_every_block_and_heading_names_its_lines(text):
    outline = read(text)
    source = decode(text)[0].split("\n") if outline else []
    done = 0
    for section in outline.sections if outline else ():
        parts = [(section.heading, section.lines)] if section.heading else []
        for words, (first, last) in parts + [(b.text, b.lines) for b in section.blocks]:
            assert done < first <= last <= len(source)
            assert letters(words) <= letters("\n".join(source[first - 1 : last]))
            done = last
    for words, line in (
        zip(outline.left_out, outline.left_out_lines, strict=True) if outline else ()
    ):
        assert words == " ".join(source[line - 1].split())


def commonmark():
    parser = MarkdownIt("commonmark").enable("table")
    for name in ("verse", "caption", "reasons"):
        parser.use(container_plugin, name)
    return parser


def shown(markdown):
    """The outermost blocks of some Markdown by CommonMark's own rules: type and literal text."""
    found = []
    for token in commonmark().parse(markdown):
        if token.level == 0 and token.nesting >= 0:
            found.append((token.type, []))
        if token.type == "inline":
            assert {child.type for child in token.children} <= {"text", "softbreak"}
            found[-1][1].append("".join(child.content or "\n" for child in token.children))
    return [(kind, "\n".join(text)) for kind, text in found]


TOKENS = {
    "paragraph": {"paragraph_open"},
    "quote": {"blockquote_open"},
    "verse": {"container_verse_open"},
    "caption": {"container_caption_open"},
    "reasons": {"container_reasons_open"},
    "list": {"bullet_list_open", "ordered_list_open"},
}


@given(nasty_chapters)
def test_commonmark_shows_the_same_words(text):
    outline = read(text)
    for section in outline.sections if outline else ():
        blocks = shown(section_markdown(section))
        assert len(blocks) == len(section.blocks)
        for (kind, literal), block in zip(blocks, section.blocks, strict=True):
            assert kind in TOKENS[block.kind]
            expected = "" if block.kind == "reasons" else block.text
            # CommonMark knows no marks: it shows them as they are written.
            assert MARK.sub("", literal) == MARK.sub("", expected)


@given(nasty_chapters)
def test_the_chapter_shows_the_same_words(text):
    """The same through the site's renderer: kinds, plain texts and footnote marks."""
    outline = read(text)
    for section in outline.sections if outline else ():
        items = [item for block in section.blocks for item in block.items]
        reasons = [ReasonText(f"r{n}", n, item.markdown) for n, item in enumerate(items, 1)]
        rendered = render_section(section_markdown(section), reasons=reasons)
        assert [(b.kind, b.text, b.footnotes) for b in rendered] == [
            (block.kind, block.text, tuple(dict.fromkeys(block.footnotes)))
            for block in section.blocks
        ]


@given(nasty_chapters)
def test_notes_can_be_rendered(text):
    outline = read(text)
    for note in outline.footnotes if outline else ():
        assert "data-footnote" not in render_footnote(note.markdown)


def steps(text):
    """How many calls reading takes: the same on every machine."""
    count = 0

    def step(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        assert read(text) is not None
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "unit",
    ["[1] ", "end.1 ", "1. a\n", "1. a\n b\n", "1. a\n7. b\n\n", "a\n", "[1] a\n\n", "said:\n\n",
     "Big Head\n\n", "Men with.\n\n", "go to ", "chapter :.:", "a  \n\n", "x³ ", "“a” "],
)  # fmt: skip
def test_twice_the_text_takes_twice_the_steps(unit):
    once, twice = steps(unit * 1500), steps(unit * 3000)
    assert twice < 2.2 * once
