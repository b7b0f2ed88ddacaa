"""A block of the outline, held against the words that it was made of."""

from __future__ import annotations

from django.utils.translation import gettext as _

from readings.importing.outline import BlockKind, OutlineBlock, OutlineReason
from readings.importing.plaintext.vocabulary import shorten
from readings.text.markdown import RenderedBlock, TextProblem, render_section

from .blocks import BlockWriter
from .context import ChapterContext
from .inline import BREAK, SPACE, InlineWriter, Token, markdown_of, text_of
from .tree import PARAGRAPHS, Node, has_words, is_a

_RULE = "---\n\n"


def write_block(
    context: ChapterContext, node: Node, *, other: bool = False, ruled: bool = False
) -> list[OutlineBlock]:
    """The block as the renderer shows it, word for word.

    Where its emphasis or links would change its words they are left out, and where its form would,
    the form is: one paragraph a line stands then. `other` is for a list right behind another,
    `ruled` draws a line above.
    """
    for bare in (False, True):
        writer = BlockWriter(context, bare=bare)
        markdown = (_RULE if ruled else "") + "\n".join(writer.block(node, other=other))
        leaves = writer.leaves
        if not any(token.shows for line in leaves for token in line):
            return []
        shown = _shown(markdown)
        if shown and _shows(shown, leaves):
            return [_block(shown, markdown)]
    said = _("The form of a passage could not be kept; its words stand: %(words)s.")
    context.warn(said % {"words": shorten(" ".join(map(text_of, leaves)))}, "form")
    return [block for line in leaves for block in _plain(line)]


def write_reasons(context: ChapterContext, node: Node) -> OutlineBlock:
    """A simple numbered list as the reasons."""
    writer = InlineWriter(context)
    rows = [
        [SPACE if token is BREAK else token for token in writer.tokens(item[0]["c"])]
        for item in node["c"][1]
    ]
    items = tuple(OutlineReason(_folded(text_of(row)), markdown_of(row)) for row in rows)
    marks = [token.markup or "" for row in rows for token in row if token.is_mark]
    numbers = tuple(dict.fromkeys(int(mark[2:-1]) for mark in marks))
    text = "\n".join(item.text for item in items)
    return OutlineBlock("reasons", "::: reasons\n:::", text, numbers, items)


def may_be_reasons(node: Node) -> bool:
    """Whether a list has two items or more, each of which is one paragraph with words."""
    if not is_a(node, "OrderedList") or len(node["c"][1]) < 2:
        return False
    return all(
        len(item) == 1 and is_a(item[0], *PARAGRAPHS) and has_words(item) for item in node["c"][1]
    )


def _plain(line: list[Token]) -> list[OutlineBlock]:
    """A line's words and marks as a paragraph."""
    kept = [token if token.is_mark or token.is_picture else Token(token.text) for token in line]
    markdown = markdown_of(kept)
    shown = _shown(markdown)
    return [_block(shown, markdown)] if shown else []


def _shown(markdown: str) -> RenderedBlock | None:
    """What the renderer makes of it; None unless that is one block."""
    try:
        found = render_section(markdown)
    except TextProblem:
        return None
    return found[0] if len(found) == 1 else None


def _block(shown: RenderedBlock, markdown: str) -> OutlineBlock:
    kind: BlockKind = shown.kind  # type: ignore[assignment]
    return OutlineBlock(kind, markdown, shown.text, shown.footnotes)


def _shows(shown: RenderedBlock, leaves: list[list[Token]]) -> bool:
    """Whether the block shows the words and the pictures that it was made of, and no others."""
    pictures = sum(token.is_picture for line in leaves for token in line)
    same = _squeezed(shown.text) == _squeezed("".join(map(text_of, leaves)))
    return same and shown.html.count("<img ") == pictures


def _squeezed(text: str) -> str:
    """The text without white space, which a block may write in another way."""
    return "".join(text.split())


def _folded(text: str) -> str:
    return " ".join(text.split())
