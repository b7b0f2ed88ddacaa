"""An outline's blocks as the page would show them, for the person who looks at them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from readings.importing.outline import Outline, OutlineSection, section_markdown
from readings.text.markdown import ReasonText, RenderedBlock, TextProblem, render_section
from readings.text.markdown.pictures import PATH

_IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"([^<>]*)>')
_INSIDE = re.compile(r'<a href="(?:#|\.)[^"]*"(?! id="| data-footnote)')
_ID = re.compile(r' id="(fnref-[^"]*)"')


def rendered(outline: Outline, addresses: Mapping[str, str]) -> list[list[str]]:
    """The HTML of every block, by sections; empty for a section that shows anything else.

    `addresses` are where pictures are to be had, by key: of others the words stand there. Links
    that lead to other places of the book lead nowhere yet.
    """
    places = {PATH % key: address for key, address in addresses.items()}
    taken: set[str] = set()
    found = []
    for index, section in enumerate(outline.sections):
        blocks = _blocks(section, index, taken)
        taken.update(*(_ID.findall(block.html) for block in blocks))
        is_same = [block.kind for block in blocks] == [block.kind for block in section.blocks]
        found.append([_shown(block.html, places) for block in blocks] if is_same else [])
    return found


def _blocks(section: OutlineSection, index: int, taken: set[str]) -> Sequence[RenderedBlock]:
    items = [item for block in section.blocks for item in block.items]
    reasons = [
        ReasonText(f"{index}-{n}", n, item.markdown, item.commentary or "")
        for n, item in enumerate(items, 1)
    ]
    try:
        return render_section(section_markdown(section), reasons=reasons, ids_taken=taken)
    except TextProblem:
        return []


def _shown(html: str, places: Mapping[str, str]) -> str:
    return _INSIDE.sub("<a", _IMAGE.sub(_picture(places), html))


def _picture(places: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    def picture(found: re.Match[str]) -> str:
        address, words, rest = found.groups()
        place = places.get(address)
        return f'<img src="{place}" alt="{words}"{rest}>' if place else words

    return picture
