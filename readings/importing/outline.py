"""What an importer found in a file: a chapter as plain values, before anything is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from readings.text.markdown.pictures import mentioned

BlockKind = Literal[
    "paragraph", "quote", "verse", "caption", "list", "reasons",
    "heading", "table", "code", "image",
]  # fmt: skip
DoubtCode = Literal[
    "quote", "caption", "verse", "heading", "list", "reasons", "form", "table",
    "mark", "footnote", "link", "picture", "chapter",
]  # fmt: skip
WORDS_TO_KNOW_A_BLOCK_BY = 4

Place = tuple[int, int]  # section and block of a chapter, both from 0


@dataclass(frozen=True)
class Doubt:
    """A judgement that a person should look at again: what it is about, and a sentence."""

    code: DoubtCode
    message: str


@dataclass(frozen=True)
class PlacedDoubt:
    """A doubt where it belongs; `block` is None where it is about the section or its heading."""

    section: int
    block: int | None
    code: DoubtCode
    message: str


@dataclass(frozen=True)
class OutlineReason:
    """One of the numbered reasons: its plain text, and the same as inline Markdown with marks.

    `commentary` is Markdown; None where the file's format has no place for any.
    """

    text: str
    markdown: str
    commentary: str | None = None


@dataclass(frozen=True)
class OutlineBlock:
    """One block of a section.

    `markdown` is its whole source in the project's dialect, `text` the plain text that this
    renders to (lines of verse and items of a list joined by one newline), `footnotes` the numbers
    of the marks in it, in reading order. Only a block of kind "reasons" has `items`, the reasons;
    its Markdown is the empty container in whose place they stand. `lines` are the first and the
    last line of the source, counted from 1, that it was read from; None where no line is known.
    Where a block was read says nothing of what it is: equal blocks may have other lines.
    """

    kind: BlockKind
    markdown: str
    text: str
    footnotes: tuple[int, ...] = ()
    items: tuple[OutlineReason, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    lines: tuple[int, int] | None = field(default=None, compare=False)

    def as_json(self) -> dict[str, Any]:
        first_words = self.text.split()[:WORDS_TO_KNOW_A_BLOCK_BY]
        found: dict[str, Any] = {"kind": self.kind, "starts": " ".join(first_words)}
        return found | {"footnotes": list(self.footnotes)} if self.footnotes else found


@dataclass(frozen=True)
class OutlineSection:
    """A heading (plain text; None for the chapter's opening) and the blocks below it.

    `doubts` and `lines` are the heading's own, as a block has them.
    """

    heading: str | None
    blocks: tuple[OutlineBlock, ...]
    doubts: tuple[Doubt, ...] = ()
    lines: tuple[int, int] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class OutlineFootnote:
    """A note in Markdown.

    `about` is (section index, block index), both from 0, of the block that it documents: the block
    with its first mark, or the one that a note without mark most likely belongs to.
    """

    number: int
    markdown: str
    about: Place | None = None


@dataclass(frozen=True)
class Outline:
    """A chapter as found in a file.

    `left_out` are lines that are no text of the chapter (`left_out_lines` their places in the
    source, counted from 1, as far as they are known), `warnings` sentences for whoever imports
    it: every judgement that a person should look at again. Those about one place stand there as
    doubts too. `facts` are what the file says of the book: author, language, source, rights.
    """

    book: str | None
    chapter_number: int | None
    chapter_title: str | None
    sections: tuple[OutlineSection, ...]
    footnotes: tuple[OutlineFootnote, ...] = ()
    left_out: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    left_out_lines: tuple[int | None, ...] = field(default=(), compare=False)

    @property
    def blocks(self) -> Iterator[OutlineBlock]:
        """Every block, in reading order."""
        return (block for section in self.sections for block in section.blocks)

    @property
    def reasons(self) -> tuple[OutlineReason, ...]:
        """The numbered reasons, in order."""
        return tuple(item for block in self.blocks for item in block.items)

    @property
    def doubts(self) -> tuple[PlacedDoubt, ...]:
        """Every doubt with its place, in reading order."""
        places = (
            (s, b, doubt)
            for s, section in enumerate(self.sections)
            for b, doubts in [
                (None, section.doubts),
                *((b, block.doubts) for b, block in enumerate(section.blocks)),
            ]
            for doubt in doubts
        )
        return tuple(PlacedDoubt(s, b, doubt.code, doubt.message) for s, b, doubt in places)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The keys of the pictures that its Markdown shows, each once."""
        texts = [block.markdown for block in self.blocks]
        texts += [text for item in self.reasons for text in (item.markdown, item.commentary or "")]
        texts += [note.markdown for note in self.footnotes]
        return tuple(mentioned("\n".join(texts)))

    def as_json(self) -> dict[str, Any]:
        """The outline as `import_chapter --json` prints it."""
        verses = [block.text for block in self.blocks if block.kind == "verse"]
        return {
            "book": self.book,
            "chapter_number": self.chapter_number,
            "chapter_title": self.chapter_title,
            "verse_lines": sum(len(verse.splitlines()) for verse in verses),
            "reasons": [reason.text for reason in self.reasons],
            "footnote_numbers": [note.number for note in self.footnotes],
            "referenced_footnotes": sorted({n for block in self.blocks for n in block.footnotes}),
            "left_out": list(self.left_out),
            "sections": [
                {
                    "heading": section.heading,
                    "blocks": [block.as_json() for block in section.blocks],
                }
                for section in self.sections
            ],
            "warnings": list(self.warnings),
        }


def with_doubts(
    sections: Iterable[OutlineSection], doubts: Iterable[PlacedDoubt]
) -> tuple[OutlineSection, ...]:
    """The sections with more doubts, each behind those that stand at its place."""
    more: dict[tuple[int, int | None], list[Doubt]] = {}
    for placed in doubts:
        own = Doubt(placed.code, placed.message)
        more.setdefault((placed.section, placed.block), []).append(own)
    return tuple(
        replace(
            section,
            doubts=(*section.doubts, *more.get((s, None), ())),
            blocks=tuple(
                replace(block, doubts=(*block.doubts, *more[s, b])) if (s, b) in more else block
                for b, block in enumerate(section.blocks)
            ),
        )
        for s, section in enumerate(sections)
    )


def section_markdown(section: OutlineSection) -> str:
    """A section's body in the project's dialect: its blocks, parted by blank lines."""
    return "\n\n".join(block.markdown for block in section.blocks)
