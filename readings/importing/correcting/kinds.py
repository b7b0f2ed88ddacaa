"""Another kind for a block: its words, marks and lines stay, the signs around them change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from readings.importing.outline import BlockKind, DoubtCode, Outline, OutlineBlock

from .leaves import leaves_of, merged, parted, ways
from .lists import Item, as_list, as_reasons, items_of
from .problems import refused
from .showing import content_of, part_rule, shown
from .working import Moving, Open, block_at, closed, one_list, opened, section_at, two_lists
from .writing import paragraph, write

Kind = BlockKind | Literal["section"]

MAX_HEADING = 300  # characters, as the database has it

# What a person decides by saying of which kind a block is.
_DECIDED: frozenset[DoubtCode] = frozenset(
    ("quote", "caption", "verse", "heading", "list", "reasons", "form", "table")
)
_TEXT: tuple[Kind, ...] = ("paragraph", "quote", "verse", "caption", "list", "code")

NAMES = {
    "paragraph": gettext_lazy("paragraph"),
    "quote": gettext_lazy("quote"),
    "verse": gettext_lazy("verse"),
    "caption": gettext_lazy("caption"),
    "list": gettext_lazy("list"),
    "reasons": gettext_lazy("list of reasons"),
    "heading": gettext_lazy("heading"),
    "table": gettext_lazy("table"),
    "code": gettext_lazy("block of code"),
    "image": gettext_lazy("picture"),
}


def kinds_for(block: OutlineBlock) -> tuple[Kind, ...]:
    """The kinds that a block can become, "section" (the heading of one) among them. A change may
    be refused all the same where it would lose something."""
    if block.kind == "image":
        return ()
    if block.kind == "table":
        return ("paragraph", "quote")
    found = [kind for kind in _TEXT if kind != "code" or not block.footnotes]
    if len(block.text) <= MAX_HEADING and block.kind != "reasons":
        found += ["heading", "section"]
    lines = part_rule(block.markdown)[1] if block.kind == "paragraph" else block.text
    if "\n" in lines and block.kind != "reasons":
        found.append("reasons")
    return tuple(kind for kind in found if kind != block.kind)


def change_kind(outline: Outline, section: int, block: int, kind: Kind) -> Outline:
    """The block as another kind; where it has several paragraphs, it may become several blocks.

    "section" makes it the heading of a section that takes the blocks below it. Raises ImportProblem
    where the kind cannot hold the block.
    """
    if kind == "section":
        return begin_section(outline, section, block)
    sections = opened(outline)
    moving = block_at(sections, section, block)
    if moving.block.kind == kind:
        return accept(outline, section, block)
    if kind == "reasons" and sections[section].has_reasons:
        raise two_lists()
    blocks = moving.becomes(turned(moving.block, kind))
    sections[section].blocks[block : block + 1] = blocks
    return closed(outline, sections, section)


def turned(block: OutlineBlock, kind: BlockKind) -> list[OutlineBlock]:
    """The block as another kind. Raises ImportProblem."""
    if kind not in kinds_for(block):
        raise _impossible(block, kind)
    source = as_list(block) if block.kind == "reasons" else block
    markdown = part_rule(source.markdown)[1]
    found = shown(markdown)
    if found is None:
        raise _impossible(block, kind)
    content = content_of(found)
    if kind == "reasons":
        made = [as_reasons(source, _items(markdown))]
    elif kind == "list" and block.kind == "reasons":
        made = [source]
    else:
        leaves = leaves_of(markdown)
        in_a_row = source.kind == "list" and kind in ("verse", "code")
        made = write(kind, [merged(leaves)] if in_a_row else leaves, content)
    if not made:
        raise _impossible(block, kind)
    first, *others = made
    return [instead(block, first), *(replace(other, lines=block.lines) for other in others)]


def instead(old: OutlineBlock, new: OutlineBlock) -> OutlineBlock:
    """A block as it stands in another one's place: below the same rule, from the same lines, and
    without the doubts that are settled now."""
    rule, markdown = part_rule(old.markdown)[0], part_rule(new.markdown)[1]
    return settled(replace(new, markdown=rule + markdown, lines=old.lines, doubts=old.doubts))


def accept(outline: Outline, section: int, block: int | None = None) -> Outline:
    """The block, or the section's heading, is what it was taken for: a person has looked at it, and
    no doubt is left. Raises ImportProblem for an unknown place."""
    sections = opened(outline)
    own = section_at(sections, section)
    if block is None:
        own.doubts = ()
    else:
        moving = block_at(sections, section, block)
        own.blocks[block] = replace(moving, block=replace(moving.block, doubts=()))
    return closed(outline, sections)


def settled(block: OutlineBlock) -> OutlineBlock:
    """The block without the doubts about its kind."""
    kept = tuple(doubt for doubt in block.doubts if doubt.code not in _DECIDED)
    return replace(block, doubts=kept)


def heading_words(block: OutlineBlock) -> str:
    """The block's words as a heading, which has no markup. Raises ImportProblem."""
    found = shown(part_rule(block.markdown)[1])
    words = " ".join(block.text.split())
    if "section" not in kinds_for(block) or not words:
        raise refused(
            _("A heading has words, and at most %(most)s characters.") % {"most": MAX_HEADING}
        )
    if found is None or content_of(found).pictures:
        raise refused(_("A heading holds no picture and no list of reasons."))
    return words


def begin_section(outline: Outline, section: int, block: int) -> Outline:
    """The block becomes the heading of a new section, which takes the blocks below it; a footnote
    marked in it documents the first of these. Raises ImportProblem."""
    sections = opened(outline)
    moving = block_at(sections, section, block)
    words = heading_words(moving.block)
    old = sections[section]
    below = without_rule(old.blocks[block + 1 :], moving)
    new = Open(words, below, settled(moving.block).doubts, moving.block.lines)
    above = replace(old, blocks=old.blocks[:block])
    stays = bool(above.blocks) or above.heading is not None
    sections[section : section + 1] = [above, new] if stays else [new]
    touched = (section, section + 1) if stays else (section,)
    return closed(outline, sections, *touched)


def join_section(
    outline: Outline, section: int, kind: Literal["paragraph", "heading"] = "paragraph"
) -> Outline:
    """The section goes on with the one before, its heading a paragraph there, or a heading inside
    it. The first section's heading becomes the chapter's first block. Raises ImportProblem."""
    sections = opened(outline)
    own = section_at(sections, section)
    if section == 0 and own.heading is None:
        raise refused(_("No section stands before the first one, and it has no heading."))
    head = heading_blocks(own, kind)
    if section == 0:
        sections[0] = Open(None, [*head, *own.blocks])
        return closed(outline, sections, 0)
    before = sections[section - 1]
    one_list(before, own)
    before.blocks += [*head, *own.blocks]
    del sections[section]
    return closed(outline, sections, section - 1)


def heading_blocks(section: Open, kind: BlockKind) -> list[Moving]:
    """A section's heading as a block; none where it has no heading."""
    if section.heading is None:
        return []
    made = paragraph(section.heading)
    if kind != "paragraph":
        made = turned(made, kind)[0]
    kept = settled(replace(made, doubts=section.doubts, lines=section.lines))
    return [Moving(kept)]


def without_rule(blocks: Sequence[Moving], heading: Moving | None = None) -> list[Moving]:
    """Blocks at a section's beginning: no rule stands above the first, and what hung on the block
    that is now their heading hangs on it."""
    if not blocks:
        return []
    first, *others = blocks
    plain = replace(first.block, markdown=part_rule(first.block.markdown)[1])
    was = first.was | heading.was if heading else first.was
    return [Moving(plain, was), *others]


def _items(markdown: str) -> Iterator[list[Item]]:
    """The items of a list, or of what a list could be made of: each line, else each paragraph."""
    items = items_of(markdown)
    if items:
        yield items
    leaves = leaves_of(markdown)
    rows = parted(leaves[0]) if len(leaves) == 1 else leaves
    for way in ways(rows):
        yield [Item(" ".join(leaf.rows)) for leaf in way]


def _impossible(block: OutlineBlock, kind: str) -> Exception:
    message = _("This %(old)s cannot become a %(new)s without losing something.")
    return refused(message % {"old": NAMES[block.kind], "new": NAMES.get(kind, kind)})
