"""Lists: their items, the reasons among them, and how two in a row stay two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from markdown_it.token import Token

from readings.importing.outline import OutlineBlock, OutlineReason
from readings.text.markdown import ReasonText, TextProblem, render_section
from readings.text.markdown.blocks import siblings
from readings.text.markdown.escaping import escape_start
from readings.text.markdown.parsers import section_parser

from .problems import refused
from .showing import NOTHING, Content, content_of, note_content, part_rule, shown

LONGEST_REASON = 500  # characters, as the database has it
CONTAINER = "::: reasons\n:::"

_LISTS = ("bullet_list_open", "ordered_list_open")
_OTHER = {"-": "+", "+": "-", "*": "-", ".": ")", ")": "."}
_MARKER = re.compile(r" {0,3}(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]|$)")
_BREAK_SIGN = re.compile(r"\\$")


@dataclass(frozen=True)
class Item:
    """An item of a list: its first paragraph as inline Markdown, and what stands below that."""

    words: str
    rest: str = ""


def is_numbered(block: OutlineBlock) -> bool:
    """Whether a block is a numbered list."""
    token = _list_token(part_rule(block.markdown)[1])
    return block.kind == "list" and token is not None and token[0].type == "ordered_list_open"


def items_of(markdown: str) -> list[Item]:
    """The outer items of a list; none where one of them begins with no paragraph."""
    found = _list_token(markdown)
    if found is None:
        return []
    lines = markdown.split("\n")
    items = [_item(token, inner, lines) for token, inner in siblings(found[1])]
    return [item for item in items if item] if all(items) else []


def as_reasons(block: OutlineBlock, ways: Iterable[Sequence[Item]]) -> OutlineBlock:
    """The items as the reasons, in the block's place: the first way of writing them that keeps all
    that the block holds. Raises ImportProblem."""
    own = shown(part_rule(block.markdown)[1])
    for items in ways:
        if len(items) < 2:
            raise refused(_("Reasons are made of a list with two items or more."))
        if any(len(item.words) > LONGEST_REASON for item in items):
            message = _("A reason has at most %(most)s characters; one of these is longer.")
            raise refused(message % {"most": LONGEST_REASON})
        reasons = [OutlineReason("", item.words, item.rest or None) for item in items]
        made, content = reasons_block(reasons)
        if made is not None and own is not None and content == content_of(own):
            return made
    raise refused(_("The items of this list cannot be reasons without losing words."))


def reasons_block(reasons: Sequence[OutlineReason]) -> tuple[OutlineBlock | None, Content]:
    """The block that holds the reasons, and all that they and their commentaries say."""
    texts = [ReasonText(f"r{n}", n, r.markdown) for n, r in enumerate(reasons, 1)]
    try:
        block = render_section(CONTAINER, reasons=texts)[0]
        content = NOTHING
        rows = [block.text[start:end] for _key, start, end in block.reason_spans]
        for reason in reasons:
            item = render_section(CONTAINER, reasons=[ReasonText("r", 1, reason.markdown)])[0]
            content = content + content_of(item)
            if reason.commentary:
                content = content + note_content(reason.commentary)
    except TextProblem:
        return None, NOTHING
    items = tuple(replace(r, text=text) for r, text in zip(reasons, rows, strict=True))
    return OutlineBlock("reasons", CONTAINER, block.text, block.footnotes, items), content


def as_list(block: OutlineBlock) -> OutlineBlock:
    """The reasons as a numbered list, each with its commentary. Raises ImportProblem."""
    _made, content = reasons_block(block.items)
    for written in _numbered(block.items):
        found = shown(written)
        if found and found.kind == "list" and content_of(found) == content:
            return OutlineBlock("list", written, found.text, found.footnotes)
    raise refused(_("These reasons cannot be an ordinary list without losing words."))


def _numbered(reasons: Sequence[OutlineReason]) -> Iterator[str]:
    """The list as it is, and with every first line kept from beginning a block."""
    for safe in (False, True):
        rows = []
        for number, reason in enumerate(reasons, 1):
            sign = f"{number}. "
            words = " ".join(reason.markdown.split())
            rows.append(sign + (escape_start(words) if safe else words))
            if reason.commentary and reason.commentary.strip():
                own = reason.commentary.strip("\n").split("\n")
                rows += ["", *(f"{' ' * len(sign)}{line}" if line.strip() else "" for line in own)]
        yield "\n".join(rows)


def part_lists(blocks: Iterable[OutlineBlock]) -> list[OutlineBlock]:
    """The blocks of a section; a list right behind another has other signs, or both were one."""
    found: list[OutlineBlock] = []
    before = ""
    for block in blocks:
        rule, markdown = part_rule(block.markdown)
        sign = list_sign(markdown) if block.kind == "list" else ""
        if sign and sign == before and not rule:
            sign = _OTHER[sign]
            found.append(replace(block, markdown=with_sign(markdown, sign)))
        else:
            found.append(block)
        before = sign
    return found


def with_sign(markdown: str, sign: str) -> str:
    """The list with another sign before, or behind the numbers of, its outer items."""
    found = _list_token(markdown)
    if found is None:
        return markdown
    lines = markdown.split("\n")
    for token, _inner in siblings(found[1]):
        assert token.map is not None
        at = token.map[0]
        marker = _MARKER.match(lines[at])
        if marker:
            end = len(marker[0].rstrip())
            lines[at] = lines[at][: end - 1] + sign + lines[at][end:]
    return "\n".join(lines)


def item_sources(markdown: str) -> list[str]:
    """The outer items, each as it is written, its sign with it."""
    found = _list_token(markdown)
    lines = markdown.split("\n")
    sources = []
    for token, _inner in siblings(found[1]) if found else ():
        assert token.map is not None
        sources.append("\n".join(lines[slice(*token.map)]).rstrip())
    return sources


def going_on(first: str, second: str) -> str:
    """The second list written as the first one is, its numbers counted on."""
    found, other = _list_token(first), _list_token(second)
    if found is None or other is None:
        return second
    token, inner = found
    start = int(token.attrGet("start") or 1) + sum(1 for _item in siblings(inner))
    is_numbered = token.type == "ordered_list_open"
    written = []
    for number, source in enumerate(item_sources(second), start):
        sign = f"{number}{token.markup}" if is_numbered else token.markup
        written.append(_hung(f"{sign} ", source))
    return ("\n" if _is_tight(other[1]) else "\n\n").join(written)


def _hung(sign: str, item: str) -> str:
    """An item behind another sign, its lines below that set in as far."""
    first, *rest = item.split("\n")
    marker = _MARKER.match(first)
    words = first[marker.end() :] if marker else first
    old = len(first) - len(words.lstrip(" "))
    lines = [
        " " * len(sign) + line[min(old, len(line) - len(line.lstrip(" "))) :] if line else ""
        for line in rest
    ]
    return "\n".join([sign + words.lstrip(" "), *lines])


def _is_tight(inner: Sequence[Token]) -> bool:
    return any(token.hidden for token in inner)


def list_sign(markdown: str) -> str:
    """The sign of a list: -, + or *, or what stands behind its numbers."""
    found = _list_token(markdown)
    return found[0].markup if found else ""


def _list_token(markdown: str) -> tuple[Token, Sequence[Token]] | None:
    """The list that a block is, and the tokens in it."""
    tokens = list(siblings(section_parser().parse(markdown, {})))
    if len(tokens) != 1 or tokens[0][0].type not in _LISTS:
        return None
    return tokens[0]


def _item(token: Token, inner: Sequence[Token], lines: Sequence[str]) -> Item | None:
    first = next(siblings(inner), None)
    if first is None or first[0].type != "paragraph_open" or not first[1]:
        return None
    assert token.map is not None
    assert first[0].map is not None
    rows = [_BREAK_SIGN.sub("", row).strip() for row in first[1][0].content.split("\n")]
    rest = lines[first[0].map[1] : token.map[1]]
    width = min((len(row) - len(row.lstrip()) for row in rest if row.strip()), default=0)
    return Item(" ".join(rows), "\n".join(row[width:].rstrip() for row in rest).strip("\n"))
