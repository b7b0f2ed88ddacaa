"""From block tokens to HTML, with exactly the white space that counts.

Blocks, items and rows are parted by one line end, cells by one tab, and there is no other white
space between elements: it would be text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from markdown_it.token import Token

from readings.text.markdown.inline import InlineWriter, MarkIds
from readings.text.markdown.profiles import Profile

_RULE = "<hr>"
_BLANK_LINES_FIRST = re.compile(r"\A(?:[^\S\n]*\n)+")


def siblings(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Group a flat run of tokens into `(opening token, tokens inside)`."""
    depth = first = 0
    for index, token in enumerate(tokens):
        if token.nesting > 0 and depth == 0:
            first = index
        depth += token.nesting
        if depth == 0:
            yield (tokens[first], tokens[first + 1 : index]) if token.nesting else (token, ())


def headings(tokens: Sequence[Token]) -> dict[str, str]:
    """Map the heading tags in use to h3, h4, …: below the section's own, and without a gap."""
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    return {tag: f"h{min(rank, 6)}" for rank, tag in enumerate(used, 3)}


class BlockWriter:
    """Writes blocks; `headings` maps heading tags (see above), empty where they are flattened."""

    def __init__(self, profile: Profile, marks: MarkIds, headings: dict[str, str]) -> None:
        self._profile = profile
        self._marks = marks
        self._headings = headings
        self._in_verse = False
        self._write: dict[str, Callable[[Token, Sequence[Token]], str]] = {
            "paragraph_open": self._paragraph,
            "heading_open": self._heading,
            "blockquote_open": self._quote,
            "bullet_list_open": self._list,
            "ordered_list_open": self._list,
            "table_open": self._table,
            "fence": self._code,
            "verse_open": self._verse,
            "caption_open": self._caption,
        }

    def blocks(self, tokens: Sequence[Token]) -> str:
        """Write siblings, parted by line ends."""
        parts = []
        rule = ""
        for token, inner in siblings(tokens):
            if token.type == "hr":
                rule = _RULE
            else:
                parts.append(rule + self.block(token, inner))
                rule = ""
        return "\n".join(parts) + rule

    def block(self, token: Token, inner: Sequence[Token]) -> str:
        """Write one block."""
        return self._write[token.type](token, inner)

    def inline(self, inner: Sequence[Token]) -> str:
        """Write the words of a paragraph, heading or cell: the one inline token inside it."""
        breaks = self._in_verse or self._profile.line_breaks
        writer = InlineWriter(self._profile, self._marks, "<br>\n" if breaks else " ")
        return writer.html(inner[0].children or ()) if inner else ""

    def _paragraph(self, token: Token, inner: Sequence[Token]) -> str:
        words = self.inline(inner)
        return words if token.hidden else f"<p>{words}</p>"

    def _heading(self, token: Token, inner: Sequence[Token]) -> str:
        tag = self._headings.get(token.tag)
        words = self.inline(inner)
        return f"<{tag}>{words}</{tag}>" if tag else f"<p><strong>{words}</strong></p>"

    def _quote(self, _token: Token, inner: Sequence[Token]) -> str:
        return f"<blockquote>{self.blocks(inner)}</blockquote>"

    def _list(self, token: Token, inner: Sequence[Token]) -> str:
        first = token.attrGet("start")
        start = "" if first is None else f' start="{first}"'
        items = [f"<li>{self.blocks(content)}</li>" for _, content in siblings(inner)]
        return f"<{token.tag}{start}>" + "\n".join(items) + f"</{token.tag}>"

    def _table(self, _token: Token, inner: Sequence[Token]) -> str:
        parts = []
        for part, rows in siblings(inner):
            written = "\n".join(self._row(cells) for _, cells in siblings(rows))
            parts.append(f"<{part.tag}>{written}</{part.tag}>")
        return "<table>" + "\n".join(parts) + "</table>"

    def _row(self, cells: Sequence[Token]) -> str:
        return "<tr>" + "\t".join(self._cell(*cell) for cell in siblings(cells)) + "</tr>"

    def _cell(self, token: Token, inner: Sequence[Token]) -> str:
        scope = ' scope="col"' if token.tag == "th" else ""
        return f"<{token.tag}{scope}{_alignment(token)}>{self.inline(inner)}</{token.tag}>"

    def _code(self, token: Token, _inner: Sequence[Token]) -> str:
        code = _BLANK_LINES_FIRST.sub("", token.content.rstrip())
        return f"<pre><code>{escape(code, quote=False)}</code></pre>"

    def _verse(self, _token: Token, inner: Sequence[Token]) -> str:
        self._in_verse = True
        written = self.blocks(inner)
        self._in_verse = False
        return f'<div class="verse">{written}</div>'

    def _caption(self, _token: Token, inner: Sequence[Token]) -> str:
        return f'<div class="caption">{self.blocks(inner)}</div>'


def _alignment(cell: Token) -> str:
    """Return a class for a column's alignment: the policy for styles forbids an attribute."""
    style = str(cell.attrGet("style") or "")
    if style.endswith("center"):
        return ' class="align-center"'
    return ' class="align-end"' if style.endswith("right") else ""
