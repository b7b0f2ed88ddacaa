"""What a proposed correction makes of its section, as far as a rule can tell."""

from __future__ import annotations

from dataclasses import replace

from readings.annotation.models import Erratum, Target
from readings.editing.drafts import draft_of
from readings.text.markdown import ReasonText, SectionSource, reword
from readings.text.writing import SectionDraft


def stands(erratum: Erratum) -> bool:
    """Whether the words that it is about stand in the text as they did."""
    target: Target | None = erratum.note.target
    return target is not None and not target.is_lost and target.words == erratum.old_words


def reworded(erratum: Erratum) -> SectionDraft | None:
    """The section with the words put in; None where an editor has to do it (see `reword`)."""
    target = erratum.note.target
    section = target.section if target is not None else None
    if target is None or section is None or section.removed_at or not stands(erratum):
        return None
    if target.kind == Target.Kind.SECTION:
        return replace(draft_of(section), heading=erratum.new_words)
    if target.start is None or target.end is None:
        return None
    draft = draft_of(section)
    reasons = [
        ReasonText(reason.key, number, reason.text, reason.commentary)
        for number, reason in enumerate(draft.reasons, 1)
    ]
    source = SectionSource(draft.body, tuple(reasons))
    # An older renderer may have counted otherwise.
    if not source.shows(section.current.plain_text):
        return None
    found = reword(source, target.start, target.end, erratum.new_words)
    if found is None:
        return None
    rows = zip(draft.reasons, found.reasons, strict=True)
    return replace(
        draft, body=found.body, reasons=tuple(replace(row, text=new.text) for row, new in rows)
    )
