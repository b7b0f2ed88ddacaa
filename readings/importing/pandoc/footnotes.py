"""Notes that are only links: a raised number, and a paragraph elsewhere that it leads to.

Pandoc knows the notes of word processors and of files that say what is a note. Where web pages and
e-books merely link a number with its note, this makes a note of them.
"""

from __future__ import annotations

import re
from typing import Any

from .tree import PARAGRAPHS, Node, attributes, has_content, is_a, nodes, target, words

_MARK = re.compile(r"[\[({^]?\s*([0-9]{1,4}|[*†‡§¶]{1,3})\s*[\])}]?")
_BACK = re.compile(r"[\W_]*|back|return", re.IGNORECASE)
_BEGINNING = 3  # nodes of a paragraph among which an id or a link is the paragraph's own
_CLOSING = re.compile(r"^[\s.):\]]+")


def gather_notes(blocks: list[Node]) -> None:
    """Turns the links into notes, and empties the places where these stood."""
    homes, returns = _homes(blocks)
    numbers = _item_numbers(blocks)
    taken: dict[int, list[Node]] = {}  # notes by the id() of where they stood
    inside: set[int] = set()
    for link in [node for node in nodes(blocks) if is_a(node, "Link")]:
        mark = _MARK.fullmatch(words(link))
        if not mark or not target(link).startswith("#") or id(link) in inside:
            continue
        own = attributes(link)[0]
        home = homes.get(target(link)[1:]) or (returns.get(own) if own else None)
        if home is None:
            continue
        if id(home) not in taken:
            if not (numbers.get(id(home)) == mark[1] or _is_note(home, link, own, mark[1])):
                continue
            inside.update(id(node) for node in nodes(home))
            taken[id(home)] = _taken(home, own, mark[1])
        link.clear()
        link.update({"t": "Note", "c": taken[id(home)]})
    if taken:
        _drop_empty_items(blocks)


def _homes(blocks: list[Node]) -> tuple[dict[str, Node], dict[str, Node]]:
    """Where each id leads to, and the blocks by the id that a link in them returns to: one at
    their start, or an arrow."""
    homes: dict[str, Node] = {}
    returns: dict[str, Node] = {}
    for node in nodes(blocks):
        if is_a(node, "Div"):
            homes.setdefault(attributes(node)[0], node)
        elif is_a(node, *PARAGRAPHS):
            for i, inline in enumerate(nodes(node["c"])):
                if i < _BEGINNING:
                    homes.setdefault(attributes(inline)[0], node)
                if is_a(inline, "Link") and (i < _BEGINNING or _BACK.fullmatch(words(inline))):
                    returns.setdefault(target(inline).removeprefix("#"), node)
    homes.pop("", None)
    return homes, returns


def _item_numbers(blocks: list[Node]) -> dict[int, str]:
    """The numbers of lists' items, by the id() of the block that each begins with."""
    return {
        id(item[0]): str(number)
        for node in nodes(blocks)
        if is_a(node, "OrderedList")
        for number, item in enumerate(node["c"][1], node["c"][0][0])
        if item
    }


def _drop_empty_items(blocks: list[Node]) -> None:
    """Takes out of every list what is empty now that its notes are gathered."""
    for node in nodes(blocks):
        if is_a(node, "OrderedList"):
            node["c"][1][:] = [item for item in node["c"][1] if has_content(item)]
        elif is_a(node, "BulletList"):
            node["c"][:] = [item for item in node["c"] if has_content(item)]


def _is_note(home: Node, link: Node, own: str, mark: str) -> bool:
    found = list(nodes(home))
    if any(node is link or is_a(node, "Header") for node in found):
        return False
    links = [node for node in found if is_a(node, "Link")]
    returns = any(target(node) == f"#{own}" for node in links) if own else False
    arrow = any(words(node) in ("↩", "↩︎", "↑", "^", "⏎") for node in links)
    return returns or arrow or words(home).lstrip("[(").startswith(mark)


def _taken(home: Node, own: str, mark: str) -> list[Node]:
    """The note's blocks, without the way back and its number; its home is empty then."""
    content = home["c"][1] if is_a(home, "Div") else [{"t": "Para", "c": home["c"]}]
    home["c"] = [["", [], []], []] if is_a(home, "Div") else []
    _without_returns(content, own)
    first = next((node for node in nodes(content) if is_a(node, "Str")), None)
    if first is not None:
        said = first["c"].lstrip("[(")
        first["c"] = _CLOSING.sub("", said.removeprefix(mark) if _numbered(said, mark) else said)
    result: list[Node] = content
    return result


def _numbered(said: str, mark: str) -> bool:
    return said.startswith(mark) and not said[len(mark) : len(mark) + 1].isalnum()


def _without_returns(value: Any, own: str) -> None:
    """Takes every link out that leads back to the mark."""
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            value[:] = [child for child in value if not _returns(child, own)]
        children = value.values() if isinstance(value, dict) else value
        stack.extend(child for child in children if isinstance(child, dict | list))


def _returns(value: Any, own: str) -> bool:
    if not isinstance(value, dict) or value.get("t") != "Link":
        return False
    back = own and target(value) == f"#{own}"
    return bool(back) or (target(value).startswith("#") and bool(_BACK.fullmatch(words(value))))
