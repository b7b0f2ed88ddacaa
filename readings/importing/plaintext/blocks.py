"""From pieces and their kinds to the outline's sections and blocks."""

from collections.abc import Mapping
from dataclasses import replace

from readings.importing.outline import Doubt, OutlineBlock, OutlineReason, OutlineSection
from readings.text.markdown import escape_text

from .kinds import PieceKind
from .pieces import Piece


def sections(
    pieces: list[Piece], kinds: list[PieceKind], doubts: Mapping[int, Doubt]
) -> tuple[OutlineSection, ...]:
    """The sections: the opening, if there is text before the first heading, and one a heading.
    `doubts` are those about a piece, by its index."""
    found: list[tuple[OutlineSection, list[OutlineBlock]]] = []
    after_list = False
    for i, (piece, kind) in enumerate(zip(pieces, kinds, strict=True)):
        own = (doubts[i],) if i in doubts else ()
        if kind == "heading":
            found.append((OutlineSection(piece.text, (), own, piece.span), []))
            after_list = False
            continue
        if not found:
            found.append((OutlineSection(None, ()), []))
        block = _block(piece, kind, after_list=after_list)
        found[-1][1].append(replace(block, doubts=own, lines=piece.span))
        # Two lists in a row are two only where their signs differ.
        after_list = kind == "list" and not after_list
    return tuple(replace(section, blocks=tuple(blocks)) for section, blocks in found)


def _block(piece: Piece, kind: PieceKind, *, after_list: bool) -> OutlineBlock:
    texts = [run.text for run in piece.runs]
    lines = [run.markdown for run in piece.runs]
    match kind:
        case "verse":
            return OutlineBlock("verse", _container("verse", lines), "\n".join(texts), piece.marks)
        case "caption":
            markdown = _container("caption", [" ".join(lines)])
            return OutlineBlock("caption", markdown, piece.text, piece.marks)
        case "reasons":
            items = tuple(OutlineReason(run.text, run.markdown) for run in piece.runs)
            markdown = _container("reasons", [])
            return OutlineBlock("reasons", markdown, "\n".join(texts), piece.marks, items)
        case "list":
            markdown = "\n".join(_items(piece, lines, after_list=after_list))
            return OutlineBlock("list", markdown, "\n".join(texts), piece.marks)
        case "quote":
            return OutlineBlock("quote", f"> {lines[0]}", piece.text, piece.marks)
        case _:
            return OutlineBlock("paragraph", " ".join(lines), piece.text, piece.marks)


def _container(name: str, lines: list[str]) -> str:
    return "\n".join([f"::: {name}", *lines, ":::"])


def _items(piece: Piece, lines: list[str], *, after_list: bool) -> list[str]:
    if piece.shape == "bullets":
        sign = "+" if after_list else "-"
        return [f"{sign} {line}" for line in lines]
    sign = ")" if after_list else "."
    return [f"{number}{sign} {line}" for number, line in enumerate(lines, start=piece.first)]


def note_markdown(paragraphs: list[str]) -> str:
    """A note's paragraphs in the dialect."""
    return "\n\n".join(escape_text(paragraph) for paragraph in paragraphs)
