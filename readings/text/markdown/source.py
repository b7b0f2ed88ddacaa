"""What reaches the parser: line ends made one, characters left out that no page can show."""

import re

from readings.text.markdown.problems import TooLong

_LINE_END = re.compile(r"\r\n?")
_BREAK = re.compile(r"[\v\f]")  # lines and pages of word processors: they part words
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")


def normalise(text: str, limit: int) -> str:
    """Return the text with `\\n` line ends, fit for UTF-8, HTML and any database.

    Lines keep their numbers. Raises `TooLong` beyond `limit` code points.
    """
    if len(text) > limit:
        raise TooLong(len(text), limit)
    return readable(_LINE_END.sub("\n", text))


def readable(text: str) -> str:
    """Return the text without control characters, and without halves of characters."""
    return _HALF_CHARACTER.sub("\ufffd", _CONTROL.sub("", _BREAK.sub(" ", text)))
