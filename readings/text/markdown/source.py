"""What reaches the parser: line ends made one, characters left out that no page can show."""

import re

from readings.text.markdown.problems import TooLong

_LINE_END = re.compile(r"\r\n?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")


def normalise(text: str, limit: int) -> str:
    """Return the text with `\\n` line ends, fit for UTF-8, HTML and any database.

    Lines keep their numbers. Raises `TooLong` beyond `limit` code points.
    """
    if len(text) > limit:
        raise TooLong(len(text), limit)
    text = _LINE_END.sub("\n", text)
    text = _CONTROL.sub("", text)
    return _HALF_CHARACTER.sub("\ufffd", text)
