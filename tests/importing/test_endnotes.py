"""Endnotes of Word and OpenDocument files, which stand at the end of all."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from readings.importing.reading import read_file
from tests.importing.making import changed, document, member

TEXT = """# One

Words.[^a] More words.[^b]

# Two

Other words.[^c]

[^a]: The *first* source.

[^b]: The second, in two paragraphs.

    This is the other one.

[^c]: The third source.
"""


def word_endnotes():
    """A Word file with its footnotes as endnotes."""
    made = document(TEXT, "docx")
    names = zipfile.ZipFile(BytesIO(made)).namelist()
    change: dict[str, bytes | None] = {}
    for name in names:
        if name.endswith((".xml", ".rels")):
            content = member(made, name).decode()
            change[name] = re.sub("footnote", "endnote", content).encode()
    change["word/endnotes.xml"] = member(made, "word/footnotes.xml").replace(
        b"footnote", b"endnote"
    )
    change["word/footnotes.xml"] = None
    return changed(made, change)


def open_endnotes():
    made = document(TEXT, "odt")
    content = member(made, "content.xml").replace(b'"footnote"', b'"endnote"')
    assert content.count(b'text:note-class="endnote"') == 3
    return changed(made, {"content.xml": content})


@pytest.mark.parametrize("make", [word_endnotes, open_endnotes])
def test_endnotes_are_footnotes_of_their_chapters(make):
    one, two = read_file(make()).chapters
    assert [(note.number, note.markdown, note.about) for note in one.footnotes] == [
        (1, "The *first* source.", (0, 0)),
        (2, "The second, in two paragraphs.\n\nThis is the other one.", (0, 0)),
    ]
    assert [(note.number, note.markdown) for note in two.footnotes] == [(1, "The third source.")]
    assert next(one.blocks).markdown == "Words.[^1] More words.[^2]"
