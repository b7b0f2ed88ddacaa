"""Markdown to HTML, for the chapter's text and for what members write.

The dialect is CommonMark with tables, footnote marks `[^2]`, and the containers `::: verse`,
`::: caption` and `::: reasons`. Two parts of CommonMark are left out, because copied text sets them
off by accident: indented code, and link reference definitions, which would swallow a line such
as `[1]: see below`. A thematic break (`---`) is no block of its own: it is drawn above the block
that follows it. Raw HTML is text. Pure: nothing here knows the database.
"""

from readings.text.markdown.documents import SourceBlock, below_sections, source_blocks
from readings.text.markdown.escaping import escape_heading, escape_text
from readings.text.markdown.parts import cut_body, has_list, join_bodies, without_list
from readings.text.markdown.problems import (
    MAX_NOTE,
    MAX_SECTION,
    SectionProblem,
    TextProblem,
    TooLong,
)
from readings.text.markdown.rewording import SectionSource, reword
from readings.text.markdown.sections import ReasonText, RenderedBlock, render_section
from readings.text.markdown.snippets import render_footnote, render_inline, render_note
from readings.text.markdown.source import readable

# Raise it when the same Markdown would give other HTML: stored blocks are then rendered anew.
RENDERER_VERSION = 2

__all__ = [
    "MAX_NOTE",
    "MAX_SECTION",
    "RENDERER_VERSION",
    "ReasonText",
    "RenderedBlock",
    "SectionProblem",
    "SectionSource",
    "SourceBlock",
    "TextProblem",
    "TooLong",
    "below_sections",
    "cut_body",
    "escape_heading",
    "escape_text",
    "has_list",
    "join_bodies",
    "readable",
    "render_footnote",
    "render_inline",
    "render_note",
    "render_section",
    "reword",
    "source_blocks",
    "without_list",
]
