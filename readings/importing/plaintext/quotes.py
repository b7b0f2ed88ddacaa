"""Block quotes that have lost their indentation on the way from the web page.

Two things tell one: the sentence before leads it in, by a colon or by breaking off ("wrote that"),
and its footnote mark stands at its very end without quotation marks around the words: a writer who
quotes inside a paragraph sets quotation marks, and the mark behind them.
"""

from collections.abc import Container
from dataclasses import dataclass

from .pieces import Piece
from .vocabulary import QUOTES, ends_with_colon, is_unfinished, leads_to_speech

_SET_OFF_SHARE = 0.5  # where more paragraphs than this are indented, indenting shows no quote


@dataclass(frozen=True)
class Quotes:
    """The indexes of the pieces that are quotes; of these, those shown by habit alone, and those
    that nothing but the words before them shows."""

    all: frozenset[int]
    by_habit: tuple[int, ...]
    by_lead_in: tuple[int, ...]


def find_quotes(pieces: list[Piece], other: Container[int], skipped: Container[int]) -> Quotes:
    """Find the quotes. `other` are pieces known to be something else, `skipped` those of them that
    may stand between a lead-in and its quote (captions)."""
    prose = [i for i, p in enumerate(pieces) if p.shape == "prose" and i not in other]
    sure = _led_in(pieces, frozenset(prose), skipped)
    if sum(pieces[i].set_off for i in prose) <= _SET_OFF_SHARE * len(prose):
        sure |= {i for i in prose if pieces[i].set_off}
    bare = [i for i in prose if _has_bare_mark(pieces[i])]
    # The second paragraph of a quote carries the mark for both.
    for i in bare:
        if i - 1 in sure and not pieces[i - 1].marks:
            sure.add(i)
    loose = tuple(i for i in bare if i not in sure)
    led_in = len(bare) - len(loose)
    by_habit = loose if led_in > len(loose) else ()
    marked = set(bare)
    by_lead_in = tuple(i for i in sorted(sure - marked) if not pieces[i].set_off)
    return Quotes(frozenset(sure.union(by_habit)), by_habit, by_lead_in)


def _led_in(pieces: list[Piece], prose: frozenset[int], skipped: Container[int]) -> set[int]:
    """The paragraphs whose lead-in is the paragraph before; a quote leads in nothing."""
    found: set[int] = set()
    before = ""
    for i, piece in enumerate(pieces):
        if i in skipped:
            continue
        if i in prose and _is_led_in(piece, before):
            found.add(i)
        before = piece.text if i in prose and i not in found else ""
    return found


def _is_led_in(piece: Piece, before: str) -> bool:
    if not before or ends_with_colon(piece.text):
        return False
    if is_unfinished(before):
        return leads_to_speech(before) or _has_bare_mark(piece)
    if not ends_with_colon(before):
        return False
    return _has_bare_mark(piece) or leads_to_speech(before)


def _has_bare_mark(piece: Piece) -> bool:
    """One mark only, at the end, and no quotation marks that close the words before it."""
    run = piece.runs[0]
    if len(run.marks) != 1 or not run.ends_with_mark or run.ends_quoted:
        return False
    return run.text[0] not in QUOTES or not _closes(run.text)


def _closes(text: str) -> bool:
    """Whether a quotation that opens the text ends only with it."""
    return not any(sign in QUOTES for sign in text[1:])
