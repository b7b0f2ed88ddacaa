"""Passages that go with their blocks where an edit only rearranged these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from readings.annotation.models import Target
from readings.annotation.placing import Placement, State
from readings.annotation.shifting import shift
from readings.text import ruler
from readings.text.writing import SectionChange

LOST = Placement(State.ORPHANED, None, None, 1.0)


def with_their_blocks(
    passages: Iterable[Target], olds: Sequence[SectionChange], changes: Sequence[SectionChange]
) -> dict[int, Placement]:
    """By passage where it stands in the joined new texts, as far as its blocks tell.

    One whose blocks stand in two sections now has no place. A passage is left out where a block of
    it is gone or reads otherwise.
    """
    was = {change.section.pk: change.old for change in olds}
    bases = ruler.starts([change.new.plain_text for change in changes])
    joined = {c.section.pk: (c, base) for c, base in zip(changes, bases, strict=True)}
    now = {
        key: (change.section.pk, start)
        for change in changes
        for key, _kind, start, _end in change.new.blocks
    }
    found = {}
    for passage in passages:
        version, start, end = was[passage.section_id or 0], passage.start or 0, passage.end or 0
        moved = shift(version.blocks, start, end, now) if version else None
        if moved is None:
            continue
        if moved.section is None:
            found[passage.pk] = LOST
            continue
        change, base = joined[moved.section]
        start, end = start + moved.by, end + moved.by
        if change.new.plain_text[start:end] == passage.exact:
            found[passage.pk] = Placement(State.PLACED, base + start, base + end, 1.0)
    return found
