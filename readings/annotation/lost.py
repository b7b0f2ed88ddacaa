"""Where a note stood whose words are gone, and what is left around there."""

from __future__ import annotations

from dataclasses import dataclass

from readings.annotation.models import Placement, Target
from readings.annotation.placing import State
from readings.text.models import Block, Section
from readings.text.queries import section_at


@dataclass(frozen=True)
class Surroundings:
    """The paragraph as it was, in three parts of which the second is the note's words; and the
    nearest paragraph that is left, None where none is: of those of that time, or where they are
    all gone, of those before the section."""

    before: str
    words: str
    after: str
    nearest: Block | None

    @property
    def nearest_words(self) -> str:
        block = self.nearest
        return block.section.current.plain_text[block.start : block.end] if block else ""


def surroundings(target: Target) -> Surroundings | None:
    """None for what never stood on words of a section."""
    last: Placement | None = (
        target.placements.exclude(state=State.ORPHANED.value)
        .select_related("version__section")
        .order_by("-pk")
        .first()
    )
    if last is None or last.start is None or last.end is None:
        return None
    text, blocks = last.version.plain_text, last.version.blocks
    touched = [i for i, (*_rest, start, end) in enumerate(blocks) if start <= last.start <= end]
    at = touched[-1] if touched else 0
    _key, _kind, low, high = blocks[at]
    high = max(high, last.end)
    return Surroundings(
        text[low : last.start],
        text[last.start : last.end],
        text[last.end : high],
        _nearest([key for key, *_rest in blocks], at, last.version.section),
    )


def _nearest(keys: list[str], at: int, section: Section) -> Block | None:
    """Of the blocks with these keys that still stand, the one closest to the place `at`; else the
    last one before where the section stood, or the chapter's first."""
    standing = (
        Block.objects.current()
        .filter(chapter=section.chapter_id, section__removed_at=None)
        .select_related("section__version")
        .order_by("section__order", "section", "order")
    )
    kept = standing.filter(key__in=keys)
    if found := min(kept, key=lambda block: abs(keys.index(block.key) - at), default=None):
        return found
    before = standing.filter(section__order__lte=section.order)
    return before.last() or standing.first()


def section_to_show(target: Target, slug: str, near: Surroundings | None) -> Section | None:
    """The section to choose words in: the one asked for, else where the note is or was nearest."""
    if slug:
        return section_at(target.chapter_id, slug)
    sections = Section.objects.current().filter(chapter=target.chapter_id).order_by("order", "pk")
    wanted = sections.select_related("version")
    if target.section is not None and target.section.removed_at is None:
        return wanted.filter(pk=target.section.pk).first()
    return near.nearest.section if near and near.nearest else wanted.first()
