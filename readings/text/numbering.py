"""The names of blocks: keys that stay, and the numbers that people say."""

from __future__ import annotations

from readings.groups.rows import update_rows
from readings.text.models import Block, Chapter


def new_key(chapter: Chapter, letter: str) -> str:
    """A key never given before in this chapter: `p17` for a block, `r18` for a reason."""
    chapter.keys_given += 1
    return f"{letter}{chapter.keys_given}"


def renumber(chapter: Chapter) -> None:
    """Gives blocks the numbers that people say: 2.5 is the fifth block of the second section."""
    changed = []
    sections = list(chapter.sections.filter(removed_at=None).order_by("order", "pk"))
    blocks = Block.objects.filter(chapter=chapter, removed_at=None).order_by("order", "pk")
    by_section: dict[int, list[Block]] = {}
    for block in blocks.defer("html", "lead_in"):
        by_section.setdefault(block.section_id, []).append(block)
    for index, section in enumerate(sections, 1):
        for position, block in enumerate(by_section.get(section.pk, ()), 1):
            number = f"{index}.{position}"
            if block.number != number:
                block.number, block.revision = number, block.revision + 1
                changed.append(block)
    update_rows(changed, ["number", "revision"])
