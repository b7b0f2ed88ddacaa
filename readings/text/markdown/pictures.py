"""Pictures of the site's own: `![what it shows](picture:KEY)`.

A key tells the picture's content (the beginning of a SHA-256) and its size in pixels, so that the
page keeps its place before it has come. Nothing is shown by this scheme but what was checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

SCHEME = "picture:"
PATH = "/pictures/%s/"  # where a picture is served, as readings/text/urls.py has it

KEY = re.compile(r"[0-9a-f]{32}-(?P<width>[1-9][0-9]{0,4})x(?P<height>[1-9][0-9]{0,4})")
_ADDRESS = re.compile(rf"{SCHEME}(?P<key>{KEY.pattern})(?![\w-])")
_SHOWN = re.compile(rf'<img src="{PATH % f"({KEY.pattern})"}"')
_WORDS = re.compile(r'<img [^>]*?alt="([^"]*)"')
_SIGNS = re.compile(r"[\\`*_\[\]<>&!]")


def key_of(url: str) -> str:
    """The key in a picture's address; "" for every other address."""
    key = url.removeprefix(SCHEME)
    return key if url.startswith(SCHEME) and KEY.fullmatch(key) else ""


def size_of(key: str) -> tuple[int, int]:
    """Width and height in pixels."""
    found = KEY.fullmatch(key)
    assert found is not None
    return int(found["width"]), int(found["height"])


def picture_markdown(words: str, key: str) -> str:
    """A picture in Markdown; `words` is plain text that says what it shows."""
    written = _SIGNS.sub(r"\\\g<0>", " ".join(words.split()))
    return f"![{written}]({SCHEME}{key})"


def mentioned(markdown: str) -> list[str]:
    """The keys of all pictures that a text may show, in order, each once."""
    return list(dict.fromkeys(found["key"] for found in _ADDRESS.finditer(markdown)))


def shown(html: str) -> list[str]:
    """The keys of all pictures that rendered HTML shows, in order, each once."""
    return list(dict.fromkeys(found[1] for found in _SHOWN.finditer(html)))


def words_of(html: str) -> str:
    """What the pictures in rendered HTML show, as their alternative texts say."""
    return " ".join(filter(None, (unescape(found) for found in _WORDS.findall(html))))


def lines_with(key: str, markdown: str) -> Iterator[int]:
    """The numbers of the lines, from 1, in which a picture stands."""
    for number, line in enumerate(markdown.split("\n"), 1):
        if SCHEME + key in line:
            yield number
