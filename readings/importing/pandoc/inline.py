"""Words with their emphasis, links, code and footnote marks, as lines of the dialect."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from readings.text.markdown import escape_text

from .tree import Node, clean, has_content, is_a, target, words

# Holds a piece of markup while the words around it are escaped: no character, so in no file.
_PLACE = "\ufdd0"
_PLACES = re.compile(_PLACE)
_BESIDE_PLACE = re.compile(f"!(?={_PLACE})|(?<={_PLACE})[(:]")
# Signs that need care where the words stand in a link or in a table.
_BRACKETS = re.compile(r"[\[\]]")
_TICKS = re.compile("`+")
_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SHIFTED = re.compile(r"[0-9+=()-]+")


class Context(Protocol):
    """What the words need to know of the chapter that they stand in."""

    def note_number(self, note: Node) -> int: ...
    def address(self, url: str) -> str: ...
    def picture(self, image: Node) -> str: ...


@dataclass(frozen=True)
class Token:
    """A piece of a line: words (`markup` is None), or markup that shows the words in `text`."""

    text: str
    markup: str | None = None

    @property
    def is_mark(self) -> bool:
        return self.markup is not None and self.markup.startswith("[^")

    @property
    def is_picture(self) -> bool:
        return self.markup is not None and self.markup.startswith("![")

    @property
    def shows(self) -> bool:
        """Whether it leaves something on the page."""
        return bool(self.text.strip()) or self.is_mark or self.is_picture


BREAK = Token("\n")
SPACE = Token(" ")


class InlineWriter:
    """Writes runs of inline nodes as tokens; `bare` leaves out all but words, marks and
    pictures."""

    def __init__(self, context: Context, *, bare: bool = False) -> None:
        self._context = context
        self._bare = bare
        self._linked = False
        self._held: list[Token] = []  # marks met inside a link: they follow it
        self._write: dict[str, Callable[[Any], list[Token]]] = {
            "Str": lambda c: [Token(clean(c))],
            "Space": lambda _c: [SPACE],
            "SoftBreak": lambda _c: [SPACE],
            "LineBreak": lambda _c: [BREAK],
            "Emph": lambda c: self._emphasis(c, "*"),
            "Underline": lambda c: self._emphasis(c, "*"),
            "Strong": lambda c: self._emphasis(c, "**"),
            "Strikeout": self.tokens,
            "SmallCaps": self.tokens,
            "Superscript": lambda c: self._shifted(c, _RAISED),
            "Subscript": lambda c: self._shifted(c, _LOWERED),
            "Quoted": self._quoted,
            "Cite": lambda c: self.tokens(c[1]),
            "Span": lambda c: self.tokens(c[1]),
            "Code": lambda c: self._code(c[1]),
            "Math": lambda c: self._code(c[1]),
        }

    def tokens(self, nodes: Iterable[Node]) -> list[Token]:
        """The nodes' tokens, in order."""
        found: list[Token] = []
        for node in nodes:
            if is_a(node, "Note"):
                self._mark(node, found)
            elif is_a(node, "Link"):
                found += self._link(node)
            elif is_a(node, "Image"):
                found += self._image(node)
            elif node["t"] in self._write:
                found += self._write[node["t"]](node.get("c"))
        return found

    def _mark(self, note: Node, found: list[Token]) -> None:
        if has_content(note["c"]):
            mark = Token("", f"[^{self._context.note_number(note)}]")
            (self._held if self._linked else found).append(mark)

    def _emphasis(self, nodes: list[Node], sign: str) -> list[Token]:
        inner = self.tokens(nodes)
        blank = [not (token.text.strip() or token.markup) for token in inner]
        if self._bare or all(blank):
            return inner
        first = blank.index(False)
        last = len(blank) - blank[::-1].index(False)
        mark = Token("", sign)
        return [*inner[:first], mark, *inner[first:last], mark, *inner[last:]]

    def _link(self, link: Node) -> list[Token]:
        address = self._context.address(target(link))
        if self._bare or self._linked or not address:
            return self.tokens(link["c"][1])
        self._linked = True
        inner = [piece for token in self.tokens(link["c"][1]) for piece in _in_link(token)]
        self._linked = False
        held, self._held = self._held, []
        if not any(token.text.strip() for token in inner):
            return [*inner, *held]
        return [Token("", "["), *inner, Token("", f"]({address})"), *held]

    def _image(self, image: Node) -> list[Token]:
        picture = self._context.picture(image)
        if picture:
            return [Token("", picture)]
        said = words(image["c"][1])
        return [Token(f"[{said}]")] if said else []

    def _quoted(self, content: list[Any]) -> list[Token]:
        opening, closing = "‘’" if is_a(content[0], "SingleQuote") else "“”"
        return [Token(opening), *self.tokens(content[1]), Token(closing)]

    def _shifted(self, nodes: list[Node], signs: dict[int, int]) -> list[Token]:
        """Raised and lowered numbers keep their place; for words the dialect has none."""
        inner = self.tokens(nodes)
        if all(_SHIFTED.fullmatch(token.text) or token.is_mark for token in inner):
            return [t if t.markup else Token(t.text.translate(signs)) for t in inner]
        return inner

    def _code(self, text: str) -> list[Token]:
        text = " ".join(clean(text).split())
        if self._bare or not text:
            return [Token(text)]
        fence = "`" * (max(map(len, _TICKS.findall(text)), default=0) + 1)
        pad = " " if text.startswith("`") or text.endswith("`") else ""
        return [Token(text, f"{fence}{pad}{text}{pad}{fence}")]


def lines(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each line."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token is BREAK:
            found.append([])
        else:
            found[-1].append(token)
    return found


def text_of(tokens: Iterable[Token]) -> str:
    """What the tokens show."""
    return "".join(token.text for token in tokens)


def markdown_of(tokens: Sequence[Token]) -> str:
    """One line of the dialect in which every sign of the words shows as it is."""
    markups = iter([token.markup for token in tokens if token.markup is not None])
    held = "".join(token.text if token.markup is None else _PLACE for token in tokens)
    # "![" would open an image, a mark and "(" a link, a mark and ":" a definition.
    safe = _BESIDE_PLACE.sub(r"\\\g<0>", escape_text(held))
    return _PLACES.sub(lambda _found: str(next(markups)), safe)


def in_cell(tokens: Iterable[Token]) -> list[Token]:
    """The tokens for a cell of a table, in which a bar would begin the next one."""
    found: list[Token] = []
    for token in tokens:
        if token is BREAK:
            found.append(SPACE)
        elif token.markup is not None:
            found.append(Token(token.text, token.markup.replace("|", "\\|")))
        else:
            found += _split(token, re.compile(r"\|"), lambda _sign: "&#124;")
    return found


def _in_link(token: Token) -> list[Token]:
    if token.markup is not None or token is BREAK:
        return [SPACE if token is BREAK else token]
    return _split(token, _BRACKETS, lambda sign: f"\\{sign}")


def _split(token: Token, signs: re.Pattern[str], written: Callable[[str], str]) -> list[Token]:
    """The token's words, the signs among them as markup."""
    parts = re.split(f"({signs.pattern})", token.text)
    pairs = ((part, written(part) if i % 2 else None) for i, part in enumerate(parts))
    return [Token(part, markup) for part, markup in pairs if part]
