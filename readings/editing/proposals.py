"""A reader's proposal as those see it who decide on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from readings.annotation.lost import Surroundings, surroundings
from readings.annotation.models import Erratum, Target
from readings.editing.rewording import reworded, stands
from readings.groups.asked import whole_number
from readings.text.differences import SAME, Piece, compare, folded


@dataclass(frozen=True)
class Proposal:
    """What is proposed, in its paragraph as long as that reads as it did.

    `now` is the paragraph with the words that stand in place of the old ones by now, in three
    parts; `was` the one that they stood in, where they are gone.
    """

    erratum: Erratum
    stands: bool
    pieces: list[Piece]
    now: tuple[str, str, str] | None
    was: Surroundings | None
    chosen: bool = True  # whether the edit of the section is to settle it


def shown(erratum: Erratum, *, chosen: bool = True) -> Proposal:
    target = erratum.note.target
    assert target is not None
    there, pieces = _paragraph(target), erratum.pieces
    unchanged = stands(erratum) and erratum.is_open
    if unchanged and there:
        before, _words, after = there
        pieces = [Piece(SAME, before), *pieces, Piece(SAME, after)]
    return Proposal(
        erratum=erratum,
        stands=unchanged,
        pieces=folded([piece for piece in pieces if piece.text]),
        now=None if unchanged else there,
        was=surroundings(target) if target.is_lost else None,
        chosen=chosen,
    )


def _paragraph(target: Target) -> tuple[str, str, str] | None:
    """The target's words with the text around them, to the ends of the blocks that they are in."""
    if target.footnote is not None:
        return None if target.footnote.removed_at else ("", target.exact, "")
    if target.kind == Target.Kind.SECTION:
        return None if target.is_lost else ("", target.words, "")
    if target.section is None or target.start is None or target.end is None:
        return None
    version, start, end = target.section.current, target.start, target.end
    spans = [(low, high) for _key, _kind, low, high in version.blocks if low < end and start < high]
    low, high = (spans[0][0], spans[-1][1]) if spans else (start, end)
    text = version.plain_text
    return text[low:start], text[start:end], text[end:high]


def proposal_context(erratum: Erratum) -> dict[str, Any]:
    """What the page of one proposal shows to those who decide on it."""
    target = erratum.note.target
    section = target.section if target is not None else None
    if section is not None and section.removed_at:
        section = None
    proposal = shown(erratum)
    footnote = target.footnote if target is not None else None
    if footnote is not None and footnote.removed_at:
        footnote = None
    on_footnote = proposal.stands and footnote is not None
    return {
        "proposal": proposal,
        "erratum": erratum,
        "section": section,
        "footnote": footnote,
        "base_version": section.current.number if section else 0,
        "by_rule": erratum.is_open and (on_footnote or reworded(erratum) is not None),
    }


def changes_since(erratum: Erratum, base: str) -> list[Piece]:
    """What others made of the section's Markdown after the version that somebody had open."""
    target, number = erratum.note.target, whole_number(base)
    section = target.section if target is not None else None
    if section is None or number is None:
        return []
    had = section.versions.filter(number=number).first()
    now = section.current
    return folded(compare(had.body, now.body)) if had and had.body != now.body else []
