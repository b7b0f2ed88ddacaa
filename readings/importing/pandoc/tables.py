"""Tables: one line a row, one line a cell; what spans several cells stands in the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from readings.importing.plaintext.vocabulary import shorten

from .inline import SPACE, InlineWriter, Token, in_cell, markdown_of
from .tree import PARAGRAPHS, Node, is_a, nodes, words

Cells = list[list[Token]]

_RULES = {"AlignLeft": "---", "AlignRight": "--:", "AlignCenter": ":-:", "AlignDefault": "---"}
_MAX_COLUMNS = 60


@dataclass(frozen=True)
class Table:
    """A table's lines in the dialect, the tokens of its cells, and whether a cell lost its form."""

    lines: list[str]
    cells: Cells
    is_flattened: bool


def write_table(node: Node, inline: InlineWriter) -> Table:
    """The table in the dialect, whose first row is its head."""
    _attr, _caption, columns, head, bodies, foot = node["c"]
    under = [row for body in bodies for row in (*body[2], *body[3])]
    raw = list(_grid([*head[1], *under, *foot[1]]))
    width = min(_MAX_COLUMNS, max(map(len, raw), default=0))
    rows = [[_cell(cell, inline) for cell in row] for row in raw]
    rows = [[*row[: width - 1], _joined(row[width - 1 :])] for row in rows] if width else []
    rows = [row + [[]] * (width - len(row)) for row in rows]
    if not any(token.text.strip() or token.markup for row in rows for c in row for token in c):
        return Table([], [], is_flattened=False)
    if not head[1]:
        rows.insert(0, [[]] * width)
    rules = [_RULES.get(column[0]["t"], "---") for column in columns[:width]]
    rules += ["---"] * (width - len(rules))
    lines = [_row(map(markdown_of, row)) for row in rows]
    flattened = any(map(_is_rich, (cell for row in raw for cell in row)))
    return Table([lines[0], _row(rules), *lines[1:]], [c for r in rows for c in r], flattened)


def about(node: Node) -> str:
    """The warning for a table of which a cell lost its form."""
    sentence = _("The cells of a table were written on one line each: %(words)s.")
    return sentence % {"words": shorten(words(node))}


def is_layout(node: Node) -> bool:
    """Whether a table only places things on the page: it has one cell, or headings stand in it."""
    _attr, _caption, _columns, head, bodies, foot = node["c"]
    under = [row for body in bodies for row in (*body[2], *body[3])]
    found = list(cells_of([*head[1], *under, *foot[1]]))
    return len(found) < 2 or any(is_a(n, "Header") for n in nodes(found))


def blocks_of(node: Node) -> list[Node]:
    """The blocks of a table that is no table, in order, its caption last."""
    _attr, caption, _columns, head, bodies, foot = node["c"]
    under = [row for body in bodies for row in (*body[2], *body[3])]
    cells = [block for cell in cells_of([*head[1], *under, *foot[1]]) for block in cell[4]]
    said = words(caption)
    return cells if said in ("", *map(words, cells)) else [*cells, *caption[1]]


def cells_of(rows: Iterable[Any]) -> Iterator[Any]:
    return (cell for row in rows for cell in row[1])


def _grid(rows: Iterable[Any]) -> Iterator[list[list[Node]]]:
    """Each row's cells as blocks; a cell that reaches further leaves empty ones behind."""
    reaching: dict[int, int] = {}  # column -> rows that a cell above still takes
    for _attr, cells in rows:
        row: list[list[Node]] = []
        for _cell_attr, _align, down, across, blocks in cells:
            while reaching.get(len(row), 0) > 0 and len(row) < _MAX_COLUMNS:
                reaching[len(row)] -= 1
                row.append([])
            for i in range(min(int(across), _MAX_COLUMNS)):
                reaching[len(row)] = int(down) - 1
                row.append([] if i else blocks)
        yield row


def _cell(blocks: list[Node], inline: InlineWriter) -> list[Token]:
    """A cell's words on one line."""
    found: list[Token] = []
    for node in nodes(blocks):
        inner: list[Token] = []
        if is_a(node, *PARAGRAPHS):
            inner = inline.tokens(node["c"])
        elif is_a(node, "Header"):
            inner = inline.tokens(node["c"][2])
        elif is_a(node, "CodeBlock"):
            inner = [Token(node["c"][1].replace("\n", " "))]
        elif is_a(node, "LineBlock"):
            inner = [token for line in node["c"] for token in [*inline.tokens(line), SPACE]]
        found += ([SPACE] if found and inner else []) + inner
    return in_cell(found)


def _joined(cells: Cells) -> list[Token]:
    return [token for i, cell in enumerate(cells) for token in ([SPACE] if i else []) + cell]


def _is_rich(blocks: list[Node]) -> bool:
    return len(blocks) > 1 or any(not is_a(block, *PARAGRAPHS) for block in blocks)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
