"""Which paragraphs are headings: short, alone, closed by no full stop, with text below them."""

from collections.abc import Container

from .pieces import Piece
from .vocabulary import (
    QUOTES,
    ends_with_colon,
    is_all_caps,
    is_title_case,
    is_unfinished,
    words_of,
)

_WORDS = 20
_LINES = 2
_PLAIN_WORDS = 9
_BODY_WORDS = 12  # that must stand below a heading in plain small letters


def heading_indexes(pieces: list[Piece], taken: Container[int]) -> set[int]:
    """The pieces that are headings, but for those taken already. Small letters count only where no
    heading of the file has capitals: one author writes all headings in one manner."""
    # The last piece is none: a heading needs text below it.
    free = (i for i in range(len(pieces) - 1) if i not in taken)
    may_be = [i for i in free if _is_short(pieces[i]) and not _is_led_in(pieces, i)]
    found = {i for i in may_be if _has_capitals(pieces[i].text)}
    return found or {i for i in may_be if _stands_plain(pieces, i)}


def _is_short(piece: Piece) -> bool:
    if piece.shape not in ("prose", "lines") or piece.lines > _LINES or len(piece.runs) > _LINES:
        return False
    words = words_of(piece.text)
    return 0 < len(words) <= _WORDS and not is_unfinished(piece.text)


def _has_capitals(text: str) -> bool:
    if is_all_caps(text):
        # A shout ends in a full stop; a heading in capitals may end in a colon.
        return text[-1] not in ".,;" and len(words_of(text)) > 0
    framed = text[-1] in ".,;:…)]" or text[0] in "—–-[(" or _is_quoted(text)
    return not framed and is_title_case(text)


def _stands_plain(pieces: list[Piece], i: int) -> bool:
    text = pieces[i].text
    words = words_of(text)
    if len(pieces[i].runs) > 1 or not 1 < len(words) <= _PLAIN_WORDS or not words[0][0].isupper():
        return False
    if not text[0].isalnum() or not (text[-1].isalnum() or text[-1] == "?"):
        return False
    below = pieces[i + 1]
    return below.shape == "prose" and len(words_of(below.text)) >= _BODY_WORDS


def _is_led_in(pieces: list[Piece], i: int) -> bool:
    """A slogan behind a colon, or the words that an unfinished sentence leads to, is no heading."""
    if i == 0 or pieces[i - 1].shape != "prose":
        return False
    before = pieces[i - 1].text
    return ends_with_colon(before) or is_unfinished(before)


def _is_quoted(text: str) -> bool:
    return text[0] in QUOTES and text[-1] in QUOTES
