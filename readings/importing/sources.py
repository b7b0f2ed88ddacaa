"""The source of an import as a person reads it beside its outline, and may put it right."""

from __future__ import annotations

from readings.importing.embedded import shortened
from readings.importing.models import ImportDraft
from readings.importing.outline import Outline
from readings.importing.plaintext.decode import MAX_BYTES
from readings.importing.problems import ImportProblem
from readings.importing.texts import Form, text_of

AROUND = 3  # lines of the source shown before and behind a chapter
MOST_SHOWN = 4000  # lines of a source


def source_lines(draft: ImportDraft, outline: Outline) -> list[tuple[int, str]]:
    """The lines of the source that the chapter came from, with their numbers and a few around;
    all of them where none is known, nothing where the file has no lines to show."""
    text = source_text(draft)
    if text is None:
        return []
    lines = list(enumerate(map(shortened, text.split("\n")), 1))
    spans = [block.lines for block in outline.blocks if block.lines]
    if spans:
        first = min(span[0] for span in spans) - AROUND
        last = max(span[1] for span in spans) + AROUND
        lines = [(n, line) for n, line in lines if first <= n <= last]
    return lines[:MOST_SHOWN]


def source_text(draft: ImportDraft) -> str | None:
    """The source as a person can read it; None where it cannot be shown."""
    if not draft.is_text:
        return draft.file.shown or None
    data = bytes(draft.file.data)
    try:
        form: Form = "markdown" if draft.form == "markdown" else "text"
        return text_of(data, form)
    except ImportProblem:
        # It is shown for somebody to put it right.
        return _characters(data)


def text_to_correct(draft: ImportDraft) -> str | None:
    """The source where it is a text that a field takes; None where it cannot be put right."""
    text = source_text(draft) if draft.is_text else None
    return None if text is None or len(text) > MAX_BYTES else text


def _characters(data: bytes) -> str | None:
    try:
        return None if b"\0" in data else data.decode()
    except UnicodeDecodeError:
        return None
