"""The two parsers: one for the chapter's own text, one for what members write."""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType

from readings.text.markdown import rules

# Indented code and reference definitions make words vanish or change by accident; html_block and
# html_inline are off as they would be without their rules (`html: False` is the second lock).
_LEFT_OUT = ["code", "reference", "html_block", "html_inline"]


def _base() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(_LEFT_OUT)
    parser.block.ruler.at("table", rules.table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("table", "deep", rules.deep_text)
    return parser


@cache
def section_parser() -> MarkdownIt:
    """Parse a section: the dialect, with its containers and footnote marks."""
    parser = _base()
    anywhere: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list"]}
    parser.block.ruler.before("fence", "container", rules.container, anywhere)
    parser.block.ruler.before("paragraph", "footnote_text", rules.footnote_text, anywhere)
    parser.inline.ruler.before("link", "footnote_mark", rules.footnote_mark)
    return parser


@cache
def note_parser() -> MarkdownIt:
    """Parse a member's note: bare links become links, and nothing needs to be known."""
    parser = _base()
    parser.inline.ruler.before("newline", "bare_link", rules.bare_link)
    return parser


@cache
def footnote_parser() -> MarkdownIt:
    """Parse staff's short texts (footnotes, reasons): footnote marks and bare links."""
    parser = note_parser.__wrapped__()
    parser.inline.ruler.before("link", "footnote_mark", rules.footnote_mark)
    return parser
