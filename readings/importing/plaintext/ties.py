"""To which block each note belongs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from readings.importing.outline import (
    DoubtCode,
    OutlineBlock,
    OutlineFootnote,
    OutlineSection,
    Place,
    PlacedDoubt,
)

from .blocks import note_markdown
from .notes import Note
from .pieces import Piece
from .vocabulary import shorten

# A section and, where it has any, its first block; None for the chapter's title.
Head = tuple[int, int | None] | None
# What a note without mark documents, likeliest first; a paragraph would be a guess.
_LIKELY = ("verse", "quote", "caption")


@dataclass(frozen=True)
class Tied:
    """The footnotes with their places, and warnings for every note without mark and mark without
    note; `doubts` are those warnings that are about one place."""

    footnotes: tuple[OutlineFootnote, ...]
    warnings: tuple[str, ...]
    doubts: tuple[PlacedDoubt, ...]


def tie(notes: list[Note], sections: tuple[OutlineSection, ...], headed: dict[int, Head]) -> Tied:
    """The footnotes tied to their blocks. `headed` are the places of notes whose marks stand in
    the titles."""
    blocks = [
        ((s, b), block)
        for s, section in enumerate(sections)
        for b, block in enumerate(section.blocks)
    ]
    marked: dict[int, int] = {}
    for i, (_at, block) in enumerate(blocks):
        for number in block.footnotes:
            marked.setdefault(number, i)
    footnotes, warnings, doubts = [], [], []
    for note in notes:
        about, warning, doubt = _place(note.number, blocks, marked, headed)
        footnotes.append(OutlineFootnote(note.number, note_markdown(note.paragraphs), about))
        warnings.extend([warning] if warning else [])
        doubts.extend(doubt)
    missing = sorted((marked.keys() | headed.keys()) - {note.number for note in notes})
    for number in missing:
        said = _("Mark %(number)s has no note.") % {"number": number}
        at = blocks[marked[number]][0] if number in marked else _heading(headed[number])
        warnings.append(said)
        doubts.extend(_doubt("mark", at, said))
    return Tied(tuple(footnotes), tuple(warnings), tuple(doubts))


def heading_marks(title: Iterable[int], pieces: list[Piece], kinds: list[str]) -> dict[int, Head]:
    """The notes marked in the chapter's title, and in headings: those stand for the section's
    first block, since a heading carries no mark."""
    found: dict[int, Head] = dict.fromkeys(title)
    section = -1
    for i, (piece, kind) in enumerate(zip(pieces, kinds, strict=True)):
        if kind == "heading":
            section += 1
            has_blocks = kinds[i + 1 : i + 2] not in ([], ["heading"])
            found |= dict.fromkeys(piece.marks, (section, 0 if has_blocks else None))
        elif section < 0:
            section = 0
    return found


def _place(
    number: int,
    blocks: list[tuple[Place, OutlineBlock]],
    marked: dict[int, int],
    headed: dict[int, Head],
) -> tuple[Place | None, str, list[PlacedDoubt]]:
    if number in marked:
        return blocks[marked[number]][0], "", []
    if number in headed:
        said = _("The mark of footnote %(number)s stands in a heading and was left out there.")
        said, head = said % {"number": number}, headed[number]
        about = (head[0], head[1]) if head and head[1] is not None else None
        return about, said, _doubt("mark", _heading(head), said)
    before = max((i for n, i in marked.items() if n < number), default=0)
    after = min((i for n, i in marked.items() if n > number), default=len(blocks) - 1)
    likely = _likeliest(blocks[before : after + 1])
    if likely is None:
        said = _("Footnote %(number)s has no mark in the text and is tied to no block.")
        return None, said % {"number": number}, []
    place, block = likely
    said = _("Footnote %(number)s has no mark in the text; it was tied to the %(kind)s %(words)s.")
    said %= {"number": number, "kind": block.kind, "words": shorten(block.text)}
    return place, said, _doubt("footnote", place, said)


def _heading(head: Head) -> tuple[int, int | None] | None:
    return (head[0], None) if head else None


def _doubt(code: DoubtCode, place: tuple[int, int | None] | None, said: str) -> list[PlacedDoubt]:
    return [PlacedDoubt(*place, code, said)] if place else []


def _likeliest(blocks: list[tuple[Place, OutlineBlock]]) -> tuple[Place, OutlineBlock] | None:
    free = [(place, block) for place, block in blocks if not block.footnotes]
    for kind in _LIKELY:
        for place, block in free:
            if block.kind == kind:
                return place, block
    return None
