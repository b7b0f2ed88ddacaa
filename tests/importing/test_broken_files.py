"""Files that are no chapter: a clear refusal, never a half-read outline."""

import pytest

from readings.importing.plaintext import MAX_BYTES, read_plain_text
from readings.importing.problems import ImportProblem

CHAPTER = "The Book\n\n3. The Title\n\nA paragraph of “words”, long enough to be one.\n"


def refused(data):
    with pytest.raises(ImportProblem) as caught:
        read_plain_text(data, name="file.txt")
    assert str(caught.value) == caught.value.message
    return caught.value.code


@pytest.mark.parametrize("data", [b"", "", b" \r\n\t\n", "\ufeff", b"\xef\xbb\xbf", "... --- ..."])
def test_empty(data):
    assert refused(data) == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04\x14\x00word",
        "words\x00words",
        b"\x01\x02\x03\x04\x05 words \x06\x07",
    ],
)
def test_binary(data):
    assert refused(data) == "binary"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n%words", b"{\\rtf1\\ansi words}", "\ufeff\n<!DOCTYPE html><p>words", b"<html>w"],
)
def test_other_formats(data):
    assert refused(data) == "format"


def test_huge():
    assert refused(b"word " * (MAX_BYTES // 5 + 1)) == "too_large"
    # The limit is of bytes, whether or not they are decoded already.
    assert refused("ß" * (MAX_BYTES // 2 + 1)) == "too_large"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(CHAPTER.encode("utf-16")[:-1], id="half a UTF-16 character"),
        pytest.param(b"words \x81\x8d\x8f words", id="no Windows-1252 either"),
    ],
)
def test_invalid_encoding(data):
    assert refused(data) == "encoding"


@pytest.mark.parametrize("data", ["Home | Contents | Next", "The Book\n\n3. The Title\n"])
def test_no_text_under_the_titles(data):
    assert refused(data) == "no_text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_that_say_what_they_are(encoding):
    outline = read_plain_text(CHAPTER.encode(encoding))
    assert outline == read_plain_text(CHAPTER)
    assert outline.warnings == ()


def test_windows_1252_is_read_with_a_warning():
    outline = read_plain_text(CHAPTER.encode("cp1252"))
    assert outline.sections == read_plain_text(CHAPTER).sections
    assert ["Windows-1252" in warning for warning in outline.warnings] == [True]


def test_a_few_control_characters_are_dropped_with_a_warning():
    outline = read_plain_text(CHAPTER.replace("words", "wo\x08rds"))
    assert outline.sections == read_plain_text(CHAPTER).sections
    assert outline.warnings == ("1 control character was dropped.",)


def test_a_name_stands_in_for_a_title():
    assert read_plain_text("one plain paragraph", name="a/root_cellar.txt").chapter_title == (
        "Root cellar"
    )
    assert read_plain_text("one plain paragraph").chapter_title is None
