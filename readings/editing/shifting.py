"""Passages whose blocks went to another section as they are: no words need to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from readings.annotation.models import Target
from readings.annotation.placing import Placement, State
from readings.text import ruler
from readings.text.models import SectionVersion
from readings.text.writing import SectionChange

LOST = Placement(State.ORPHANED, None, None, 1.0)


def with_their_blocks(
    passages: Iterable[Target], olds: Sequence[SectionChange], changes: Sequence[SectionChange]
) -> dict[int, Placement]:
    """By passage where it stands in the joined new texts, as far as its blocks tell.

    One whose blocks stand in two sections now, or no longer one after the other, has no place. A
    passage is left out where a block of it is gone or reads otherwise.
    """
    was = {change.section.pk: change.old for change in olds if change.old is not None}
    joined = ruler.join(change.new.plain_text for change in changes)
    now = _block_starts(changes)
    found = {}
    for passage in passages:
        version = was.get(passage.section_id or 0)
        place = _shifted(passage, version, now, joined) if version is not None else None
        if place is not None:
            found[passage.pk] = place
    return found


def _block_starts(changes: Sequence[SectionChange]) -> dict[str, tuple[int, int]]:
    """By key of a block: which section it stands in, and where it begins in the joined texts."""
    bases = ruler.starts([change.new.plain_text for change in changes])
    return {
        key: (change.section.pk, base + start)
        for change, base in zip(changes, bases, strict=True)
        for key, _kind, start, _end in change.new.blocks
    }


def _shifted(
    passage: Target, version: SectionVersion, now: dict[str, tuple[int, int]], joined: str
) -> Placement | None:
    start, end = passage.start or 0, passage.end or 0
    touched = [(key, b) for key, _kind, b, e in version.blocks if b < end and start < e]
    if not touched or any(key not in now for key, _begin in touched):
        return None
    sections = {now[key][0] for key, _begin in touched}
    shifts = {now[key][1] - begin for key, begin in touched}
    if len(sections) > 1 or len(shifts) > 1:
        return LOST
    (shift,) = shifts
    if joined[start + shift : end + shift] != version.plain_text[start:end]:
        return None
    return Placement(State.PLACED, start + shift, end + shift, 1.0)
