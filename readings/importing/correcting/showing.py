"""What a piece of Markdown shows, as far as no correction may lose any of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readings.text import ruler
from readings.text.markdown import (
    RenderedBlock,
    TextProblem,
    render_footnote,
    render_section,
)

RULE = "---\n\n"

_MARK = re.compile(r'data-footnote="([0-9]+)"')
# One from elsewhere is a link to it, around its description; one in a link has no address.
_PICTURE = re.compile(r'<img src="([^"]*)"|<a href="([^"]*)"[^<>]*><img |<img ')


@dataclass(frozen=True)
class Content:
    """Words without white space (a block may write that in another way), the numbers of the
    footnotes that are marked, and the addresses of the pictures."""

    words: str
    marks: frozenset[int]
    pictures: tuple[str, ...] = ()

    def __add__(self, other: Content) -> Content:
        return Content(
            self.words + other.words, self.marks | other.marks, self.pictures + other.pictures
        )


NOTHING = Content("", frozenset())


def shown(markdown: str) -> RenderedBlock | None:
    """What the renderer makes of it; None unless that is one block."""
    try:
        found = render_section(markdown)
    except TextProblem:
        return None
    return found[0] if len(found) == 1 else None


def content_of(block: RenderedBlock) -> Content:
    """What a rendered block holds."""
    return _content(block.html)


def note_content(markdown: str) -> Content:
    """What a footnote, or the commentary on a reason, holds. Raises TextProblem."""
    return _content(render_footnote(markdown))


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def part_rule(markdown: str) -> tuple[str, str]:
    """The rule drawn above a block, empty where there is none, and the block."""
    if markdown.startswith(RULE):
        return RULE, markdown.removeprefix(RULE)
    return "", markdown


def _content(html: str) -> Content:
    marks = frozenset(int(number) for number in _MARK.findall(html))
    pictures = tuple(own or elsewhere for own, elsewhere in _PICTURE.findall(html))
    return Content(squeezed(ruler.plain_text(html)), marks, pictures)
