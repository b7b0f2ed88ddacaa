"""Markdown that means harm, and the one who reads what came of it as a browser would.

The payloads are data: `tests/text/hostile/FAMILY.toml` names each. Where one would run, it calls
`canary(1)`; where one would fetch, it asks evil.example. `piece` and `times` make a long one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "hostile"

BLOCKS = {"p", "blockquote", "ul", "ol", "li", "pre", "hr", "br", "code", "em", "strong"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
NOTE_TAGS = BLOCKS | TABLE | {"a"}
STAFF_TAGS = NOTE_TAGS | {"div", "sup", "img", "h3", "h4", "h5", "h6"}

ALIGN = re.compile(r"align-(?:center|end)")
NUMBER = re.compile(r"\d{1,9}")
ANY = re.compile(r".*", re.DOTALL)
ADDRESS = re.compile(r"(?:https?|mailto):.+", re.DOTALL | re.IGNORECASE)
PATH = re.compile(r"(?![/\\]{2}|[^/?#]*:).+", re.DOTALL)
LINK = re.compile(f"{ADDRESS.pattern}|{PATH.pattern}", re.DOTALL | re.IGNORECASE)
CELL = {"class": ALIGN}
NOTE = {
    "a": {"href": ADDRESS, "title": ANY, "rel": re.compile("nofollow noopener ugc")},
    "ol": {"start": NUMBER},
    "th": {"scope": re.compile("col"), **CELL},
    "td": CELL,
}
STAFF = {
    "a": {
        "href": LINK, "title": ANY,
        "id": re.compile(r"fnref-\d+(-\d+)?"), "data-footnote": NUMBER,
    },
    "ol": {"start": NUMBER},
    "th": {"scope": re.compile("col"), **CELL},
    "td": CELL,
    "sup": {"class": re.compile("fn"), "data-off-text": re.compile("")},
    "div": {"class": re.compile("verse|caption")},
    "img": {
        "alt": ANY, "title": ANY, "width": NUMBER, "height": NUMBER,
        "src": re.compile(r"/pictures/[0-9a-f]{32}-\d+x\d+/"),
        "loading": re.compile("lazy"), "decoding": re.compile("async"),
    },
}  # fmt: skip
EMPTY = {"br", "hr", "img"}


@dataclass(frozen=True)
class Payload:
    """`name` is its family's and its own: `schemes/javascript`."""

    name: str
    text: str


def payloads() -> list[Payload]:
    """All there are, in the order of their families' names."""
    found: list[Payload] = []
    for path in sorted(FOLDER.glob("*.toml")):
        family = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [Payload(f"{path.stem}/{name}", _text(given)) for name, given in family.items()]
    return found


def _text(given: str | dict[str, Any]) -> str:
    if isinstance(given, str):
        return given
    whole: str = given.get("before", "") + given["piece"] * given["times"] + given.get("after", "")
    return whole


class Inspector(HTMLParser):
    """Fails for anything but what the renderer is meant to write."""

    def __init__(self, html: str, *, note: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes = (NOTE_TAGS, NOTE) if note else (STAFF_TAGS, STAFF)
        self.note = note
        self.open: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.tags
        assert len({name for name, _ in attrs}) == len(attrs)
        for name, value in attrs:
            pattern = self.attributes.get(tag, {}).get(name)
            assert pattern is not None, (tag, name)
            assert pattern.fullmatch(
                as_browsers_read(value or "") if name == "href" else value or ""
            )
        if tag == "a":
            assert "a" not in self.open
            self._link(dict(attrs))
        if tag not in EMPTY:
            self.open.append(tag)

    def _link(self, given: dict[str, str | None]) -> None:
        # Without an address it is no link: the sanitiser takes out those that none can read.
        if self.note:
            assert given.get("rel") == "nofollow noopener ugc"
        if address := given.get("href"):
            self.links.append(as_browsers_read(address))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a section of its own: {data}")


def as_browsers_read(address: str) -> str:
    """The address without what the URL standard takes out before it looks for a scheme."""
    inner = address.strip("".join(map(chr, range(0x21))))
    return re.sub(r"[\t\n\r]", "", inner).replace("\\", "/")
