"""From a chapter's blocks to its outline: sections, blocks, the reasons and the footnotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from readings.importing.outline import (
    Doubt,
    Outline,
    OutlineBlock,
    OutlineFootnote,
    OutlineSection,
    PlacedDoubt,
    with_doubts,
)
from readings.importing.plaintext.notes import heads_notes
from readings.importing.plaintext.vocabulary import shorten
from readings.importing.problems import ImportProblem
from readings.importing.reasons import Step, about_lists, doubtful_lists, find_reasons
from readings.text.markdown import TextProblem, render_footnote

from .blocks import BlockWriter, is_list
from .chapters import MAX_TITLE, Part
from .context import ChapterContext
from .flow import Item
from .tree import PARAGRAPHS, Node, is_a, nodes, words
from .writer import may_be_reasons, write_block, write_reasons


@dataclass
class RawSection:
    """A section before it is written: its heading's block, and the blocks below it."""

    head: Item | None
    items: list[Item] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return self.head.words if self.head else ""


def split(part: Part) -> list[RawSection]:
    """The chapter's sections: the highest level of headings in it parts them."""
    levels = [item.level for item in part.items if _is_heading(item)]
    found = [RawSection(None)]
    for item in part.items:
        if _is_heading(item) and item.level == min(levels):
            found.append(RawSection(item))
        else:
            found[-1].items.append(item)
    return [section for section in found if section.items or _is_bare_heading(section)]


def outline_of(
    part: Part, sections: list[RawSection], context: ChapterContext, book: str
) -> Outline:
    """The chapter as an outline. Raises ImportProblem when a note is too long to be kept."""
    places: dict[int, tuple[int, int] | None] = {}  # notes whose marks stand in titles
    _head_notes(part.head, None, context, places)
    context.take()
    steps = [_step(item.node) for section in sections for item in section.items]
    reasons = find_reasons(steps)
    lists = doubtful_lists(steps, reasons)
    written: list[OutlineSection] = []
    done = 0
    for i, section in enumerate(sections):
        own = reasons - done if reasons is not None else -1
        _head_notes(section.head, (i, 0) if section.items else None, context, places)
        doubts = (*(part.doubts if i == 0 else ()), *context.take())
        here = {at - done: doubt for at, doubt in lists.items()}
        blocks = _blocks(section.items, own, here, context)
        doubts += context.take()  # of what shows nothing, in a section without any block
        written.append(OutlineSection(section.heading or None, tuple(blocks), doubts))
        done += len(section.items)
    footnotes, about_notes = _footnotes(context, written, places)
    return Outline(
        book=book or None,
        chapter_number=part.number,
        chapter_title=part.title or None,
        sections=with_doubts(written, about_notes),
        footnotes=footnotes,
        warnings=(
            *(doubt.message for doubt in part.doubts),
            *about_lists(steps, reasons),
            *context.warnings,
        ),
    )


def _blocks(
    items: list[Item], reasons: int, lists: Mapping[int, Doubt], context: ChapterContext
) -> list[OutlineBlock]:
    """A section's blocks; `reasons` is the index of the list that holds them, if it is here, and
    `lists` the doubts about lists by their index."""
    found: list[OutlineBlock] = []
    ruled = other = False
    before: Node | None = None
    for i, item in enumerate(items):
        if is_a(item.node, "HorizontalRule"):
            ruled = bool(found)
            continue
        if i == reasons:
            blocks = [write_reasons(context, item.node)]
        else:
            other = before is not None and is_list(before) and is_list(item.node) and not other
            blocks = write_block(context, _shortened(item), other=other, ruled=ruled)
        if blocks:
            doubts = (*([lists[i]] if i in lists else []), *context.take())
            found += [replace(blocks[0], doubts=doubts), *blocks[1:]]
            ruled, before = False, item.node if i != reasons else None
    if found:
        # What is left was said of something behind the last block that shows nothing.
        found[-1] = replace(found[-1], doubts=(*found[-1].doubts, *context.take()))
    return found


def _is_bare_heading(section: RawSection) -> bool:
    """A heading with nothing below it; that of notes which were gathered is no text."""
    return section.head is not None and not heads_notes(section.heading)


def _shortened(item: Item) -> Node:
    """A heading too long to be one is a paragraph."""
    if item.level and len(item.words) > MAX_TITLE:
        return {"t": "Para", "c": item.node["c"][2]}
    return item.node


def _is_heading(item: Item) -> bool:
    return item.level > 0 and 0 < len(item.words) <= MAX_TITLE


def _step(node: Node) -> Step:
    """The block as the rule about reasons sees it."""
    if may_be_reasons(node):
        return Step(numbered=words(node), first=int(node["c"][0][0]))
    return Step(prose=words(node) if is_a(node, *PARAGRAPHS) else "")


def _head_notes(
    head: Item | None,
    place: tuple[int, int] | None,
    context: ChapterContext,
    places: dict[int, tuple[int, int] | None],
) -> None:
    """A heading carries no mark: its notes stand for the section's first block."""
    for note in nodes(head.node) if head else ():
        if is_a(note, "Note"):
            number = context.note_number(note)
            places[number] = place
            said = _("The mark of footnote %(number)s stands in a heading and was left out there.")
            context.warn(said % {"number": number}, "mark")


def _footnotes(
    context: ChapterContext,
    sections: list[OutlineSection],
    places: dict[int, tuple[int, int] | None],
) -> tuple[tuple[OutlineFootnote, ...], list[PlacedDoubt]]:
    """The notes tied to their blocks, and what is doubtful about them."""
    for s, section in enumerate(sections):
        for b, block in enumerate(section.blocks):
            for number in block.footnotes:
                places.setdefault(number, (s, b))
    found: list[OutlineFootnote] = []
    doubts: list[PlacedDoubt] = []
    # A note in a note makes the row longer while it is walked.
    for number, note in enumerate(context.notes, 1):
        place = places.get(number)
        if place and not sections[place[0]].blocks:
            place = None
        found.append(OutlineFootnote(number, _note(note, number, context), place))
        said = context.take()
        doubts += [PlacedDoubt(*place, d.code, d.message) for d in said] if place else []
    return tuple(found), doubts


def _note(note: Node, number: int, context: ChapterContext) -> str:
    """A note in the dialect, without emphasis and links where it would not hold them."""
    blocks = [_flat(block) for block in note["c"]]
    for bare in (False, True):
        markdown = "\n".join(BlockWriter(context, bare=bare).blocks(blocks))
        try:
            render_footnote(markdown)
        except TextProblem:
            continue
        return markdown
    message = _("Footnote %(number)s is too long to be kept: %(words)s.")
    said = {"number": number, "words": shorten(words(note["c"]))}
    raise ImportProblem(message % said, code="too_large")


def _flat(block: Node) -> Node:
    return {"t": "Para", "c": block["c"][2]} if is_a(block, "Header") else block
