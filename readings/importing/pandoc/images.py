"""The file's pictures as pandoc's tree speaks of them."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from readings.importing.gallery import Gallery
from readings.text.pictures import CheckedPicture

from .tree import Node, attributes, is_a, nodes, target

_FRAME = re.compile(r'<draw:image\b[^>]{0,2000}?xlink:href="([^"]{1,500})"', re.DOTALL)
_END = "</draw:frame>"
_WORDS = re.compile(r"<svg:(title|desc)\b[^>]{0,200}>([^<]{0,2000})<")
_MOST = 6_000  # characters between a picture of an OpenDocument file and the words about it


@dataclass(frozen=True)
class Images:
    """Finds pictures by the addresses that the text has for them, below `folder` in the file."""

    gallery: Gallery = field(default_factory=Gallery)
    folder: str = ""

    def find(self, image: Node) -> CheckedPicture | None:
        """The picture of an Image; None where it is none, or lies elsewhere."""
        return self.gallery.pictures.get(self._place(image))

    def why_not(self, image: Node) -> str:
        """Why there is no picture to show, in a few words."""
        return self.gallery.why_not(self._place(image), target(image))

    def name(self, image: Node) -> str:
        """The picture's name, for people."""
        address = target(image)
        return "–" if address.startswith("data:") else self._place(image).rpartition("/")[2][:40]

    def _place(self, image: Node) -> str:
        address = target(image)
        path = re.split(r"[?#]", unquote(address), maxsplit=1)[0]
        below = posixpath.normpath(posixpath.join(self.folder, path))
        for name in (address, below, path.lstrip("/")):
            if name in self.gallery.names:
                return name
        return below


def describe(blocks: list[Node], written: Mapping[str, Iterable[str]]) -> None:
    """Gives every Image the words that say what it shows: those that its program keeps for them
    go before those that pandoc found. `written` are the words for an address, in order."""
    waiting = {address: iter(words) for address, words in written.items()}
    for image in nodes(blocks):
        if is_a(image, "Image"):
            said = attributes(image)[2].get("alt", "") or next(
                waiting.get(target(image), iter(())), ""
            )
            if said.strip():
                image["c"][1] = [{"t": "Str", "c": " ".join(said.split())}]


def descriptions(content: bytes) -> dict[str, list[str]]:
    """What an OpenDocument text (its content.xml) says of its pictures, by their addresses, in
    order; pandoc passes over it. The longer description goes before the title."""
    text = content.decode("utf-8", "replace")
    found: dict[str, list[str]] = {}
    for frame in _FRAME.finditer(text):
        after = text[frame.end() : frame.end() + _MOST].partition(_END)[0]
        said = dict(_WORDS.findall(after))
        words = html.unescape(said.get("desc") or said.get("title") or "")
        found.setdefault(html.unescape(frame[1]), []).append(words)
    return found
