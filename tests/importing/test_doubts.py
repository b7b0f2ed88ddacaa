"""Each doubtful guess stands beside the block that it is about."""

import pytest

from readings.importing.books import BookOutline
from readings.importing.correcting import Correction, apply
from readings.importing.outline import Doubt, OutlineBlock, OutlineSection, PlacedDoubt, with_doubts
from readings.importing.pandoc import read_document
from tests.importing.making import document
from tests.importing.outlines import chapter_of

TITLES = "The Book\n\n3. The Title"
LONG = (
    "This is a paragraph of the chapter, and it is here so that something stands around the rest."
)


def doubts(outline):
    return [(doubt.section, doubt.block, doubt.code) for doubt in outline.doubts]


def test_doubts_are_added_where_they_belong():
    first = OutlineBlock("paragraph", "a", "a", doubts=(Doubt("list", "old"),))
    sections = (OutlineSection(None, (first, first)), OutlineSection("b", ()))
    more = [PlacedDoubt(0, 1, "mark", "new"), PlacedDoubt(1, None, "heading", "head")]
    found = with_doubts(sections, more)
    assert [[[d.message for d in b.doubts] for b in s.blocks] for s in found] == [
        [["old"], ["old", "new"]], [],
    ]  # fmt: skip
    assert found[1].doubts == (Doubt("heading", "head"),)


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        ((LONG, "The Rain", LONG), [(1, None, "heading")]),
        ((LONG, "He said:", "It rains on the roof.", LONG), [(0, 2, "quote")]),
        ((LONG, "Rain on the roof.", LONG), [(0, 1, "caption")]),
        (("Oh rain,\noh road,\noh roof.", LONG + "2", "[1] One.", "[2] Two."),
         [(0, 0, "footnote")]),
        ((LONG + "[1]", LONG + "[2]", "[1] One."), [(0, 1, "mark")]),
        ((LONG, "THE RAIN[1]", LONG, "[1] One."), [(1, None, "heading"), (1, None, "mark")]),
        ((LONG, "1. one\n2. two", LONG), [(0, 1, "reasons")]),
        (("1. one\n2. two", LONG + ":", "1. three\n2. four"),
         [(0, 0, "reasons"), (0, 2, "reasons")]),
        ((LONG, LONG + ":", "1. three\n2. four"), []),
    ],
)  # fmt: skip
def test_plain_text(outline, paragraphs, found):
    assert doubts(outline(TITLES, *paragraphs)) == found


def test_a_choice_among_lists_settles_all_of_them(outline):
    book = BookOutline.of(outline(TITLES, "1. one\n2. two", LONG + ":", "1. three\n2. four"))
    assert doubts(apply(book, Correction("choose_reasons", 0, 0, 0)).chapters[0]) == []


MARKDOWN = """One.[^1]

## Two[^2]

Three.[^9]

[^1]: A note.

[^1]: Again.

Four.

[^2]: Another.
"""


def test_markdown():
    found = chapter_of(MARKDOWN)
    assert doubts(found) == [(1, None, "mark"), (1, 0, "footnote"), (1, 0, "mark")]
    assert {doubt.message for doubt in found.doubts} <= set(found.warnings)
    assert [(s.lines, [b.lines for b in s.blocks]) for s in found.sections] == [
        (None, [(1, 1)]), ((3, 3), [(5, 5), (11, 11)]),
    ]  # fmt: skip
    assert list(zip(found.left_out, found.left_out_lines, strict=True)) == [("[^1]: Again.", 9)]


def test_markdown_below_its_facts_keeps_its_lines():
    front = "---\nbook: B\nunknown: x\ntitle: T\n---\n\n"
    text = "- a\n\n  b\n\n::: reasons\n1. c\n2. d\n:::\n\n    e\n"
    found = chapter_of(front + text)
    assert [block.lines for block in found.blocks] == [(7, 9), (11, 14), (16, 16)]
    assert found.left_out_lines == (None,)


DOCUMENT = """# Book One

Words.

## Part

One\\
two\\
three

[a](javascript:x) and ![A dog](dog.png)

1. one
2. two

Behind it.^[A note with [b](file:x).]

# Book Two

Words[^1].

[^1]: A note.
"""


def test_documents():
    book = read_document(document(DOCUMENT, "html"), "html")
    assert doubts(book.chapters[0]) == [
        (1, 0, "verse"), (1, 1, "link"), (1, 1, "picture"), (1, 2, "reasons"), (1, 3, "link"),
    ]  # fmt: skip
    assert doubts(book.chapters[1]) == []
    assert all(block.lines is None for chapter in book.chapters for block in chapter.blocks)


def test_text_before_the_first_chapter_is_doubtful():
    text = f"{LONG} It ends.\n\n{DOCUMENT}"
    book = read_document(document(text, "html"), "html")
    assert doubts(book.chapters[0]) == [(0, None, "chapter")]
    assert doubts(apply(book, Correction("accept", 0, 0)).chapters[0]) == []


LEFT_OUT = ("Home | Next page", LONG, "* * *", "He went on, but nobody heard it.", LONG)


def test_a_line_comes_back_where_it_stood(outline):
    found = outline(TITLES, *LEFT_OUT[1:])
    book = apply(BookOutline.of(found), Correction("take_back", 0, number=0))
    texts = [block.text for block in book.chapters[0].blocks]
    assert texts == [LONG, "* * *", "He went on, but nobody heard it.", LONG]
    assert book.chapters[0].left_out_lines == ()
    book = apply(BookOutline.of(found), Correction("leave_out", 0, 0, 2))
    book = apply(book, Correction("take_back", 0, number=1))
    assert [block.text for block in book.chapters[0].blocks][-1] == LONG


def test_lines_go_with_the_chapter_that_they_stood_in(outline):
    found = outline(TITLES, LONG, "* * *", LONG, "----", LONG)
    book = apply(BookOutline.of(found), Correction("begin_chapter", 0, 0, 1, "Two"))
    assert [chapter.left_out for chapter in book.chapters] == [("* * *",), ("----",)]
