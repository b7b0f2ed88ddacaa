"""From the parts of a file to the outline's sections, blocks and footnotes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from readings.importing.markdown.parts import Part, note_text, reason_items
from readings.importing.markdown.titles import Titles
from readings.importing.outline import (
    BlockKind,
    OutlineBlock,
    OutlineFootnote,
    OutlineReason,
    OutlineSection,
)
from readings.importing.problems import ImportProblem
from readings.text.markdown import ReasonText, below_sections, render_section, source_blocks

CONTAINER = "::: reasons\n:::"
LONGEST_REASON = 500
Place = tuple[int, int]


@dataclass
class _Open:
    """A section under way; `marks` are those in its heading, where a mark cannot stand, `rule` is
    what will be drawn above the next block."""

    heading: str | None
    blocks: list[OutlineBlock] = field(default_factory=list)
    marks: tuple[int, ...] = ()
    rule: str = ""

    @property
    def has_reasons(self) -> bool:
        return any(block.kind == "reasons" for block in self.blocks)

    def add(self, block: OutlineBlock) -> None:
        self.blocks.append(replace(block, markdown=self.rule + block.markdown))
        self.rule = ""


@dataclass
class Found:
    """All that the parts hold."""

    sections: tuple[OutlineSection, ...]
    footnotes: tuple[OutlineFootnote, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]


def gather(titles: Titles) -> Found:
    """Raises ImportProblem and TextProblem."""
    sections: list[_Open] = [_Open(None)]
    notes: list[tuple[Part, Place | None]] = []
    last = max((n for n, part in enumerate(titles.parts) if part.kind != "footnote"), default=-1)
    for n, part in enumerate(titles.parts):
        if part.kind == "footnote":
            here = (len(sections) - 1, len(sections[-1].blocks) - 1)
            notes.append((part, here if n < last and here[1] >= 0 else None))
        elif titles.begins_section(part):
            sections.append(_Open(part.words or None, marks=part.marks))
        else:
            _add(sections[-1], part)
    skipped = 0 if sections[0].blocks or len(sections) == 1 else 1
    moved = [
        (part, (place[0] - skipped, place[1]) if place is not None else None)
        for part, place in notes
    ]
    return _tied(sections[skipped:], moved, titles.marks)


def _add(section: _Open, part: Part) -> None:
    if part.kind == "reasons":
        _add_reasons(section, part)
        return
    if part.kind == "rule":
        section.rule = "---\n\n"
        return
    for block in source_blocks(part.source):
        kind: BlockKind = block.kind  # type: ignore[assignment]
        section.add(OutlineBlock(kind, block.markdown, block.text, block.footnotes))


def _add_reasons(section: _Open, part: Part) -> None:
    items = reason_items(part)
    if not items:
        return
    if section.has_reasons:
        said = _("Line %(line)s: a section holds one list of reasons, and this is the second.")
        raise ImportProblem(said % {"line": part.line}, code="markdown")
    for line, words, _commentary in items:
        if len(words) > LONGEST_REASON:
            said = _("Line %(line)s: a reason has at most %(most)s characters.")
            told = said % {"line": line, "most": LONGEST_REASON}
            raise ImportProblem(told, code="markdown")
    reasons = [ReasonText(f"r{n}", n, words) for n, (_line, words, _own) in enumerate(items, 1)]
    shown = render_section(CONTAINER, reasons=reasons)[0]
    texts = [shown.text[start:end] for _key, start, end in shown.reason_spans]
    found = tuple(
        OutlineReason(text, words, commentary)
        for text, (_line, words, commentary) in zip(texts, items, strict=True)
    )
    section.add(OutlineBlock("reasons", CONTAINER, shown.text, shown.footnotes, found))


def _tied(
    sections: list[_Open], notes: list[tuple[Part, Place | None]], title_marks: tuple[int, ...]
) -> Found:
    """The footnotes with their places: the block with the first mark, else the block above."""
    marked: dict[int, Place] = {}
    headed: dict[int, Place | None] = dict.fromkeys(title_marks)
    for s, section in enumerate(sections):
        headed |= dict.fromkeys(section.marks, (s, 0) if section.blocks else None)
        for b, block in enumerate(section.blocks):
            for number in block.footnotes:
                marked.setdefault(number, (s, b))
    footnotes: dict[int, OutlineFootnote] = {}
    left_out: list[str] = []
    warnings: list[str] = []
    for part, place in notes:
        if part.number in footnotes:
            left_out += part.lines
            said = _("Line %(line)s: there is a footnote %(number)s already.")
            warnings.append(said % {"line": part.line, "number": part.number})
            continue
        about = marked.get(part.number) or headed.get(part.number) or place
        footnotes[part.number] = OutlineFootnote(part.number, note_text(part), about)
        if about is None and part.number not in headed:
            said = _("Footnote %(number)s has no mark in the text and is tied to no block.")
            warnings.append(said % {"number": part.number})
    for number in headed.keys() - marked.keys():
        said = _("The mark of footnote %(number)s stands in a heading and was left out there.")
        warnings.append(said % {"number": number})
    missing = sorted((marked.keys() | headed.keys()) - footnotes.keys())
    warnings += [_("Mark %(number)s has no note.") % {"number": number} for number in missing]
    return Found(
        tuple(_closed(section) for section in sections),
        tuple(footnotes[number] for number in sorted(footnotes)),
        tuple(left_out),
        tuple(warnings),
    )


def _closed(section: _Open) -> OutlineSection:
    """The section, its headings below its own."""
    written = below_sections(block.markdown for block in section.blocks)
    blocks = (
        OutlineBlock(block.kind, markdown, block.text, block.footnotes, block.items)
        for block, markdown in zip(section.blocks, written, strict=True)
    )
    return OutlineSection(section.heading, tuple(blocks))
