"""To which block each note belongs."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from readings.importing.outline import OutlineBlock, OutlineFootnote, OutlineSection

from .blocks import note_markdown
from .notes import Note
from .pieces import Piece
from .vocabulary import shorten

Place = tuple[int, int]
# What a note without mark documents, likeliest first; a paragraph would be a guess.
_LIKELY = ("verse", "quote", "caption")


def tie(
    notes: list[Note], sections: tuple[OutlineSection, ...], headed: dict[int, Place | None]
) -> tuple[tuple[OutlineFootnote, ...], list[str]]:
    """The footnotes with their places, and warnings for every note without mark and mark without
    note. `headed` are the places of notes whose marks stand in the titles (None: the chapter's)."""
    blocks = [
        ((s, b), block)
        for s, section in enumerate(sections)
        for b, block in enumerate(section.blocks)
    ]
    marked: dict[int, int] = {}
    for i, (_at, block) in enumerate(blocks):
        for number in block.footnotes:
            marked.setdefault(number, i)
    footnotes, warnings = [], []
    for note in notes:
        about, warning = _place(note.number, blocks, marked, headed)
        footnotes.append(OutlineFootnote(note.number, note_markdown(note.paragraphs), about))
        warnings.extend([warning] if warning else [])
    missing = sorted((marked.keys() | headed.keys()) - {note.number for note in notes})
    warnings.extend(_("Mark %(number)s has no note.") % {"number": number} for number in missing)
    return tuple(footnotes), warnings


def heading_marks(
    title: Iterable[int], pieces: list[Piece], kinds: list[str]
) -> dict[int, Place | None]:
    """The notes marked in the chapter's title, and in headings: those stand for the section's
    first block, since a heading carries no mark."""
    found: dict[int, Place | None] = dict.fromkeys(title)
    section = -1
    for i, (piece, kind) in enumerate(zip(pieces, kinds, strict=True)):
        if kind == "heading":
            section += 1
            has_blocks = kinds[i + 1 : i + 2] not in ([], ["heading"])
            found |= dict.fromkeys(piece.marks, (section, 0) if has_blocks else None)
        elif section < 0:
            section = 0
    return found


def _place(
    number: int,
    blocks: list[tuple[Place, OutlineBlock]],
    marked: dict[int, int],
    headed: dict[int, Place | None],
) -> tuple[Place | None, str]:
    if number in marked:
        return blocks[marked[number]][0], ""
    if number in headed:
        said = _("The mark of footnote %(number)s stands in a heading and was left out there.")
        return headed[number], said % {"number": number}
    before = max((i for n, i in marked.items() if n < number), default=0)
    after = min((i for n, i in marked.items() if n > number), default=len(blocks) - 1)
    likely = _likeliest(blocks[before : after + 1])
    if likely is None:
        said = _("Footnote %(number)s has no mark in the text and is tied to no block.")
        return None, said % {"number": number}
    place, block = likely
    said = _("Footnote %(number)s has no mark in the text; it was tied to the %(kind)s %(words)s.")
    return place, said % {"number": number, "kind": block.kind, "words": shorten(block.text)}


def _likeliest(blocks: list[tuple[Place, OutlineBlock]]) -> tuple[Place, OutlineBlock] | None:
    free = [(place, block) for place, block in blocks if not block.footnotes]
    for kind in _LIKELY:
        for place, block in free:
            if block.kind == kind:
                return place, block
    return None
