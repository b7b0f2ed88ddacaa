"""What each piece is: a heading, or a block of one of the outline's kinds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from readings.importing.outline import BlockKind

from .captions import clear_captions, likely_captions
from .headings import heading_indexes
from .pieces import Piece
from .quotes import find_quotes
from .vocabulary import ends_with_colon, shorten

PieceKind = BlockKind | Literal["heading"]


@dataclass(frozen=True)
class Judged:
    """A kind for each piece, and what a person should look at again."""

    kinds: list[PieceKind]
    warnings: list[str]


def judge(pieces: list[Piece]) -> Judged:
    """Give every piece its kind. The surest signs come first: each reader leaves alone what an
    earlier one has taken."""
    lists = {i for i, p in enumerate(pieces) if p.shape in ("numbers", "bullets")}
    clear = clear_captions(pieces)
    headings = heading_indexes(pieces, clear)
    likely = likely_captions(pieces, clear | headings)
    captions = clear | likely
    quotes = find_quotes(pieces, captions | headings, captions)
    likely -= quotes.all
    reasons = _reasons(pieces)
    kinds: list[PieceKind] = []
    for i, piece in enumerate(pieces):
        if i in lists:
            kinds.append("reasons" if i == reasons else "list")
        elif i in headings:
            kinds.append("heading")
        elif i in captions:
            kinds.append("caption")
        elif i in quotes.all:
            kinds.append("quote")
        else:
            kinds.append("verse" if piece.shape == "lines" else "paragraph")
    warnings = [
        *_about_lists(pieces, reasons),
        *_about(
            _("Taken as a quote for its note's place alone: %(words)s."), pieces, quotes.by_habit
        ),
        *_about(_("Taken as a caption for its shortness: %(words)s."), pieces, sorted(likely)),
    ]
    return Judged(kinds, warnings)


def _reasons(pieces: list[Piece]) -> int | None:
    """The first numbered list that a sentence with a colon leads in."""
    for i, piece in enumerate(pieces):
        if piece.shape == "numbers" and piece.first == 1 and i and _leads_to_list(pieces[i - 1]):
            return i
    return None


def _leads_to_list(piece: Piece) -> bool:
    return piece.shape == "prose" and ends_with_colon(piece.text)


def _about_lists(pieces: list[Piece], reasons: int | None) -> list[str]:
    others = [p for i, p in enumerate(pieces) if p.shape == "numbers" and i != reasons]
    if others and reasons is None:
        return [
            _("No numbered list follows a sentence with a colon: none was taken as the reasons.")
        ]
    sentence = _("Only one numbered list holds the reasons; kept as an ordinary list: %(words)s.")
    return [sentence % {"words": shorten(piece.text)} for piece in others]


def _about(sentence: str, pieces: list[Piece], indexes: Sequence[int]) -> list[str]:
    return [sentence % {"words": shorten(pieces[i].text)} for i in indexes]
