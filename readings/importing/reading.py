"""A file of any kind becomes a book's outline."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from readings.importing.books import BookOutline
from readings.importing.bundles import plain_bundle, read_bundle
from readings.importing.formats import format_of
from readings.importing.pandoc import plain_document, read_document
from readings.importing.pandoc import read_pictures as pictures_of
from readings.importing.problems import ImportProblem
from readings.importing.texts import pictures_of as pictures_of_text
from readings.importing.texts import read_book

MAX_FILE = 30_000_000  # bytes


def read_file(data: bytes, *, name: str = "") -> BookOutline:
    """Read a book, or one chapter, from a file. Its content says what it is; `name` tells Markdown
    from plain text and stands in for a title. Raises ImportProblem, whose message is for people."""
    if len(data) > MAX_FILE:
        message = _("The file is larger than %(most)s bytes.")
        raise ImportProblem(message % {"most": f"{MAX_FILE:,}"}, code="too_large")
    found = format_of(data)
    if found == "text":
        return read_book(data, name=name)
    if found == "bundle":
        return read_bundle(data, name=name)
    return read_document(data, found, name=name)


def plain_words(data: bytes) -> str:
    """The words of a file that is no text, a paragraph a line; "" where they cannot be had."""
    try:
        found = format_of(data)
        if found == "bundle":
            return plain_bundle(data)
        return "" if found == "text" else plain_document(data, found)
    except ImportProblem:
        return ""


def read_pictures(data: bytes) -> Mapping[str, bytes]:
    """The pictures of a file that `read_file` has read, by key: they are many bytes, and need not
    be kept while a person looks at the outline. Raises ImportProblem."""
    found = format_of(data)
    return pictures_of_text(data) if found == "text" else pictures_of(data, found)
