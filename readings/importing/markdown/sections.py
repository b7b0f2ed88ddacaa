"""From the parts of a file to the outline's sections, blocks and footnotes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from readings.importing.markdown.parts import Part, note_text, reason_items
from readings.importing.markdown.titles import Titles
from readings.importing.outline import (
    BlockKind,
    DoubtCode,
    OutlineBlock,
    OutlineFootnote,
    OutlineReason,
    OutlineSection,
    Place,
    PlacedDoubt,
    with_doubts,
)
from readings.importing.problems import ImportProblem
from readings.text.markdown import ReasonText, below_sections, render_section, source_blocks

CONTAINER = "::: reasons\n:::"
LONGEST_REASON = 500
# A section and, where it has any, its first block; None for the chapter's title.
Head = tuple[int, int | None] | None


@dataclass
class _Open:
    """A section under way; `marks` are those in its heading, where a mark cannot stand, `lines` the
    heading's own, `rule` is what will be drawn above the next block."""

    heading: str | None
    blocks: list[OutlineBlock] = field(default_factory=list)
    marks: tuple[int, ...] = ()
    lines: tuple[int, int] | None = None
    rule: str = ""

    @property
    def has_reasons(self) -> bool:
        return any(block.kind == "reasons" for block in self.blocks)

    def add(self, block: OutlineBlock) -> None:
        self.blocks.append(replace(block, markdown=self.rule + block.markdown))
        self.rule = ""


@dataclass
class Found:
    """All that the parts hold; the lines left out by their numbers."""

    sections: tuple[OutlineSection, ...]
    footnotes: tuple[OutlineFootnote, ...]
    left_out: dict[int, str]
    warnings: tuple[str, ...]


@dataclass
class _Said:
    """What a person should look at again, and those of it that are about one place."""

    warnings: list[str] = field(default_factory=list)
    doubts: list[PlacedDoubt] = field(default_factory=list)

    def add(self, sentence: str, code: DoubtCode, place: Head) -> None:
        self.warnings.append(sentence)
        if place is not None:
            self.doubts.append(PlacedDoubt(*place, code, sentence))


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
            sections.append(_Open(part.words or None, marks=part.marks, lines=_lines(part)))
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
        lines = (block.lines[0] + part.line - 1, block.lines[1] + part.line - 1)
        section.add(OutlineBlock(kind, block.markdown, block.text, block.footnotes, lines=lines))


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
    block = OutlineBlock("reasons", CONTAINER, shown.text, shown.footnotes, found)
    section.add(replace(block, lines=_lines(part)))


def _lines(part: Part) -> tuple[int, int]:
    return part.line, part.line + len(part.lines) - 1


def _tied(
    sections: list[_Open], notes: list[tuple[Part, Place | None]], title_marks: tuple[int, ...]
) -> Found:
    """The footnotes with their places: the block with the first mark, else the block above."""
    marked, headed = _marks(sections, title_marks)
    footnotes: dict[int, OutlineFootnote] = {}
    left_out: dict[int, str] = {}
    said = _Said()
    for part, place in notes:
        if part.number in footnotes:
            left_out |= dict(enumerate(part.lines, part.line))
            sentence = _("Line %(line)s: there is a footnote %(number)s already.")
            said.add(sentence % {"line": part.line, "number": part.number}, "footnote", place)
            continue
        about = marked.get(part.number) or _block_of(headed.get(part.number)) or place
        footnotes[part.number] = OutlineFootnote(part.number, note_text(part), about)
        if about is None and part.number not in headed:
            sentence = _("Footnote %(number)s has no mark in the text and is tied to no block.")
            said.add(sentence % {"number": part.number}, "footnote", None)
    for number in headed.keys() - marked.keys():
        sentence = _("The mark of footnote %(number)s stands in a heading and was left out there.")
        said.add(sentence % {"number": number}, "mark", _section_of(headed[number]))
    for number in sorted((marked.keys() | headed.keys()) - footnotes.keys()):
        at = marked.get(number) or _section_of(headed.get(number))
        said.add(_("Mark %(number)s has no note.") % {"number": number}, "mark", at)
    return Found(
        with_doubts((_closed(section) for section in sections), said.doubts),
        tuple(footnotes[number] for number in sorted(footnotes)),
        left_out,
        tuple(said.warnings),
    )


def _marks(
    sections: list[_Open], title_marks: tuple[int, ...]
) -> tuple[dict[int, Place], dict[int, Head]]:
    """Where each footnote's first mark stands, in a block and in the titles."""
    marked: dict[int, Place] = {}
    headed: dict[int, Head] = dict.fromkeys(title_marks)
    for s, section in enumerate(sections):
        headed |= dict.fromkeys(section.marks, (s, 0 if section.blocks else None))
        for b, block in enumerate(section.blocks):
            for number in block.footnotes:
                marked.setdefault(number, (s, b))
    return marked, headed


def _block_of(head: Head) -> Place | None:
    return (head[0], head[1]) if head and head[1] is not None else None


def _section_of(head: Head) -> Head:
    return (head[0], None) if head else None


def _closed(section: _Open) -> OutlineSection:
    """The section, its headings below its own."""
    written = below_sections(block.markdown for block in section.blocks)
    blocks = (
        replace(block, markdown=markdown)
        for block, markdown in zip(section.blocks, written, strict=True)
    )
    return OutlineSection(section.heading, tuple(blocks), lines=section.lines)
