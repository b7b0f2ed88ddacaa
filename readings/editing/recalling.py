"""A text that comes back brings the notes back that had lost their words: history knows where."""

from __future__ import annotations

from collections.abc import Sequence

from readings.annotation.models import Placement, Target
from readings.annotation.placing import State, place_all
from readings.annotation.pointers import blocks_touched, set_span
from readings.groups.rows import update_rows
from readings.text.models import SectionVersion
from readings.text.writing import SectionChange

RECALLED = (Target.Kind.PASSAGE, Target.Kind.BLOCK)


def recall(version: SectionVersion, changes: Sequence[SectionChange]) -> list[Target]:
    """Gives lost places of the section those that they had in `version`, whose text stands again.

    What the edit has placed already stays where it is. Reasons come back with their own rows.
    """
    change = next(c for c in changes if c.section.pk == version.section_id)
    lost = {
        target.pk: target
        for target in Target.objects.filter(
            section=version.section_id, state=State.ORPHANED, kind__in=RECALLED
        )
    }
    spans = _spans(version, list(lost))
    placed = place_all(version.plain_text, change.new.plain_text, list(spans.values()))
    found = []
    for pk, result in zip(spans, placed, strict=True):
        if result.state == State.PLACED and result.start is not None and result.end is not None:
            found.append(_stand(lost[pk], change, result.start, result.end))
    update_rows(
        found, ["block", "start", "end", "exact", "prefix", "suffix", "state", "archived_at"]
    )
    _keep_history(found, change.new)
    return found


def _spans(version: SectionVersion, lost: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Where each stood in the version: history has a row only where a place changed."""
    history = Placement.objects.filter(
        target__section=version.section_id,
        target__state=State.ORPHANED,
        version__section=version.section_id,
        version__number__lte=version.number,
    )
    rows = history.order_by("version__number").values_list("target", "start", "end")
    known = {target: (start, end) for target, start, end in rows}
    spans = {pk: known.get(pk, (None, None)) for pk in lost}
    return {pk: (s, e) for pk, (s, e) in spans.items() if s is not None and e is not None}


def _stand(target: Target, change: SectionChange, start: int, end: int) -> Target:
    keys = blocks_touched(change.new, start, end)
    target.block = next(block for block in change.blocks if block.key == keys[0])
    set_span(target, change.new.plain_text, start, end)
    target.state, target.archived_at = State.PLACED.value, None
    return target


def _keep_history(found: Sequence[Target], version: SectionVersion) -> None:
    rows = [
        Placement(target=t, version=version, start=t.start, end=t.end, state=t.state) for t in found
    ]
    Placement.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["target", "version"],
        update_fields=["start", "end", "state"],
    )
