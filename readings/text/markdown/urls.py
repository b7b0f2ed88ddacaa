"""Which addresses a link may have, and addresses that stand in a text as they are."""

import re

from readings.text.markdown.rules import trim_url

SCHEMES = frozenset(("http", "https", "mailto"))
MAX_URL = 2_000

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HAS_COLON_FIRST = re.compile(r"[^/?#]*:")

# Each begins where no address is under way, so that a long row of unfinished ones is read once.
_BARE = re.compile(
    r"(?<![\w.@/+-])www\.[^\s<>\"`*\\|^{}\[\]@]+\.[^\s<>\"`*\\|^{}\[\]@]{2,}"
    r"|(?<![\w.@/+-])[A-Za-z0-9_][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}",
    re.ASCII,
)


def allowed(url: str, *, relative: bool) -> bool:
    """Tell whether an address may be linked: http, https, mailto, or a path on this site."""
    if not url or len(url) > MAX_URL:
        return False
    scheme = _SCHEME.match(url)
    if scheme:
        return scheme[1].lower() in SCHEMES
    return relative and is_path(url)


def is_path(url: str) -> bool:
    """Tell a relative address from one that leads to another host or to an odd scheme."""
    return not url.startswith(("//", "/\\", "\\")) and not _HAS_COLON_FIRST.match(url)


def split_bare(text: str) -> list[tuple[str, str]]:
    """Cut a text into `(words, address)`; the address is empty where the words are no link."""
    pieces: list[tuple[str, str]] = []
    done = 0
    for found in _BARE.finditer(text):
        words = trim_url(found[0])
        pieces.append((text[done : found.start()], ""))
        pieces.append((words, ("mailto:" if "@" in words else "https://") + words))
        done = found.start() + len(words)
    pieces.append((text[done:], ""))
    return [piece for piece in pieces if piece[0]]
