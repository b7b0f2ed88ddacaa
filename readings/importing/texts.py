"""Texts that a person can read and put right: plain ones and Markdown. The name says which."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

from readings.importing.markdown import read_markdown
from readings.importing.markdown.reader import markdown_text
from readings.importing.outline import Outline
from readings.importing.plaintext import read_plain_text
from readings.importing.plaintext.decode import decode

Form = Literal["text", "markdown"]
MARKDOWN_NAMES = (".md", ".markdown", ".mdown")


def form_of(name: str) -> Form:
    """A file is plain text unless its name says otherwise."""
    return "markdown" if PurePath(name).suffix.lower() in MARKDOWN_NAMES else "text"


def read_text(data: bytes | str, *, name: str = "", form: Form | None = None) -> Outline:
    """The outline of a file. `form` goes before what the name says. Raises ImportProblem."""
    read = read_markdown if (form or form_of(name)) == "markdown" else read_plain_text
    return read(data, name=name)


def text_of(data: bytes | str, form: Form) -> str:
    """The file's text, as a person can read and correct it. Raises ImportProblem."""
    return (markdown_text if form == "markdown" else decode)(data)[0]
