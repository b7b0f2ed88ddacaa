"""Pictures, captions and boxes: what stands alone in the text when the pictures stay out.

Two kinds of node are added to pandoc's: a Picture (its image) and a Caption (its words).
"""

from collections.abc import Iterator
from typing import Any

from .tables import blocks_of, is_layout
from .tree import PARAGRAPHS, Node, is_a, nodes, words


def expand(node: Node) -> Iterator[Node]:
    """The blocks that a block stands for: itself, or what a figure or a layout is made of."""
    if is_a(node, "Figure"):
        yield from _figure(node)
    elif is_a(node, "Table") and is_layout(node):
        for block in blocks_of(node):
            yield from expand(block)
    elif is_a(node, "Table"):
        yield node
        yield from _caption(node["c"][1])
    elif pictures := _pictures(node):
        yield from ({"t": "Picture", "c": image} for image in pictures)
    else:
        yield node


def _figure(node: Node) -> Iterator[Node]:
    """Its pictures, unless its caption says the same, whatever else it holds, and the caption."""
    _attr, caption, content = node["c"]
    for image in (found for found in nodes(content) if is_a(found, "Image")):
        same = words(image["c"][1]) == words(caption)
        yield {"t": "Picture", "c": image, "silent": same}
    for block in content:
        if not _pictures(block):
            yield from expand(block)
    yield from _caption(caption)


def _caption(caption: list[Any]) -> Iterator[Node]:
    said: list[Node] = []
    for block in nodes(caption[1]):
        if is_a(block, *PARAGRAPHS):
            said += [*([{"t": "Space"}] if said else []), *block["c"]]
    if said:
        yield {"t": "Caption", "c": said}


def _pictures(node: Node) -> list[Node]:
    """The pictures of a paragraph that holds nothing else."""
    if not is_a(node, *PARAGRAPHS):
        return []
    images = [found for found in nodes(node["c"]) if is_a(found, "Image")]
    others = len(words(node["c"])) - sum(len(words(image)) + 1 for image in images)
    noted = any(is_a(found, "Note") for found in nodes(node["c"]))
    return images if images and others < 0 and not noted else []
