"""The words themselves put right: those of a heading, or of a block as Markdown."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from readings.importing.markdown.pictures import about_pictures
from readings.importing.outline import Outline, OutlineBlock
from readings.text.markdown import TextProblem, render_section
from readings.text.problems import problem_in_words

from .kinds import MAX_HEADING, NAMES, instead
from .problems import refused
from .showing import content_of, part_rule, shown
from .working import Moving, block_at, closed, opened, section_at


def can_be_reworded(block: OutlineBlock) -> bool:
    """Whether `reword` takes the block; reasons are an ordinary list first."""
    return block.kind != "reasons"


def reword(outline: Outline, section: int, block: int | None, words: str) -> Outline:
    """The block has these words, which are Markdown; without a block, the section's heading has
    them, which are plain text.

    A block stays one, of its kind, and keeps its pictures and its footnotes' marks. Raises
    ImportProblem where the words say anything else.
    """
    sections = opened(outline)
    own = section_at(sections, section)
    if block is None:
        own.heading, own.doubts = title_words(words), ()
        return closed(outline, sections)
    moving = block_at(sections, section, block)
    made = _reworded(moving.block, "\n".join(words.splitlines()).strip("\n"))
    own.blocks[block] = Moving(made, moving.was)
    return closed(outline, sections, section)


def words_of(block: OutlineBlock) -> str:
    """A block's words as a person may put them right: its Markdown."""
    return part_rule(block.markdown)[1]


def title_words(title: str) -> str:
    """A title on one line. Raises ImportProblem for one without words, or with too many."""
    words = " ".join(title.split())
    if not 0 < len(words) <= MAX_HEADING:
        raise refused(
            _("A title has words, and at most %(most)s characters.") % {"most": MAX_HEADING}
        )
    return words


def _reworded(block: OutlineBlock, markdown: str) -> OutlineBlock:
    if not can_be_reworded(block):
        raise refused(
            _("Make the reasons an ordinary list first; then their words can be changed.")
        )
    try:
        found = render_section(markdown)
    except TextProblem as problem:
        raise refused(problem_in_words(problem)) from problem
    if [one.kind for one in found] != [block.kind]:
        said = _("These words would not be one %(kind)s any more. Leave the signs around them.")
        raise refused(said % {"kind": NAMES[block.kind]})
    (new,) = found
    old = shown(part_rule(block.markdown)[1])
    before, after = content_of(old) if old else None, content_of(new)
    if before is None or before.marks != after.marks:
        raise refused(_("The marks of the footnotes, such as [^1], have to stay as they are."))
    if before.pictures != after.pictures:
        raise refused(_("The pictures have to stay as they are; their descriptions may change."))
    made = OutlineBlock(block.kind, markdown, new.text, new.footnotes)
    made = instead(block, made)
    return _described(made, markdown) if after.pictures else made


def _described(block: OutlineBlock, markdown: str) -> OutlineBlock:
    """The block without a doubt about pictures, where each now has its words."""
    kept = tuple(doubt for doubt in block.doubts if doubt.code != "picture")
    return block if about_pictures(markdown) else replace(block, doubts=kept)
