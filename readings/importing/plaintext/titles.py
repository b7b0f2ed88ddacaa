"""The book's title and the chapter's number and title, at the file's top."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .lines import Chunk, Line
from .vocabulary import (
    TENS,
    ends_sentence,
    ends_with_colon,
    is_all_caps,
    is_title_case,
    is_unfinished,
    number_of,
    words_of,
)

_NO_BOOK = gettext_lazy("No book title was found.")
_LINES = 8  # of the top that may hold titles
_WORDS = 22
_SHORT_TITLE = 9
_CHAPTER = re.compile(
    rf"chapter\s+(?P<number>[0-9]{{1,3}}|{TENS}-[a-z]+|[a-z]+)\b(?:\s*[.:)—–-])*\s*(?P<title>.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<number>[0-9]{1,3}|[IVXLC]+)\s*[.:)]\s+(?P<title>\S.*)")
_ALONE = re.compile(r"(?P<number>[0-9]{1,3}|[IVXLC]+)(?P<title>)[.:)]?")
_AUTHOR = re.compile(r"by\s+\S.*", re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """What the file's top says, the chunks below it, and the lines of it that are neither."""

    book: str | None
    number: int | None
    title: str | None
    chunks: list[Chunk]
    left_out: tuple[Line, ...] = ()
    warnings: tuple[str, ...] = ()


def part_head(chunks: list[Chunk], name: str) -> Head:
    """Take the titles off the top. `name` is the file's: it stands in where no title is found."""
    lines = [line for chunk in chunks[:_LINES] for line in chunk.lines][: _LINES + 1]
    for i, line in enumerate(lines[:_LINES]):
        if match := _chapter_line(line, lines[i + 1 : i + 2]):
            return _with_number(chunks, lines, i, match)
        if not _may_be_title(line) and not _AUTHOR.fullmatch(line.text):
            break
    return _without_number(chunks, name)


def _chapter_line(line: Line, after: list[Line]) -> re.Match[str] | None:
    """The line as "Chapter 3: Title", "III. Title" or a number alone above a title."""
    match = _CHAPTER.fullmatch(line.text) or _NUMBERED.fullmatch(line.text)
    match = match or _ALONE.fullmatch(line.text)
    if not match or len(words_of(line.text)) > _WORDS or ends_with_colon(line.text):
        return None
    number, title = number_of(match["number"]), match["title"]
    spoken = title.removesuffix(".") if match.re is _CHAPTER else title
    if number is None or (spoken and not _is_title(spoken)):
        return None
    if not title and not (after and _may_be_title(after[0])):
        return match if match.re is _CHAPTER else None
    following = after and _NUMBERED.fullmatch(after[0].text)
    # Number 1 with number 2 right below it begins a list.
    return None if following and number_of(following["number"]) == number + 1 else match


def _with_number(chunks: list[Chunk], lines: list[Line], i: int, match: re.Match[str]) -> Head:
    title, used = match["title"] or None, i + 1
    if title is None and used < len(lines) and _may_be_title(lines[used]):
        title, used = lines[used].text, used + 1
    above = lines[:i]
    authors = [line for line in lines[used : used + 1] if _AUTHOR.fullmatch(line.text)]
    authors = [line for line in authors if len(line.text.split()) <= _SHORT_TITLE]
    warnings = []
    if not above:
        warnings.append(str(_NO_BOOK))
    if title is None:
        warnings.append(_("The chapter has a number but no title."))
    rest = _below(chunks, used + len(authors))
    left_out = (*above[1:], *authors)
    book = above[0].text if above else None
    return Head(book, number_of(match["number"]), title, rest, left_out, tuple(warnings))


def _without_number(chunks: list[Chunk], name: str) -> Head:
    titles = []
    for chunk, after in pairwise(chunks[:3]):
        if len(chunk.lines) > 1 or not _stands_as_title(chunk.text, after):
            break
        titles.append(chunk.text)
    warning, no_book = _("No chapter number was found."), str(_NO_BOOK)
    if not titles:
        head = Head(None, None, _from_name(name), chunks)
        no_title = _("No chapter title was found; please give one.")
        if head.title:
            no_title = _("No chapter title was found; the file's name stands in for it.")
        return replace(head, warnings=(no_book, no_title, warning))
    if len(titles) == 1:
        return Head(None, None, titles[0], chunks[1:], warnings=(no_book, warning))
    taken = _("The first line was taken as the book's title, the second as the chapter's.")
    return Head(titles[0], None, titles[1], chunks[2:], warnings=(warning, taken))


def numbered_title(text: str) -> tuple[int | None, str]:
    """A heading's number and title: "Chapter 3: Title", "III. Title". A number alone is both."""
    match = _CHAPTER.fullmatch(text) or _NUMBERED.fullmatch(text) or _ALONE.fullmatch(text)
    number = number_of(match["number"]) if match else None
    if match is None or number is None:
        return None, text
    return number, match["title"] or text


def _may_be_title(line: Line) -> bool:
    return not line.is_long and _is_title(line.text)


def _is_title(text: str) -> bool:
    words = words_of(text)
    if not words or len(words) > _WORDS or not (words[0][0].isupper() or not text[0].isalpha()):
        return False
    return not (text[-1] in ".,;:" or is_unfinished(text))


def _stands_as_title(text: str, after: Chunk) -> bool:
    """Stricter, since no number speaks for it; in small letters it must stand above longer text."""
    if not _is_title(text) or ends_sentence(text):
        return False
    if is_all_caps(text) or is_title_case(text):
        return True
    return len(text.split()) < _SHORT_TITLE and len(after.text) > 2 * len(text)


def _below(chunks: list[Chunk], used: int) -> list[Chunk]:
    """The chunks without their first `used` lines."""
    rest = list(chunks)
    while rest and used >= len(rest[0].lines):
        used -= len(rest[0].lines)
        rest.pop(0)
    if used:
        rest[0] = Chunk(rest[0].lines[used:])
    return rest


def _from_name(name: str) -> str | None:
    """A title out of a file's name: "root-cellar.txt" is "Root cellar"."""
    words = " ".join(re.findall(r"[^\W_]+", PurePath(name).stem))
    return words[:1].upper() + words[1:] or None
