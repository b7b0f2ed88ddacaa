"""A web page's bytes in the one encoding that pandoc reads, and the pictures that stand in it."""

import base64
import binascii
import re

from django.utils.translation import gettext as _

from readings.importing.gallery import Gallery
from readings.importing.plaintext.decode import encoded
from readings.importing.problems import ImportProblem
from readings.text.pictures import BEGINNING

from .nesting import check_nesting

MAX_HTML = 8_000_000  # bytes, without its pictures

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_DATA = re.compile(r"data:image/[\w.+-]{1,40};base64,([A-Za-z0-9+/=\s]{8,})")
_DECLARED = re.compile(r"<\?xml[^>]*\?>")


def as_utf8(data: bytes) -> tuple[bytes, Gallery, list[str]]:
    """The page in UTF-8, its pictures and warnings: as its first bytes, its own words or its
    content say. A picture that stands in the page itself is named by its place in the row.

    Raises ImportProblem for a page that is too large, too deeply nested or in no
    encoding.
    """
    named = _CHARSET.search(data[:4000])
    text, warnings = _named(data, named[1].decode()) if named else (None, [])
    if text is None:
        text, warnings = encoded(data)
    text, gallery = _apart(_DECLARED.sub("", text, count=1).replace("\0", ""))
    page = text.encode("utf-8", "replace")
    if len(page) > MAX_HTML:
        message = _("The page is larger than %(most)s bytes.")
        raise ImportProblem(message % {"most": f"{MAX_HTML:,}"}, code="too_large")
    check_nesting(page)
    return page, gallery, warnings


def _apart(text: str) -> tuple[str, Gallery]:
    """The page with a short name in place of every picture that it holds."""
    gallery = Gallery()
    names: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        if found[0] not in names:
            names[found[0]] = f"data:image,{len(names) + 1}"
            content = _decoded(found[1])
            gallery.add(names[found[0]], content[:BEGINNING], lambda: content)
        return names[found[0]]

    return _DATA.sub(name, text), gallery


def _decoded(written: str) -> bytes:
    try:
        return base64.b64decode(written)
    except (binascii.Error, ValueError):
        return b""


def _named(data: bytes, encoding: str) -> tuple[str | None, list[str]]:
    """The text in the encoding that the page names, if it is one and holds."""
    try:
        return data.decode(encoding), []
    except (LookupError, UnicodeError, ValueError):
        return None, []
