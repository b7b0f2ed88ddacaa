"""Looking at pandoc's syntax tree: nodes are dictionaries with a type `t` and a content `c`."""

import re
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]

# Levels of JSON; a list in a list adds three. No author nests a tenth of it, and nothing here can
# then reach Python's own limit.
MAX_LEVELS = 240

PARAGRAPHS = frozenset(("Para", "Plain"))
_BRANCHES = (dict, list)
_SPACES = frozenset(("Space", "SoftBreak", "LineBreak"))
_LITERAL = frozenset(("Code", "CodeBlock", "Math"))
_LEAVES = PARAGRAPHS | {"Header", "CodeBlock", "LineBlock"}
# Soft hyphens, spaces without width, and code points that are no characters.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufdd0-\ufdef\ufeff]")


def too_deep(tree: Any) -> bool:
    """Whether something in the tree is nested deeper than MAX_LEVELS."""
    level = [tree]
    for _ in range(MAX_LEVELS):
        level = [
            child
            for value in level
            for child in (value.values() if isinstance(value, dict) else value)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def nodes(value: Any) -> Iterator[Node]:
    """Every node in a part of the tree, in reading order, itself first."""
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend([child for child in reversed(value) if type(child) in _BRANCHES])
        else:
            if "t" in value:
                yield value
            content = value.get("c")
            if type(content) in _BRANCHES:
                stack.append(content)


def words(value: Any) -> str:
    """The words of a part of the tree on one line, without its notes."""
    parts: list[str] = []
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict) and value.get("t") != "Note":
            kind = value.get("t")
            if kind == "Str":
                parts.append(value["c"])
            elif kind in _SPACES:
                parts.append(" ")
            elif kind in _LITERAL:
                parts.append(value["c"][1])
            elif kind in _LEAVES:
                parts.append(" ")
                stack.append({"t": "Space"})
            if kind == "LineBlock":
                stack.append([[*line, {"t": "Space"}] for line in value["c"]])
            elif kind not in _LITERAL and "c" in value:
                stack.append(value["c"])
    return " ".join(clean("".join(parts)).split())


def clean(text: str) -> str:
    """Text without the signs that nobody sees."""
    return _INVISIBLE.sub("", text)


def attributes(node: Node) -> tuple[str, list[str], dict[str, str]]:
    """A node's id, classes and other attributes; nothing for nodes that have none."""
    content = node.get("c")
    place = 1 if node["t"] == "Header" else 0
    attr = content[place] if isinstance(content, list) and len(content) > place else None
    if not (isinstance(attr, list) and len(attr) == 3 and isinstance(attr[0], str)):
        return "", [], {}
    return attr[0], attr[1], dict(attr[2])


def ids(value: Any) -> Iterator[str]:
    """Every id in a part of the tree."""
    return (found for node in nodes(value) if (found := attributes(node)[0]))


def is_a(node: Node, *kinds: str) -> bool:
    return node["t"] in kinds


def target(link: Node) -> str:
    """The address of a Link or an Image."""
    return str(link["c"][2][0])


def has_words(value: Any) -> bool:
    """Whether a part of the tree has words besides those that say what its pictures show."""
    images = [node for node in nodes(value) if is_a(node, "Image")]
    return _letters(value) > sum(map(_letters, images))


def _letters(value: Any) -> int:
    return sum(map(len, words(value).split()))


def has_content(value: Any) -> bool:
    """Whether a part of the tree shows anything: words, a picture or a note."""
    return bool(words(value)) or any(is_a(node, "Image", "Note") for node in nodes(value))
