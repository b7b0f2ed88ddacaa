"""The lines of words in a block, each as inline Markdown without the signs of the block around."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token as Parsed

from readings.importing.pandoc.inline import BREAK, Token, lines, markdown_of
from readings.text.markdown import escape_text
from readings.text.markdown.escaping import escape_start
from readings.text.markdown.parsers import section_parser

_BREAK_SIGN = re.compile(r"(?<!\\)(?:\\\\)*(\\)$")


@dataclass(frozen=True)
class Leaf:
    """A paragraph, a stanza, a cell or the like.

    `rows` are its lines as they are written, `breaks` says of each whether the reader sees a new
    line begin behind it; `bare` are the rows as words and footnote marks alone.
    """

    rows: tuple[str, ...]
    breaks: tuple[bool, ...]
    bare: tuple[str, ...]

    def flowing(self) -> list[str]:
        """The rows of a paragraph."""
        last = len(self.rows) - 1
        return [
            f"{row}\\" if here and i < last else row
            for i, (row, here) in enumerate(zip(self.rows, self.breaks, strict=True))
        ]


def leaves_of(markdown: str) -> list[Leaf]:
    """The leaves of one block, or of several, in reading order."""
    found: list[Leaf] = []
    in_verse = False
    for token in section_parser().parse(markdown, {}):
        if token.type in ("verse_open", "verse_close"):
            in_verse = token.nesting > 0
        elif token.type == "fence":
            found += _code(token.content)
        elif token.type == "inline" and token.content.strip():
            found.append(_leaf(token, in_verse=in_verse))
    return found


def ways(leaves: Sequence[Leaf]) -> Iterator[list[Leaf]]:
    """The leaves as they are; so that no row begins a block; without any markup but the marks."""
    yield _with_rows(leaves, [leaf.rows for leaf in leaves])
    yield _with_rows(leaves, [tuple(map(escape_start, leaf.rows)) for leaf in leaves])
    yield _with_rows(leaves, [leaf.bare for leaf in leaves])


def one_row(leaf: Leaf) -> Leaf:
    """The leaf on one line."""
    return Leaf((" ".join(leaf.rows),), (False,), (" ".join(leaf.bare),))


def merged(leaves: Sequence[Leaf]) -> Leaf:
    """The leaves as one, a line under the other."""
    return Leaf(
        tuple(row for leaf in leaves for row in leaf.rows),
        tuple(here for leaf in leaves for here in leaf.breaks),
        tuple(row for leaf in leaves for row in leaf.bare),
    )


def parted(leaf: Leaf) -> list[Leaf]:
    """A leaf for each line."""
    return [Leaf((row,), (False,), (bare,)) for row, bare in zip(leaf.rows, leaf.bare, strict=True)]


def _with_rows(leaves: Sequence[Leaf], rows: Sequence[tuple[str, ...]]) -> list[Leaf]:
    """The leaves with other rows, those left out that are empty then."""
    found = []
    for leaf, own in zip(leaves, rows, strict=True):
        full = [(row, here) for row, here in zip(own, leaf.breaks, strict=True) if row]
        if full:
            kept, breaks = zip(*full, strict=True)
            found.append(Leaf(kept, breaks, kept))
    return found


def _code(content: str) -> list[Leaf]:
    """The stretches of a code block, whose lines show as they stand."""
    stretches: list[list[str]] = [[]]
    for line in content.split("\n"):
        if line.strip():
            stretches[-1].append(escape_text(line))
        elif stretches[-1]:
            stretches.append([])
    rows = [tuple(stretch) for stretch in stretches if stretch]
    return [Leaf(row, (True,) * len(row), row) for row in rows]


def _leaf(token: Parsed, *, in_verse: bool) -> Leaf:
    *above, last = token.content.split("\n")
    signs = [_BREAK_SIGN.search(line) for line in above]
    breaks = [
        in_verse or sign is not None or line.endswith("  ")
        for line, sign in zip(above, signs, strict=True)
    ]
    rows = [
        (line[: sign.start(1)] if sign else line).strip()
        for line, sign in zip(above, signs, strict=True)
    ]
    bare = [markdown_of(row) for row in lines(list(_bare(token.children or ())))]
    if len(bare) != len(rows) + 1:  # a line end inside code is none
        bare = [" ".join(bare), *[""] * len(rows)]
    return Leaf((*rows, last.strip()), (*breaks, False), tuple(bare))


def _bare(tokens: Sequence[Parsed]) -> Iterator[Token]:
    """Words and marks."""
    for token in tokens:
        if token.type == "footnote_mark":
            yield Token("", f"[^{token.meta['number']}]")
        elif token.type in ("softbreak", "hardbreak"):
            yield BREAK
        elif token.type == "image":
            yield from _bare(token.children or ())
        elif token.content:
            yield Token(token.content.replace("\n", " "))
