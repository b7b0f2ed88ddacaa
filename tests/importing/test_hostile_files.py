"""Files made to do harm, or broken: a clear refusal, in bounded time and memory, and no trace."""

from __future__ import annotations

import http.server
import io
import struct
import subprocess
import threading
import zipfile

import pytest

from readings.importing.pandoc import archives, running
from readings.importing.problems import ImportProblem
from readings.importing.reading import MAX_FILE, read_file
from tests.importing.making import changed, document, member

TEXT = "# The Well\n\nWords enough for a chapter stand here.\n"


def refused(data, name="file.bin"):
    with pytest.raises(ImportProblem) as caught:
        read_file(data, name=name)
    assert caught.value.message
    return caught.value.code


def html(body):
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def text_of(data):
    book = read_file(data)
    return "\n".join(block.markdown for c in book.chapters for block in c.blocks), book


@pytest.fixture(scope="module", params=["epub", "docx", "odt"])
def saved(request):
    return document(TEXT, request.param)


def test_a_bomb_that_says_so(saved, monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 2_000_000)
    assert refused(changed(saved, {"bomb.bin": b"\0" * 3_000_000})) == "too_large"


def test_a_bomb_of_text(saved):
    bomb = changed(saved, {"bomb.xml": b" " * (archives.MAX_TEXT + 1)})
    assert len(bomb) < 200_000
    assert refused(bomb) == "too_large"


def test_a_bomb_that_hides_its_size(saved):
    bomb = bytearray(changed(saved, {"bomb.xml": b" " * 5_000_000}))
    sizes = struct.pack("<L", 5_000_000)
    assert bomb.count(sizes) == 2
    assert refused(bytes(bomb.replace(sizes, struct.pack("<L", 10)))) == "damaged"


def test_more_files_than_any_book_has(saved):
    assert refused(changed(saved, {f"{n}.xml": b"" for n in range(4_001)})) == "too_large"


@pytest.mark.parametrize("name", ["../out.xml", "/etc/out.xml", "a/../../out.xml", "C:/out.xml"])
def test_paths_that_lead_out(saved, name, tmp_path):
    assert refused(changed(saved, {name: b"<x/>"})) == "unsafe"


def test_a_name_twice(saved):
    out = io.BytesIO(saved)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(archive.namelist()[-1], b"other")
    assert refused(out.getvalue()) == "unsafe"


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(("kind", "name"), [("docx", "word/document.xml"), ("odt", "content.xml")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities(kind, name, encoding):
    saved = document(TEXT, kind)
    inside = member(saved, name).partition(b"?>")[2]
    content = (LAUGHS + inside.replace(b"Words", b"&b;")).decode().encode(encoding)
    assert refused(changed(saved, {name: content})) == "unsafe"


def test_entities_that_name_a_file():
    saved = document(TEXT, "epub")
    page = b'<!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><p>&f;</p></html>'
    assert refused(changed(saved, {"EPUB/text/ch001.xhtml": page})) == "unsafe"


def test_entities_in_a_page_are_never_expanded():
    page = LAUGHS.replace(b"DOCTYPE x", b"DOCTYPE html") + html("<p>One &b; two.</p>")
    assert "hahaha" not in text_of(page)[0]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_truncated_archives(saved, share):
    assert refused(saved[: int(len(saved) * share)]) == "damaged"


def test_archives_with_damage_inside(saved):
    broken = bytearray(saved)
    broken[len(broken) // 3 : len(broken) // 3 + 200] = b"\xaa" * 200
    assert refused(bytes(broken)) in ("damaged", "format")


@pytest.mark.parametrize(("kind", "name"), [("docx", "word/document.xml"), ("odt", "content.xml")])
@pytest.mark.parametrize("content", [b"", b"<<<", b"\xff\xfe\x00\xd8words"])
def test_documents_that_are_no_xml(kind, name, content):
    assert refused(changed(document(TEXT, kind), {name: content})) in ("damaged", "no_text")


def test_a_locked_archive(saved):
    locked = bytearray(saved)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(mark)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(mark, at + 4)
    assert refused(bytes(locked)) in ("locked", "damaged", "format")


def test_archives_of_other_kinds():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert refused(out.getvalue(), "words.docx") == "format"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.doc") == "format"
    assert refused(b"\x1f\x8b\x08" + b"\0" * 60) == "format"


@pytest.mark.parametrize("name", ["well.txt", "well.docx", "well.html", "well.exe", ""])
def test_the_ending_of_a_name_says_nothing(saved, name):
    (chapter,) = read_file(saved, name=name).chapters
    assert chapter.chapter_title == "The Well"


def test_text_that_is_called_a_word_file():
    (chapter,) = read_file(b"The Book\n\n3. The Well\n\nWords.\n", name="well.docx").chapters
    assert (chapter.book, chapter.chapter_number) == ("The Book", 3)


DEEP = ("div", "blockquote", "ul><li", "dl><dd", "table><tr><td", "section", "em", "span")


@pytest.mark.parametrize("tag", DEEP)
@pytest.mark.parametrize("closed", [False, True])
def test_deep_nesting(tag, closed):
    ends = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    page = f"<p>before</p>{f'<{tag}>' * 3_000}deep{ends * 3_000 if closed else ''}"
    assert refused(html(page)) == "too_deep"


@pytest.mark.parametrize("tag", ["ul><li", "ol><li"])
def test_lists_that_never_end(tag):
    # Pandoc takes twice as long for each of them.
    assert refused(html(f"<{tag}>item" * 25)) == "too_deep"
    assert text_of(html(f"<{tag}>item" * 6))[0].count("item") == 6


def test_deep_nesting_in_a_book():
    page = b'<html xmlns="http://www.w3.org/1999/xhtml"><body>' + b"<ul><li>" * 500
    assert refused(changed(document(TEXT, "epub"), {"EPUB/text/ch001.xhtml": page})) == "too_deep"


def test_nesting_that_an_author_may_need():
    lists = "<ul><li>level" * 12 + "</li></ul>" * 12
    assert text_of(html(lists))[0].count("level") == 12


def test_scripts_and_styles_are_no_text():
    found, _book = text_of(
        html(
            "<script>alert(1)</script><style>p {color: red}</style><p onclick='alert(2)'>Words."
            "<iframe srcdoc='<script>alert(3)</script>'></iframe><svg onload='alert(4)'></svg></p>"
            "<p>&lt;script&gt;alert(5)&lt;/script&gt;</p>"
        )
    )
    assert "alert(5)" in found
    assert not any(f"alert({n})" in found for n in range(1, 5))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:x",
        "&#106;avascript:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd",
        "//evil.example/", "\\\\evil.example\\x", "blob:x", "../../admin/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["html", "epub"])
def test_bad_links_leave_their_words(url, kind):
    page = html(f"<h1>T</h1><p>Read <a href='{url}'>these words</a> again.</p>")
    if kind == "epub":
        body = page.replace(b"<html>", b'<html xmlns="http://www.w3.org/1999/xhtml">')
        page = changed(document(TEXT, "epub"), {"EPUB/text/ch001.xhtml": body})
    found, book = text_of(page)
    assert found == "Read these words again."
    assert any("link" in warning for warning in book.chapters[0].warnings)


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_bad_links_of_word_processors(kind):
    found, _book = text_of(document("Read [these](javascript:alert(1)) [words](file:///x).", kind))
    assert found == "Read these words."


class Recorder(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def address():
    Recorder.asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_is_fetched(address, tmp_path):
    (tmp_path / "secret.txt").write_text("a secret of the server")
    outside = [f"{address}/x", f"{tmp_path}/secret.txt", f"file://{tmp_path}/secret.txt"]
    tags = "".join(
        f"<img src='{url}' alt='a picture'><iframe src='{url}'></iframe><object data='{url}'>"
        f"</object><link rel='stylesheet' href='{url}'><script src='{url}'></script>"
        f"<embed src='{url}'><audio src='{url}'></audio>"
        for url in outside
    )
    page = html(f"<base href='{address}/'><p>Words. {tags}</p>")
    assert "secret" not in text_of(page)[0].replace("secret.txt", "")
    inside = page.replace(b"<html>", b'<html xmlns="http://www.w3.org/1999/xhtml">')
    text_of(changed(document(TEXT, "epub"), {"EPUB/text/ch001.xhtml": inside}))
    assert Recorder.asked == []


def test_broken_encodings():
    found, book = text_of(html("<p>caf\udce9 words</p>".encode(errors="ignore").decode()))
    assert "caf" in found
    latin = "<html><p>Déjà “vu”</p></html>".encode("cp1252")
    found, book = text_of(latin)
    assert found == "Déjà “vu”"
    assert any("Windows-1252" in warning for warning in book.warnings)
    assert refused(b"<html><p>\x81\x8d\x8f</p></html>") == "encoding"


@pytest.mark.parametrize("encoding", ["utf-16", "koi8-r", "shift_jis", "windows-1251"])
def test_encodings_that_a_page_names(encoding):
    words = "Колодец" if encoding != "shift_jis" else "井戸"
    page = f'<html><head><meta charset="{encoding}"></head><body><p>{words}</p></body></html>'
    assert text_of(page.encode(encoding))[0] == words


def test_pages_name_no_encoding_that_does_harm():
    for name in ("rot13", "zlib", "undefined", "idna", "no-such", "unicode_escape"):
        page = f'<html><meta charset="{name}"><p>Words.</p></html>'.encode()
        assert text_of(page)[0] == "Words."


@pytest.mark.parametrize("body", ["", "<p> </p>", "<h1>Title alone</h1>", "<script>x</script>"])
def test_pages_without_a_text(body):
    assert refused(html(body)) == "no_text"


def test_files_that_are_too_large():
    assert refused(b"word " * (MAX_FILE // 5 + 1)) == "too_large"
    assert refused(html("<p>word " * 1_200_000)) == "too_large"


def test_time_is_limited(saved, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.001)
    assert refused(saved) == "too_slow"


def test_memory_is_limited(monkeypatch):
    monkeypatch.setattr(running, "_LIMITS", ("--sandbox", "+RTS", "-M16M", "-RTS"))
    assert refused(html("<p>word <em>word</em>" * 200_000)) == "too_large"


def test_one_file_at_a_time(saved, monkeypatch):
    monkeypatch.setattr(running, "SECONDS", 0.01)
    with running._one_at_a_time:
        assert refused(saved) == "busy"


def test_the_environment_and_the_folder_are_empty(saved, monkeypatch):
    seen = {}

    def run(command, **options):
        seen.update(
            options, command=command, there=sorted(p.name for p in options["cwd"].iterdir())
        )
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(subprocess, "run", run)
    assert refused(saved) == "too_slow"
    assert seen["env"] == {}
    assert seen["there"] == ["input", "tree.json"]
    assert "--sandbox" in seen["command"]
    assert not seen["cwd"].exists()


def test_pandoc_may_be_missing(saved, monkeypatch):
    monkeypatch.setattr(running, "find_spec", lambda _name: None)
    assert refused(saved) == "no_reader"
