"""A section's Markdown cut into blocks that can stand in the Markdown of a whole chapter.

There a heading of the first or second rank would begin another section, and a fence that nothing
ends would swallow the next one. Joined by blank lines the blocks show what the section shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from readings.text.markdown.blocks import siblings
from readings.text.markdown.parsers import section_parser
from readings.text.markdown.problems import MAX_SECTION
from readings.text.markdown.sections import render_section
from readings.text.markdown.source import normalise

FIRST_RANK = (
    3  # of the headings inside a section: the chapter's title and the section's stand above
)
LAST_RANK = 6

_SIGNS = re.compile(r"#+")
_BLANK_END = re.compile(r"(?:\n[ \t]*)+\Z")


@dataclass(frozen=True)
class SourceBlock:
    """A block as it is written, with what it renders to (see RenderedBlock).

    The list of reasons is its empty container; it has no text of its own. `lines` are its first
    and its last line in the source, counted from 1.
    """

    markdown: str
    kind: str
    text: str = ""
    footnotes: tuple[int, ...] = ()
    lines: tuple[int, int] = (1, 1)


def source_blocks(body: str) -> list[SourceBlock]:
    """The blocks of a section, or of a part of it; those that would show nothing are left out.

    Raises SectionProblem and TooLong.
    """
    source = normalise(body, MAX_SECTION)
    lines = source.split("\n")
    found: list[SourceBlock] = []
    rule = ""
    for token, _inner in siblings(section_parser().parse(source, {})):
        markdown = _written(token, lines)
        if token.type == "hr":
            rule = "---\n\n"
        elif block := _block(token, rule + markdown, _span(token, lines)):
            found.append(block)
            rule = ""
    return found


def below_sections(blocks: Iterable[str], above: int = FIRST_RANK - 1) -> list[str]:
    """One section's blocks with their headings below the section's own, in the same order of rank.

    That is the rank `above`. Underlined headings stay as they are: in a chapter's own Markdown they
    begin no section.
    """
    sources = list(blocks)
    parsed = [_headings(source) for source in sources]
    used = sorted({token.tag for tokens in parsed for token in tokens})
    if not used or int(used[0][1]) > above:
        return sources
    ranks = {tag: min(rank, LAST_RANK) for rank, tag in enumerate(used, above + 1)}
    return [_ranked(source, tokens, ranks) for source, tokens in zip(sources, parsed, strict=True)]


def first_rank(body: str) -> int | None:
    """The highest rank of a heading in the Markdown, 1 being the highest there is."""
    return min((int(token.tag[1]) for token in _headings(body)), default=None)


def _block(token: Token, markdown: str, lines: tuple[int, int]) -> SourceBlock | None:
    if token.type == "reasons":
        return SourceBlock(markdown, "reasons", lines=lines)
    shown = render_section(markdown)
    if not shown:
        return None
    return SourceBlock(markdown, shown[0].kind, shown[0].text, shown[0].footnotes, lines)


def _span(token: Token, lines: Sequence[str]) -> tuple[int, int]:
    """The block's first and last line that is not blank, counted from 1."""
    assert token.map is not None
    first, end = token.map
    while end > first + 1 and not lines[end - 1].strip():
        end -= 1
    return first + 1, end


def _written(token: Token, lines: Sequence[str]) -> str:
    """The block's own lines, moved to the margin."""
    assert token.map is not None
    first, end = token.map
    own = lines[first:end]
    if token.type in ("paragraph_open", "heading_open"):
        own = [own[0].lstrip(" \t"), *own[1:]]
    # An item of a list may stand nearer to the margin than the first one does.
    width = min((_indent(line) for line in own if line.strip()), default=0)
    markdown = "\n".join(_without_indent(line, width) for line in own) if width else "\n".join(own)
    markdown = _BLANK_END.sub("", markdown)
    return markdown if token.type != "fence" else _closed(markdown, token.markup)


def _indent(line: str) -> int:
    """How wide the white space before a line is, in columns."""
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blank.expandtabs(4))


def _without_indent(line: str, width: int) -> str:
    words = line.lstrip(" \t")
    return " " * max(_indent(line) - width, 0) + words


def _closed(markdown: str, fence: str) -> str:
    _, _, rest = markdown.partition("\n")
    last = rest.rpartition("\n")[2].strip()
    is_closed = len(last) >= len(fence) and set(last) == {fence[0]}
    return markdown if is_closed and rest else f"{markdown}\n{fence}"


def _headings(markdown: str) -> list[Token]:
    tokens = section_parser().parse(markdown, {})
    return [token for token in tokens if token.type == "heading_open"]


def _ranked(markdown: str, headings: Sequence[Token], ranks: dict[str, int]) -> str:
    lines = markdown.split("\n")
    for token in headings:
        if token.markup.startswith("#") and token.map is not None:
            at = token.map[0]
            # Before a heading's signs stand only those of the quotes and lists around it.
            lines[at] = _SIGNS.sub("#" * ranks[token.tag], lines[at], count=1)
    return "\n".join(lines)
