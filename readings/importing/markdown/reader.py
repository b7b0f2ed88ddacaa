"""The way of a file of Markdown through the readers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from django.utils.translation import gettext as _

from readings.importing.books import BookOutline
from readings.importing.markdown.chapters import Chapters, part_chapters
from readings.importing.markdown.divs import without_boxes
from readings.importing.markdown.front import Front, part_front
from readings.importing.markdown.labels import number_labels
from readings.importing.markdown.links import with_links, without_attributes
from readings.importing.markdown.parts import Part, file_parts
from readings.importing.markdown.pictures import about_pictures, picture_doubts
from readings.importing.markdown.sections import Found, gather
from readings.importing.markdown.titles import Titles, part_titles
from readings.importing.outline import Outline, PlacedDoubt, with_doubts
from readings.importing.plaintext.decode import characters
from readings.importing.problems import ImportProblem
from readings.text.markdown import SectionProblem, TextProblem
from readings.text.markdown.source import normalise
from readings.text.problems import problem_in_words

MAX_MARKDOWN = 8_000_000  # bytes, and so code points: a whole book, as a page may hold


def markdown_text(data: bytes | str) -> tuple[str, list[str]]:
    """The file's text as people may correct it, and warnings. Raises ImportProblem."""
    text, warnings = characters(data, MAX_MARKDOWN)
    return normalise(text, MAX_MARKDOWN), warnings


def read_markdown(data: bytes | str, *, name: str = "") -> BookOutline:
    """Read a book, or one chapter, from Markdown. `name` is the file's: a chapter's title where the
    text has none.

    Raises ImportProblem for a file that holds no readable chapter.
    """
    text, warnings = markdown_text(data)
    front = part_front(text)
    # In the project's own form every footnote has a number, and all else is words of the text.
    plain, ids = (front.text, {}) if front.is_own else without_attributes(front.text)
    labelled, about_labels = (plain, []) if front.is_own else number_labels(plain)
    said = [*warnings, *front.warnings, *about_labels]
    try:
        parts, about_boxes = _parts(labelled)
        said += about_boxes
        book = part_chapters(parts, front, renumber=bool(about_labels))
        if book is not None:
            made = _book(front, book, said)
            return replace(made, chapters=with_links(made.chapters, parts, ids))
        titles = part_titles(parts, front.title)
        found = gather(titles)
    except TextProblem as problem:
        raise ImportProblem(problem_in_words(problem), code="markdown") from problem
    if not any(section.blocks or section.heading for section in found.sections):
        raise ImportProblem(_("No text of a chapter was found in the file."), code="no_text")
    single = _single(front, titles, found, name, said)
    return BookOutline.of(single if front.is_own else with_links([single], parts, ids)[0])


def _parts(text: str) -> tuple[list[Part], list[str]]:
    """The parts of a text, without boxes that it cannot have. Raises SectionProblem."""
    try:
        return file_parts(text), []
    except SectionProblem:
        plain, said = without_boxes(text)
        if not said:
            raise
        return file_parts(plain), said


def _book(front: Front, book: Chapters, warnings: list[str]) -> BookOutline:
    """The chapters of a whole book. Raises ImportProblem and TextProblem."""
    if not book.title:
        warnings.append(_("No book title was found."))
    chapters = []
    for titles in book.chapters:
        found = gather(titles)
        if titles.doubt:
            first = (PlacedDoubt(0, None, "chapter", titles.doubt),)
            found = replace(found, sections=with_doubts(found.sections, first))
            found = replace(found, warnings=(titles.doubt, *found.warnings))
        outline = replace(
            _outline(found, found.warnings),
            book=book.title or None,
            chapter_number=titles.number,
            chapter_title=titles.title,
            facts=front.facts,
        )
        chapters.append(outline)
    return BookOutline(
        title=book.title,
        author=front.facts.get("author", ""),
        language=front.facts.get("language", ""),
        chapters=tuple(chapters),
        left_out=(*front.left_out, *book.left_out),
        warnings=(*warnings, *book.warnings),
    )


def _single(front: Front, titles: Titles, found: Found, name: str, warnings: list[str]) -> Outline:
    """The chapter of a file that holds one, with what the lines on top say of it."""
    number = front.number if front.number is not None else titles.number
    title = titles.title
    if not front.book:
        warnings.append(_("No book title was found."))
    if not title:
        title = _from_name(name)
        no_title = _("No chapter title was found; please give one.")
        if title:
            no_title = _("No chapter title was found; the file's name stands in for it.")
        warnings.append(no_title)
    if number is None:
        warnings.append(_("No chapter number was found."))
    outline = _outline(found, (*warnings, *found.warnings))
    return replace(
        outline,
        book=front.book or None,
        chapter_number=number,
        chapter_title=title or None,
        left_out=(*front.left_out, *outline.left_out),
        left_out_lines=(*(None for _line in front.left_out), *outline.left_out_lines),
        facts=front.facts,
    )


def _outline(found: Found, warnings: Sequence[str]) -> Outline:
    """A chapter without its names, and what to say of its pictures."""
    doubts = picture_doubts(found.sections)
    about = [doubt.message for doubt in doubts]
    about += [said for note in found.footnotes for said in about_pictures(note.markdown)]
    return Outline(
        book=None,
        chapter_number=None,
        chapter_title=None,
        sections=with_doubts(found.sections, doubts),
        footnotes=found.footnotes,
        left_out=tuple(found.left_out.values()),
        left_out_lines=tuple(found.left_out),
        warnings=(*warnings, *dict.fromkeys(about)),
    )


def _from_name(name: str) -> str:
    """A title out of a file's name: "root-cellar.md" is "Root cellar"."""
    words = " ".join(re.findall(r"[^\W_]+", PurePath(name).stem))
    return words[:1].upper() + words[1:]
