"""Counting: how many notes every member sees in a container, and when that last changed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, F, Q

from readings.annotation.models import Note, Tally, Target
from readings.annotation.pointers import blocks_touched
from readings.text.models import Block, Reason

Container = tuple[str, int]  # (Tally.Kind, key of the container)


def containers(target: Target) -> dict[Container, int]:
    """What a note on the target counts in (1) and what only looks different now (0).

    A passage counts in its first block and marks all blocks that it touches as changed.
    """
    found: dict[Container, int] = {(Tally.Kind.CHAPTER, target.chapter_id): 1}
    if target.section_id:
        found[Tally.Kind.SECTION, target.section_id] = 1
    if target.is_lost:
        return found
    if target.block_id:
        found |= {(Tally.Kind.BLOCK, pk): 0 for pk in _touched(target)}
        found[Tally.Kind.BLOCK, target.block_id] = 1
    if reason := target.reason_id or _reason_under(target):
        found[Tally.Kind.REASON, reason] = 1
    return found


def _touched(target: Target) -> list[int]:
    """Keys of the blocks under a passage; one read only where it runs past its first block."""
    if target.kind != Target.Kind.PASSAGE or "\n" not in target.exact:
        return []
    assert target.section is not None
    keys = blocks_touched(target.section.current, target.start or 0, target.end or 0)
    blocks = Block.objects.filter(chapter=target.chapter_id, key__in=keys)
    return list(blocks.values_list("pk", flat=True))


def _reason_under(target: Target) -> int | None:
    """The reason in whose words a passage begins."""
    if target.kind != Target.Kind.PASSAGE or target.block is None:
        return None
    if target.block.kind != Block.Kind.REASONS:
        return None
    reasons = Reason.objects.filter(section=target.section_id, removed_at=None)
    return (
        reasons.filter(start__lte=target.start, end__gt=target.start)
        .values_list("pk", flat=True)
        .first()
    )


def bump(reading_id: int, seq: int, changes: Mapping[Container, int]) -> None:
    """Adds to the counts and sets `seq` on every container named."""
    Tally.objects.bulk_create(
        [Tally(reading_id=reading_id, kind=kind, ref=ref) for kind, ref in changes],
        ignore_conflicts=True,
    )
    for delta in set(changes.values()):
        chosen = Q()
        for (kind, ref), change in changes.items():
            if change == delta:
                chosen |= Q(kind=kind, ref=ref)
        Tally.objects.filter(chosen, reading=reading_id).update(count=F("count") + delta, seq=seq)


def recount(reading_id: int, seq: int) -> None:
    """Counts a reading's notes anew: after an edit of the text, when places have changed."""
    totals: dict[Container, int] = {}
    heads = (
        Target.objects.filter(reading=reading_id)
        .select_related("section__version", "block")
        .annotate(heads=Count("notes", filter=_counted("notes"), distinct=True))
        .annotate(replies=Count("notes__thread", filter=_counted("notes__thread"), distinct=True))
    )
    for target in heads:
        for container, one in containers(target).items():
            total = totals.get(container, 0) + one * (target.heads + target.replies)
            totals[container] = total
    standing = {(t.kind, t.ref): t for t in Tally.objects.filter(reading=reading_id)}
    changes = {
        container: totals.get(container, 0)
        - (standing[container].count if container in standing else 0)
        for container in {*totals, *standing}
    }
    bump(reading_id, seq, changes)


def _counted(path: str) -> Q:
    """Note.objects.counted() along a relation."""
    return Q(
        **{
            f"{path}__audience": Note.Audience.GROUP,
            f"{path}__deleted_at": None,
            f"{path}__hidden_at": None,
            f"{path}__isnull": False,
        }
    )
