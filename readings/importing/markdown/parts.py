"""A file cut at its headings, lists of reasons and footnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from markdown_it.token import Token

from readings.importing.markdown.parser import file_parser
from readings.text.markdown import render_section
from readings.text.markdown.blocks import siblings

_NOTE = re.compile(r" {0,3}\[\^[0-9]+\]:[ \t]*")
_ITEM = re.compile(r" {0,2}[0-9]{1,9}[.)](?:[ \t]+(?P<words>.*))?")
_SET_IN = 4


@dataclass(frozen=True)
class Part:
    """Some lines of a file: `line` is the first, from 1. Of a heading `words` is the plain text,
    `rank` 1 to 6, and `marks` the footnotes marked in it; of a footnote `number` is its own."""

    kind: Literal["heading", "reasons", "footnote", "rule", "text"]
    lines: tuple[str, ...]
    line: int
    words: str = ""
    rank: int = 0
    underlined: bool = False
    marks: tuple[int, ...] = ()
    number: int = 0

    @property
    def source(self) -> str:
        return "\n".join(self.lines)


def file_parts(text: str) -> list[Part]:
    """All parts of a text with `\\n` line ends. Raises SectionProblem."""
    lines = text.split("\n")
    found: list[Part] = []
    for token, _inner in siblings(file_parser().parse(text, {})):
        assert token.map is not None
        own, line = tuple(lines[slice(*token.map)]), token.map[0] + 1
        if token.type == "heading_open":
            found.append(_heading(own, line, token))
        elif token.type in ("reason_list", "hr"):
            found.append(Part("rule" if token.type == "hr" else "reasons", own, line))
        elif token.type == "footnote":
            found.append(Part("footnote", own, line, number=token.meta["number"]))
        elif found and found[-1].kind == "text":
            first = found.pop()
            whole = tuple(lines[first.line - 1 : token.map[1]])
            found.append(Part("text", whole, first.line))
        else:
            found.append(Part("text", own, line))
    return found


def _heading(lines: tuple[str, ...], line: int, token: Token) -> Part:
    shown = render_section("\n".join(lines))
    return Part(
        "heading",
        lines,
        line,
        words=" ".join(shown[0].text.split()) if shown else "",
        rank=int(token.tag[1]),
        underlined=not token.markup.startswith("#"),
        marks=shown[0].footnotes if shown else (),
    )


def note_text(part: Part) -> str:
    """A footnote's Markdown, without its label and indentation."""
    first, *rest = part.lines
    return "\n".join([_NOTE.sub("", first, count=1), *(_nearer(line, _SET_IN) for line in rest)])


def reason_items(part: Part) -> list[tuple[int, str, str]]:
    """The reasons of a list: the line of each in the file, its words and its commentary."""
    items: list[tuple[int, list[str], list[str]]] = []
    for line, text in enumerate(part.lines[1:-1], part.line + 1):
        begun = _ITEM.fullmatch(text)
        if begun:
            items.append((line, [begun["words"] or ""], []))
        elif not items:
            if text.strip():
                items.append((line, [text.strip()], []))
        elif text.strip() and not items[-1][2]:
            items[-1][1].append(text.strip())
        else:
            items[-1][2].append(text)
    return [(line, " ".join(words).strip(), _commentary(own)) for line, words, own in items]


def _commentary(lines: list[str]) -> str:
    """The lines without the blank ones around them and the indentation that they share."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    while lines and not lines[0].strip():
        lines = lines[1:]
    widths = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    width = min([_SET_IN, *widths])
    return "\n".join(_nearer(line, width) for line in lines)


def _nearer(line: str, width: int) -> str:
    """The line moved towards the margin by so many spaces, or one tab."""
    if width and line.startswith("\t"):
        return line[1:]
    spaces = len(line) - len(line.lstrip(" "))
    return line[min(spaces, width) :]
