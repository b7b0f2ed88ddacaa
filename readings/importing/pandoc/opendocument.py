"""What pandoc does not say of OpenDocument files: their title, and that a quote goes on."""

from __future__ import annotations

import re
from html import unescape

from .archives import member, members
from .tree import Node, is_a, nodes

_META = "meta.xml"
_MOST = 100_000  # bytes
_TITLE = re.compile(r"<dc:title>(?P<words>[^<>]{1,1000})</dc:title>")


def title_of(safe: bytes) -> str:
    """The title in the file's description of itself."""
    if _META not in members(safe):
        return ""
    found = _TITLE.search(member(safe, _META, _MOST).decode("utf-8", "replace"))
    return " ".join(unescape(found["words"]).split()) if found else ""


def join_quotes(blocks: list[Node]) -> None:
    """Makes one quote of those in a row, for the file has one for each of its paragraphs."""
    rows = [blocks]
    for node in nodes(blocks):
        if is_a(node, "Div"):
            rows.append(node["c"][1])
        elif is_a(node, "BulletList"):
            rows += node["c"]
        elif is_a(node, "OrderedList"):
            rows += node["c"][1]
        elif is_a(node, "Note"):
            rows.append(node["c"])
    for row in rows:
        for before, after in zip(row[-2::-1], row[:0:-1], strict=True):
            if is_a(before, "BlockQuote") and is_a(after, "BlockQuote"):
                before["c"] += after["c"]
                after["c"] = []
        row[:] = [node for node in row if not is_a(node, "BlockQuote") or node["c"]]
