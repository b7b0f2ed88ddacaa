"""A chapter as one file of Markdown that a person can read, edit and import again.

On top stands what is known of the book and the chapter, one `name: value` a line between two lines
`---`. `## ` begins a section, alone on its line one without a heading; headings inside a section
have a lower rank. The reasons stand numbered in their container, each with its commentary
set in by four spaces. A footnote whose mark stands in the text is written at the end, below
a rule; one without a mark stands right below the block that it documents.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from readings.text.markdown import below_sections, escape_heading, source_blocks
from readings.text.markdown.source import readable

FRONT = "---"
INDENT = "    "

_LINE_END = re.compile(r"\r\n?")
_PLAIN_VALUE = re.compile(r"[^\W_][^\n]*")


@dataclass(frozen=True)
class SectionText:
    """A section: its reasons as (text, commentary), and by the place of a block (from 0, among
    those that show something) the numbers of the footnotes that document it without a mark."""

    heading: str
    body: str
    reasons: tuple[tuple[str, str], ...] = ()
    tied: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class ChapterText:
    """All words of a chapter. `facts` are the book's and the chapter's, in the file's order."""

    facts: Mapping[str, str]
    sections: tuple[SectionText, ...]
    footnotes: Mapping[int, str]


def chapter_markdown(chapter: ChapterText) -> str:
    """The file, with `\\n` line ends."""
    parts = [_front(chapter.facts)]
    tied: set[int] = set()
    for index, section in enumerate(chapter.sections):
        tied.update(number for numbers in section.tied.values() for number in numbers)
        parts += _section(section, chapter.footnotes, is_first=index == 0)
    loose = [(n, body) for n, body in sorted(chapter.footnotes.items()) if n not in tied]
    if chapter.footnotes:  # below the rule none documents the block above it
        parts += ["---", *(_footnote(number, body) for number, body in loose)]
    return "\n\n".join(parts) + "\n"


def _front(facts: Mapping[str, str]) -> str:
    rows = [f"{name}: {_value(value)}" for name, value in facts.items() if value]
    return "\n".join([FRONT, *rows, FRONT])


def _value(value: str) -> str:
    """A value as it is, or in quotation marks where YAML would read something else in it."""
    is_plain = _PLAIN_VALUE.fullmatch(value) and value == value.strip()
    if is_plain and ": " not in value and " #" not in value and not value.endswith(":"):
        return readable(value)
    return json.dumps(readable(value), ensure_ascii=False)


def _section(
    section: SectionText, footnotes: Mapping[int, str], *, is_first: bool
) -> Iterator[str]:
    """The heading and the blocks; only an opening that has words needs no heading at all."""
    blocks = [
        block for block in source_blocks(section.body) if block.kind != "reasons" or section.reasons
    ]
    if section.heading or not is_first or not blocks:
        yield f"## {escape_heading(section.heading)}".rstrip()
    written = below_sections(block.markdown for block in blocks)
    for place, (block, markdown) in enumerate(zip(blocks, written, strict=True)):
        yield _with_reasons(markdown, section.reasons) if block.kind == "reasons" else markdown
        for number in section.tied.get(place, ()):
            yield _footnote(number, footnotes[number])


def _with_reasons(container: str, reasons: Iterable[tuple[str, str]]) -> str:
    """The container with its list; a rule above it stays."""
    items = [_reason(n, text, commentary) for n, (text, commentary) in enumerate(reasons, 1)]
    above = container.rpartition("::: reasons")[0]
    return above + "\n\n".join(["::: reasons\n" + items[0], *items[1:]]) + "\n:::"


def _reason(number: int, text: str, commentary: str) -> str:
    item = f"{number}. {' '.join(readable(text).split())}"
    words = _lines(commentary)
    return f"{item}\n\n{_set_in(words)}" if words else item


def _footnote(number: int, body: str) -> str:
    first, _, rest = _lines(body).partition("\n")
    item = f"[^{number}]: {first}".rstrip(" ") if not first else f"[^{number}]: {first}"
    return f"{item}\n{_set_in(rest)}" if rest else item


def _lines(text: str) -> str:
    """Markdown without blank lines around it, with one kind of line end."""
    lines = readable(_LINE_END.sub("\n", text)).split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "\n".join(lines)


def _set_in(text: str) -> str:
    return "\n".join(INDENT + line if line else "" for line in text.split("\n"))
