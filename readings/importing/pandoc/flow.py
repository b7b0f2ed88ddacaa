"""The text as one row of blocks, without the boxes that files keep it in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from readings.importing.plaintext.navigation import is_navigation

from .blocks import as_verse, is_list
from .pictures import expand
from .tree import PARAGRAPHS, Node, attributes, has_content, ids, is_a, nodes, target, words

_FILE = (".xhtml", ".html", ".htm", ".xml")
_LEFT_OUT = frozenset(("title-block-header", "page-list", "landmarks"))
_CONTENTS = 3  # links in a row to places in the file make a table of contents


@dataclass(frozen=True)
class Item:
    """A block of the text, and the ids that lead to it."""

    node: Node
    ids: tuple[str, ...] = ()

    @property
    def level(self) -> int:
        """A heading's level, from 1; 0 for any other block."""
        return int(self.node["c"][0]) if is_a(self.node, "Header") else 0

    @property
    def words(self) -> str:
        return words(self.node)

    @property
    def has_notes(self) -> bool:
        return any(is_a(node, "Note") for node in nodes(self.node))

    @property
    def everything(self) -> str:
        """The words, those of the block's notes behind them."""
        notes = [words(node["c"]) for node in nodes(self.node) if is_a(node, "Note")]
        return " ".join([self.words, *notes])

    @property
    def begins_file(self) -> bool:
        """Whether it is the first block of one of an EPUB's files."""
        return any(found.endswith(_FILE) for found in self.ids)


def flow(blocks: Iterable[Node]) -> list[Item]:
    """All blocks that show something, in order."""
    found: list[Item] = []
    waiting: list[str] = []
    for block in _unboxed(blocks):
        waiting += ids(block)
        if is_a(block, "HorizontalRule", "Picture") or has_content(block):
            # A heading without words, which holds a picture or a mark, heads nothing.
            empty = is_a(block, "Header") and not words(block)
            node = {"t": "Para", "c": block["c"][2]} if empty else block
            found.append(Item(node, tuple(waiting)))
            waiting = []
    return found


def without_ways(items: list[Item]) -> tuple[list[Item], list[str]]:
    """The items without tables of contents and ways to other pages, and the words left out."""
    kept: list[Item] = []
    left_out: list[str] = []
    for is_way, group in groupby(items, key=_is_way):
        row = list(group)
        links = sum(is_a(node, "Link") for item in row for node in nodes(item.node))
        if is_way and (links >= _CONTENTS or any(is_navigation(item.words) for item in row)):
            left_out += [item.words for item in row]
        else:
            kept += row
    return kept, left_out


def _unboxed(blocks: Iterable[Node]) -> Iterator[Node]:
    for block in blocks:
        if not is_a(block, "Div"):
            yield from expand(block)
        elif verse := as_verse(block):
            yield _anchor(block)
            yield verse
        elif _LEFT_OUT.isdisjoint([attributes(block)[0], *attributes(block)[1]]):
            yield _anchor(block)
            yield from _unboxed(block["c"][1])


def _anchor(box: Node) -> Node:
    """What is left of a box: the id that leads to what follows."""
    return {"t": "Para", "c": [{"t": "Span", "c": [[attributes(box)[0], [], []], []]}]}


def _is_way(item: Item) -> bool:
    """Whether a block is nothing but links inside the file, or words that lead to other pages."""
    if item.has_notes or not (is_a(item.node, *PARAGRAPHS) or is_list(item.node)):
        return False
    links = [node for node in nodes(item.node) if is_a(node, "Link")]
    if any(not target(link).startswith("#") for link in links):
        return is_navigation(item.words)
    linked = "".join("".join(words(link) for link in links).split())
    return bool(links) and linked == "".join(item.words.split())
