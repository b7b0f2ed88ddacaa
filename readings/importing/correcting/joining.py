"""Blocks joined, parted, left out and taken back."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from readings.importing.outline import BlockKind, Outline, OutlineBlock, Place

from .kinds import instead, turned
from .leaves import Leaf, leaves_of, merged, ways
from .lists import going_on, item_sources
from .problems import no_place, refused
from .showing import NOTHING, Content, content_of, part_rule, shown
from .working import (
    Moving,
    block_at,
    closed,
    left_out,
    opened,
    section_at,
    with_left_out,
)
from .writing import paragraph, total, write, written

_APART = ("reasons", "table", "image")


def join_blocks(outline: Outline, section: int, block: int) -> Outline:
    """The block and the next one of its section become one, of the first one's kind.

    Raises ImportProblem where the second cannot become of that kind.
    """
    sections = opened(outline)
    first, second = block_at(sections, section, block), block_at(sections, section, block + 1)
    made = _joined(first.block, second.block)
    sections[section].blocks[block : block + 2] = [Moving(made, first.was | second.was)]
    return closed(outline, sections, section)


def block_lines(block: OutlineBlock) -> list[str]:
    """The plain text of the lines, or of a list's items, before which a block can be parted; one
    line where it cannot."""
    if block.kind in _APART or block.kind in ("heading", "code"):
        return [block.text]
    markdown = part_rule(block.markdown)[1]
    if block.kind == "list":
        texts = [shown(item) for item in item_sources(markdown)]
        return [" ".join(found.text.split()) if found else "" for found in texts]
    rows = [bare for leaf in leaves_of(markdown) for bare in leaf.bare]
    texts = [shown(row) for row in rows]
    return [found.text if found else "" for found in texts]


def split_block(outline: Outline, section: int, block: int, line: int) -> Outline:
    """The lines (see `block_lines`) from `line` on become a block of their own, of the same kind.

    Raises ImportProblem where there is no such line, or markup reaches over its beginning.
    """
    sections = opened(outline)
    moving = block_at(sections, section, block)
    own = moving.block
    if not 0 < line < len(block_lines(own)):
        raise refused(_("This block has no such line to be parted at."))
    markdown = part_rule(own.markdown)[1]
    whole = shown(markdown)
    assert whole is not None
    halves = _halves(own, markdown, line, content_of(whole))
    if not halves:
        raise refused(_("The block cannot be parted here without losing something."))
    first, *rest = halves
    made = [instead(own, first), *(replace(half, lines=own.lines) for half in rest)]
    sections[section].blocks[block : block + 1] = moving.becomes(made)
    return closed(outline, sections, section)


def leave_out(outline: Outline, section: int, block: int) -> Outline:
    """The block is no text of the chapter: its words stand among those left out, and so do those of
    the footnotes that are marked in it alone. Raises ImportProblem for an unknown place."""
    sections = opened(outline)
    moving = block_at(sections, section, block)
    del sections[section].blocks[block]
    touched = [section]
    if not sections[section].blocks and sections[section].heading is None:
        del sections[section]
        touched = []
    found = closed(outline, sections, *touched)
    standing = {number for own in found.blocks for number in own.footnotes}
    gone = [
        note
        for note in found.footnotes
        if note.number in moving.block.footnotes and note.number not in standing
    ]
    lines = [line for line in _words(moving.block) if line.strip()]
    at = moving.block.lines[0] if moving.block.lines else None
    return with_left_out(
        replace(found, footnotes=tuple(note for note in found.footnotes if note not in gone)),
        [
            *left_out(outline),
            *((line, at) for line in lines),
            *((note.markdown, None) for note in gone),
        ],
    )


def take_back(
    outline: Outline, line: int, section: int | None = None, block: int | None = None
) -> Outline:
    """A line that was left out, by its place among those, is a paragraph of the text again.

    It stands before the block, or behind the section's last one; without a place where it stood in
    the source. Raises ImportProblem for an unknown place.
    """
    sections = opened(outline)
    if not 0 <= line < len(outline.left_out):
        raise no_place()
    own = left_out(outline)
    words, at = own.pop(line)
    if section is None or block is None:
        section, block = _where(outline, at)
    blocks = section_at(sections, section).blocks
    if not 0 <= block <= len(blocks):
        raise no_place()
    made = replace(paragraph(words), lines=(at, at) if at else None)
    blocks.insert(block, Moving(made))
    return closed(with_left_out(outline, own), sections, section)


def _where(outline: Outline, line: int | None) -> Place:
    """Before the first block that stands below a line of the source, else at the very end."""
    last: Place | None = None
    for s, section in enumerate(outline.sections):
        for b, block in enumerate(section.blocks):
            if block.lines is None or line is None:
                continue
            if block.lines[0] > line:
                return s, b
            last = (s, b + 1)
    if last is None:
        raise refused(_("It is not known where this line stood: choose a place for it."))
    return last


def _joined(first: OutlineBlock, second: OutlineBlock) -> OutlineBlock:
    kind = first.kind
    if kind in _APART or second.kind in _APART:
        raise refused(_("Lists of reasons, tables and pictures cannot be joined with a block."))
    others = [second] if second.kind == kind else turned(second, kind)
    sources = [part_rule(block.markdown)[1] for block in (first, *others)]
    content = _content([first, *others])
    if kind in ("list", "quote"):
        made = _as_one(kind, sources)
    else:
        leaves = [leaf for source in sources for leaf in leaves_of(source)]
        flows = kind in ("paragraph", "caption", "heading")
        made = write(kind, [merged(leaves)] if flows else leaves, content)
    if len(made) != 1 or _content(made) != content:
        raise refused(_("These two blocks cannot be joined without losing something."))
    doubts = tuple(dict.fromkeys((*first.doubts, *second.doubts)))
    return instead(replace(first, doubts=doubts, lines=_span(first, second)), made[0])


def _as_one(kind: BlockKind, sources: list[str]) -> list[OutlineBlock]:
    """Lists and quotes keep all that stands in them."""
    if kind == "list":
        joint, sources = "\n", [sources[0], going_on(*sources)]
    else:
        joint = "\n>\n"
    return _shown(kind, joint.join(sources))


def _shown(kind: BlockKind, markdown: str) -> list[OutlineBlock]:
    """The Markdown as one block of a kind; none where it shows anything else."""
    found = shown(markdown)
    if found is None or found.kind != kind:
        return []
    return [OutlineBlock(kind, markdown, found.text, found.footnotes)]


def _content(blocks: list[OutlineBlock]) -> Content:
    """What the blocks hold together. A block that shows as several, or none, holds nothing."""
    found = [shown(part_rule(block.markdown)[1]) for block in blocks]
    return sum((content_of(block) for block in found if block), NOTHING)


def _span(first: OutlineBlock, second: OutlineBlock) -> tuple[int, int] | None:
    spans = [block.lines for block in (first, second) if block.lines]
    return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None


def _halves(block: OutlineBlock, markdown: str, line: int, content: Content) -> list[OutlineBlock]:
    """The lines before and behind a line as blocks; none where they would not hold this."""
    if block.kind == "list":
        sources = item_sources(markdown)
        parts = ("\n".join(sources[:line]), "\n".join(sources[line:]))
        made = [half for part in parts for half in _shown("list", part)]
        return made if _content(made) == content else []
    above, below = _cut(leaves_of(markdown), line)
    for before, behind in zip(ways(above), ways(below), strict=True):
        halves = [written(block.kind, before), written(block.kind, behind)]
        if all(halves) and total([*halves[0], *halves[1]]) == content:
            return [made for half in halves for made, _held in half]
    return []


def _cut(leaves: list[Leaf], line: int) -> list[list[Leaf]]:
    """The leaves before and behind a line."""
    above: list[Leaf] = []
    below: list[Leaf] = []
    for leaf in leaves:
        here = min(max(line, 0), len(leaf.rows))
        above += _part(leaf, 0, here)
        below += _part(leaf, here, len(leaf.rows))
        line -= len(leaf.rows)
    return [above, below]


def _part(leaf: Leaf, start: int, end: int) -> list[Leaf]:
    if start >= end:
        return []
    return [Leaf(leaf.rows[start:end], leaf.breaks[start:end], leaf.bare[start:end])]


def _words(block: OutlineBlock) -> list[str]:
    """A block's lines as plain text; reasons with what is said on each."""
    if block.items:
        return [line for item in block.items for line in (item.text, item.commentary or "")]
    return block.text.split("\n")
