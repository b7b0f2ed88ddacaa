"""Puts rendered sections on a browser's page, with the elements that the chapter page has."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page

from readings.text import ruler
from readings.text.markdown import RenderedBlock
from readings.text.marks import Run, insert_marks


def show(page: Page, chapter: list[list[RenderedBlock]], runs: Sequence[Run] = ()) -> None:
    """Put sections on the page as the chapter page does, parsed as a whole document is."""
    document = "".join(_section(number, blocks, runs) for number, blocks in enumerate(chapter, 1))
    page.evaluate(
        """(html) => {
          const parsed = new DOMParser().parseFromString(`<!doctype html>${html}`, "text/html");
          document.body.replaceChildren(...parsed.body.childNodes);
        }""",
        f"<main>{document}</main>",
    )


def _section(number: int, blocks: list[RenderedBlock], runs: Sequence[Run]) -> str:
    starts = ruler.starts([block.text for block in blocks])
    parts = [
        f'<div class="block" data-block="p{order}" data-start="{start}">\n'
        f'  <a class="number-of" data-off-text href="#">{number}.{order}</a>\n'
        f"  <div data-text>{insert_marks(block.html, runs)}</div>\n"
        f'  <a class="count" data-off-text href="#">4</a>\n</div>'
        for order, (block, start) in enumerate(zip(blocks, starts, strict=True), 1)
    ]
    return f'<section data-section="{number}"><h2>Heading {number}</h2>{"".join(parts)}</section>'
