"""A section as an editor leaves it, and what must hold of the database after any edit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from readings.annotation import tallies
from readings.annotation.models import Placement, Tally, Target
from readings.groups.models import StudyGroup
from readings.text.models import Block, Reading, Section
from readings.text.writing import ReasonDraft, SectionDraft


def draft(section: Section, **changes: Any) -> SectionDraft:
    """The section as it stands, with changes."""
    reasons = tuple(
        ReasonDraft(r.text, r.commentary, r.key)
        for r in section.reasons.filter(removed_at=None).order_by("number")
    )
    standing = SectionDraft(
        section.heading, section.body, reasons, section.pk, section.order, section.slug
    )
    return replace(standing, **changes)


def assert_all_in_order(reading: Reading) -> None:
    """Places, words, history, counts and numbers agree with each other."""
    for target in Target.objects.select_related("section__version", "block"):
        if target.start is not None:
            assert_stands(target)
    group = StudyGroup.objects.get(pk=reading.group_id)
    numbers = list(group.activities.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, group.seq + 1))
    counted = tallied(reading)
    tallies.recount(reading.pk, group.seq)
    assert tallied(reading) == counted
    assert not Block.objects.current().filter(section__removed_at__isnull=False).exists()


def assert_stands(target: Target) -> None:
    """The target's words stand at its place, in its block, and so does its history."""
    assert target.section is not None
    assert target.block is not None
    assert target.section.current.plain_text[target.start : target.end] == target.exact
    start, end = target.block.start, target.block.end
    assert start <= (target.start or 0) < max(end, start + 1)  # a picture has no text
    assert target.block.removed_at is None
    last = Placement.objects.filter(target=target).order_by("pk").last()
    assert last is not None
    assert (last.start, last.end) == (target.start, target.end)


def tallied(reading: Reading) -> dict[tuple[str, int], int]:
    """How many notes count in each container."""
    rows = Tally.objects.filter(reading=reading).exclude(count=0)
    return {(kind, ref): count for kind, ref, count in rows.values_list("kind", "ref", "count")}
