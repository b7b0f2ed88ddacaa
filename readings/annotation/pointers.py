"""From what a reader's page says about a place to a target in the present text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import takewhile
from operator import itemgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from readings.annotation.models import Target
from readings.annotation.placing import State, place_all
from readings.annotation.shifting import TORN, shift
from readings.groups.prepared import Prepared
from readings.text.models import Block, Chapter, Reading, Reason, Section, SectionVersion
from readings.text.queries import section_at

_end = itemgetter(3)  # of a version's block: key, kind, start, end
CONTEXT = 32  # code points of prefix and suffix, as W3C TextQuoteSelector


class StalePlace(Exception):
    """The place has changed since the page was read and the words are not surely found again."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The text was edited while you were writing, and the words you chose are no longer "
                "there. Your note is kept as a draft: choose words again."
            )
        )


@dataclass(frozen=True)
class Pointer:
    """A place as the page knew it. Offsets are code points in the section's plain text.

    A passage needs `section`, `version`, `start`, `end` and `exact`; a block its `key`, a reason
    its `key`, a footnote its `number`, a section its id; a chapter nothing.
    """

    kind: str
    section: int | None = None
    version: int | None = None
    start: int = 0
    end: int = 0
    exact: str = ""
    key: str = ""
    number: int | None = None


def point_at_words(chapter: Chapter, key: str, words: str) -> Pointer:
    """The passage in a block that these words, typed or copied, name; white space does not count.

    The way to a passage without JavaScript. Raises ValueError, with the reason as its text, when
    the words stand there not at all or more than once, and StalePlace when the block is gone.
    """
    block = _find_block(chapter, key)
    text = block.section.current.plain_text
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = list(pattern.finditer(text, block.start, block.end))
    if not found:
        raise ValueError(_("These words do not stand in the paragraph."))
    if len(found) > 1:
        raise ValueError(_("These words stand there more than once. Add a few before or after."))
    start, end = found[0].span()
    return Pointer(
        kind=Target.Kind.PASSAGE,
        section=block.section_id,
        version=block.section.current.number,
        start=start,
        end=end,
        exact=text[start:end],
    )


def locate(chapter: Chapter, pointer: Pointer, reading: Reading | None) -> Target:
    """An unsaved target for the pointer, placed in the text as it stands now.

    Call it under the lock on the chapter. Raises StalePlace when the place is gone and
    ValidationError for a passage without a word.
    """
    target = Target(chapter=chapter, reading=reading, kind=pointer.kind)
    try:
        {
            Target.Kind.PASSAGE: _passage,
            Target.Kind.BLOCK: _block,
            Target.Kind.REASON: _reason,
            Target.Kind.FOOTNOTE: _footnote,
            Target.Kind.SECTION: _section,
            Target.Kind.CHAPTER: lambda *_args: None,
        }[Target.Kind(pointer.kind)](chapter, pointer, target)
    except (Section.DoesNotExist, SectionVersion.DoesNotExist) as error:
        raise StalePlace from error
    target.first_exact = target.exact
    return target


def set_span(target: Target, text: str, start: int, end: int) -> None:
    """Gives the target this place in its section's plain text, with words and context."""
    target.start, target.end = start, end
    target.exact = text[start:end]
    target.prefix = text[max(0, start - CONTEXT) : start]
    target.suffix = text[end : end + CONTEXT]


def blocks_touched(version: SectionVersion, start: int, end: int) -> list[str]:
    """Keys of the blocks that [start, end) touches, in order; of an empty span the one it is in."""
    first = bisect_right(version.blocks, start, key=_end)
    touched = takewhile(lambda block: block[2] < end, version.blocks[first:])
    keys = [key for key, *_place in touched]
    return keys or [key for key, _kind, b, e in version.blocks if b <= start <= e][:1]


def _current_section(chapter: Chapter, pk: int | None) -> Section:
    section: Section | None = _section_by_key.first(chapter=chapter.pk, section=pk or 0)
    if section is None:
        raise Section.DoesNotExist
    return section


@Prepared
def _section_by_key(chapter: Any, section: Any) -> QuerySet[Any]:
    sections = Section.objects.current().filter(chapter=chapter, pk=section).order_by()
    return sections.select_related("version").defer("body", "version__body", "version__reasons")


@Prepared
def _block_by_key(chapter: Any, key: Any) -> QuerySet[Any]:
    return Block.objects.filter(chapter=chapter, key=key).order_by().defer("html", "lead_in")


@Prepared
def _block_at(chapter: Any, section: Any, position: Any) -> QuerySet[Any]:
    blocks = Block.objects.filter(
        chapter=chapter, section=section, removed_at=None, start__lte=position, end__gt=position
    ).order_by()
    return blocks.select_related("section__version").only(
        "chapter", "key", "kind", "number", "start", "end", "removed_at",
        "section__chapter", "section__slug", "section__removed_at",
        "section__version__section", "section__version__number", "section__version__plain_text",
    )[:1]  # fmt: skip


def _passage(chapter: Chapter, pointer: Pointer, target: Target) -> None:
    # Most pages show the text as it is: then one query finds both the block and its section.
    block: Block | None = _block_at.first(
        chapter=chapter.pk, section=pointer.section or 0, position=pointer.start
    )
    section = (
        block.section
        if block
        else _section_by_key.first(chapter=chapter.pk, section=pointer.section or 0)
    )
    if section is None or section.current.number != pointer.version:
        section, start, end = _present_place(chapter, section, pointer)
    else:
        start, end = pointer.start, pointer.end
        _refuse_other_words(section.current, pointer)
    text = section.current.plain_text
    start, end = _without_space(text, start, end)
    target.section = section
    set_span(target, text, start, end)
    if block is None or not block.start <= start < block.end:
        key = blocks_touched(section.current, start, end)[0]
        block = _block_by_key.first(chapter=chapter.pk, key=key)
    target.block = block


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    """The span less the white space at its ends, which may be that between two blocks."""
    words = text[start:end].strip()
    if not words:
        raise ValidationError(_("Choose at least one word."))
    start = text.index(words, start)
    return start, start + len(words)


def _refuse_other_words(version: SectionVersion, pointer: Pointer) -> None:
    """The pointer's words must have stood where it says in its version."""
    start, end, text = pointer.start, pointer.end, version.plain_text
    if not 0 <= start < end <= len(text) or text[start:end] != pointer.exact:
        raise StalePlace


def _present_place(
    chapter: Chapter, section: Section | None, pointer: Pointer
) -> tuple[Section, int, int]:
    """Where the words of an older version stand now: with their blocks, wherever in the chapter
    these went as they are, else among the other words of the section."""
    versions = SectionVersion.objects.filter(section__chapter=chapter)
    # Looked up among the sections, where a number that no key can have finds nothing.
    own = chapter.sections.filter(pk=pointer.section or 0)
    seen = versions.get(section__in=own, number=pointer.version or 0)
    _refuse_other_words(seen, pointer)
    start, end = pointer.start, pointer.end
    if moved := _with_its_blocks(chapter, seen, start, end):
        return moved
    if section is None:
        raise StalePlace
    placed = place_all(seen.plain_text, section.current.plain_text, [(start, end)])[0]
    if placed.state not in (State.PLACED, State.MOVED):
        raise StalePlace
    assert placed.start is not None
    assert placed.end is not None
    return section, placed.start, placed.end


def _with_its_blocks(
    chapter: Chapter, seen: SectionVersion, start: int, end: int
) -> tuple[Section, int, int] | None:
    """Raises StalePlace where the blocks under the words stand in two sections by now."""
    keys = [key for key, *_rest in seen.blocks]
    rows = Block.objects.current().filter(chapter=chapter, key__in=keys)
    now = {key: (at, b) for key, at, b in rows.values_list("key", "section", "start")}
    moved = shift(seen.blocks, start, end, now)
    if moved is None:
        return None
    if moved == TORN:
        raise StalePlace
    section = _current_section(chapter, moved.section)
    new_start, new_end = start + moved.by, end + moved.by
    same = section.current.plain_text[new_start:new_end] == seen.plain_text[start:end]
    return (section, new_start, new_end) if same else None


def _find_block(chapter: Chapter, key: str) -> Block:
    blocks = Block.objects.current().select_related("section__version")
    block: Block | None = blocks.filter(chapter=chapter, key=key).first()
    if block is None:
        raise StalePlace
    return block


def _block(chapter: Chapter, pointer: Pointer, target: Target) -> None:
    block = _find_block(chapter, pointer.key)
    target.section, target.block = block.section, block
    set_span(target, block.section.current.plain_text, block.start, block.end)


def _reason(chapter: Chapter, pointer: Pointer, target: Target) -> None:
    reason = (
        Reason.objects.current()
        .select_related("section__version")
        .filter(section__chapter=chapter, key=pointer.key)
        .first()
    )
    if reason is None:
        raise StalePlace
    version = reason.section.current
    key = blocks_touched(version, reason.start, reason.end)[0]
    target.section, target.reason = reason.section, reason
    target.block = Block.objects.get(chapter=chapter, key=key)
    set_span(target, version.plain_text, reason.start, reason.end)


def _footnote(chapter: Chapter, pointer: Pointer, target: Target) -> None:
    footnote = chapter.footnotes.filter(number=pointer.number or 0, removed_at=None).first()
    if footnote is None:
        raise StalePlace
    target.footnote, target.exact = footnote, footnote.body


def _section(chapter: Chapter, pointer: Pointer, target: Target) -> None:
    """A section that went into another meanwhile is that one."""
    pk = pointer.section or 0
    section: Section | None = _section_by_key.first(chapter=chapter.pk, section=pk)
    if section is None:
        gone = Section.objects.get(chapter=chapter, pk=pk)
        section = section_at(chapter.pk, gone.slug)
    if section is None:
        raise Section.DoesNotExist
    target.section = section
