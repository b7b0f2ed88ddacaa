"""Where the chapters of a whole book begin, what they are called, and what stands before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from readings.importing.markdown.front import Front
from readings.importing.markdown.notes import shared_out
from readings.importing.markdown.parts import Part
from readings.importing.markdown.titles import LONGEST, SECTION_RANK, Titles
from readings.importing.plaintext.vocabulary import shorten
from readings.importing.titling import TITLE_PAGE_LINES, is_title_line, numbered
from readings.text.markdown import source_blocks

_SILENT = ("footnote", "rule")


@dataclass(frozen=True)
class Chapters:
    """The chapters in their order; `title` is the book's ("" where the text does not say it),
    `left_out` the lines of a title page and headings with nothing below them."""

    chapters: tuple[Titles, ...]
    title: str = ""
    left_out: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def part_chapters(parts: Sequence[Part], front: Front, *, renumber: bool) -> Chapters | None:
    """A chapter for each heading of the first rank, where there are several; None for a file that
    is one chapter, as a file in the project's own form always is.

    `renumber` counts the footnotes of each chapter from 1. Raises TextProblem.
    """
    starts = [n for n, part in enumerate(parts) if _begins_chapter(part)]
    if len(starts) < 2 or front.is_own:
        return None
    before = list(parts[: starts[0]])
    found = [list(parts[a:b]) for a, b in pairwise([*starts, len(parts)])]
    full = [part for part in found if not _is_silent(part[1:])]
    if not full:
        return None
    bare = [part[0].words for part in found if _is_silent(part[1:])]
    title = front.book or front.title
    if not title and not before and _is_silent(found[0][1:]):
        title = bare.pop(0)
    lines = _title_page(before)
    said = _front_matter(before) if lines is None else ""
    if said:
        full.insert(0, before)
    heads = [part[0] if not (said and i == 0) else None for i, part in enumerate(full)]
    names, warnings = numbered([head.words if head else _("Front matter") for head in heads])
    chapters = []
    for head, part, (number, words) in zip(heads, full, names, strict=True):
        own = tuple(part[1:] if head else part)
        marks = head.marks if head else ()
        found_one = Titles(words, number, own, _rank(own), is_own=False, marks=marks)
        chapters.append(found_one if head else replace(found_one, doubt=said))
    loose = [*before, *(part for own in found if _is_silent(own[1:]) for part in own)]
    shared, unused = shared_out(chapters, [] if said else loose, renumber=renumber)
    left_out = [*(lines or ()), *bare, *(part.source for part in unused)]
    return Chapters(shared, title, tuple(left_out), tuple(warnings))


def _begins_chapter(part: Part) -> bool:
    return part.kind == "heading" and part.rank == 1 and 0 < len(part.words) <= LONGEST


def _is_silent(parts: Sequence[Part]) -> bool:
    """Whether nothing stands there that could be a chapter's text."""
    return all(part.kind in _SILENT for part in parts)


def _rank(parts: Sequence[Part]) -> int:
    """The rank of the headings that begin a chapter's sections: the highest that it has."""
    ranks = [part.rank for part in parts if part.kind == "heading" and part.words]
    return min(ranks, default=SECTION_RANK)


def _title_page(parts: Sequence[Part]) -> list[str] | None:
    """The few short lines before the first chapter; None where a text stands there."""
    lines: list[str] = []
    for part in parts:
        if part.kind == "heading":
            lines.append(part.words)
        elif part.kind == "text":
            blocks = source_blocks(part.source)
            if any(block.footnotes for block in blocks):
                return None
            lines += [line for block in blocks for line in block.text.split("\n")]
        elif part.kind == "reasons":
            return None
    is_page = len(lines) <= TITLE_PAGE_LINES and all(map(is_title_line, lines))
    return [line for line in lines if line] if is_page else None


def _front_matter(parts: Sequence[Part]) -> str:
    """What to say of a text before the first chapter, which becomes a chapter of its own."""
    first = next(part for part in parts if part.kind not in _SILENT)
    words = first.words or source_blocks(first.source)[0].text
    sentence = _("The text before the first chapter became a chapter of its own: %(words)s.")
    return sentence % {"words": shorten(words)}
