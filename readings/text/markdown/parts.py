"""A section's Markdown cut in two, and that of two made one. No word changes on the way."""

from __future__ import annotations

from collections.abc import Sequence

from readings.text.markdown.documents import FIRST_RANK, below_sections, first_rank
from readings.text.markdown.escaping import escape_heading
from readings.text.markdown.parsers import section_parser
from readings.text.markdown.problems import MAX_SECTION
from readings.text.markdown.sections import RenderedBlock
from readings.text.markdown.source import normalise


def cut_body(
    body: str, blocks: Sequence[RenderedBlock], at: int, *, without: bool = False
) -> tuple[str, str]:
    """The Markdown before the block with the index `at`, and from it on.

    `blocks` are those that `render_section` gives. A rule above a block goes with it. With
    `without` the block itself is in neither part, nor is what is drawn above it.
    """
    lines = normalise(body, MAX_SECTION).split("\n")
    end = blocks[at - 1].lines[1] if at else 0
    return _trimmed(lines[:end]), _trimmed(lines[blocks[at].lines[1] if without else end :])


def join_bodies(first: str, second: str, heading: str = "") -> str:
    """The Markdown of two sections as one, with the second's heading (plain words) in between.

    The second's own headings then rank below that. A list at the end and one at the beginning run
    into each other, and a fence that nothing ends swallows what follows: render it and see.
    """
    if not heading:
        return "\n\n".join(filter(None, (_whole(first), _whole(second))))
    rank = first_rank(first) or FIRST_RANK
    between = f"{'#' * rank} {escape_heading(heading)}"
    below = below_sections([second], above=rank)[0]
    return "\n\n".join(filter(None, (_whole(first), between, _whole(below))))


def without_list(body: str) -> str:
    """The Markdown without the container for the list of reasons."""
    lines = normalise(body, MAX_SECTION).split("\n")
    for token in section_parser().parse("\n".join(lines), {}):
        if token.type == "reasons":
            assert token.map is not None
            first, end = token.map
            del lines[first:end]
    return _trimmed(lines)


def has_list(body: str) -> bool:
    """Whether the Markdown has a container for a list of reasons."""
    tokens = section_parser().parse(normalise(body, MAX_SECTION), {})
    return any(token.type == "reasons" for token in tokens)


def _whole(body: str) -> str:
    return _trimmed(body.split("\n"))


def _trimmed(lines: Sequence[str]) -> str:
    """The lines without blank ones at either end."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[filled[0] : filled[-1] + 1]) if filled else ""
