"""`export_chapter`: a chapter becomes a file, and the file the same chapter."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from readings.importing import demo
from readings.importing.actions import import_outline
from readings.importing.plaintext import read_plain_text
from readings.text.models import Block, Chapter, Footnote, Reason

REAL = Path(__file__).parents[3] / "shared" / "chapters" / "stay-close-to-the-masses.txt"
FILE = """---
book: The Commons
author: A. Shepherd
language: en
number: 12
title: The Fence
---

::: verse
Walk the field
before you draw it
:::

A village *shares* one field, and its rule is seldom written down.[^1] They kept to it in order to:

::: reasons
1. know one another

    Said *twice*.

2. hear of trouble early
:::

None of this stands in the ledger 🐑.

## Why the fence went up

> We counted the days that a neighbour had gone without asking.[^2]

The fence followed the price, and the price followed the fence.

---

[^1]: Almanac of the Parish, p. 3.

[^2]: ibid., p. 9.
"""


def export(address, **options):
    out = io.StringIO()
    call_command("export_chapter", address, stdout=out, **options)
    return out.getvalue()


def stored(chapter):
    """All that readers see of a chapter."""
    blocks = Block.objects.filter(chapter=chapter).order_by("section__order", "order")
    reasons = Reason.objects.filter(section__chapter=chapter).order_by("section__order", "number")
    footnotes = Footnote.objects.filter(chapter=chapter).order_by("number")
    return [
        (chapter.number, chapter.title, chapter.book.author, chapter.book.language),
        list(chapter.sections.order_by("order").values_list("heading", "version__plain_text")),
        list(blocks.values_list("number", "kind", "html", "lead_in", "start", "end")),
        list(reasons.values_list("number", "text", "commentary", "start", "end")),
        list(footnotes.values_list("number", "body", "html", "block__number")),
    ]


def test_a_chapter_is_written_as_people_would_write_it(chapter):
    assert export("the-commons/the-fence") == FILE


def test_the_file_is_written_where_it_is_asked_for(chapter, tmp_path):
    path = tmp_path / "fence.md"
    assert "Written: 12. The Fence" in export("the-commons/the-fence", output=str(path))
    assert path.read_bytes().decode() == FILE


def test_an_unknown_chapter_is_answered_with_those_that_there_are(chapter):
    with pytest.raises(CommandError, match="the-commons/the-fence"):
        export("the-commons/the-hedge")


def test_a_folder_that_is_not_there_is_no_crash(chapter, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        export("the-commons/the-fence", output=str(tmp_path / "nowhere" / "fence.md"))


@pytest.fixture
def comes_back(tmp_path):
    """Exports a chapter and imports the file as a chapter of another book."""

    def check(chapter):
        path = tmp_path / "chapter.md"
        address = f"{chapter.book.slug}/{chapter.slug}"
        path.write_text(export(address).replace("book: ", "book: Again, ", 1), encoding="utf-8")
        call_command("import_chapter", str(path), stdout=io.StringIO())
        again = Chapter.objects.exclude(pk=chapter.pk).get()
        assert again.book.title.startswith("Again, ")
        assert stored(again) == stored(chapter)

    return check


def test_a_chapter_with_commentary_comes_back(chapter, comes_back):
    comes_back(chapter)


def test_the_demo_chapter_comes_back(db, comes_back):
    text = (Path(demo.__file__).parent / "chapter.txt").read_bytes()
    comes_back(import_outline(user=None, outline=read_plain_text(text), book="Demo").chapter)


@pytest.mark.skipif(not REAL.exists(), reason="the chapter's file is not here")
def test_the_chapter_that_the_importer_was_built_for_comes_back(db, comes_back):
    outline = read_plain_text(REAL.read_bytes())
    comes_back(import_outline(user=None, outline=outline, book="Real").chapter)
