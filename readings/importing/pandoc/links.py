"""Where a link of the file leads: to a section of the book, to another site, or nowhere."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from readings.groups.slugs import free_slug, section_slug
from readings.text.markdown import urls

# Signs of an address that mean themselves in Markdown too.
_SAFE = "!#$%&'*+,/:;=?@~-._"
# OpenDocument leads to a heading by its number and its words: "#1.2.The Rope|outline".
_OUTLINE = "|outline"
_NUMBERS = re.compile(r"^(?:[0-9]+\.)+")


def heading_id(words: str) -> str:
    """An id that no file has, for a heading that is known by its words."""
    return f"{' '.join(words.split())}{_OUTLINE}"


@dataclass
class Anchors:
    """The book's places: `places` maps an id of the file to (chapter, section), both from 0."""

    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    chapters: list[str] = field(default_factory=list)
    sections: list[list[str]] = field(default_factory=list)

    def add_chapter(self, title: str, number: int, headings: Sequence[str]) -> None:
        """Foresees the addresses that the writer gives a chapter and its sections."""
        self.chapters.append(free_slug(title, self.chapters, f"chapter-{number}"))
        taken: list[str] = []
        for heading in headings:
            taken.append(section_slug(heading, taken))
        self.sections.append(taken)

    def address(self, url: str, chapter: int) -> str:
        """The address to write for a link in that chapter; empty where none may be followed."""
        if url.startswith("#"):
            return self._inside(unquote(url[1:]), chapter)
        if not urls.allowed(url, relative=False):
            return ""
        return quote(url, safe=_SAFE)

    def add_place(self, ids: Iterable[str], heading: str, chapter: int, section: int) -> None:
        """Says where ids lead, and the words of a heading, unless another had the same before."""
        self.places |= dict.fromkeys(ids, (chapter, section))
        if heading:
            self.places.setdefault(heading_id(heading), (chapter, section))

    def _inside(self, anchor: str, chapter: int) -> str:
        if anchor.endswith(_OUTLINE):
            anchor = heading_id(_NUMBERS.sub("", anchor.removesuffix(_OUTLINE)))
        if anchor not in self.places:
            return ""
        to_chapter, to_section = self.places[anchor]
        here = "" if to_chapter == chapter else f"../{self.chapters[to_chapter]}/"
        return f"{here}#s-{self.sections[to_chapter][to_section]}"
