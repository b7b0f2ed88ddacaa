"""The parser for a whole file: a section's dialect, with lists of reasons and footnotes' texts."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

from readings.text.markdown.parsers import section_parser

_REASONS = re.compile(r":::[ \t]*reasons[ \t]*")
_END = re.compile(r":::[ \t]*")
_DEFINITION = re.compile(r"\[\^([1-9][0-9]{0,3})\]:")
_SET_IN = 4
_ANYWHERE: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list"]}


@cache
def file_parser() -> MarkdownIt:
    """Tokens of type "reason_list" and "footnote" (its number in `meta`) are new; their lines are
    not parsed. Parsing raises SectionProblem with the file's line."""
    parser = section_parser.__wrapped__()
    parser.block.ruler.before("container", "reason_list", _reason_list, _ANYWHERE)
    parser.block.ruler.before("footnote_text", "footnote", _footnote, _ANYWHERE)
    return parser


def _words(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _reason_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`::: reasons`, anything, and `:::` at the margin. Inside a quote or a list, and without an
    end, the container's own rule says what is wrong."""
    if state.level or not _REASONS.fullmatch(_words(state, start)):
        return False
    last = next((n for n in range(start + 1, end) if _ends_list(state, n)), None)
    if last is None:
        return False
    if not silent:
        state.push("reason_list", "ol", 0).map = [start, last + 1]
        state.line = last + 1
    return True


def _ends_list(state: StateBlock, line: int) -> bool:
    return state.sCount[line] == 0 and _END.fullmatch(_words(state, line)) is not None


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[^1]: words`, the lines of its paragraph, and all that is set in by four columns."""
    found = _DEFINITION.match(_words(state, start))
    if silent or not found or state.level:
        # Asked whether a paragraph, a list or a quote ends here; then it is no longer inside.
        return silent and found is not None
    line, last, parted = start + 1, start, False
    while line < end:
        if state.isEmpty(line):
            parted = True
        elif state.sCount[line] >= _SET_IN or not (parted or _begins_block(state, line, end)):
            last = line
        else:
            break
        line += 1
    token = state.push("footnote", "div", 0)
    token.map, token.meta = [start, last + 1], {"number": int(found[1])}
    state.line = last + 1
    return True


def _begins_block(state: StateBlock, line: int, end: int) -> bool:
    """Whether a line right below a footnote is something else than its next words."""
    parent, state.parentType = state.parentType, "paragraph"
    rules = state.md.block.ruler.getRules("paragraph")
    begins = any(rule(state, line, end, True) for rule in rules)
    state.parentType = parent
    return begins
