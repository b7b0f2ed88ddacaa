"""Pictures come in with the text that shows them, and with the words that say what they show."""

from __future__ import annotations

import base64
import io

import pytest
from django.core.management import CommandError, call_command

from readings.importing.actions import import_book, import_outline
from readings.importing.reading import read_file, read_pictures
from readings.text.markdown import render_section
from readings.text.models import Block, Book, Chapter, Picture
from readings.text.pictures import check_picture
from tests.fixtures.painting import painted, picture_file
from tests.fixtures.painting import saved as saved_as
from tests.importing.making import changed, document, member

WELL, OAK = picture_file(colour="teal"), picture_file("JPEG", "brown", size=(300, 200))
KEY = check_picture(WELL).key
FILES = {"well_png": WELL, "oak_jpg": OAK}
TEXT = """---
title: Wells
---

# The Rope

Before.

![An old well](well.png){alt="An old well"}

A rope ![of hemp](well.png){alt="of hemp"} holds.

# The Bucket

![](oak.jpg)

Of oak.
"""


def data_uri(data, kind="png"):
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def page(body):
    head = "<!doctype html><html><head><title>Wells</title></head>"
    return f"{head}<body><h1>T</h1>{body}</body></html>".encode()


def with_descriptions(odt, *words):
    """The file as LibreOffice writes it: each picture's words stand below it."""
    content = member(odt, "content.xml").decode()
    for said in words:
        content = content.replace("</draw:frame>", f"{said}</draw:frame\x00>", 1)
    return changed(odt, {"content.xml": content.replace("\x00", "").encode()})


@pytest.fixture(scope="module", params=["epub", "docx", "odt", "html"])
def saved(request):
    if request.param == "html":
        return (
            page(
                f"<p>Before.</p><p><img src='{data_uri(WELL)}' alt='An old well'></p>"
                f"<p>A rope <img src='{data_uri(WELL)}' alt='of hemp'> holds.</p>"
            )
            + page(f"<p><img src='{data_uri(OAK, 'jpeg')}'></p><p>Of oak.</p>").partition(
                b"<body>"
            )[2]
        )
    made = document(TEXT, request.param, **FILES)
    if request.param != "odt":
        return made
    return with_descriptions(
        made, "<svg:title>Short</svg:title><svg:desc>An old well</svg:desc>",
        "<svg:title>of hemp</svg:title>",
    )  # fmt: skip


def markdown(outline):
    return [block.markdown for block in outline.blocks]


def test_pictures_come_with_their_words(saved):
    book = read_file(saved)
    rope, bucket = book.chapters
    assert f"![An old well](picture:{KEY})" in markdown(rope)
    assert f"A rope ![of hemp](picture:{KEY}) holds." in markdown(rope)
    assert [block.kind for block in bucket.blocks] == ["image", "paragraph"]
    assert set(book.pictures) == {*rope.pictures, *bucket.pictures}
    assert rope.pictures == (KEY,)
    assert book.pictures[KEY] == check_picture(WELL).content
    assert not any("left out" in warning for warning in rope.warnings)


def test_a_picture_without_words_is_told(saved):
    _rope, bucket = read_file(saved).chapters
    assert any("has no description" in warning for warning in bucket.warnings)


def test_the_pictures_can_be_read_again_alone(saved):
    assert read_file(saved).pictures.items() <= read_pictures(saved).items()


def test_they_are_no_part_of_the_outline_as_it_is_written(saved):
    assert "pictures" not in read_file(saved).as_json()


def test_a_book_is_imported_with_its_pictures(saved, db):
    rope, bucket = import_book(user=None, outline=read_file(saved))
    book = Book.objects.get()
    assert book.pictures.count() == 2
    image = rope.chapter.blocks.get(kind="image")
    assert f'src="/pictures/{KEY}/" alt="An old well" width="60" height="40"' in image.html
    assert 'width="300" height="200"' in bucket.chapter.blocks.get(kind="image").html


def test_the_same_file_again_changes_nothing(saved, db):
    import_book(user=None, outline=read_file(saved))
    before = [Picture.objects.in_bulk(), Block.objects.in_bulk(), Chapter.objects.in_bulk()]
    again = import_book(user=None, outline=read_file(saved))
    assert not any(imported.created or imported.updated for imported in again)
    assert [Picture.objects.in_bulk(), Block.objects.in_bulk(), Chapter.objects.in_bulk()] == before


def test_one_chapter_brings_its_own_pictures_alone(saved, db):
    found = read_file(saved)
    import_outline(
        user=None, outline=found.chapters[0], book="Wells", number=1, pictures=found.pictures
    )
    assert [picture.key for picture in Picture.objects.all()] == [KEY]


def test_a_draft_kept_without_pictures_takes_them_from_the_file(saved, db):
    (rope, _bucket) = read_file(saved).chapters
    import_outline(user=None, outline=rope, book="Wells", number=1, pictures=read_pictures(saved))
    assert Picture.objects.get().key == KEY


def test_a_newer_file_brings_another_picture(db):
    old, new = (
        read_file(page(f"<p>Before.</p><img src='{data_uri(data)}' alt='A well'><p>After.</p>"))
        for data in (WELL, OAK)
    )
    first = import_outline(user=None, outline=old.chapters[0], book="B", pictures=old.pictures)
    block = first.chapter.blocks.get(kind="image")
    second = import_outline(
        user=None, outline=new.chapters[0], book="B", pictures=new.pictures, update=True
    )
    assert (second.updated, second.sections) == (True, 1)
    assert "300" in first.chapter.blocks.get(key=block.key, removed_at=None).html
    assert Picture.objects.count() == 2  # versions still show the old one


def test_figures_keep_their_captions():
    chapter = read_file(
        page(
            f"<p>Words.</p><figure><img src='{data_uri(WELL)}' alt='A well'><figcaption>The <b>well"
            "</b>, 1801</figcaption></figure>"
        )
    ).chapters[0]
    assert [(b.kind, b.text) for b in chapter.blocks][1:] == [
        ("image", ""), ("caption", "The well, 1801"),
    ]  # fmt: skip


def test_pictures_stand_in_lists_tables_quotes_and_notes():
    image = f"<img src='{data_uri(WELL)}' alt='a|[b]*'>"
    (chapter,) = read_file(
        page(
            f"<ul><li>one {image}</li></ul><table><tr><td>{image}</td><td>x</td></tr></table>"
            f"<blockquote><p>{image}</p><p>said.</p></blockquote><p>So{image}<br>two<br>three</p>"
        )
    ).chapters
    assert [b.kind for b in chapter.blocks] == ["list", "table", "quote", "paragraph"]
    assert all(source.count(f"](picture:{KEY})") == 1 for source in markdown(chapter))
    assert len(read_file(document("Words.[^1]\n\n[^1]: See ![w](well.png).\n", "epub", **FILES))
               .chapters[0].pictures) == 1  # fmt: skip


def test_a_list_of_pictures_alone_holds_no_reasons():
    image = f"<img src='{data_uri(WELL)}' alt='words'>"
    outline = read_file(
        page(f"<p>They did it to:</p><ol><li>{image}</li><li>{image}</li></ol>")
    ).chapters[0]
    assert outline.reasons == ()


def test_the_words_are_those_that_the_author_wrote():
    """Signs of Markdown among them are signs."""
    said = "a *b* [c](d) \\ `e` ![f] _g_ &lt;i&gt;"
    (chapter,) = read_file(
        page(f"<p>W.</p><p><img src='{data_uri(WELL)}' alt='{said}'></p>")
    ).chapters
    (_words, image) = chapter.blocks
    assert 'alt="a *b* [c](d) \\ `e` ![f] _g_ &lt;i&gt;"' in render_section(image.markdown)[0].html


DEEP_PAGE = b"""<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>T</h1><p>Words.</p>
<p><img src="../images/a%20well.png" alt="up"/></p><p><img src="near.png" alt="near"/></p>
<p><img src="/EPUB/images/a%20well.png" alt="from the top"/></p></body></html>"""


def test_pictures_of_an_e_book_lie_where_its_pages_say():
    book = changed(
        document("# T\n\nWords.\n", "epub"),
        {
            "EPUB/text/ch001.xhtml": DEEP_PAGE,
            "EPUB/images/a well.png": WELL,
            "EPUB/text/near.png": OAK,
        },
    )
    (chapter,) = read_file(book).chapters
    assert len(chapter.pictures) == 2
    assert markdown(chapter).count(f"![up](picture:{KEY})") == 1
    assert f"![from the top](picture:{KEY})" in markdown(chapter)


def test_of_a_moving_picture_the_first_frame_comes_and_that_is_said():
    moving = saved_as(painted(), "GIF", save_all=True, append_images=[painted("red")])
    (chapter,) = read_file(
        page(f"<p>W.</p><img src='{data_uri(moving, 'gif')}' alt='a wheel'>")
    ).chapters
    assert len(chapter.pictures) == 1
    assert any("moves" in warning for warning in chapter.warnings)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_pictures_of_a_page_in_another_encoding(encoding):
    text = (
        f"<html><meta charset='{encoding}'><body><p>Déjà vu</p><img src='{data_uri(WELL)}' alt='é'>"
    )
    assert read_file(text.encode(encoding)).chapters[0].pictures == (KEY,)


def test_a_page_may_hold_more_pictures_than_words(monkeypatch):
    """What an archiving browser writes is large for its pictures alone."""
    monkeypatch.setattr("readings.importing.pandoc.html.MAX_HTML", 2_000)
    assert len(data_uri(OAK)) > 2_000
    found = read_file(page(f"<p>Words.</p><img src='{data_uri(OAK)}' alt='an oak'>"))
    assert len(found.pictures) == 1


def test_commands_import_pictures(saved, tmp_path, db):
    path = tmp_path / "wells.bin"
    path.write_bytes(saved)
    call_command("import_book", str(path), book="Wells", stdout=io.StringIO())
    assert Picture.objects.count() == 2
    call_command("import_chapter", str(path), book="Other", chapter=1, stdout=io.StringIO())
    assert Book.objects.get(title="Other").pictures.count() == 1


def test_a_text_whose_pictures_are_nowhere_is_refused(tmp_path, db):
    path = tmp_path / "fence.md"
    path.write_text(f"---\nbook: B\ntitle: T\n---\n\n![A well](picture:{KEY})\n")
    with pytest.raises(CommandError, match="there is no picture"):
        call_command("import_chapter", str(path), stdout=io.StringIO())
    assert not Book.objects.exists()
