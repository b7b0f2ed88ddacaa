"""Lines of the page around the text: ways to other pages, ornaments, copyright lines."""

import re
from itertools import groupby

from .lines import Chunk, Line
from .vocabulary import word_set

_AT_MOST = 14  # words; what is longer is a sentence of the text
_STRONG = word_set(
    "home homepage contents index next previous prev top back print share menu email toc sitemap "
    "search login subscribe download"
)
_WEAK = word_set(
    "up to the table of page chapter section part main site map first last forward this link pdf "
    "a or and on go your"
)
_PLACE = (
    r"(?:chapters?|contents?|index|top|home|homepage|page|menu|section|part|start|beginning|list|"
    r"site|toc)"
)
_GO = re.compile(
    r"\W*(?:please )?(?:click here to )?"
    r"(?:go|return|back|continue|skip|jump|proceed|forward|on|turn) (?:on |back )?to\b",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"\W*(?:next|previous|prev)\W+(?:the )?{_PLACE}\b", re.IGNORECASE)
_SOME_PLACE = re.compile(rf"\b(?:{_PLACE}|next|previous)\b", re.IGNORECASE)
_PLACE_LAST = re.compile(rf"\b{_PLACE}(?: [0-9]{{1,3}})?\W*$", re.IGNORECASE)
_RIGHTS = re.compile(
    r"(?:©|copyright\b|\(c\) ?[0-9]{4}|all rights reserved|last (?:updated|modified))",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:\[?(?:page|p\.) ?[0-9]{1,4}\]?|[-–—] ?[0-9]{1,4} ?[-–—])", re.IGNORECASE)
_ARROW = re.compile(r"(?:[«‹←<]+.{1,40}|.{1,40}[»›→>]+)")
_ORNAMENT = re.compile(r"[\W_]+")
_ELLIPSIS = frozenset(".… []()")


def is_ornament(text: str) -> bool:
    """A rule or a row of stars; an ellipsis is text."""
    return bool(_ORNAMENT.fullmatch(text)) and not _ELLIPSIS.issuperset(text)


def is_navigation(text: str) -> bool:
    """Whether the line can be nothing but a way to another page, wherever it stands."""
    words = _words(text)
    if _PAGE.fullmatch(text):
        return True
    if not words or len(words) > _AT_MOST or not all(w in _STRONG or w in _WEAK for w in words):
        return False
    ways = sum(word in _STRONG for word in words)
    return ways > 1 or (ways == 1 and (len(words) > 2 or bool(_ARROW.fullmatch(text))))


def is_navigation_at_edge(text: str, *, at_top: bool = False) -> bool:
    """The same for a line at the page's end, where less is enough, or at its top, where a title
    must not be taken for a way: "Back to the Kitchen Garden"."""
    words = _words(text)
    if is_navigation(text) or is_ornament(text):
        return True
    if not words or len(words) > _AT_MOST:
        return False
    if _GO.match(text) or _NEXT.match(text):
        return bool((_PLACE_LAST if at_top else _SOME_PLACE).search(text))
    return not at_top and (bool(_RIGHTS.match(text)) or all(word in _STRONG for word in words))


def part_from_text(chunks: list[Chunk]) -> tuple[list[Chunk], list[Line]]:
    """The chunks of the text, parted where an ornament stands, and the lines left out."""
    first, last = 0, len(chunks)
    while first < last and _is_way(chunks[first], at_top=True):
        first += 1
    while last > first and _is_way(chunks[last - 1]):
        last -= 1
    left_out = [line for chunk in (*chunks[:first], *chunks[last:]) for line in chunk.lines]
    inner = chunks[first:last]
    if inner:
        inner[-1], ways = _without_last_ways(inner[-1])
        left_out.extend(ways)
    kept: list[Chunk] = []
    for chunk in inner:
        if all(is_navigation(line.text) or is_ornament(line.text) for line in chunk.lines):
            left_out.extend(chunk.lines)
            continue
        for ornament, group in groupby(chunk.lines, key=lambda line: is_ornament(line.text)):
            if ornament:
                left_out.extend(group)
            else:
                kept.append(Chunk(tuple(group)))
    return kept, left_out


def _is_way(chunk: Chunk, *, at_top: bool = False) -> bool:
    return all(is_navigation_at_edge(line.text, at_top=at_top) for line in chunk.lines)


def _without_last_ways(chunk: Chunk) -> tuple[Chunk, tuple[Line, ...]]:
    """The chunk without the ways that follow its text with no blank line between."""
    end = len(chunk.lines)
    while end > 1 and is_navigation_at_edge(chunk.lines[end - 1].text, at_top=True):
        end -= 1
    return Chunk(chunk.lines[:end]), chunk.lines[end:]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())
