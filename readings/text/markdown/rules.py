"""What the dialect adds to CommonMark: rules for the parser (see parsers.py)."""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as markdown_table
from markdown_it.rules_inline import StateInline

from readings.text.markdown import problems
from readings.text.markdown.problems import SectionProblem

# Quotes and lists may stand in each other this deep; what stands deeper is a plain paragraph.
# The parser drops the rest of a text at its own limit of 20, and words must never be dropped.
MAX_LEVEL = 16
# So many cells more than there are may be missing in the rows of a text's tables.
MAX_MISSING = 1_000

_FENCE = ":::"
_CONTAINERS = frozenset(("verse", "caption", "reasons"))
_FOOTNOTE_TEXT = re.compile(r"\[\^([0-9]+)\]:")
_FOOTNOTE_MARK = re.compile(r"\[\^([1-9][0-9]{0,3})\]")
_SCHEME_BEFORE = re.compile(r"(?<![A-Za-z0-9])https?$", re.IGNORECASE)
_AFTER_SCHEME = re.compile(r"://[^\s<>\[\]\"`*\\|^{}]+")
_TABLE_RULE = frozenset("|:- \t")
_TRAILING = "?!.,:;_~'’”»…"


def _line(state: StateBlock, line: int) -> str:
    """The words of a line, without its indentation and its container's marks."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def deep_text(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: beyond `MAX_LEVEL` every stretch of lines is a paragraph."""
    if silent or state.level < MAX_LEVEL:
        return False
    line = start + 1
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
    lines = [_line(state, n) for n in range(start, line)]
    _push_paragraph(state, lines, start)
    state.line = line
    return True


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: markdown-it's own, but for tables that would mostly be filled up.

    A row that is shorter than the head gets its cells, so wide heads above short rows would become
    a million cells in a note. Lines beyond what a text has for that are paragraphs.
    """
    if start + 2 > end or not _TABLE_RULE.issuperset(_line(state, start + 1)):
        return False
    if not markdown_table(state, start, end, silent=True):
        return False
    return silent or (_affords(state, start, end) and markdown_table(state, start, end, silent))


def _affords(state: StateBlock, start: int, end: int) -> bool:
    """Whether the cells that this table lacks are within what the whole text may lack.

    The lines that are looked at count too: a table may end before the lines do.
    """
    spent = state.env.setdefault("tables", {"cells": 0, "lines": 0})
    columns = _line(state, start + 1).strip().strip("|").count("|")
    line = start + 2
    while line < end and not state.isEmpty(line):
        # Those that a row has make up for others: only what is mostly empty is no table.
        spent["cells"] += columns - 2 * _line(state, line).count("|")
        spent["lines"] += 1
        line += 1
        if spent["cells"] > MAX_MISSING or spent["lines"] > 4 * state.lineMax:
            return False
    return True


def _push_paragraph(state: StateBlock, lines: list[str], first: int) -> None:
    place = [first, first + len(lines)]
    state.push("paragraph_open", "p", 1).map = place
    inline = state.push("inline", "", 0)
    inline.content = "\n".join(line.strip() for line in lines)
    inline.map = place
    inline.children = []
    state.push("paragraph_close", "p", -1)


def container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: `::: name`, lines of inline text, `:::`.

    Blank lines part its stanzas or paragraphs. Inside, no line begins a list, a heading or a
    quote: a verse may start with a dash or a number. Raises `SectionProblem`.
    """
    mark = _line(state, start).strip()
    if not mark.startswith(_FENCE):
        return False
    name = mark.removeprefix(_FENCE).strip()
    if name not in _CONTAINERS:
        raise SectionProblem(problems.UNKNOWN_CONTAINER, line=start + 1, mark=_shorten(mark))
    if silent:
        return True
    last = _closing_line(state, start, end)
    if name == "reasons":
        _push_reasons(state, start, last)
    else:
        _push_lines(state, name, start, last)
    state.line = last + 1
    return True


def _closing_line(state: StateBlock, start: int, end: int) -> int:
    for line in range(start + 1, end):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            break
        mark = _line(state, line).strip()
        if mark == _FENCE:
            return line
        if mark.startswith(_FENCE):
            break
    mark = _line(state, start).strip()
    raise SectionProblem(problems.UNCLOSED_CONTAINER, line=start + 1, mark=mark)


def _shorten(mark: str) -> str:
    return mark if len(mark) <= 40 else f"{mark[:40]}…"


def _push_reasons(state: StateBlock, start: int, last: int) -> None:
    if state.level:
        raise SectionProblem(problems.REASONS_INSIDE, line=start + 1)
    for line in range(start + 1, last):
        if not state.isEmpty(line):
            raise SectionProblem(problems.REASONS_NOT_EMPTY, line=line + 1)
    if state.env.setdefault("reasons", start) != start:
        raise SectionProblem(problems.SECOND_REASONS, line=start + 1)
    state.push("reasons", "ol", 0).map = [start, last + 1]


def _push_lines(state: StateBlock, name: str, start: int, last: int) -> None:
    state.push(f"{name}_open", "div", 1).map = [start, last + 1]
    lines: list[str] = []
    for line in range(start + 1, last + 1):
        if line < last and not state.isEmpty(line):
            lines.append(_line(state, line))
        elif lines:
            _push_paragraph(state, lines, line - len(lines))
            lines = []
    state.push(f"{name}_close", "div", -1)


def footnote_text(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """Block rule that finds `[^2]: words` and raises `SectionProblem`: it would show as text."""
    found = _FOOTNOTE_TEXT.match(_line(state, start))
    if found:
        raise SectionProblem(problems.FOOTNOTE_TEXT, line=start + 1, number=found[1])
    return False


def footnote_mark(state: StateInline, silent: bool) -> bool:
    """Inline rule: `[^2]` is the mark of footnote 2, but inside a link: it is one itself."""
    found = _FOOTNOTE_MARK.match(state.src, state.pos, state.posMax)
    if not found or state.linkLevel:
        return False
    if not silent:
        state.push("footnote_mark", "sup", 0).meta = {"number": int(found[1])}
    state.pos = found.end()
    return True


def bare_link(state: StateInline, silent: bool) -> bool:
    """Inline rule: `https://…` is a link as it stands, up to the punctuation after it.

    In place of linkify-it, which takes quadratic time on a long row of unfinished addresses.
    """
    pos = state.pos
    if state.linkLevel or not state.src.startswith("://", pos):
        return False
    scheme = _SCHEME_BEFORE.search(state.src, max(0, pos - 6), pos)
    # Only then is the rest read: a row of `://` would have it read again and again.
    found = _AFTER_SCHEME.match(state.src, pos, state.posMax) if scheme else None
    if not scheme or not found:
        return False
    tail = trim_url(found[0])
    if len(tail) <= len("://"):
        return False
    if not silent and not _push_link(state, scheme[0], tail):
        return False
    state.pos = pos + len(tail)
    return True


def _push_link(state: StateInline, scheme: str, tail: str) -> bool:
    if not state.pending.endswith(scheme):
        return False
    url = state.md.normalizeLink(scheme + tail)
    if not state.md.validateLink(url):
        return False
    state.pending = state.pending[: -len(scheme)]
    state.push("link_open", "a", 1).attrs = {"href": url}
    state.push("text", "", 0).content = scheme + tail
    state.push("link_close", "a", -1)
    return True


def trim_url(url: str) -> str:
    """Return a bare address without the sentence's punctuation, and brackets only in pairs."""
    surplus = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in _TRAILING or (surplus > 0 and url[end - 1] == ")")):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end]
