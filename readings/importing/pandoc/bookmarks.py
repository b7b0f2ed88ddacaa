"""Places in Word and OpenDocument files that pandoc would lose, though links lead to them.

Word's own bookmarks stand in a paragraph; other programs set them between two, where pandoc reads
none. OpenDocument's get new names from pandoc, and links keep the old ones.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import unquote

from .archives import MAX_TEXT, member, members, with_member
from .tree import Node, is_a, nodes, target, words

_WORD = "word/document.xml"
_OPEN = "content.xml"

# Whatever is between these is read once: files may hold a million of them, unclosed.
_WORD_TAG = re.compile(rb"<w:bookmarkStart\b[^<>]*>|<(?P<end>/?)w:p(?=[\s/>])[^<>]*>")
_PROPERTIES = re.compile(rb"\s*(?:<w:pPr\s*/>|<w:pPr\b(?:[^<]++|<(?!/w:pPr>|w:p[\s>]))*+</w:pPr>)")
_LINK = re.compile(r"<text:a\b[^<>]*?\bxlink:href=\"#(?P<to>[^\"<>]{1,300})\"")
_PLACE = re.compile(r"<text:bookmark(?:-start)?\b[^<>]*?\btext:name=\"(?P<name>[^\"<>]{1,300})\"")
_SECTION_OR_LINE = re.compile(
    r"<text:section\b[^<>]*?\btext:name=\"(?P<name>[^\"<>]{1,300})\"[^<>]*>|<text:[ph]\b[^<>]*[^/<>]>"
    r"|<text:[ph]>"
)
_BODY = re.compile(r"<office:text\b[^<>]*[^/<>]>|<office:text>")
_REGION = "|region"  # what LibreOffice adds to the name of a section


def with_places(safe: bytes, source: str) -> tuple[bytes, list[str]]:
    """The file with its places where pandoc reads them, and the names to be given to
    `lead_to_places`."""
    name = {"docx": _WORD, "odt": _OPEN}.get(source)
    if name is None or name not in members(safe):
        return safe, []
    content = member(safe, name, MAX_TEXT)
    names: list[str] = []
    if source == "docx":
        moved = _into_paragraphs(content)
    else:
        try:
            named, names = _asked_for(content.decode())
        except UnicodeDecodeError:
            return safe, []
        moved = named.encode()
    return (with_member(safe, name, moved) if moved != content else safe), names


def lead_to_places(blocks: list[Node], names: list[str]) -> None:
    """Takes the paragraph off the top in which pandoc told its own ids for the names, and leads
    every link there."""
    numbers = [str(number) for number, _name in enumerate(names, 1)]
    if not names or not blocks or words(blocks[0]) != "".join(numbers):
        return
    links = [node for node in nodes(blocks.pop(0)) if is_a(node, "Link")]
    ids = {words(link): target(link) for link in links}
    to = {f"#{name}": ids[n] for name, n in zip(names, numbers, strict=True) if n in ids}
    for link in nodes(blocks):
        if is_a(link, "Link"):
            address = unquote(target(link)).removesuffix(_REGION)
            if address in to:
                link["c"][2][0] = to[address]


def _into_paragraphs(content: bytes) -> bytes:
    """Each bookmark between two paragraphs at the beginning of the second."""
    written: list[bytes] = []
    held: list[bytes] = []
    done = depth = 0
    for tag in _WORD_TAG.finditer(content):
        if tag["end"] is None:
            if not depth:
                written.append(content[done : tag.start()])
                held.append(tag[0] if tag[0].endswith(b"/>") else tag[0][:-1] + b"/>")
                done = tag.end()
        elif tag["end"]:
            depth = max(0, depth - 1)
        elif not tag[0].endswith(b"/>"):
            depth += 1
            if held:
                properties = _PROPERTIES.match(content, tag.end())
                end = properties.end() if properties else tag.end()
                written += [content[done:end], *held]
                held, done = [], end
    return b"".join([*written, content[done:]]) if written else content


def _asked_for(text: str) -> tuple[str, list[str]]:
    """The text with a paragraph on top that refers to every place which a link leads to, each by
    its number, and their names. A section of the file becomes a place at its first line."""
    wanted = {_name(found["to"]).removesuffix(_REGION) for found in _LINK.finditer(text)}
    body = _BODY.search(text)
    if not wanted or not body:
        return text, []
    known = {unescape(found["name"]) for found in _PLACE.finditer(text)}
    sections: set[str] = set()
    held: list[str] = []

    def at_line(found: re.Match[str]) -> str:
        if found["name"] is not None:
            name = unescape(found["name"])
            if name in wanted and name not in known | sections:
                sections.add(name)
                held.append(f'<text:bookmark text:name="{escape(name)}"/>')
            return found[0]
        marks, held[:] = "".join(held), []
        return found[0] + marks

    rest = _SECTION_OR_LINE.sub(at_line, text[body.end() :])
    names = sorted(wanted & (known | sections))
    references = "".join(
        f'<text:bookmark-ref text:reference-format="text" text:ref-name="{escape(name)}">'
        f"{number}</text:bookmark-ref>"
        for number, name in enumerate(names, 1)
    )
    return f"{text[: body.end()]}<text:p>{references}</text:p>{rest}", names


def _name(address: str) -> str:
    return unquote(unescape(address))
