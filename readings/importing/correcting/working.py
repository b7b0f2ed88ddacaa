"""A chapter taken apart, so that blocks can move, and put together again.

What hangs on places is worked out anew: which block each footnote documents. A block knows where
its words stood before, so that a footnote without a mark follows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from readings.importing.outline import (
    Doubt,
    Outline,
    OutlineBlock,
    OutlineFootnote,
    OutlineSection,
    Place,
    section_markdown,
)
from readings.importing.problems import ImportProblem
from readings.text.markdown import ReasonText, TextProblem, render_section
from readings.text.problems import problem_in_words

from .lists import part_lists
from .problems import no_place, refused

LeftOut = tuple[str, int | None]  # a line, and its number in the source


@dataclass(frozen=True)
class Moving:
    """A block, and the places where its words stood before the correction."""

    block: OutlineBlock
    was: frozenset[Place] = frozenset()

    def becomes(self, blocks: Iterable[OutlineBlock]) -> list[Moving]:
        """Blocks in this one's stead; what hung on it without a mark hangs on the first."""
        return [Moving(b, self.was if i == 0 else frozenset()) for i, b in enumerate(blocks)]


@dataclass
class Open:
    """A section under way."""

    heading: str | None
    blocks: list[Moving] = field(default_factory=list)
    doubts: tuple[Doubt, ...] = ()
    lines: tuple[int, int] | None = None

    @property
    def has_reasons(self) -> bool:
        return any(moving.block.kind == "reasons" for moving in self.blocks)


def opened(outline: Outline) -> list[Open]:
    """The chapter's sections, to be changed."""
    return [
        Open(
            section.heading,
            [Moving(block, frozenset([(s, b)])) for b, block in enumerate(section.blocks)],
            section.doubts,
            section.lines,
        )
        for s, section in enumerate(outline.sections)
    ]


def closed(outline: Outline, sections: Sequence[Open], *touched: int) -> Outline:
    """The chapter with these sections. Those whose index is named are held against the renderer.

    Raises ImportProblem where a section would not show its blocks, word for word.
    """
    made = tuple(_section(section) for section in sections)
    for index in touched:
        check_section(made[index])
    moved = {
        was: (s, b)
        for s, section in enumerate(sections)
        for b, moving in enumerate(section.blocks)
        for was in moving.was
    }
    marked = marks_of(made)
    notes = tuple(_tied(note, marked, moved) for note in outline.footnotes)
    return replace(outline, sections=made, footnotes=notes)


def left_out(outline: Outline) -> list[LeftOut]:
    """The lines left out, each with its place in the source."""
    lines = outline.left_out_lines or (None,) * len(outline.left_out)
    return list(zip(outline.left_out, lines, strict=True))


def with_left_out(outline: Outline, rows: Iterable[LeftOut]) -> Outline:
    """The chapter with these lines left out."""
    found = list(rows)
    return replace(
        outline,
        left_out=tuple(words for words, _line in found),
        left_out_lines=tuple(line for _words, line in found),
    )


def marks_of(sections: Iterable[OutlineSection]) -> dict[int, Place]:
    """The place of each footnote's first mark."""
    found: dict[int, Place] = {}
    for s, section in enumerate(sections):
        for b, block in enumerate(section.blocks):
            for number in block.footnotes:
                found.setdefault(number, (s, b))
    return found


def check_section(section: OutlineSection) -> None:
    """Raises ImportProblem unless the section shows its own blocks and nothing else."""
    items = [item for block in section.blocks for item in block.items]
    reasons = [ReasonText(f"r{n}", n, item.markdown) for n, item in enumerate(items, 1)]
    try:
        shown = render_section(section_markdown(section), reasons=reasons)
    except TextProblem as problem:
        raise refused(problem_in_words(problem)) from problem
    found = [(block.kind, block.text, block.footnotes) for block in shown]
    own = [(b.kind, b.text, tuple(dict.fromkeys(b.footnotes))) for b in section.blocks]
    if found != own:
        raise refused(_("The section would not show the same words after this correction."))


def section_at(sections: Sequence[Open], index: int | None) -> Open:
    """Raises ImportProblem where there is none."""
    if index is None or not 0 <= index < len(sections):
        raise no_place()
    return sections[index]


def block_at(sections: Sequence[Open], section: int | None, block: int | None) -> Moving:
    """Raises ImportProblem where there is none."""
    blocks = section_at(sections, section).blocks
    if block is None or not 0 <= block < len(blocks):
        raise no_place()
    return blocks[block]


def one_list(*sections: Open) -> None:
    """Raises ImportProblem where sections that are to be one hold more than one list of reasons."""
    if sum(section.has_reasons for section in sections) > 1:
        raise two_lists()


def two_lists() -> ImportProblem:
    """A section has one place for reasons."""
    return refused(
        _("A section holds one list of reasons: make one of the two an ordinary list first.")
    )


def _section(section: Open) -> OutlineSection:
    blocks = part_lists([moving.block for moving in section.blocks])
    return OutlineSection(section.heading, tuple(blocks), section.doubts, section.lines)


def _tied(
    note: OutlineFootnote, marked: dict[int, Place], moved: dict[Place, Place]
) -> OutlineFootnote:
    about = marked.get(note.number)
    if about is None and note.about is not None:
        about = moved.get(note.about)
    return note if about == note.about else replace(note, about=about)
