"""Lines of words written as a block of any kind, and held against what they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from readings.importing.outline import BlockKind, OutlineBlock
from readings.text.markdown import escape_text
from readings.text.markdown.escaping import escape_end

from .leaves import Leaf, merged, one_row, parted, ways
from .showing import NOTHING, Content, content_of, shown

Writer = Callable[[Sequence[Leaf]], list[str]]
Written = tuple[OutlineBlock, Content]


def write(kind: BlockKind, leaves: Sequence[Leaf], content: Content) -> list[OutlineBlock]:
    """The blocks of a kind that hold this content: one, or for paragraphs one a leaf; none where
    the kind cannot hold it. Markup goes where only the words can be kept."""
    for way in ways(leaves):
        found = written(kind, way)
        if found and total(found) == content:
            return [block for block, _held in found]
    return []


def written(kind: BlockKind, leaves: Sequence[Leaf]) -> list[Written]:
    """The blocks of a kind with what each holds; none where the renderer shows anything else."""
    found = []
    for markdown in _WRITERS[kind](leaves):
        block = shown(markdown)
        if block is None or block.kind != kind:
            return []
        made = OutlineBlock(kind, markdown, block.text, block.footnotes)
        found.append((made, content_of(block)))
    return found


def total(found: Iterable[Written]) -> Content:
    """What the blocks hold together."""
    return sum((held for _block, held in found), NOTHING)


def _paragraphs(leaves: Sequence[Leaf]) -> list[str]:
    return ["\n".join(leaf.flowing()) for leaf in leaves]


def _quote(leaves: Sequence[Leaf]) -> list[str]:
    return ["\n>\n".join("\n".join(f"> {row}" for row in leaf.flowing()) for leaf in leaves)]


def _verse(leaves: Sequence[Leaf]) -> list[str]:
    return _container("verse", ["\n".join(leaf.rows) for leaf in leaves])


def _caption(leaves: Sequence[Leaf]) -> list[str]:
    return _container("caption", ["\n".join(leaf.flowing()) for leaf in leaves])


def _container(name: str, stanzas: list[str]) -> list[str]:
    return ["\n".join([f"::: {name}", "\n\n".join(stanzas), ":::"])]


def _heading(leaves: Sequence[Leaf]) -> list[str]:
    words = one_row(merged(leaves)).rows[0] if leaves else ""
    return [f"### {escape_end(words)}"]


def _list(leaves: Sequence[Leaf]) -> list[str]:
    items = parted(leaves[0]) if len(leaves) == 1 else leaves
    return ["\n".join("- " + "\n  ".join(leaf.flowing()) for leaf in items)]


def _code(leaves: Sequence[Leaf]) -> list[str]:
    texts = [shown(_verse([leaf])[0]) for leaf in leaves]
    lines = "\n\n".join(block.text for block in texts if block is not None).split("\n")
    ticks = [len(line) - len(line.lstrip("`")) for line in lines]
    fence = "`" * max(3, 1 + max(ticks))
    return ["\n".join([fence, *lines, fence])]


_WRITERS: dict[BlockKind, Writer] = {
    "paragraph": _paragraphs,
    "quote": _quote,
    "verse": _verse,
    "caption": _caption,
    "heading": _heading,
    "list": _list,
    "code": _code,
}


def paragraph(text: str) -> OutlineBlock:
    """A line of plain text as a paragraph."""
    return OutlineBlock("paragraph", escape_text(text), " ".join(text.split()))
