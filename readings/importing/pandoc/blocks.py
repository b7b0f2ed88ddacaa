"""Blocks of pandoc's tree as lines of the project's dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from readings.importing.plaintext.vocabulary import shorten

from .context import ChapterContext
from .inline import BREAK, SPACE, InlineWriter, Token, lines, markdown_of, text_of
from .pictures import expand
from .tables import about, write_table
from .tree import Node, attributes, clean, is_a, nodes, words

Lines = list[str]

MAX_DEPTH = 6  # of lists and quotes; what stands deeper is a paragraph
_VERSE_LINES = 3
_VERSE_WIDTH = 80  # characters
_VERSE_CLASSES = frozenset(("line-block", "verse", "poem", "poetry", "stanza", "lg"))
_MAX_NUMBER = 999_999_000


class BlockWriter:
    """Writes blocks. `leaves` are the tokens of every line that was written, in order."""

    def __init__(self, context: ChapterContext, *, bare: bool = False) -> None:
        self._context = context
        self._inline = InlineWriter(context, bare=bare)
        self.leaves: list[list[Token]] = []
        self._write: dict[str, Callable[[Node, int], Lines]] = {
            "Para": self._paragraph,
            "Plain": self._paragraph,
            "LineBlock": self._verse,
            "BlockQuote": self._quote,
            "CodeBlock": self._code,
            "Header": self._heading,
            "Table": self._table,
            "Picture": self._picture,
            "Caption": self._caption,
            "Div": self._div,
        }

    def block(self, node: Node, depth: int = 0, *, other: bool = False) -> Lines:
        """One block's lines; none where it shows nothing. A list right behind another needs
        `other` signs, or they would be one."""
        if is_list(node):
            return self._list(node, depth, other=other)
        write = self._write.get(node["t"])
        return write(node, depth) if write else []

    def blocks(self, found: Sequence[Node], depth: int = 0) -> Lines:
        """Several blocks that stand in another one."""
        written: Lines = []
        before: Node | None = None
        other = False
        for node in (part for block in found for part in expand(block)):
            other = before is not None and is_list(node) and is_list(before) and not other
            inner = self.block(node, depth, other=other)
            if inner:
                tight = before is not None and is_a(before, "Plain") and is_list(node)
                written += ([""] if written and not tight else []) + inner
                before = node
        return written

    def line(self, tokens: Sequence[Token]) -> str:
        self.leaves.append(list(tokens))
        return markdown_of(tokens)

    def _paragraph(self, node: Node, _depth: int) -> Lines:
        rows = lines(self._inline.tokens(node["c"]))
        found = [row for row in rows if _shows(row)]
        if len(found) >= _VERSE_LINES and all(map(_is_short, found)):
            sentence = _("Taken as verse for its short lines: %(words)s.")
            self._context.warn(sentence % {"words": shorten(words(node))}, "verse")
            return self._container("verse", rows)
        written = [self.line(row) for row in found]
        return [f"{line}\\" for line in written[:-1]] + written[-1:]

    def _picture(self, node: Node, _depth: int) -> Lines:
        picture = self._context.picture(node["c"])
        if picture:
            return [self.line([Token("", picture)])]
        said = [] if node.get("silent") else [Token(words(node["c"]["c"][1]))]
        return self._container("caption", [said])

    def _caption(self, node: Node, _depth: int) -> Lines:
        return self._container("caption", lines(self._inline.tokens(node["c"])))

    def _container(self, name: str, found: list[list[Token]]) -> Lines:
        """Lines of a caption, or of verse, where an empty one parts two stanzas."""
        written = [self.line(line) if _shows(line) else "" for line in found]
        return [f"::: {name}", *written, ":::"] if any(written) else []

    def _verse(self, node: Node, _depth: int) -> Lines:
        return self._container("verse", [self._inline.tokens(line) for line in node["c"]])

    def _quote(self, node: Node, depth: int) -> Lines:
        inner = self.blocks(node["c"], depth + 1)
        return inner if depth >= MAX_DEPTH else [f"> {line}".rstrip() for line in inner]

    def _list(self, node: Node, depth: int, *, other: bool) -> Lines:
        written: Lines = []
        for sign, item in _items(node, other=other):
            inner = self.blocks(item, depth + 1)
            if depth < MAX_DEPTH:
                written += _hung(sign, inner)
            elif inner:
                written += ["", *inner] if written else inner
        return written

    def _code(self, node: Node, _depth: int) -> Lines:
        found = clean(node["c"][1]).expandtabs(4).split("\n")
        self.leaves += [[Token(line)] for line in found]
        ticks = [len(line) - len(line.lstrip("`")) for line in map(str.strip, found)]
        fence = "`" * max(3, 1 + max(ticks))
        return [fence, *found, fence]

    def _heading(self, node: Node, _depth: int) -> Lines:
        tokens = [SPACE if token is BREAK else token for token in self._inline.tokens(node["c"][2])]
        if not _shows(tokens):
            return []
        written = self.line(tokens)
        end = f"{written[:-1]}\\#" if written.endswith("#") else written
        return [f"{'#' * min(6, int(node['c'][0]))} {end}"]

    def _table(self, node: Node, _depth: int) -> Lines:
        table = write_table(node, self._inline)
        self.leaves += table.cells
        if table.is_flattened:
            self._context.warn(about(node), "table")
        return table.lines

    def _div(self, node: Node, depth: int) -> Lines:
        verse = as_verse(node)
        return self._verse(verse, depth) if verse else self.blocks(node["c"][1], depth)


def as_verse(node: Node) -> Node | None:
    """A box that the file calls verse, as a LineBlock; None for any other block."""
    if not is_a(node, "Div") or _VERSE_CLASSES.isdisjoint(attributes(node)[1]):
        return None
    found: list[list[Node]] = []
    for block in nodes(node["c"][1]):
        if is_a(block, "Para", "Plain"):
            stanza = [list(line) for line in _broken(block["c"])]
            found += ([[]] if found and is_a(block, "Para") else []) + stanza
        elif is_a(block, "LineBlock"):
            found += ([[]] if found else []) + block["c"]
    return {"t": "LineBlock", "c": found} if found else None


def _broken(inlines: list[Node]) -> list[list[Node]]:
    found: list[list[Node]] = [[]]
    for node in inlines:
        if is_a(node, "LineBreak"):
            found.append([])
        else:
            found[-1].append(node)
    return found


def _shows(tokens: Sequence[Token]) -> bool:
    return any(token.shows for token in tokens)


def _is_short(line: Sequence[Token]) -> bool:
    """Whether a line may be one of verse: of words, and of few."""
    return len(text_of(line)) <= _VERSE_WIDTH and not any(token.is_picture for token in line)


def is_list(node: Node) -> bool:
    return is_a(node, "BulletList", "OrderedList", "DefinitionList")


def _items(node: Node, *, other: bool) -> Iterator[tuple[str, list[Node]]]:
    """A list's items behind their signs; a definition stands below the term that it explains."""
    if is_a(node, "OrderedList"):
        first = max(0, min(int(node["c"][0][0]), _MAX_NUMBER))
        for number, item in enumerate(node["c"][1], first):
            yield f"{number}{')' if other else '.'}", item
    elif is_a(node, "BulletList"):
        for item in node["c"]:
            yield "+" if other else "-", item
    else:
        for term, meanings in node["c"]:
            head: Node = {"t": "Para", "c": [{"t": "Strong", "c": term}]}
            yield "+" if other else "-", [head, *(b for meaning in meanings for b in meaning)]


def _hung(sign: str, inner: Lines) -> Lines:
    """An item: its first line behind the sign, the others below that line."""
    indent = " " * (len(sign) + 1)
    rest = [f"{indent}{line}" if line else "" for line in inner[1:]]
    return [f"{sign} {inner[0]}" if inner else sign, *rest]
