"""What each piece is: a heading, or a block of one of the outline's kinds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from readings.importing.outline import BlockKind, Doubt, DoubtCode
from readings.importing.reasons import Step, about_lists, doubtful_lists, find_reasons

from .captions import clear_captions, likely_captions
from .headings import heading_indexes
from .pieces import Piece
from .quotes import find_quotes
from .vocabulary import shorten

PieceKind = BlockKind | Literal["heading"]


@dataclass(frozen=True)
class Judged:
    """A kind for each piece, and what a person should look at again; `doubts` are those about one
    piece, by its index."""

    kinds: list[PieceKind]
    warnings: list[str]
    doubts: dict[int, Doubt]


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
    steps = [_step(piece) for piece in pieces]
    reasons = find_reasons(steps)
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
    by_habit = _("Taken as a quote for its note's place alone: %(words)s.")
    by_lead_in = _("Taken as a quote for the words before it alone: %(words)s.")
    by_shortness = _("Taken as a caption for its shortness: %(words)s.")
    by_look = _("Taken as a heading for its look: %(words)s.")
    warnings = [
        *about_lists(steps, reasons),
        *_about(by_habit, pieces, quotes.by_habit),
        *_about(by_shortness, pieces, sorted(likely)),
    ]
    doubts = {
        **_doubts("quote", by_habit, pieces, quotes.by_habit),
        **_doubts("quote", by_lead_in, pieces, quotes.by_lead_in),
        **_doubts("caption", by_shortness, pieces, likely),
        **_doubts("heading", by_look, pieces, headings),
        **doubtful_lists(steps, reasons),
    }
    return Judged(kinds, warnings, doubts)


def _step(piece: Piece) -> Step:
    """The piece as the rule about reasons sees it."""
    if piece.shape == "numbers":
        return Step(numbered=piece.text, first=piece.first)
    return Step(prose=piece.text if piece.shape == "prose" else "")


def _about(sentence: str, pieces: list[Piece], indexes: Sequence[int]) -> list[str]:
    return [sentence % {"words": shorten(pieces[i].text)} for i in indexes]


def _doubts(
    code: DoubtCode, sentence: str, pieces: list[Piece], indexes: Iterable[int]
) -> dict[int, Doubt]:
    return {i: Doubt(code, sentence % {"words": shorten(pieces[i].text)}) for i in indexes}
