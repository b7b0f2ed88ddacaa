"""What OpenDocument files say in their own way: a title in words, quotes of several paragraphs."""

from __future__ import annotations

from readings.importing.reading import read_file
from tests.importing.making import changed, document, member

TITLE = (
    "A true and faithful account of the wells of the parish, of those who dug them, and of "
    "what was said beside them in a dry year"
)
HEADINGS = "# One\n\nWords of one.\n\n# Two\n\nWords of two.\n"


def titled(title, text, meta=None):
    """A file with a title page, and with another title in its description where one is given."""
    made = document(f"---\ntitle: {title}\n---\n\n{text}", "odt")
    content = member(made, "meta.xml").decode()
    if meta is not None:
        content = content.replace(f"<dc:title>{title}</dc:title>", f"<dc:title>{meta}</dc:title>")
    return read_file(changed(made, {"meta.xml": content.encode()}))


def test_a_long_title_is_no_text_before_the_first_chapter():
    book = titled(TITLE, HEADINGS)
    assert book.title == TITLE
    assert [chapter.chapter_title for chapter in book.chapters] == ["One", "Two"]
    assert book.left_out == (TITLE,)
    assert book.chapters[0].warnings == ()


def test_a_long_title_is_none_of_a_single_chapters_words():
    book = titled(TITLE, "# One\n\nWords of one.\n")
    (chapter,) = book.chapters
    assert (book.title, chapter.chapter_title) == (TITLE, "One")
    assert [block.text for block in chapter.blocks] == ["Words of one."]


def test_a_title_page_goes_before_a_description_of_another_text():
    assert titled("Wells", HEADINGS, meta="Letter to the council").title == "Wells"


def test_a_description_names_a_book_without_a_title_page():
    made = document(HEADINGS, "odt")
    content = member(made, "meta.xml").decode()
    named = content.replace(
        "</office:meta>", "<dc:title>Wells &amp; Ropes</dc:title></office:meta>"
    )
    assert read_file(changed(made, {"meta.xml": named.encode()})).title == "Wells & Ropes"


def test_a_quote_of_several_paragraphs_is_one():
    text = "# One\n\nShe said:\n\n> First.\n>\n> Second.\n\nAnd:\n\n> Third.\n\n"
    text += "- item\n\n    > a\n    >\n    > b\n"
    (chapter,) = read_file(document(text, "odt")).chapters
    kinds = [block.kind for block in chapter.blocks]
    assert kinds == ["paragraph", "quote", "paragraph", "quote", "list"]
    assert [block.markdown for block in chapter.blocks if block.kind == "quote"] == [
        "> First.\n>\n> Second.",
        "> Third.",
    ]
