"""EPUB, Word and OpenDocument files are ZIP archives: what is in one, a safe copy of its texts, and
its pictures."""

import io
import re
import zipfile
import zlib
from functools import partial
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from readings.importing.gallery import Gallery
from readings.importing.problems import ImportProblem
from readings.text.pictures import BEGINNING, DAMAGED, MAX_BYTES, PictureProblem

from .nesting import check_nesting

MAX_MEMBERS = 4_000
MAX_UNPACKED = 200_000_000  # bytes, pictures and all
MAX_TEXT = 25_000_000  # bytes of what pandoc will read

# Of nothing else the content reaches pandoc.
_TEXT = frozenset(
    ("", ".xml", ".xhtml", ".html", ".htm", ".opf", ".ncx", ".rels", ".rdf", ".svg", ".css")
)
_PAGES = frozenset((".xhtml", ".html", ".htm", ".xml"))
_PACKAGE = re.compile(rb"full-path=[\"']([^\"']{1,500})[\"']")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_LOCKED_TEXT = re.compile(rb"CipherReference[^>]+\.x?html?[\"']", re.IGNORECASE)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


def members(data: bytes) -> list[str]:
    """The names in an archive. Raises ImportProblem for a damaged one."""
    with _open(data) as archive:
        return archive.namelist()


def member(data: bytes, name: str, most: int = 200) -> bytes:
    """The first bytes of one file in an archive."""
    try:
        with _open(data) as archive, archive.open(name) as file:
            return file.read(most)
    except (*_DAMAGED, RuntimeError):
        raise damaged() from None


def safe_copy(data: bytes) -> bytes:
    """The archive again, with its texts alone, as they were found within all limits.

    Pandoc unpacks the copy: what an archive says of itself and what it holds are then the same.
    Raises ImportProblem.
    """
    copy = io.BytesIO()
    with _open(data) as archive, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, True, 1) as out:
        infos = archive.infolist()
        _check(infos)
        left = MAX_TEXT
        for info in infos:
            content = b""  # a picture is told by its name
            if PurePosixPath(info.filename).suffix.lower() in _TEXT:
                content = _read(archive, info, left)
                left -= len(content)
                _check_content(info.filename, content)
            if not info.is_dir():
                out.writestr(info.filename, content)
    return copy.getvalue()


def with_member(archive: bytes, name: str, content: bytes) -> bytes:
    """A safe copy with other content in one of its files."""
    copy = io.BytesIO()
    with _open(archive) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, True, 1) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == name else old.read(info))
    return copy.getvalue()


def check(data: bytes) -> None:
    """Raises ImportProblem for an archive that is damaged, or says that it is not safe."""
    with _open(data) as archive:
        _check(archive.infolist())


def pictures(data: bytes) -> Gallery:
    """The pictures in an archive, by their names there. Call it for one that `safe_copy` took."""
    found = Gallery()
    with _open(data) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                beginning = _picture(archive, info, BEGINNING, or_else=b"")
                found.add(info.filename, beginning, partial(_picture, archive, info))
    return found


def folder_of(data: bytes, source: str) -> str:
    """The folder that the addresses of a document's pictures begin in."""
    if source == "epub":
        package = _PACKAGE.search(member(data, "META-INF/container.xml", 10_000))
        return str(PurePosixPath(package[1].decode("utf-8", "replace")).parent) if package else ""
    return "word" if source == "docx" else ""


def damaged() -> ImportProblem:
    """The words for an archive or document that cannot be opened."""
    message = _("The file is damaged or incomplete: it cannot be opened.")
    return ImportProblem(message, code="damaged")


def too_large() -> ImportProblem:
    """The words for a file that unpacks to more than may be read."""
    return ImportProblem(_("The file unpacks to more than can be read."), code="too_large")


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED:
        raise damaged() from None


def _check(infos: list[zipfile.ZipInfo]) -> None:
    """What the archive says of itself."""
    names = [info.filename for info in infos]
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise too_large()
    if len(set(names)) < len(names) or any(map(_leads_out, names)):
        message = _("The file holds paths that lead out of it. It is not safe to open.")
        raise ImportProblem(message, code="unsafe")
    if any(info.flag_bits & 1 for info in infos):
        raise _locked()


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """What the file really unpacks to, read no further than it may go."""
    try:
        with archive.open(info) as file:
            content = file.read(most + 1)
    except (*_DAMAGED, RuntimeError):
        raise damaged() from None
    if len(content) > most:
        raise too_large()
    return content


def _picture(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    most: int = MAX_BYTES + 1,
    *,
    or_else: bytes | None = None,
) -> bytes:
    """The beginning of a file, no more than shows that it is too large. Raises PictureProblem where
    it cannot be unpacked and nothing stands in."""
    try:
        with archive.open(info) as file:
            return file.read(most)
    except (*_DAMAGED, RuntimeError):
        if or_else is None:
            raise PictureProblem(DAMAGED) from None
        return or_else


def _check_content(name: str, content: bytes) -> None:
    # Entities could multiply a text a billion times, or name a file of the server.
    if _ENTITY.search(content.replace(b"\0", b"")):
        message = _("The file defines entities of its own. It is not safe to open.")
        raise ImportProblem(message, code="unsafe")
    if PurePosixPath(name).suffix.lower() in _PAGES:
        check_nesting(content)
    if name == "META-INF/encryption.xml" and _LOCKED_TEXT.search(content):
        raise _locked()


def _locked() -> ImportProblem:
    return ImportProblem(_("The file is locked by a password or a licence."), code="locked")
