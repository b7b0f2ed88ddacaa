"""Links inside a file of Markdown, which lead to headings by ids that other programs give them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import count

from django.utils.translation import gettext as _

from readings.importing.markdown.labels import outside_code
from readings.importing.markdown.parts import Part
from readings.importing.outline import Doubt, Outline, OutlineBlock
from readings.importing.pandoc.links import Anchors
from readings.text.markdown import TextProblem, source_blocks

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_ATTRIBUTES = re.compile(r"(?<=[ \t])\{(?P<all>[#.][^{}]{0,200}|-)\}[ \t]*+#*+[ \t]*$")
_ID = re.compile(r"(?:^|\s)#(?P<id>[^\s#]+)")
# What stands in code is no link, nor is what a backslash precedes.
_LINK = re.compile(
    r"(?P<code>(?<!`)(`+)(?!`).+?(?<!`)\2(?!`))|\\.|(?<=\]\()#(?P<to>[^\s()<>]{1,300})"
)
_OWN = re.compile(r"[sbr]-")  # addresses that a chapter's page has
_NO_WORDS = re.compile(r"[^\w\s-]")
_BEFORE_LETTERS = re.compile(r"[\W\d_]+")

_MOST_TRIED = 50  # links of a block in which something that looks like one is none

Start = tuple[int, int, int]  # a section's first line, its chapter and its place there


def without_attributes(text: str) -> tuple[str, dict[int, str]]:
    """The text without `{#id .class}` behind its headings, and the ids by their lines, from 1."""
    lines = text.split("\n")
    ids: dict[int, str] = {}
    for n in outside_code(lines):
        below = lines[n + 1] if n + 1 < len(lines) else ""
        is_heading = _HEADING.match(lines[n]) or _UNDERLINE.fullmatch(below)
        found = _ATTRIBUTES.search(lines[n]) if is_heading else None
        if found:
            lines[n] = lines[n][: found.start()].rstrip()
            if own := _ID.search(found["all"]):
                ids[n + 1] = own["id"]
    return "\n".join(lines), ids


def with_links(
    chapters: Sequence[Outline], parts: Sequence[Part], ids: Mapping[int, str]
) -> tuple[Outline, ...]:
    """The chapters with their links led to the sections. A link that leads nowhere is doubtful."""
    anchors = Anchors()
    for n, outline in enumerate(chapters, 1):
        headings = [section.heading or "" for section in outline.sections]
        anchors.add_chapter(outline.chapter_title or "", outline.chapter_number or n, headings)
    for name, (chapter, section) in _places(chapters, parts, ids).items():
        anchors.add_place([name], "", chapter, section)
    return tuple(_linked(outline, anchors, c) for c, outline in enumerate(chapters))


def _places(
    chapters: Sequence[Outline], parts: Sequence[Part], ids: Mapping[int, str]
) -> dict[str, tuple[int, int]]:
    """Where ids lead: those that are written, then those that programs make of the words."""
    starts: list[Start] = []
    inner: set[int] = set()
    for c, outline in enumerate(chapters):
        for s, section in enumerate(outline.sections):
            blocks = [block.lines[0] for block in section.blocks if block.lines]
            lines = [section.lines[0], *blocks] if section.lines else blocks
            inner.update(blocks)
            starts += [(min(lines), c, s)] if lines else []
    starts.sort()
    written: dict[str, tuple[int, int]] = {}
    made: dict[str, tuple[int, int]] = {}
    counts: dict[str, int] = {}
    for part in parts:
        if part.kind != "heading":
            continue
        place = _place(starts, part.line, is_inner=part.line in inner)
        if place is None:
            continue
        if part.line in ids:
            written.setdefault(ids[part.line], place)
        for name in _made(part.words, counts):
            made.setdefault(name, place)
    return {**made, **written}


def _place(starts: list[Start], line: int, *, is_inner: bool) -> tuple[int, int] | None:
    """The section that a heading begins or stands in; the first of a chapter for its title."""
    at = bisect_left(starts, (line, 0, 0))
    if is_inner:
        at = bisect_right(starts, (line, len(starts), 0)) - 1
    return starts[at][1:] if 0 <= at < len(starts) else None


def _made(words: str, counts: dict[str, int]) -> list[str]:
    """The ids that programs make of a heading: the second of the same words is `words-1`."""
    name = "-".join(_NO_WORDS.sub("", words.lower()).split())
    bare = name[found.end() :] if (found := _BEFORE_LETTERS.match(name)) else name
    names = []
    for one in dict.fromkeys((name, bare)):
        before = counts.get(one, 0)
        counts[one] = before + 1
        names.append(f"{one}-{before}" if before else one)
    return [one for one in names if one]


def _linked(outline: Outline, anchors: Anchors, chapter: int) -> Outline:
    lost: dict[str, None] = {}

    def block(found: OutlineBlock) -> OutlineBlock:
        if "](#" not in found.markdown and not found.items:
            return found
        markdown, names = _led(found.markdown, anchors, chapter)
        if found.kind != "reasons" and not _shows(markdown, found.text):
            words_alone = _words_alone(found, anchors, chapter)
            markdown, names = _led(found.markdown, anchors, chapter, words_alone)
        items = []
        for item in found.items:
            words, more = _led(item.markdown, anchors, chapter)
            names += more
            items.append(replace(item, markdown=words))
        sentences = [_said(name) for name in dict.fromkeys(names)]
        lost.update(dict.fromkeys(sentences))
        doubts = (*found.doubts, *(Doubt("link", said) for said in sentences))
        return replace(found, markdown=markdown, items=tuple(items), doubts=doubts)

    sections = tuple(
        replace(section, blocks=tuple(map(block, section.blocks))) for section in outline.sections
    )
    notes = tuple(
        replace(note, markdown=_led(note.markdown, anchors, chapter)[0])
        for note in outline.footnotes
    )
    warnings = (*outline.warnings, *lost)
    return replace(outline, sections=sections, footnotes=notes, warnings=warnings)


def _words_alone(block: OutlineBlock, anchors: Anchors, chapter: int) -> set[int]:
    """Which of a block's links are none: with another address its words are others."""
    links = set(range(block.markdown.count("](#")))
    if len(links) > _MOST_TRIED:
        return links
    tried = {n: _led(block.markdown, anchors, chapter, links - {n})[0] for n in links}
    return {n for n, markdown in tried.items() if not _shows(markdown, block.text)}


def _led(
    markdown: str, anchors: Anchors, chapter: int, words_alone: Collection[int] = ()
) -> tuple[str, list[str]]:
    """The Markdown with the addresses of sections, and the names that are none's. `words_alone`
    are the links, counted from 0, that stay as they are."""
    if "](#" not in markdown:
        return markdown, []
    lost: list[str] = []
    numbers = count()

    def address(found: re.Match[str]) -> str:
        if found["to"] is None or next(numbers) in words_alone:
            return found[0]
        there = anchors.address(f"#{found['to']}", chapter)
        if not there and not _OWN.match(found["to"]):
            lost.append(found["to"])
        return there or found[0]

    lines = markdown.split("\n")
    for n in outside_code(lines):
        lines[n] = _LINK.sub(address, lines[n])
    return "\n".join(lines), lost


def _said(name: str) -> str:
    return _("A link to “#%(name)s” leads to no heading of the file.") % {"name": name[:60]}


def _shows(markdown: str, text: str) -> bool:
    """Whether it is one block with this text: what looks like a link may be words."""
    try:
        found = source_blocks(markdown)
    except TextProblem:
        return False
    return len(found) == 1 and found[0].text == text
