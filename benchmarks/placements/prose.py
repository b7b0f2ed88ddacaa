"""A page of reStructuredText as a reader has it before them: one paragraph, one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

RULE = re.compile(r"""^\s*([=\-~^"'`#*+.:_])\1{2,}\s*$""")
ITEM = re.compile(r"^\s*([*+-]|\d+\.|#\.)\s+")
PROSE_WORD = re.compile(r"^[(\"'`*]*[A-Za-z][a-z'’-]*[)\"'`*.,;:!?]*$")


def prose(source: str) -> str:
    """The paragraphs and list items of a page, each on one line, without rules under headings."""
    return "\n".join(_paragraphs(source))


def _paragraphs(source: str) -> Iterator[str]:
    lines: list[str] = []
    for line in [*source.splitlines(), ""]:
        rule = RULE.match(line)
        if lines and (rule or not line.strip() or ITEM.match(line)):
            yield " ".join(lines)
            lines = []
        if not rule and line.strip():
            lines.append(" ".join(line.split()))


def is_prose(paragraph: str) -> bool:
    """Whether a paragraph is made of sentences rather than of code or directives."""
    words = paragraph.split()
    told = sum(1 for word in words if PROSE_WORD.match(word))
    return len(words) >= 3 and told >= 0.6 * len(words) and not paragraph.startswith(".. ")
