"""Whole books: their chapters, the links between them, and the commands that import them."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from readings.importing.reading import read_file
from readings.text.models import Book, Chapter
from tests.importing.making import FORMATS, as_its_program, document

BOOK = """---
title: The Parish of Wells
author: Ines Digger
lang: de
---

# Preface

Why this was written down.

# Chapter 1: The Rope {#rope}

A rope is made of hemp.[^hemp] More of it under [knots](#knots), and in [the next](#bucket).

## Of knots {#knots}

A knot holds in order to:

1. be opened
2. stay closed

# Chapter 2: The Bucket {#bucket}

A bucket hangs on [a knot](#knots).[^oak]

[^hemp]: Grown in the parish.

[^oak]: Of oak.
"""

HEADINGS = {"knots": "Of knots", "bucket": "Chapter 2: The Bucket"}


@pytest.fixture(scope="module", params=FORMATS)
def saved(request):
    made = document(BOOK, request.param)
    return as_its_program(made, request.param, HEADINGS)


@pytest.fixture
def file(saved, tmp_path):
    path = tmp_path / "parish.file"
    path.write_bytes(saved)
    return path


def run(command, *args, **options):
    out = io.StringIO()
    call_command(command, *map(str, args), stdout=out, **options)
    return out.getvalue()


def test_each_heading_of_the_first_level_is_a_chapter(saved):
    book = read_file(saved)
    assert book.title == "The Parish of Wells"
    found = [(c.chapter_number, c.chapter_title) for c in book.chapters]
    assert found == [(0, "Preface"), (1, "The Rope"), (2, "The Bucket")]
    assert [[s.heading for s in c.sections] for c in book.chapters] == [
        [None],
        [None, "Of knots"],
        [None],
    ]


def test_footnotes_and_reasons_belong_to_their_chapter(saved):
    _preface, rope, bucket = read_file(saved).chapters
    assert [(note.number, note.markdown) for note in rope.footnotes] == [
        (1, "Grown in the parish.")
    ]
    assert [(note.number, note.markdown) for note in bucket.footnotes] == [(1, "Of oak.")]
    assert [reason.text for reason in rope.reasons] == ["be opened", "stay closed"]


def test_the_command_imports_the_book_once(db, file):
    assert "Imported 3 of 3 chapters" in run("import_book", file)
    book = Book.objects.get()
    assert book.title == "The Parish of Wells"
    titles = book.chapters.order_by("number").values_list("number", "title")
    assert list(titles) == [(0, "Preface"), (1, "The Rope"), (2, "The Bucket")]
    assert "Imported 0 of 3 chapters" in run("import_book", file)
    assert Chapter.objects.count() == 3


def test_links_lead_to_the_sections_as_they_were_written(db, file):
    run("import_book", file, book="Another Name")
    rope, bucket = Chapter.objects.filter(number__gt=0).order_by("number")
    knots = rope.sections.get(order=1)
    html = "".join(rope.blocks.values_list("html", flat=True))
    assert f'<a href="#s-{knots.slug}">knots</a>' in html
    assert f'<a href="../{bucket.slug}/#s-{bucket.sections.get().slug}">the next</a>' in html
    html = "".join(bucket.blocks.values_list("html", flat=True))
    assert f'<a href="../{rope.slug}/#s-{knots.slug}">a knot</a>' in html


def test_a_dry_run_saves_nothing_and_says_what_there_is(db, file):
    assert "2. The Bucket" in run("import_book", file, dry_run=True)
    found = json.loads(run("import_book", file, dry_run=True, json=True))
    assert [chapter["chapter_title"] for chapter in found["chapters"]][1:] == [
        "The Rope",
        "The Bucket",
    ]
    assert not Book.objects.exists()


def test_a_book_is_imported_whole_or_not_at_all(db, file):
    run("import_chapter", file, chapter=2, title="Another Bucket")
    with pytest.raises(CommandError, match="already has a chapter 2"):
        run("import_book", file)
    assert Chapter.objects.get().title == "Another Bucket"


def test_one_chapter_of_a_book(db, file):
    with pytest.raises(CommandError, match=r"Choose one chapter.* 2\. The Bucket"):
        run("import_chapter", file)
    with pytest.raises(CommandError, match="Choose one chapter"):
        run("import_chapter", file, chapter=9)
    run("import_chapter", file, chapter=2)
    assert str(Chapter.objects.get()) == "2. The Bucket"


def test_what_a_file_says_of_the_book_is_kept(db, tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(document(BOOK, "epub"))
    run("import_chapter", path, chapter=1)
    book = Book.objects.get()
    assert (book.author, book.language) == ("Ines Digger", "de")


def test_a_hostile_file_is_refused_by_the_commands(db, tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(document(BOOK, "epub")[:2000])
    for command in ("import_book", "import_chapter"):
        with pytest.raises(CommandError, match="damaged"):
            run(command, path)
    assert not Book.objects.exists()


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["One", "Two"], [1, 2]),
        (["3. One", "4. Two", "Afterword"], [3, 4, 5]),
        (["Chapter I", "Chapter II"], [1, 2]),
        (["Preface", "Thanks", "1. One", "2. Two"], [1, 2, 3, 4]),
        (["1. One", "2. Two", "1. One again"], [1, 2, 3]),
    ],
)
def test_numbers_of_chapters(titles, expected):
    text = "\n\n".join(f"# {title.replace('.', chr(92) + '.')}\n\nWords." for title in titles)
    assert [c.chapter_number for c in read_file(document(text, "html")).chapters] == expected


def test_a_contents_list_is_left_out():
    links = "\n".join(f"- [part {n}](#part-{n})" for n in range(1, 5))
    parts = "\n\n".join(f"# Part {n}\n\nWords of it." for n in range(1, 5))
    book = read_file(document(f"# Contents\n\n{links}\n\n{parts}\n", "docx"))
    assert [c.chapter_title for c in book.chapters] == [f"Part {n}" for n in range(1, 5)]
    assert "Contents" in book.left_out


def test_a_long_text_before_the_first_chapter_is_one_of_its_own():
    text = "It began with a very dry year. Nobody knew why.\n\n# One\n\nWords.\n\n# Two\n\nMore.\n"
    book = read_file(document(text, "docx"))
    assert [c.chapter_title for c in book.chapters] == ["Front matter", "One", "Two"]
    assert book.chapters[0].warnings
