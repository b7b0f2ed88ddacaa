"""Pictures that stand in Markdown itself, as word processors and note-takers write them."""

from __future__ import annotations

import base64

import pytest

from readings.importing.embedded import apart, shortened
from readings.importing.texts import pictures_of, read_book
from readings.text.models import Chapter, Picture
from readings.text.pictures import check_picture
from tests.fixtures.painting import picture_file
from tests.importing.making import WELL as PLAIN

HEAD = "---\nbook: Wells\nnumber: 1\ntitle: The Well\n---\n\n"


@pytest.fixture(scope="module")
def well():
    return picture_file(colour="teal")


def data_uri(data, kind="png"):
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


@pytest.mark.parametrize(
    "written",
    [
        "![A well]({})",
        "![A well](<{}>)",
        '![A well]({} "Dug")',
        "![A well][image1]\n\n[image1]: <{}>",
        "![A well][Image 1]\n\n[image  1]: {}",
        "![A well][]\n\n[a well]: {}",
        "![A well]\n\n[A well]: {}",
    ],
)
def test_a_picture_comes_with_its_text(well, written):
    text = f"{HEAD}Before.\n\n{written.format(data_uri(well))}\n\nAfter.\n"
    book = read_book(text.encode(), form="markdown")
    key = check_picture(well).key
    blocks = [(b.kind, b.markdown.split(" ")[0:2]) for b in book.chapters[0].blocks]
    assert [kind for kind, _words in blocks] == ["paragraph", "image", "paragraph"]
    assert f"![A well](picture:{key}" in list(book.chapters[0].blocks)[1].markdown
    assert book.pictures == {key: check_picture(well).content} == pictures_of(text.encode())
    assert book.chapters[0].warnings == ()


def test_no_line_comes_or_goes(well):
    text = f"a\n\n![b][c]\n\n[c]: {data_uri(well)}\n\nd"
    assert apart(text)[0].split("\n")[6] == "d"


def test_what_is_no_picture_is_told_and_kept_short():
    text = f"{HEAD}Before ![a rim]({data_uri(b'GIF89a, but no more than that')}).\n"
    book = read_book(text, form="markdown")
    (block,) = book.chapters[0].blocks
    assert block.markdown == "Before ![a rim](picture-1.png)."
    assert "The picture “picture-1.png” was left out: it is damaged or incomplete." in (
        book.chapters[0].warnings
    )
    assert book.pictures == {}


def test_a_drawing_with_a_script_stays_out():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    book = read_book(f"{HEAD}Words ![x]({data_uri(svg, 'svg+xml')})\n", form="markdown")
    assert book.pictures == {}
    assert any("SVG" in said for said in book.chapters[0].warnings)


def test_a_text_may_hold_more_pictures_than_words(monkeypatch):
    large = picture_file("PNG", "brown", size=(40, 30))
    padding = "A" * 1_200_000  # more than a text may have, and no picture
    text = f"{HEAD}![a]({data_uri(large)})\n\n![b](data:image/png;base64,{padding})\n"
    assert len(read_book(text.encode(), form="markdown").pictures) == 1


def test_plain_text_says_what_it_says(well):
    text = PLAIN.replace("Nobody asked", f"![x]({data_uri(well)}) Nobody asked")
    assert read_book(text).pictures == {}


def test_the_chapter_that_is_saved_has_the_picture(desk, well, member_client):
    draft = desk.begin(f"{HEAD}Before.\n\n![A well]({data_uri(well)})\n", form="markdown")
    html = desk.html(draft)
    key = check_picture(well).key
    assert f'<img src="/texts/{draft.uid}/pictures/{key}/" alt="A well"' in html
    assert "base64,…" in html  # the lines of the source are for people
    desk.save(draft)
    assert Picture.objects.get().key == key
    assert f"/pictures/{key}/" in Chapter.objects.get().blocks.get(kind="image").html
    assert member_client.get(f"/pictures/{key}/").status_code == 200


def test_the_text_is_put_right_and_keeps_its_picture(desk, well, outline_now):
    text = f"{HEAD}Befroe.\n\n![A well]({data_uri(well)})\n"
    draft = desk.begin(text, form="markdown")
    desk.send(draft, "source", text=text.replace("Befroe", "Before"))
    assert draft.pictures.count() == 1
    assert outline_now(draft).chapters[0].pictures == (check_picture(well).key,)


def test_a_line_is_shortened():
    assert shortened(f"x ({data_uri(b'12345678')}) y") == "x (data:image/png;base64,…) y"
