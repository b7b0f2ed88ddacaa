"""Markdown with its pictures in one ZIP file: as `export_chapter` writes it, and as others do."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.utils.translation import gettext as _

from readings.importing.books import BookOutline
from readings.importing.gallery import Gallery, with_pictures
from readings.importing.markdown import read_markdown
from readings.importing.markdown.reader import markdown_text
from readings.importing.pandoc import archives
from readings.importing.problems import ImportProblem
from readings.importing.texts import MARKDOWN_NAMES
from readings.text.markdown.pictures import KEY, SCHEME
from readings.text.pictures import ENDINGS

# A picture's own name is known wherever it stands; any other address behind an image's words.
_OWN = re.compile(rf"pictures/{KEY.pattern}\.(?:{'|'.join(ENDINGS.values())})(?![\w.-])")
_IMAGE = re.compile(
    r"(?P<words>!\[(?:\\.|[^\[\]\\]|\[[^\[\]]*\])*\]\()[ \t]*"
    r"(?:<(?P<held>[^<>\n]+)>|(?P<plain>[^\s()<>]+))"
)
_HIDDEN = ("__MACOSX/", ".")


def is_bundle(names: list[str]) -> bool:
    """Whether an archive with these names in it holds Markdown."""
    return bool(_texts(names))


def read_bundle(data: bytes, *, name: str = "") -> BookOutline:
    """Read a book, or one chapter. Raises ImportProblem for an archive that is unsafe, damaged, or
    holds several texts."""
    path, text, warnings = _source(data)
    gallery = archives.pictures(data)
    folder = str(PurePosixPath(path).parent)
    book = read_markdown(_with_keys(text, gallery, folder), name=name or path)
    return with_pictures(book, gallery, warnings)


def plain_bundle(data: bytes) -> str:
    """The Markdown as it stands in the archive. Raises ImportProblem as `read_bundle` does."""
    return _source(data)[1]


def _source(data: bytes) -> tuple[str, str, list[str]]:
    """The name of the Markdown's file, its text, and warnings."""
    archives.check(data)
    texts = _texts(archives.members(data))
    if len(texts) != 1:
        message = _("The archive holds %(count)s files of Markdown, and only one can be read.")
        raise ImportProblem(message % {"count": len(texts)}, code="format")
    source = archives.member(data, texts[0], archives.MAX_TEXT + 1)
    if len(source) > archives.MAX_TEXT:
        raise archives.too_large()
    return (texts[0], *markdown_text(source))


def _texts(names: list[str]) -> list[str]:
    return [
        name
        for name in names
        if PurePosixPath(name).suffix.lower() in MARKDOWN_NAMES
        and not PurePosixPath(name).name.startswith(_HIDDEN)
        and not name.startswith(_HIDDEN)
    ]


def _with_keys(text: str, gallery: Gallery, folder: str) -> str:
    """The text with a key in place of every address of a picture that came along."""

    def key(address: str) -> str:
        path = posixpath.normpath(posixpath.join(folder, unquote(address)))
        picture = gallery.pictures.get(path)
        return SCHEME + picture.key if picture else ""

    def image(found: re.Match[str]) -> str:
        address = key(found["held"] or found["plain"])
        return found["words"] + address if address else found[0]

    return _IMAGE.sub(image, _OWN.sub(lambda found: key(found[0]) or found[0], text))
