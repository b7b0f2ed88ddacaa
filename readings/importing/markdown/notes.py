"""The footnotes of a whole book: each goes to the chapters that mark it, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from readings.importing.markdown.labels import marked, renumbered
from readings.importing.markdown.parts import Part
from readings.importing.markdown.titles import Titles


def shared_out(
    chapters: Sequence[Titles], loose: Iterable[Part], *, renumber: bool
) -> tuple[tuple[Titles, ...], list[Part]]:
    """The chapters with their footnotes, and those that no chapter marks.

    A chapter's own come first, for each may count from 1; then what stands elsewhere, such as at
    the end of the book. `loose` are parts outside of every chapter.
    """
    outside = [part for part in loose if part.kind == "footnote"]
    everywhere: dict[int, Part] = {}
    for part in [*outside, *(part for found in chapters for part in found.parts)]:
        if part.kind == "footnote":
            everywhere.setdefault(part.number, part)
    marks = [_marks(found) for found in chapters]
    own = [{part.number for part in found.parts if part.kind == "footnote"} for found in chapters]
    wanted = [set(marks[n]) - own[n] for n in range(len(chapters))]
    asked = set().union(*wanted)
    shared = []
    for n, found in enumerate(chapters):
        parts = [
            part
            for part in found.parts
            if part.kind != "footnote" or part.number in marks[n] or part.number not in asked
        ]
        parts += [everywhere[mark] for mark in marks[n] if mark in wanted[n] & set(everywhere)]
        with_notes = replace(found, parts=tuple(parts))
        shared.append(_renumbered(with_notes) if renumber else with_notes)
    return tuple(shared), [part for part in outside if part.number not in asked]


def _marks(found: Titles) -> list[int]:
    """The marks in a chapter's title and text."""
    lines = (line for part in found.parts if part.kind != "footnote" for line in part.lines)
    return list(dict.fromkeys([*found.marks, *marked(lines)]))


def _renumbered(found: Titles) -> Titles:
    """The chapter with its footnotes counted from 1: those without a mark come last."""
    notes = [part.number for part in found.parts if part.kind == "footnote"]
    order = dict.fromkeys([*_marks(found), *notes])
    numbers = {old: new for new, old in enumerate(order, 1)}
    parts = [
        replace(
            part,
            lines=renumbered(part.lines, numbers),
            marks=tuple(numbers[mark] for mark in part.marks),
            number=numbers.get(part.number, 0),
        )
        for part in found.parts
    ]
    marks = tuple(numbers[mark] for mark in found.marks)
    return replace(found, parts=tuple(parts), marks=marks)
