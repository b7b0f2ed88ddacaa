"""Texts that are no section: members' notes, footnotes, single lines."""

from markdown_it import MarkdownIt

from readings.text.markdown import policy
from readings.text.markdown.blocks import BlockWriter, headings
from readings.text.markdown.edges import trim
from readings.text.markdown.inline import MarkIds
from readings.text.markdown.parsers import footnote_parser, note_parser, section_parser
from readings.text.markdown.problems import MAX_NOTE
from readings.text.markdown.profiles import FOOTNOTE, INLINE, NOTE, Profile
from readings.text.markdown.source import normalise


def render_note(body: str) -> str:
    """Return what a member wrote as HTML: single line ends stay, links work, Markdown too.

    Headings become strong paragraphs and images links; only http, https and mailto are linked.
    Raises `TooLong`.
    """
    return policy.member.clean(_blocks(body, note_parser(), NOTE))


def render_footnote(body: str) -> str:
    """Return a footnote's Markdown as HTML blocks; marks in it link to their citations.

    Raises `TooLong`.
    """
    return policy.staff.clean(_blocks(body, footnote_parser(), FOOTNOTE))


def render_inline(text: str) -> str:
    """Return one line of staff's Markdown as HTML without a block around it.

    Footnote marks are left out: the line stands where its chapter is not. Raises `TooLong`.
    """
    line = " ".join(normalise(text, MAX_NOTE).split())
    tokens = section_parser().parseInline(line, {})
    written = BlockWriter(INLINE, MarkIds(), {}).inline(tokens)
    return trim(policy.staff.clean(written))


def _blocks(body: str, parser: MarkdownIt, profile: Profile) -> str:
    tokens = parser.parse(normalise(body, MAX_NOTE), {})
    ranks = headings(tokens) if profile.headings else {}
    return BlockWriter(profile, MarkIds(), ranks).blocks(tokens)
