"""Corrections of lists of reasons and of chapters, one at a time."""

from readings.importing.books import BookOutline
from readings.importing.correcting import Correction, apply, lists_of
from readings.importing.outline import Outline, OutlineSection, section_markdown
from tests.importing.corrections import book_of, refusal, written

LISTS = """It was so:

1. *a*[^1]
2. b

   More of it.

## Next

So too:

::: reasons
1. c
2. d

    Said *of* it.
:::

[^1]: A note.
"""


def test_another_list_holds_the_reasons():
    book = apply(book_of(LISTS), Correction("choose_reasons", 0, 0, 1))
    outline = book.chapters[0]
    assert [(c.section, c.block, c.lead_in, c.items, c.first, c.chosen)
            for c in lists_of(outline)] == [
        (0, 1, "It was so:", 2, "a", True), (1, 1, "So too:", 2, "c", False),
    ]  # fmt: skip
    assert [(r.text, r.markdown, r.commentary) for r in outline.reasons] == [
        ("a", "*a*[^1]", None), ("b", "b", "More of it."),
    ]  # fmt: skip
    assert section_markdown(outline.sections[1]) == "So too:\n\n1. c\n2. d\n\n   Said *of* it."
    assert outline.footnotes[0].about == (0, 1)
    back = apply(book, Correction("choose_reasons", 0, 1, 1)).chapters[0]
    assert [(r.text, r.commentary) for r in back.reasons] == [("c", None), ("d", "Said *of* it.")]
    assert not apply(book, Correction("no_reasons", 0)).chapters[0].reasons


def test_a_list_of_each_section_may_hold_its_reasons_but_one_alone():
    book = apply(book_of(LISTS), Correction("kind", 0, 0, 1, "reasons"))
    assert [choice.chosen for choice in lists_of(book.chapters[0])] == [True, True]
    assert "one list" in refusal(book, "join_section", 0, 1)
    assert "numbered list" in refusal(book, "choose_reasons", 0, 0, 0)
    book = apply(book, Correction("kind", 0, 0, 1, "list"))
    assert [choice.chosen for choice in lists_of(book.chapters[0])] == [False, True]


def test_a_reason_longer_than_its_field_is_refused():
    long = "1. a\n2. " + "b" * 501
    assert "500" in refusal(book_of(long), "kind", 0, 0, 0, "reasons")


NOTES = """One[^1]

## Chapter 8: Two

Two[^2]

Three[^1]

[^1]: A note.

[^2]: See [^3].

[^3]: Inner.

[^4]: Loose.
"""


def test_a_section_begins_a_chapter_with_its_footnotes():
    book = apply(book_of(NOTES), Correction("begin_chapter", 0, 1))
    first, second = book.chapters
    assert (second.book, second.chapter_number, second.chapter_title) == ("Book", 8, "Two")
    assert written(second) == "Two[^2]\n\nThree[^1]"
    assert [(n.number, n.about) for n in first.footnotes] == [(1, (0, 0)), (4, None)]
    assert [(n.number, n.about) for n in second.footnotes] == [(1, (0, 1)), (2, (0, 0)), (3, None)]


def test_a_block_begins_a_chapter():
    text = "One\n\nTwo\n\nThree\n\n## Four\n\nFive"
    book = apply(book_of(text, "Six"), Correction("begin_chapter", 0, 0, 1))
    assert [chapter.chapter_title for chapter in book.chapters] == ["Title", "Two", "Title"]
    assert [chapter.chapter_number for chapter in book.chapters] == [3, 4, 5]
    assert written(book.chapters[1]) == "Three\n\n## Four\n\nFive"
    book = apply(book_of(text), Correction("begin_chapter", 0, 0, 1, "Name"))
    assert written(book.chapters[1]) == "Two\n\nThree\n\n## Four\n\nFive"
    assert refusal(book, "begin_chapter", 0, 0, 0)
    assert refusal(book, "begin_chapter", 1, 1, 0, "x" * 301)
    assert refusal(book_of("One\n\nTwo"), "begin_chapter", 0, 0, 1)


def test_joined_chapters_number_their_footnotes_on():
    second = (
        "Two[^1] and `[^1]`[^2]\n\n::: reasons\n1. a[^2]\n2. b\n:::\n\n[^1]: See [^2].\n\n[^2]: B."
    )
    third = Outline("Book", 4, "Third", (OutlineSection(None, ()),))
    book = book_of(NOTES, second)
    book = BookOutline("Book", "", "", (*book.chapters, third))
    found = apply(book, Correction("join_chapters", 1))
    outline, last = found.chapters
    assert [note.number for note in outline.footnotes] == [1, 2, 3, 4, 5, 6]
    assert outline.footnotes[4].markdown == "See [^6]."
    assert outline.footnotes[5].about == (2, 0)
    assert outline.sections[2].heading == "Title"
    assert outline.sections[2].blocks[0].markdown == "Two[^5] and `[^1]`[^6]"
    assert outline.reasons[0].markdown == "a[^6]"
    assert last.chapter_number == 3
    assert refusal(found, "join_chapters", 0)


def test_a_chapter_gets_another_name():
    outline = apply(book_of("One"), Correction("name_chapter", 0, value=" A  b ", number=9))
    assert (outline.chapters[0].chapter_title, outline.chapters[0].chapter_number) == ("A b", 9)
    assert refusal(book_of("One"), "name_chapter", 0, value=" ")
