"""`import_chapter`: from a file into the database, once, or not at all."""

from __future__ import annotations

import io
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from readings.importing.actions import Refused, import_outline
from readings.importing.plaintext import MAX_BYTES, read_plain_text
from readings.text.models import Block, Book, Chapter, Footnote, Reason, Section

TEXT = """The Ferryman's Handbook

7. Crossing in Fog

A ferry that cannot see the far bank listens for it, and the bell on the landing stage was
hung there for that reason alone.[1]

The rules of the crossing are kept in order to:

  1. arrive
  2. arrive dry
  3. be believed the next time

What the Bell Says

Two strokes mean that the landing is free. Three strokes mean that somebody is waiting to go back.

1   Harbour Book, vol. 2, p. 40.
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "fog.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*args, **options):
    out = io.StringIO()
    call_command("import_chapter", *map(str, args), stdout=out, **options)
    return out.getvalue()


def stored():
    return [m.objects.count() for m in (Book, Chapter, Section, Block, Reason, Footnote)]


def test_a_file_becomes_a_chapter(db, file):
    assert "Imported: 7. Crossing in Fog" in run(file)
    chapter = Chapter.objects.get()
    assert (chapter.book.title, chapter.number) == ("The Ferryman's Handbook", 7)
    assert [s.heading for s in chapter.sections.order_by("order")] == ["", "What the Bell Says"]
    assert list(Reason.objects.values_list("number", "text")) == [
        (1, "arrive"),
        (2, "arrive dry"),
        (3, "be believed the next time"),
    ]
    assert Footnote.objects.get().body == "Harbour Book, vol. 2, p. 40."


def test_the_same_file_twice_changes_nothing(db, file):
    run(file)
    before = stored()
    assert "Nothing to do" in run(file)
    assert stored() == before


def test_other_line_ends_are_the_same_text(db, file, tmp_path):
    run(file)
    windows = tmp_path / "windows.txt"
    windows.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert "Nothing to do" in run(windows)


def test_another_text_under_the_same_number_is_refused(db, file):
    run(file)
    before = stored()
    file.write_text(TEXT.replace("Two strokes", "Four strokes"), encoding="utf-8")
    with pytest.raises(CommandError, match="already has a chapter"):
        run(file)
    assert stored() == before


def test_a_dry_run_says_what_would_be_and_stores_nothing(db, file):
    out = run(file, dry_run=True)
    assert "3 reasons" in out
    assert stored() == [0] * 6


def test_json_prints_the_outline(db, file):
    outline = json.loads(run(file, json=True, dry_run=True))
    assert outline["reasons"] == ["arrive", "arrive dry", "be believed the next time"]
    assert outline["sections"][1]["heading"] == "What the Bell Says"


def test_book_title_and_number_can_be_given(db, file):
    run(file, book="Other Book", title="Other Title", number=3)
    assert str(Chapter.objects.get()) == "3. Other Title"
    assert Book.objects.get().title == "Other Book"


def test_a_file_that_names_no_book_needs_one(db, tmp_path):
    path = tmp_path / "bare.txt"
    path.write_text("Only a paragraph of text stands in this file, and nothing else at all.\n")
    with pytest.raises(CommandError, match=r"[Bb]ook"):
        run(path)
    assert stored() == [0] * 6
    run(path, book="A Book", title="A Title")
    assert Chapter.objects.get().number == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        (b"word " * (MAX_BYTES // 4), "larger than"),
    ],
)
def test_what_cannot_be_read_changes_nothing(db, tmp_path, content, words):
    path = tmp_path / "broken.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        run(path, book="A Book")
    assert stored() == [0] * 6


def test_a_missing_file_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "nowhere.txt")


def test_only_staff_import(member, facilitator):
    for person in (member, facilitator):
        with pytest.raises(PermissionDenied):
            import_outline(user=person, outline=read_plain_text(TEXT))
    assert stored() == [0] * 6


def test_a_refused_import_leaves_no_empty_book(db, file, book):
    run(file)
    with pytest.raises(Refused):
        import_outline(user=None, outline=read_plain_text("Just words here.\n"), book="Fresh")
    assert not Book.objects.filter(title="Fresh").exists()
