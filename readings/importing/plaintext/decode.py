"""From the bytes of a file to characters, or to a clear refusal."""

import codecs
import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from readings.importing.problems import ImportProblem

MAX_BYTES = 1_000_000

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Formats whose source could pass for text, and would be imported as gibberish.
_OTHER_FORMATS = (
    ("%PDF-", gettext_lazy("a PDF file")),
    ("{\\rtf", gettext_lazy("an RTF file")),
    ("<!doctype html", gettext_lazy("a web page's source")),
    ("<html", gettext_lazy("a web page's source")),
    ("<?xml", gettext_lazy("an XML file")),
)
_NEWLINE = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile(r"[^\S\n\t ]")
_CONTROL_ASCII = re.compile(r"[\x00-\x08\x0e-\x1b]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# Soft hyphens, spaces without width, and code points that are no characters.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufdd0-\ufdef\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL_SHARE = 0.001


def decode(data: bytes | str) -> tuple[str, list[str]]:
    """The file's text (lines end in a newline, every other space is a space or a tab) and warnings.

    Raises ImportProblem for a file that is empty, too large, binary or in no known encoding.
    """
    text, warnings = characters(data)
    if len(_CONTROL.findall(text)) > _most_controls(text):
        raise _binary()
    text = _NEWLINE.sub("\n", text)
    text, dropped = _CONTROL.subn("", _SURROGATE.sub("\ufffd", text))
    if dropped:
        said = ngettext(
            "%(n)s control character was dropped.",
            "%(n)s control characters were dropped.",
            dropped,
        )
        warnings.append(said % {"n": dropped})
    if lost := text.count("\ufffd"):
        said = ngettext(
            "%(n)s character was lost before the file was saved (%(sign)s).",
            "%(n)s characters were lost before the file was saved (%(sign)s).",
            lost,
        )
        warnings.append(said % {"n": lost, "sign": "\ufffd"})
    return _INVISIBLE.sub("", _SPACE.sub(" ", text)), warnings


def characters(data: bytes | str, most: int = MAX_BYTES) -> tuple[str, list[str]]:
    """The characters of a file of at most so many bytes, as they are, and warnings. Raises
    ImportProblem as `decode` does."""
    _check_size(data, most)
    text, warnings = (data, []) if isinstance(data, str) else encoded(data)
    _check_content(text)
    return text, warnings


def _check_size(data: bytes | str, most: int) -> None:
    size = len(data)
    if isinstance(data, str) and size <= most:
        size = len(data.encode("utf-8", "replace"))
    if size > most:
        message = _("The file is larger than %(most)s bytes.")
        if most == MAX_BYTES:
            message = _("The file is larger than %(most)s bytes, too large for one chapter.")
        raise ImportProblem(message % {"most": f"{most:,}"}, code="too_large")


def encoded(data: bytes) -> tuple[str, list[str]]:
    """The characters of a file in an encoding that it shows by its first bytes, in UTF-8 or in
    Windows-1252, and warnings. Raises ImportProblem."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding), []
    if b"\0" in data:
        raise _binary()
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        warning = _(
            "The file is not in UTF-8. It was read as Windows-1252: look at its quotation marks."
        )
        return _strictly(data, "cp1252"), [warning]


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        message = _("The file's characters cannot be read. Save it as UTF-8 and try again.")
        raise ImportProblem(message, code="encoding") from None


def _most_controls(text: str) -> float:
    return max(3, len(text) * _CONTROL_SHARE)


def _binary() -> ImportProblem:
    return ImportProblem(_("The file is not a text file."), code="binary")


def _check_content(text: str) -> None:
    start = text[:200].lstrip("\ufeff \t\r\n").lower()
    for opening, what in _OTHER_FORMATS:
        if start.startswith(opening.lower()):
            message = _("The file is %(what)s, not plain text. Save its text as a .txt file.")
            raise ImportProblem(message % {"what": what}, code="format")
    if "\0" in text or len(_CONTROL_ASCII.findall(text)) > _most_controls(text):
        raise _binary()
    if not any(character.isalnum() for character in text):
        raise ImportProblem(_("The file is empty: it holds no words."), code="empty")
