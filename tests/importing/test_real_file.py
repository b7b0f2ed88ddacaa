"""The chapter that the importer was built for, in every form in which it may be copied.

Its words belong to their author and stand beside this project, not in it.
"""

import json
import re
import textwrap
from collections import Counter
from pathlib import Path

import pytest

from readings.importing.books import BookOutline
from readings.importing.correcting import Correction, apply, kinds_for
from readings.importing.plaintext import read_plain_text

SOURCE = Path(__file__).parents[3] / "shared" / "chapters" / "stay-close-to-the-masses.txt"
LIST_ITEM = re.compile(r"^(  \d\. .*)$", re.MULTILINE)
NOTE_NUMBER = re.compile(r"^(\d+) \xa0 ", re.MULTILINE)

pytestmark = pytest.mark.skipif(not SOURCE.exists(), reason="the chapter's file is not here")


@pytest.fixture
def text():
    return SOURCE.read_text("utf-8")


@pytest.fixture
def expected():
    found = json.loads(SOURCE.with_suffix(".expected.json").read_text("utf-8"))
    del found["note"]
    return found


def read(text):
    found = read_plain_text(text, name=SOURCE.name).as_json()
    warnings = found.pop("warnings")
    return found, warnings


def wrapped(text, width):
    """The text with its paragraphs broken at a width; short lines stay as they are."""
    lines = text.split("\n")
    return "\n".join(line if len(line) < 60 else textwrap.fill(line, width) for line in lines)


def test_it_reads_as_expected(expected):
    found, _ = read(SOURCE.read_bytes())
    assert found == expected


def test_it_says_what_a_person_should_look_at(text):
    _, warnings = read(text)
    assert [w for w in warnings if w.startswith("Footnote 1 has no mark")]
    assert sum("was left out" in w for w in warnings) == 2
    assert sum("its note's place alone" in w for w in warnings) == 4
    assert len(warnings) == 8


def test_each_doubt_stands_beside_its_block(text):
    outline = read_plain_text(text)
    said = {doubt.message for doubt in outline.doubts}
    assert {w for w in outline.warnings if "was left out" not in w} <= said
    codes = [doubt.code for doubt in outline.doubts]
    assert codes.count("quote") == 4
    assert codes.count("heading") == 3
    lines = text.split("\n")
    for block in outline.blocks:
        assert block.lines is not None
        first, last = block.lines
        assert block.text.split()[0] in " ".join(lines[first - 1 : last])


def words_of(outline):
    headings = [section.heading or "" for section in outline.sections]
    return Counter(" ".join([*headings, *(block.text for block in outline.blocks)]).split())


def test_no_correction_of_a_kind_loses_a_word(text):
    outline = read_plain_text(text)
    words = words_of(outline)
    book = BookOutline.of(outline)
    for s, section in enumerate(outline.sections):
        for b, block in enumerate(section.blocks):
            taken = {"reasons"} if any(own.items for own in section.blocks) else set()
            for kind in set(kinds_for(block)) - taken:
                found = apply(book, Correction("kind", 0, s, b, kind)).chapters[0]
                assert words_of(found) == words
                assert [note.number for note in found.footnotes] == list(range(1, 25))
                assert all(note.about for note in found.footnotes)


def test_the_chapter_can_be_parted_at_each_section_and_joined(text):
    outline = read_plain_text(text)
    for section in range(1, 4):
        parted = apply(BookOutline.of(outline), Correction("begin_chapter", 0, section))
        assert [len(chapter.sections) for chapter in parted.chapters] == [section, 4 - section]
        joined = apply(parted, Correction("join_chapters", 1)).chapters[0]
        assert joined.as_json() == outline.as_json()
        assert joined.footnotes == outline.footnotes


def test_the_first_footnote_documents_the_verse(text):
    outline = read_plain_text(text)
    about = outline.footnotes[0].about
    assert about is not None
    section, block = about
    assert outline.sections[section].blocks[block].kind == "verse"


def test_it_holds_what_the_issue_counts(text):
    outline = read_plain_text(text)
    assert len(outline.sections) == 4
    assert len(list(outline.blocks)) == 57
    assert len(outline.reasons) == 9
    assert [note.number for note in outline.footnotes] == list(range(1, 25))


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(lambda t: t.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(lambda t: "\ufeff" + t, id="byte order mark"),
        pytest.param(lambda t: re.sub(r"\n\n+", "\n", t), id="no blank lines"),
        pytest.param(lambda t: t.replace("\n\n", "\n\n\n"), id="many blank lines"),
        pytest.param(lambda t: t.replace("\n", "  \t\n"), id="trailing spaces"),
        pytest.param(lambda t: re.sub(r"^(?=.)", "    ", t, flags=re.MULTILINE), id="all indented"),
        pytest.param(lambda t: wrapped(t, 60), id="60 columns"),
        pytest.param(lambda t: wrapped(t, 72), id="72 columns"),
        pytest.param(lambda t: wrapped(t, 100), id="100 columns"),
        pytest.param(lambda t: NOTE_NUMBER.sub(r"\1. ", t), id="notes with a dot"),
        pytest.param(lambda t: NOTE_NUMBER.sub(r"[\1] ", t), id="notes in brackets"),
        pytest.param(lambda t: NOTE_NUMBER.sub("\\1\t", t), id="notes with a tab"),
        pytest.param(lambda t: re.sub(r"\n\n(?=\d+ \xa0)", "\n", t), id="notes in a row"),
        pytest.param(lambda t: LIST_ITEM.sub(r"\1\n", t), id="loose list"),
        pytest.param(lambda t: re.sub(r"(?<=[.”])(\d+)(?=\s)", r"[\1]", t), id="[3]"),
        pytest.param(lambda t: re.sub(r"(?<=[.”])(\d+)(?=\n)", r"[\1]", t), id="some [3]"),
    ],
)
def test_another_copy_reads_the_same(text, expected, copy):
    found, _ = read(copy(text))
    assert found == expected


def test_straight_quotation_marks_read_the_same(text, expected):
    straight = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})
    found, _ = read(text.translate(straight))
    kinds = [[block["kind"] for block in section["blocks"]] for section in found["sections"]]
    assert kinds == [[b["kind"] for b in section["blocks"]] for section in expected["sections"]]
    assert found["referenced_footnotes"] == expected["referenced_footnotes"]
