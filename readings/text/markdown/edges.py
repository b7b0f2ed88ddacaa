"""White space at the edges of a block, which a mark, an empty cell or `&nbsp;` can leave there."""

from collections.abc import Callable, Iterable

from readings.text.ruler import OFF_TEXT, TOKEN

_NO_BREAK_SPACE = "&nbsp;"


def trim(html: str) -> str:
    """Return sanitised HTML whose plain text begins and ends without white space."""
    tokens = TOKEN.findall(html)
    places = _text_places(tokens)
    _trim(tokens, places, str.lstrip)
    _trim(tokens, reversed(places), str.rstrip)
    return "".join(tokens)


def _text_places(tokens: list[str]) -> list[int]:
    """Return where the tokens stand that are text, those of footnote marks left out."""
    places = []
    off = False
    for place, piece in enumerate(tokens):
        if piece[0] != "<":
            if not off:
                places.append(place)
        elif piece.startswith("<sup ") and OFF_TEXT in piece:
            off = True
        elif piece == "</sup>":
            off = False
    return places


def _trim(tokens: list[str], places: Iterable[int], strip: Callable[[str], str]) -> None:
    for place in places:
        tokens[place] = "" if tokens[place] == _NO_BREAK_SPACE else strip(tokens[place])
        if tokens[place]:
            return
