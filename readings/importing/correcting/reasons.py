"""Which numbered list holds the reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from readings.importing.outline import Doubt, Outline, OutlineBlock

from .kinds import instead
from .lists import as_list, as_reasons, is_numbered, items_of
from .problems import refused
from .showing import part_rule
from .working import Moving, Open, block_at, closed, opened


@dataclass(frozen=True)
class ListChoice:
    """A list that holds the reasons, or could: its place, the words before it (empty where nothing
    stands there), how many items it has and the first one's words."""

    section: int
    block: int
    lead_in: str
    items: int
    first: str
    chosen: bool


def lists_of(outline: Outline) -> list[ListChoice]:
    """The numbered lists of a chapter with two items or more, in reading order."""
    found = []
    for s, section in enumerate(outline.sections):
        before = section.heading or ""
        for b, block in enumerate(section.blocks):
            count = _count(block)
            if count > 1:
                first = block.text.split("\n", 1)[0]
                chosen = block.kind == "reasons"
                found.append(ListChoice(s, b, before, count, first, chosen))
            before = block.text
    return found


def choose_reasons(outline: Outline, section: int, block: int) -> Outline:
    """This numbered list holds the reasons; another one of the chapter is a plain list again.

    `change_kind` makes a list the reasons of its section and leaves those of others alone. Raises
    ImportProblem for a list that cannot hold them.
    """
    moving = block_at(opened(outline), section, block)
    if moving.block.kind != "reasons" and not is_numbered(moving.block):
        raise refused(_("Only a numbered list can hold the reasons."))
    sections = opened(no_reasons(outline, but=(section, block)))
    chosen = sections[section].blocks[block].block
    if chosen.kind == "list":
        items = items_of(part_rule(chosen.markdown)[1])
        made = as_reasons(chosen, [items])
        sections[section].blocks[block] = Moving(instead(chosen, made), moving.was)
    return closed(outline, _decided(sections), section)


def no_reasons(outline: Outline, *, but: tuple[int, int] | None = None) -> Outline:
    """Every list of reasons is a plain numbered list again. Raises ImportProblem."""
    sections = opened(outline)
    touched = set()
    for s, section in enumerate(sections):
        for b, moving in enumerate(section.blocks):
            if moving.block.kind == "reasons" and (s, b) != but:
                made = instead(moving.block, as_list(moving.block))
                section.blocks[b] = Moving(made, moving.was)
                touched.add(s)
    return closed(outline, _decided(sections), *touched)


def _count(block: OutlineBlock) -> int:
    if block.kind == "reasons":
        return len(block.items)
    return len(items_of(part_rule(block.markdown)[1])) if is_numbered(block) else 0


def _decided(sections: list[Open]) -> list[Open]:
    """The sections without the doubts about where the reasons are."""
    for section in sections:
        section.blocks = [
            replace(moving, block=replace(moving.block, doubts=_others(moving.block)))
            for moving in section.blocks
        ]
    return sections


def _others(block: OutlineBlock) -> tuple[Doubt, ...]:
    return tuple(doubt for doubt in block.doubts if doubt.code != "reasons")
