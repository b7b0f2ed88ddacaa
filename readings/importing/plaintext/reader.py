"""The way of a file through the readers."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from readings.importing.outline import Outline, with_doubts
from readings.importing.problems import ImportProblem

from .blocks import sections
from .decode import decode
from .kinds import judge
from .lines import Chunk, Line, measure, read_chunks
from .marked import Marked
from .marks import Candidate, accept, candidates, marked
from .navigation import part_from_text
from .notes import Note, part_notes
from .pieces import Piece, pieces
from .ties import heading_marks, tie
from .titles import part_head


def read_plain_text(data: bytes | str, *, name: str = "") -> Outline:
    """Read a chapter from plain text. `name` is the file's: its title where the text has none.

    Raises ImportProblem for a file that holds no readable chapter. Takes time in proportion to
    the text's length.
    """
    text, warnings = decode(data)
    chunks, outside = part_from_text(read_chunks(text))
    head = part_head(chunks, name)
    found = part_notes(head.chunks, _mark_numbers(head.chunks))
    before, more = part_from_text(found.before)
    outside += [*head.left_out, *found.heading, *more]
    body = [*before, *found.behind]
    title, marked_pieces = _with_marks(head.title, pieces(body, measure(body)), found.notes)
    if not marked_pieces:
        raise ImportProblem(_("No text of a chapter was found in the file."), code="no_text")
    judged = judge(marked_pieces)
    parts = sections(marked_pieces, judged.kinds, judged.doubts)
    headed = heading_marks(title.marks if title else (), marked_pieces, list(judged.kinds))
    tied = tie(found.notes, parts, headed)
    left_out = sorted(outside, key=lambda line: line.number)
    return Outline(
        book=head.book,
        chapter_number=head.number,
        chapter_title=title.text if title else None,
        sections=with_doubts(parts, tied.doubts),
        footnotes=tied.footnotes,
        left_out=tuple(line.text for line in left_out),
        left_out_lines=tuple(line.number for line in left_out),
        warnings=(*warnings, *head.warnings, *judged.warnings, *tied.warnings, *_about(left_out)),
    )


def _mark_numbers(chunks: list[Chunk]) -> frozenset[int]:
    """Every number that looks like a mark, before it is known where the notes begin."""
    found = candidates(chunk.text for chunk in chunks)
    return frozenset(number for candidate in found for number in candidate.numbers)


def _with_marks(
    title: str | None, found: list[Piece], notes: list[Note]
) -> tuple[Marked | None, list[Piece]]:
    """The title and the pieces, their marks taken out of the words."""
    runs = [title or "", *(run.text for piece in found for run in piece.runs)]
    accepted: list[list[Candidate]] = [[] for _ in runs]
    for mark in accept(candidates(runs), [note.number for note in notes]):
        accepted[mark.run].append(mark)
    taken = iter([marked(run, marks) for run, marks in zip(runs, accepted, strict=True)])
    first = next(taken)
    with_marks = [replace(piece, runs=tuple(next(taken) for _ in piece.runs)) for piece in found]
    return (first if title else None), with_marks


def _about(left_out: Iterable[Line]) -> list[str]:
    sentence = _("Line %(number)s was left out: %(text)s")
    return [sentence % {"number": line.number, "text": line.text} for line in left_out]
