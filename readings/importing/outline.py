"""What an importer found in a file: a chapter as plain values, before anything is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

BlockKind = Literal[
    "paragraph", "quote", "verse", "caption", "list", "reasons", "heading", "table", "code"
]
WORDS_TO_KNOW_A_BLOCK_BY = 4


@dataclass(frozen=True)
class OutlineReason:
    """One of the numbered reasons: its plain text, and the same as inline Markdown with marks."""

    text: str
    markdown: str


@dataclass(frozen=True)
class OutlineBlock:
    """One block of a section.

    `markdown` is its whole source in the project's dialect, `text` the plain text that this
    renders to (lines of verse and items of a list joined by one newline), `footnotes` the numbers
    of the marks in it, in reading order. Only a block of kind "reasons" has `items`, the reasons;
    its Markdown is the empty container in whose place they stand.
    """

    kind: BlockKind
    markdown: str
    text: str
    footnotes: tuple[int, ...] = ()
    items: tuple[OutlineReason, ...] = ()

    def as_json(self) -> dict[str, Any]:
        first_words = self.text.split()[:WORDS_TO_KNOW_A_BLOCK_BY]
        found: dict[str, Any] = {"kind": self.kind, "starts": " ".join(first_words)}
        return found | {"footnotes": list(self.footnotes)} if self.footnotes else found


@dataclass(frozen=True)
class OutlineSection:
    """A heading (plain text; None for the chapter's opening) and the blocks below it."""

    heading: str | None
    blocks: tuple[OutlineBlock, ...]


@dataclass(frozen=True)
class OutlineFootnote:
    """A note in Markdown.

    `about` is (section index, block index), both from 0, of the block that it documents: the block
    with its first mark, or the one that a note without mark most likely belongs to.
    """

    number: int
    markdown: str
    about: tuple[int, int] | None = None


@dataclass(frozen=True)
class Outline:
    """A chapter as found in a file.

    `left_out` are lines that are no text of the chapter, `warnings` sentences for whoever imports
    it: every judgement that a person should look at again.
    """

    book: str | None
    chapter_number: int | None
    chapter_title: str | None
    sections: tuple[OutlineSection, ...]
    footnotes: tuple[OutlineFootnote, ...] = ()
    left_out: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def blocks(self) -> Iterator[OutlineBlock]:
        """Every block, in reading order."""
        return (block for section in self.sections for block in section.blocks)

    @property
    def reasons(self) -> tuple[OutlineReason, ...]:
        """The numbered reasons, in order."""
        return tuple(item for block in self.blocks for item in block.items)

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


def section_markdown(section: OutlineSection) -> str:
    """A section's body in the project's dialect: its blocks, parted by blank lines."""
    return "\n\n".join(block.markdown for block in section.blocks)
