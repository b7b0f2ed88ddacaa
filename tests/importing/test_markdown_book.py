"""A whole book in Markdown: a chapter for each heading of the first rank, as in other formats."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from readings.exporting.markdown import chapter_markdown
from readings.importing.markdown import read_markdown
from readings.importing.problems import ImportProblem
from readings.text.models import Book
from tests.exporting.chapters import told

BOOK = """---
title: The Parish of Wells
author: Ines Digger
language: de
---

A true account

# Preface

Why this was written down.

# Chapter 1: The Rope

A rope is made of hemp.[^hemp]

## Of knots

A knot holds in order to:

::: reasons
1. be opened
2. stay closed
:::

# Part Two

# Chapter 2: The Bucket

A bucket is of oak,[^oak] and hangs on hemp.[^hemp]

[^hemp]: Grown in the parish.

[^oak]: Of oak.

[^lost]: Of nothing.
"""


def named(book):
    return [(c.chapter_number, c.chapter_title) for c in book.chapters]


def notes(chapter):
    return {note.number: (note.markdown, note.about) for note in chapter.footnotes}


def test_each_heading_of_the_first_rank_is_a_chapter():
    book = read_markdown(BOOK)
    assert (book.title, book.author, book.language) == ("The Parish of Wells", "Ines Digger", "de")
    assert named(book) == [(0, "Preface"), (1, "The Rope"), (2, "The Bucket")]
    assert [[s.heading for s in c.sections] for c in book.chapters] == [
        [None],
        [None, "Of knots"],
        [None],
    ]
    assert [reason.text for reason in book.chapters[1].reasons] == ["be opened", "stay closed"]
    assert book.left_out == ("A true account", "Part Two")


def test_footnotes_go_to_the_chapters_that_mark_them_and_count_from_one():
    _preface, rope, bucket = read_markdown(BOOK).chapters
    assert notes(rope) == {1: ("Grown in the parish.", (0, 0))}
    assert notes(bucket) == {
        1: ("Of oak.", (0, 0)),
        2: ("Grown in the parish.", (0, 0)),
        3: ("Of nothing.", None),
    }
    assert next(bucket.blocks).footnotes == (1, 2)
    assert "[^1]" in next(bucket.blocks).markdown


def test_numbers_of_footnotes_stay_and_a_chapter_has_its_own():
    book = read_markdown(
        "# One\n\nWords.[^1]\n\n[^1]: First.\n\n# Two\n\nWords.[^1] More.[^7]\n\n[^1]: Second.\n"
        "\n# Three\n\nEnd.\n\n[^7]: Seventh.\n"
    )
    one, two, three = book.chapters
    assert notes(one) == {1: ("First.", (0, 0))}
    assert notes(two) == {1: ("Second.", (0, 0)), 7: ("Seventh.", (0, 0))}
    assert notes(three) == {}
    assert not any("footnote" in said for c in book.chapters for said in c.warnings)


def test_lines_are_those_of_the_file():
    book = read_markdown("# One\n\nWords.\n\n# Two\n\nMore.\n")
    assert [block.lines for c in book.chapters for block in c.blocks] == [(3, 3), (7, 7)]


def test_a_first_heading_with_nothing_below_it_is_the_books_title():
    book = read_markdown("# Wells\n\n# One\n\nWords.\n\n# Two\n\nMore.\n")
    assert (book.title, named(book)) == ("Wells", [(1, "One"), (2, "Two")])
    assert book.left_out == ()


def test_a_text_before_the_first_chapter_is_one_of_its_own():
    book = read_markdown(
        "It was dry. Nobody knew why.[^1]\n\n# One\n\nA.\n\n# Two\n\nB.\n\n[^1]: N.\n"
    )
    assert named(book) == [(1, "Front matter"), (2, "One"), (3, "Two")]
    assert [doubt.code for doubt in book.chapters[0].doubts] == ["chapter"]
    assert notes(book.chapters[0]) == {1: ("N.", (0, 0))}
    assert "No book title was found." in book.warnings


def test_what_no_chapter_marks_is_told():
    book = read_markdown("Wells\n\n[^4]: Loose.\n\n# One\n\nA.\n\n# Two\n\nB.\n")
    assert book.left_out == ("Wells", "[^4]: Loose.")


def test_a_file_that_names_its_chapter_is_one():
    text = "---\nbook: Wells\nnumber: 2\ntitle: Rope\n---\n\n# One\n\nA.\n\n# Two\n\nB.\n"
    (chapter,) = read_markdown(text).chapters
    assert [section.heading for section in chapter.sections] == ["One", "Two"]
    (again,) = read_markdown(chapter_markdown(told(chapter))).chapters
    assert told(again) == told(chapter)


def test_the_command_imports_the_book(db, tmp_path):
    path = tmp_path / "wells.md"
    path.write_text(BOOK, encoding="utf-8")
    call_command("import_book", str(path), stdout=io.StringIO())
    found = Book.objects.get(title="The Parish of Wells")
    titles = found.chapters.order_by("number").values_list("number", "title")
    assert list(titles) == [(0, "Preface"), (1, "The Rope"), (2, "The Bucket")]


def test_a_long_book_is_read_and_a_longer_file_refused():
    text = "\n\n".join(f"# Chapter {n}\n\n{'Words of it. ' * 4_000}" for n in range(1, 31))
    assert len(text) > 1_500_000
    assert len(read_markdown(text).chapters) == 30
    with pytest.raises(ImportProblem, match="8,000,000"):
        read_markdown("word " * 1_600_001)


def test_signs_in_code_begin_no_chapter():
    text = "# One\n\n```\n# Two\n```\n\nWords with `[^1]`.\n"
    assert len(read_markdown(text).chapters) == 1
