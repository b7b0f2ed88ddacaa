"""What kind of file it is, told by its content: a name's ending may say anything."""

import re
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from readings.importing.bundles import is_bundle
from readings.importing.pandoc import archives
from readings.importing.problems import ImportProblem

Format = Literal["text", "html", "epub", "docx", "odt", "bundle"]

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_MIMETYPES: dict[bytes, Format] = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
}
# A file that only one format has.
_SIGNS: dict[str, Format] = {"word/document.xml": "docx", "META-INF/container.xml": "epub"}
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", gettext_lazy("an old Word or Office file; save it as .docx")),
    (b"\x1f\x8b", gettext_lazy("a compressed file; unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", gettext_lazy("a compressed file; unpack it first")),
    (b"Rar!", gettext_lazy("a compressed file; unpack it first")),
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|main|article|section|div|h[1-6]|p)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)


def format_of(data: bytes) -> Format:
    """The format of a file that can be read; everything else is plain text's to judge.

    Raises ImportProblem for archives and office files that hold no readable text.
    """
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _archive_format(data)
    for beginning, what in _OTHERS:
        if data.startswith(beginning):
            raise _unknown(str(what))
    return "html" if _HTML.match(_beginning(data)) else "text"


def _beginning(data: bytes) -> str:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data[:4000].decode("utf-16" if wide else "utf-8-sig", "replace")
    return text.lstrip("\ufeff")


def _archive_format(data: bytes) -> Format:
    names = archives.members(data)
    if "mimetype" in names:
        said = archives.member(data, "mimetype").strip()
        if said in _MIMETYPES:
            return _MIMETYPES[said]
    for name, found in _SIGNS.items():
        if name in names:
            return found
    if is_bundle(names):
        return "bundle"
    raise _unknown(_("an archive without a text in it that can be read"))


def _unknown(what: str) -> ImportProblem:
    message = _(
        "The file is %(what)s. Plain text, web pages, EPUB, Word (.docx), OpenDocument (.odt) and "
        "Markdown with its pictures (.zip) can be read."
    )
    return ImportProblem(message % {"what": what}, code="format")
