"""From chunks to pieces: a paragraph, some lines that stay lines, or a list."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from .lines import Chunk, Layout, Line, is_paragraph, logical_lines
from .marked import Marked

Shape = Literal["prose", "lines", "numbers", "bullets"]

_NUMBER = re.compile(r"\(?(?P<number>[0-9]{1,3})[.)]\s+(?=\S)")
_BULLET = re.compile(r"[•‣◦▪●∙·*–-]\s+(?=\S)")
_INDENT = 2  # columns that set a block off


@dataclass(frozen=True)
class Item:
    """One item of a list: its number (None for a bullet), the line where it begins, that line's
    words, and the lines below that go on with it."""

    number: int | None
    line: Line
    words: str
    others: list[Line]

    @property
    def text(self) -> str:
        return " ".join([self.words, *(line.text for line in self.others)])

    @property
    def last(self) -> Line:
        return self.others[-1] if self.others else self.line

    @property
    def shape(self) -> Shape:
        return "bullets" if self.number is None else "numbers"


@dataclass(frozen=True)
class Piece:
    """Text that becomes one block or heading. `runs` are its paragraph, lines or items; `first` is
    a list's first number; `set_off` says that the whole piece is indented; `lines` counts the
    file's lines that it took, `span` are the first and the last of them, counted from 1."""

    shape: Shape
    runs: tuple[Marked, ...]
    first: int = 1
    set_off: bool = False
    lines: int = 1
    span: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The plain text on one line."""
        return " ".join(run.text for run in self.runs)

    @property
    def marks(self) -> tuple[int, ...]:
        return tuple(number for run in self.runs for number in run.marks)


def pieces(chunks: Iterable[Chunk], layout: Layout) -> list[Piece]:
    """The chunks' pieces, in order. Items of a list may stand in chunks of their own."""
    found: list[Piece] = []
    items: list[Item] = []
    for chunk in chunks:
        for part in _parts(chunk, layout):
            if isinstance(part, Item) and items and _goes_on(items[-1], part):
                items.append(part)
                continue
            found.extend(_from_items(items, layout))
            items = [part] if isinstance(part, Item) else []
            if isinstance(part, Chunk):
                found.append(_from_chunk(part, layout))
    return found + _from_items(items, layout)


def _parts(chunk: Chunk, layout: Layout) -> Iterator[Chunk | Item]:
    """The items in a chunk, and the lines around them."""
    plain: list[Line] = []
    item: Item | None = None
    for i, line in enumerate(chunk.lines):
        begun = _item(line)
        if begun and (item or _begins_list(chunk.lines, i, begun)):
            yield from _flushed(plain, item)
            plain, item = [], begun
        elif item and _continues(line, item.line, layout):
            item.others.append(line)
        else:
            yield from _flushed([], item)
            item = None
            plain.append(line)
    yield from _flushed(plain, item)


def _flushed(plain: list[Line], item: Item | None) -> Iterator[Chunk | Item]:
    if plain:
        yield Chunk(tuple(plain))
    if item:
        yield item


def _begins_list(lines: tuple[Line, ...], i: int, item: Item) -> bool:
    """A chunk's first line may be an item alone; further down a second item must follow the first,
    or a wrapped line that begins with "3. " or a dash would break its paragraph."""
    following = (_item(after) for after in lines[i + 1 : i + 4])
    return i == 0 or any(after is not None and _goes_on(item, after) for after in following)


def _item(line: Line) -> Item | None:
    if match := _NUMBER.match(line.text):
        return Item(int(match["number"]), line, line.text[match.end() :], [])
    if match := _BULLET.match(line.text):
        return Item(None, line, line.text[match.end() :], [])
    return None


def _goes_on(item: Item, after: Item) -> bool:
    if item.number is None or after.number is None:
        return item.number == after.number
    return after.number == item.number + 1


def _continues(line: Line, first: Line, layout: Layout) -> bool:
    return layout.wrapped or line.indent >= first.indent + _INDENT


def _from_items(items: list[Item], layout: Layout) -> list[Piece]:
    """A list; an item alone is no list but a line that begins with a number or a dash."""
    if not items:
        return []
    first, span = items[0], (items[0].line.number, items[-1].last.number)
    if len(items) == 1:
        marker = first.line.text.split(" ", 1)[0]
        run = Marked((f"{marker} {first.text}",))
        return [Piece("prose", (run,), set_off=_is_set_off(first.line.indent, layout), span=span)]
    runs = tuple(Marked((item.text,)) for item in items)
    start = 1 if first.number is None else first.number
    return [Piece(first.shape, runs, first=start, lines=len(items), span=span)]


def _from_chunk(chunk: Chunk, layout: Layout) -> Piece:
    set_off = _is_set_off(chunk.indent, layout)
    count, span = len(chunk.lines), (chunk.number, chunk.lines[-1].number)
    if is_paragraph(chunk, layout):
        words = (Marked((chunk.text,)),)
        return Piece("prose", words, set_off=set_off, lines=count, span=span)
    runs = tuple(Marked((line,)) for line in logical_lines(chunk))
    return Piece("lines", runs, set_off=set_off, lines=count, span=span)


def _is_set_off(indent: int, layout: Layout) -> bool:
    return indent >= layout.indent + _INDENT
