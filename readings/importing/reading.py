"""Which reader takes a file: its name decides."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

from readings.importing.markdown import read_markdown
from readings.importing.markdown.reader import markdown_text
from readings.importing.outline import Outline
from readings.importing.plaintext import read_plain_text
from readings.importing.plaintext.decode import decode

Format = Literal["text", "markdown"]
MARKDOWN_NAMES = (".md", ".markdown", ".mdown")


def format_of(name: str) -> Format:
    """A file is plain text unless its name says otherwise."""
    return "markdown" if PurePath(name).suffix.lower() in MARKDOWN_NAMES else "text"


def read_file(data: bytes | str, *, name: str = "", form: Format | None = None) -> Outline:
    """The outline of a file. `form` goes before what the name says. Raises ImportProblem."""
    read = read_markdown if (form or format_of(name)) == "markdown" else read_plain_text
    return read(data, name=name)


def text_of(data: bytes | str, form: Format) -> str:
    """The file's text, as a person can read and correct it. Raises ImportProblem."""
    return (markdown_text if form == "markdown" else decode)(data)[0]
