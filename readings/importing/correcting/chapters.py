"""Where chapters begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from readings.importing.books import BookOutline
from readings.importing.outline import Outline, OutlineFootnote, OutlineSection
from readings.importing.plaintext.titles import numbered_title

from .kinds import heading_words, without_rule
from .numbers import beside, marks_in
from .problems import no_place, refused
from .wording import title_words
from .working import (
    LeftOut,
    Open,
    block_at,
    closed,
    left_out,
    marks_of,
    opened,
    section_at,
    with_left_out,
)


def begin_chapter(
    book: BookOutline, chapter: int, section: int, block: int | None = None, title: str = ""
) -> BookOutline:
    """A section, or a block, begins a new chapter, which takes all that follows in this one.

    Without a `title` the section's heading, or else the block itself, is the title and stands in
    the text no more; "Chapter 3: The Well" gives a number too. The chapters behind it are counted
    on where their numbers would meet. Raises ImportProblem.
    """
    outline = chapter_at(book, chapter)
    sections = opened(outline)
    own = section_at(sections, section)
    if block is not None:
        block_at(sections, section, block)
    if not block and own.heading is not None:
        block = None
    if not section and not block:
        raise refused(_("The chapter begins here already."))
    before, behind, name = _cut(sections, section, block, title.strip())
    if not any(part.blocks or part.heading for part in behind):
        raise refused(_("Nothing would be left below the title of this chapter."))
    number, words = numbered_title(name)
    first, second = _parted(outline, before, behind)
    if number is None or number in [other.chapter_number for other in book.chapters]:
        number = None if outline.chapter_number is None else outline.chapter_number + 1
    second = replace(second, chapter_number=number, chapter_title=words)
    rest = _counted_on(number, book.chapters[chapter + 1 :])
    chapters = (*book.chapters[:chapter], first, second, *rest)
    return replace(book, chapters=chapters)


def join_chapters(book: BookOutline, chapter: int) -> BookOutline:
    """The chapter goes on with the one before; its title becomes a heading there, and footnotes
    whose numbers are taken get others. Raises ImportProblem."""
    if not 0 < chapter < len(book.chapters):
        raise refused(_("No chapter stands before this one."))
    first, second = book.chapters[chapter - 1 : chapter + 1]
    moved = beside(first, second)
    sections = [*first.sections, *_under_title(moved)]
    shift = len(sections) - len(moved.sections)
    notes = {note.number: note for note in _shifted(moved, shift)}
    notes |= {n.number: n for n in first.footnotes if n.about or n.number not in notes}
    joined = replace(
        first,
        sections=tuple(sections),
        footnotes=tuple(notes[number] for number in sorted(notes)),
        warnings=tuple(dict.fromkeys((*first.warnings, *second.warnings))),
    )
    joined = with_left_out(joined, [*left_out(first), *left_out(second)])
    joined = closed(joined, opened(joined))
    rest = _counted_back(second.chapter_number, book.chapters[chapter + 1 :])
    return replace(book, chapters=(*book.chapters[: chapter - 1], joined, *rest))


def name_chapter(
    book: BookOutline, chapter: int, title: str, number: int | None = None
) -> BookOutline:
    """The chapter's title, and its number where one is given. Raises ImportProblem."""
    outline = chapter_at(book, chapter)
    words = title_words(title)
    changed = replace(
        outline,
        chapter_title=words,
        chapter_number=outline.chapter_number if number is None else number,
    )
    chapters = (*book.chapters[:chapter], changed, *book.chapters[chapter + 1 :])
    return replace(book, chapters=chapters)


def chapter_at(book: BookOutline, chapter: int) -> Outline:
    """Raises ImportProblem where there is none."""
    if not 0 <= chapter < len(book.chapters):
        raise no_place()
    return book.chapters[chapter]


def _cut(
    sections: list[Open], section: int, block: int | None, title: str
) -> tuple[list[Open], list[Open], str]:
    """The sections before and behind the beginning of a chapter, and its title."""
    own = sections[section]
    if block is None:
        name = title_words(title or own.heading or "")
        if name in (own.heading, numbered_title(own.heading or "")[1]):
            name = own.heading or name
            own = replace(own, heading=None)
        return sections[:section], [own, *sections[section + 1 :]], name
    moving = own.blocks[block]
    is_title = not title or title == " ".join(moving.block.text.split())
    name = heading_words(moving.block) if is_title else title_words(title)
    below = own.blocks[block:]
    below = without_rule(below[1:], moving) if is_title else without_rule(below)
    above = [replace(own, blocks=own.blocks[:block])] if block or own.heading is not None else []
    return [*sections[:section], *above], [Open(None, below), *sections[section + 1 :]], name


def _parted(
    outline: Outline, before: Sequence[Open], behind: Sequence[Open]
) -> tuple[Outline, Outline]:
    """Two chapters, each with the footnotes that are marked in it or belong to a block of it."""
    rest = [part for part in behind if part.blocks or part.heading]
    whole = closed(outline, [*before, *rest])
    at = len(before)
    parts = (whole.sections[:at], whole.sections[at:])
    notes = _parted_notes(whole, at)
    start = _first_line(parts[1])
    rows: tuple[list[LeftOut], list[LeftOut]] = ([], [])
    for words, line in left_out(whole):
        is_behind = start is not None and line is not None and line > start
        rows[is_behind].append((words, line))
    first = with_left_out(whole, rows[0])
    second = with_left_out(replace(whole, warnings=()), rows[1])
    return _of(first, parts[0], notes[0]), _of(second, parts[1], notes[1])


def _parted_notes(outline: Outline, at: int) -> tuple[list[OutlineFootnote], list[OutlineFootnote]]:
    """The footnotes of the sections before an index, and of those from there on."""
    notes = outline.footnotes
    marked = [_marks(outline.sections[:at]), _marks(outline.sections[at:])]
    tied = {n.number for n in notes if _stands(n, at) and n.number not in marked[0]}
    own = _with_own(notes, marked[1] | tied)
    others = {note.number for note in notes} - own
    kept = _with_own(notes, marked[0] | others)
    first = [note for note in notes if note.number in kept]
    return first, [_moved(note, -at) for note in notes if note.number in own]


def _first_line(sections: Sequence[OutlineSection]) -> int | None:
    """The line of the source where these begin, as far as it is known."""
    for section in sections:
        places = [section.lines, *(block.lines for block in section.blocks)]
        if found := next((lines for lines in places if lines), None):
            return found[0]
    return None


def _of(
    outline: Outline, sections: Sequence[OutlineSection], notes: Sequence[OutlineFootnote]
) -> Outline:
    found = replace(outline, sections=tuple(sections), footnotes=tuple(notes))
    return closed(found, opened(found))


def _marks(sections: Sequence[OutlineSection]) -> set[int]:
    """The numbers marked in a text, and in what is said on its reasons."""
    items = [item for section in sections for block in section.blocks for item in block.items]
    said = (marks_in(item.commentary) for item in items if item.commentary)
    return set(marks_of(sections)).union(*said)


def _with_own(notes: Sequence[OutlineFootnote], marked: Iterable[int]) -> set[int]:
    """The numbers marked in a text, and those marked in the footnotes that belong to them."""
    inner = {note.number: marks_in(note.markdown) for note in notes}
    found: set[int] = set()
    waiting = list(marked)
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += inner.get(number, ())
    return found


def _stands(note: OutlineFootnote, at: int) -> bool:
    return note.about is not None and note.about[0] >= at


def _moved(note: OutlineFootnote, sections: int) -> OutlineFootnote:
    if note.about is None or note.about[0] + sections < 0:
        return replace(note, about=None)
    return replace(note, about=(note.about[0] + sections, note.about[1]))


def _shifted(outline: Outline, sections: int) -> list[OutlineFootnote]:
    return [_moved(note, sections) for note in outline.footnotes]


def _under_title(outline: Outline) -> tuple[OutlineSection, ...]:
    """The sections, the chapter's title as a heading of the first, or of one before it."""
    title = outline.chapter_title or None
    if not outline.sections:
        return ()
    first, *others = outline.sections
    # That a chapter begins here is settled.
    first = replace(first, doubts=tuple(d for d in first.doubts if d.code != "chapter"))
    if first.heading is None:
        return (replace(first, heading=title), *others)
    above = () if title in (None, first.heading) else (OutlineSection(title, ()),)
    return (*above, first, *others)


def _counted_on(number: int | None, chapters: Sequence[Outline]) -> list[Outline]:
    """The chapters behind a new one, numbered on as far as their numbers would meet."""
    found = []
    for outline in chapters:
        own = outline.chapter_number
        if number is not None and own is not None and own <= number:
            own = number + 1
        number = own if own is not None else number
        found.append(replace(outline, chapter_number=own))
    return found


def _counted_back(number: int | None, chapters: Sequence[Outline]) -> list[Outline]:
    """The chapters behind one that is gone, where they followed it without a gap."""
    found = []
    for outline in chapters:
        own = outline.chapter_number
        follows = number is not None and own == number + 1
        found.append(replace(outline, chapter_number=number) if follows else outline)
        number = own if follows else None
    return found
