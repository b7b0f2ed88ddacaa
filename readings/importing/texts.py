"""Texts that a person can read and put right: plain ones and Markdown. The name says which."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Literal

from readings.importing.books import BookOutline
from readings.importing.embedded import apart
from readings.importing.gallery import with_pictures
from readings.importing.markdown import read_markdown
from readings.importing.markdown.reader import markdown_text
from readings.importing.plaintext import read_plain_text
from readings.importing.plaintext.decode import decode, encoded

Form = Literal["text", "markdown"]
MARKDOWN_NAMES = (".md", ".markdown", ".mdown")


def form_of(name: str) -> Form:
    """A file is plain text unless its name says otherwise."""
    return "markdown" if PurePath(name).suffix.lower() in MARKDOWN_NAMES else "text"


def read_book(data: bytes | str, *, name: str = "", form: Form | None = None) -> BookOutline:
    """The outline of a file, with the pictures that stand in Markdown itself. `form` goes before
    what the name says. Raises ImportProblem."""
    if (form or form_of(name)) != "markdown":
        return BookOutline.of(read_plain_text(data, name=name))
    if not _holds_pictures(data):
        return read_markdown(data, name=name)
    text, warnings = (data, []) if isinstance(data, str) else encoded(data)
    text, gallery = apart(text)
    return with_pictures(read_markdown(text, name=name), gallery, warnings)


def pictures_of(data: bytes) -> Mapping[str, bytes]:
    """The pictures that stand in a text of Markdown itself, by key. Raises ImportProblem."""
    return apart(encoded(data)[0])[1].contents if _holds_pictures(data) else {}


def text_of(data: bytes | str, form: Form) -> str:
    """The file's text, as a person can read and correct it. Raises ImportProblem."""
    return (markdown_text if form == "markdown" else decode)(data)[0]


def _holds_pictures(data: bytes | str) -> bool:
    return ("data:image/" if isinstance(data, str) else b"data:image/") in data  # type: ignore[operator]
