"""Pictures made to do harm: each stays out with a reason, and the text around it comes in."""

from __future__ import annotations

import base64
import io
import zipfile
from functools import cache

import pytest
from PIL import Image

from readings.importing import gallery
from readings.importing.pandoc.images import descriptions
from readings.importing.reading import read_file, read_pictures
from readings.text import pictures
from tests.fixtures.painting import picture_file, saved
from tests.importing.making import changed, document
from tests.importing.test_hostile_files import Recorder, address, html

__all__ = ["address"]  # a fixture

GOOD = picture_file()
TEXT = "# The Well\n\nBefore.\n\n![A deep well](well.png){alt='A deep well'}\n\nAfter.\n"
PLACES = {
    "epub": "EPUB/media/file0.png",
    "docx": "word/media/rId9.png",
    "odt": "Pictures/0.png",
}
HARMFUL = {
    "bomb": (lambda: saved(Image.new("1", (30_000, 30_000))), "40 million pixels"),
    "truncated": (lambda: saved(Image.effect_noise((300, 300), 90))[:9_000], "damaged"),
    "page": (lambda: b"<html><script>alert(1)</script></html>", "no JPEG"),
    "signed page": (lambda: b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>", "damaged"),
    "drawing": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
    "program": (lambda: b"MZ\x90\x00\x03\x00", "no JPEG"),
    "dot": (lambda: saved(Image.new("L", (1, 1))), "too small"),
    "empty": (lambda: b"", "no JPEG"),
}


@cache
def harmful(name):
    """The picture and why it stays out; large ones are painted only when a test asks for them."""
    make, why = HARMFUL[name]
    return make(), why


@pytest.fixture(scope="module", params=PLACES)
def with_picture(request):
    """Puts other bytes in the place of a document's picture."""
    made = document(TEXT, request.param, well_png=GOOD)
    place = PLACES[request.param]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert place in archive.namelist()
    return lambda data, **more: changed(made, {place: data, **more})


def words(book):
    return [block.text for chapter in book.chapters for block in chapter.blocks]


def warnings(book):
    return "\n".join(said for chapter in book.chapters for said in chapter.warnings)


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_picture_stays_out_and_the_text_comes_in(with_picture, name):
    data, why = harmful(name)
    book = read_file(with_picture(data))
    assert {"Before.", "After."} <= set(words(book))
    assert book.pictures == {}
    assert "left out" in warnings(book)
    assert why in warnings(book)
    assert read_pictures(with_picture(data)) == {}


@pytest.mark.parametrize("name", HARMFUL)
def test_in_a_page_too(name):
    data, why = harmful(name)
    uri = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    book = read_file(html(f"<p>Before.</p><img src='{uri}' alt='A deep well'><p>After.</p>"))
    assert words(book) == ["Before.", "A deep well", "After."]
    assert book.pictures == {}
    assert why in warnings(book) or not data  # a picture of nothing is no picture's address


def test_a_picture_with_a_page_behind_it_comes_without_the_page(with_picture):
    book = read_file(with_picture(GOOD + b"<script>alert(1)</script>"))
    (content,) = book.pictures.values()
    assert b"script" not in content


def test_the_ending_of_its_name_says_nothing():
    made = document("# T\n\nWords.\n\n![w](well.png)\n", "epub", well_png=GOOD)
    page = b"""<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>T</h1><p>Words.</p>
      <p><img src="../media/one.html.exe" alt="w"/></p></body></html>"""
    book = changed(made, {"EPUB/text/ch001.xhtml": page, "EPUB/media/one.html.exe": GOOD})
    assert len(read_file(book).pictures) == 1


@pytest.mark.parametrize("kind", PLACES)
def test_a_picture_that_cannot_be_unpacked_stays_out(kind):
    place, noise = PLACES[kind], saved(Image.effect_noise((200, 200), 90))
    whole = bytearray(changed(document(TEXT, kind, well_png=GOOD), {place: noise}))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        at = archive.getinfo(place).header_offset + 5_000
    whole[at : at + 200] = b"\xaa" * 200
    book = read_file(bytes(whole))
    assert {"Before.", "After."} <= set(words(book))
    assert "damaged" in warnings(book)


def page_of(count, data=GOOD):
    """A page with so many pictures, no two of them the same."""
    images = (
        f"<img src='data:image/png;base64,{base64.b64encode(data + b'x' * n).decode()}' alt='w{n}'>"
        for n in range(count)
    )
    return html(f"<p>Before.</p>{''.join(f'<p>{image}</p>' for image in images)}<p>After.</p>")


def test_thousands_of_pictures(monkeypatch):
    monkeypatch.setattr(gallery, "MAX_PICTURES", 20)
    book = read_file(page_of(3_000, b"GIF89a"))
    assert len(words(book)) == 3_002
    assert book.pictures == {}
    many = read_file(page_of(40))
    assert sum(block.kind == "image" for block in many.chapters[0].blocks) == 20
    assert "more pictures than are taken" in warnings(many)


def test_pictures_that_together_cost_too_much(monkeypatch):
    monkeypatch.setattr(gallery, "MAX_PIXELS", 60 * 40 * 5)
    book = read_file(page_of(8))
    assert sum(block.kind == "image" for block in book.chapters[0].blocks) == 5
    monkeypatch.setattr(gallery, "MAX_PIXELS", 10**9)
    monkeypatch.setattr(gallery, "MAX_KEPT", 300)
    kept = read_file(page_of(8)).chapters[0]
    assert 0 < sum(block.kind == "image" for block in kept.blocks) < 8


def test_the_same_picture_a_thousand_times_is_looked_at_once(monkeypatch):
    looked = []

    def check(data, name):
        looked.append(name)
        return pictures.check_picture(data, name=name)

    monkeypatch.setattr(gallery, "check_picture", check)
    uri = f"data:image/png;base64,{base64.b64encode(GOOD).decode()}"
    book = read_file(html("<p>Words.</p>" + f"<p><img src='{uri}' alt='w'></p>" * 1_000))
    assert sum(block.kind == "image" for block in book.chapters[0].blocks) == 1_000
    assert len(looked) == 1


@pytest.mark.parametrize(
    "url",
    ["{site}/well.png", "file:///etc/passwd", "file://{folder}/well.png", "{folder}/well.png",
     "../../../../etc/passwd", "..\\well.png", "ftp://x.example/w.png"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["html", "epub"])
def test_nothing_outside_the_file_is_fetched_or_shown(url, kind, address, tmp_path):
    (tmp_path / "well.png").write_bytes(GOOD)
    url = url.format(site=address, folder=tmp_path)
    page = html(f"<h1>T</h1><p>Words.</p><p><img src='{url}' alt='A well'/></p>")
    if kind == "epub":
        body = page.replace(b"<html>", b'<html xmlns="http://www.w3.org/1999/xhtml">')
        page = changed(document(TEXT, "epub"), {"EPUB/text/ch001.xhtml": body})
    book = read_file(page)
    assert words(book) == ["Words.", "A well"]
    assert book.pictures == {}
    assert "left out" in warnings(book)
    assert Recorder.asked == []


@pytest.mark.parametrize("url", ["http://x.example/w.png", "//x.example/w.png"])
def test_pictures_of_markdown_are_not_fetched_either(url):
    (chapter,) = read_file(f"# T\n\n![A well]({url})\n".encode(), name="t.md").chapters
    assert chapter.pictures == ()
    assert chapter.warnings[-1].startswith("The picture “w.png” lies outside the file")


def test_drawings_with_scripts_are_told_as_what_they_are():
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><text>x</text></svg>"
    encoded = base64.b64encode(svg.encode()).decode()
    book = read_file(
        html(f"<p>Words.</p><img alt='A plan' src='data:image/svg+xml;base64,{encoded}'>")
    )
    assert words(book) == ["Words.", "A plan"]
    assert "alert" not in str(book.chapters)
    assert "it is an SVG drawing" in warnings(book)


def test_words_beside_a_picture_that_would_take_the_text_apart():
    frame = '<draw:image xlink:href="Pictures/0.png"/>' * 20_000
    assert len(descriptions(frame.encode())["Pictures/0.png"]) == 20_000
