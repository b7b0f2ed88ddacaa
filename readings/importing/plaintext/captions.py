"""Captions of pictures, which a copy leaves as short lines between the paragraphs."""

import re
from collections.abc import Container

from .pieces import Piece
from .vocabulary import QUOTES, ends_with_colon, is_title_case, is_unfinished, word_set, words_of

_WORDS = 30
_BRACKETED = 10  # words between the brackets: “Title” [poster]
_FRAGMENT = 10
_TITLE = 15
_LABEL = re.compile(
    r"(?:(?:figure|fig\.?|plate|illustration|map|photo(?:graph)?|drawing|diagram|picture|image)"
    r"\s*[0-9IVX]{1,4}\b\s*[.:–—-]|(?:figure|fig\.|plate|illustration|map|photo(?:graph)?|image|"
    r"picture|drawing|painting|poster|cartoon|diagram|caption|above|below|left|right)\s*:)",
    re.IGNORECASE,
)
_END_BRACKET = re.compile(r"\[[^\[\]]+\]$|^\([^()]+\)$")
_LINKS = word_set(
    "with at in on of near from by during before after under over beside between among inside "
    "outside behind above below along across around against through towards beyond upon"
)
# Words that make a sentence of a fragment. A word in -ed may be a participle ("built by hand"), so
# only those count that a short sentence uses often.
_MAKES_SENTENCE = word_set(
    "i we you he she it they who which that this these those there nobody everybody everyone "
    "nothing is am are was were be been has have had do does did will would can could may might "
    "must shall should came went began became got gave took made said saw knew kept left let "
    "stood ran sat lay lost met paid put rose sang set spoke spent thought told won wrote "
    "brought bought broke built caught chose drew drove fell felt fought found grew held hung "
    "hurt led meant needs makes takes gives comes goes works grows stands lies helps keeps "
    "means seems says knows not never always why how what when where if because but so don’t "
    "doesn’t isn’t"
)
_ARTICLES = ("a", "an")


def clear_captions(pieces: list[Piece]) -> set[int]:
    """The pieces that name a picture: in brackets, with a label, or a title between quotes."""
    return {i for i in range(len(pieces)) if _may_be(pieces, i) and _is_clear(pieces[i].text)}


def likely_captions(pieces: list[Piece], taken: Container[int]) -> set[int]:
    """Fragments such as "Workers at the gate." between paragraphs, but for those taken already."""
    inner = (i for i in range(1, len(pieces) - 1) if i not in taken)
    return {i for i in inner if _may_be(pieces, i) and _is_fragment(pieces[i])}


def _may_be(pieces: list[Piece], i: int) -> bool:
    piece = pieces[i]
    if piece.shape not in ("prose", "lines") or len(piece.runs) > 4:
        return False
    if not 0 < len(words_of(piece.text)) <= _WORDS:
        return False
    before = pieces[i - 1].text if i else ""
    return not (ends_with_colon(before) or is_unfinished(before) or ends_with_colon(piece.text))


def _is_clear(text: str) -> bool:
    if _LABEL.match(text):
        return True
    if bracket := _END_BRACKET.search(text):
        inside, outside = bracket[0], text[: bracket.start()].strip()
        if len(inside.split()) > _BRACKETED or (inside[0] == "(" and _has_verb(inside)):
            return False
        return not outside or _is_title(outside) or not _has_verb(outside)
    return _is_title(text) and is_title_case(text)


def _is_title(text: str) -> bool:
    return text[0] in QUOTES and text[-1] in QUOTES and len(text.split()) <= _TITLE


def _is_fragment(piece: Piece) -> bool:
    text, words = piece.text, words_of(piece.text)
    if piece.marks or len(piece.runs) > 2 or not 1 < len(words) <= _FRAGMENT:
        return False
    if not text[0].isupper() or not (text[-1] == "." or text[-1].isalnum()):
        return False
    if any(sign in text for sign in '“”"?!;:') or ". " in text:
        return False
    linked = any(word in _LINKS for word in words[1:-1])
    return linked and not _has_verb(text)


def _has_verb(text: str) -> bool:
    words = [word.rstrip(".").lower().replace("'", "’") for word in words_of(text)]
    if any(word in _MAKES_SENTENCE for word in words):
        return True
    # "A mason works": behind "a" and a noun, a word in -s is no plural.
    return any(
        word in _ARTICLES and after[1:2] and after[1].endswith("s") and not after[1].endswith("ss")
        for word, after in zip(words, (words[i + 1 :][:2] for i in range(len(words))), strict=True)
    )
