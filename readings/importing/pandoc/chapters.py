"""Where the book's chapters begin, what they are called and how they are numbered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from readings.importing.outline import Doubt
from readings.importing.plaintext.titles import numbered_title
from readings.importing.plaintext.vocabulary import shorten
from readings.importing.titling import TITLE_PAGE_LINES, is_title_line, numbered

from .flow import Item

MAX_TITLE = 300  # characters, as the database has it


@dataclass(frozen=True)
class Part:
    """A chapter: its heading (None where it has none), its title, number and blocks, and what
    makes one doubt that it begins here."""

    title: str
    items: list[Item]
    head: Item | None = None
    number: int | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass
class Parts:
    """The chapters, the title page's lines, and what a person should look at again."""

    parts: list[Part]
    front: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def part(items: list[Item], source: str, title: str = "") -> Parts:
    """The chapters: one for each heading of the first level, where there are several. `title` is
    what the file says that it is called: a line of these words stands on a title page.

    An e-book's chapters may begin one level deeper, if each begins a file. A file with one
    heading of the first level, or none, is one chapter.
    """
    level = _chapter_level(items, source)
    if level == 0:
        return _single(items, title)
    starts = [i for i, item in enumerate(items) if 0 < item.level <= level]
    ends = [*starts[1:], len(items)]
    parts = [
        Part(items[start].words, items[start + 1 : end], items[start])
        for start, end in zip(starts, ends, strict=True)
    ]
    # A heading with nothing below it is that of a part, of a list that was left out, or of notes.
    empty = [part.head.everything for part in parts if part.head and not part.items]
    found = Parts([part for part in parts if part.items], empty)
    _add_front(found, items[: starts[0]], title)
    return _numbered(found)


def _chapter_level(items: list[Item], source: str) -> int:
    levels = Counter(item.level for item in items)
    if levels[1] > 1:
        return 1
    files = sum(item.level == 2 and item.begins_file for item in items)
    return 2 if source == "epub" and files > 1 else 0


def _single(items: list[Item], book: str) -> Parts:
    """The chapter of a file that holds one; its title is the one heading of the highest level."""
    levels = Counter(item.level for item in items if item.level)
    top = min(levels, default=0)
    if not top or levels[top] > 1 or (top > 1 and not items[0].level):
        return Parts([Part("", items)])
    at = next(i for i, item in enumerate(items) if item.level == top)
    number, title = numbered_title(items[at].words)
    before, front = (items[:at], []) if not _is_front(items[:at], book) else ([], items[:at])
    part = Part(title, [*before, *items[at + 1 :]], items[at], number)
    return Parts([part], [item.words for item in front])


def _add_front(found: Parts, front: list[Item], title: str) -> None:
    """What stands before the first chapter: a title page, or a text of its own."""
    if _is_front(front, title):
        found.front[:0] = [item.words for item in front]
        return
    sentence = _("The text before the first chapter became a chapter of its own: %(words)s.")
    said = sentence % {"words": shorten(front[0].words)}
    found.parts.insert(0, Part(_("Front matter"), front, doubts=(Doubt("chapter", said),)))


def _is_front(items: list[Item], title: str) -> bool:
    """Whether nothing stands there but a few short lines: a title page, or a page's own frame."""
    return len(items) <= TITLE_PAGE_LINES and all(_is_title_line(item, title) for item in items)


def _is_title_line(item: Item, title: str) -> bool:
    return not item.has_notes and (item.words == title or is_title_line(item.words))


def _numbered(found: Parts) -> Parts:
    names, warnings = numbered([part.title for part in found.parts])
    pairs = zip(found.parts, names, strict=True)
    parts = [replace(part, number=number, title=title) for part, (number, title) in pairs]
    return replace(found, parts=parts, warnings=[*found.warnings, *warnings])
