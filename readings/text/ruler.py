"""One ruler for the text: how far into a section a character stands.

A block's *plain text* is the DOM text content of its HTML without the elements that carry
`data-off-text`. A section's plain text is its blocks' texts joined by one newline. Positions
are Unicode code points, which is what Python's `str` counts; `static/js/text/ruler.js` counts the
same from UTF-16.
"""

import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from itertools import accumulate

# Part of what a stored position means: raise it when the same HTML would measure differently.
RULER_VERSION = 1

SEPARATOR = "\n"
OFF_TEXT = "data-off-text"

# Elements without an end tag, and so without a subtree.
VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"))

# Serialised HTML in three sorts of token: a tag, one character reference, a run of characters.
# It holds for what the sanitiser writes: attribute values in double quotes, and in text every
# "&" and "<" escaped, so that each reference stands for exactly one code point.
TOKEN = re.compile(r'<[^>"]*(?:"[^"]*"[^>"]*)*>|&[^;<]*;|[^<&]+')


class _TextReader(HTMLParser):
    """Collects the text nodes that stand outside `data-off-text`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._off_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        if self._off_depth or any(name == OFF_TEXT for name, _ in attrs):
            self._off_depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # HTML gives the slash no meaning: <b/> opens an element as <b> does.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._off_depth and tag not in VOID:
            self._off_depth -= 1

    def handle_data(self, data: str) -> None:
        if not self._off_depth:
            self.parts.append(data)


def plain_text(html: str) -> str:
    """Return the text of well-formed HTML as a browser's DOM holds it, off-text left out."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


def join(texts: Iterable[str]) -> str:
    """Return a section's plain text, given its blocks' texts in order."""
    return SEPARATOR.join(texts)


def starts(texts: Sequence[str]) -> list[int]:
    """Return where each block begins in the joined text, in code points."""
    if not texts:
        return []
    step = len(SEPARATOR)
    return list(accumulate((len(text) + step for text in texts[:-1]), initial=0))
