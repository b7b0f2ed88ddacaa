"""Counting: how many notes every member sees in a container, and when that last changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from readings.annotation.models import Note, Tally, Target
from readings.groups.prepared import Prepared
from readings.text.models import Block, Reason

Container = tuple[str, int]  # (Tally.Kind, key of the container)
Span = tuple[int, int, int]  # (key of a block or reason, start, end)

PLACE = (
    "chapter", "section", "kind", "state", "start", "end", "exact", "reason", "block__kind",
)  # fmt: skip


class Layout:
    """Where a chapter's blocks and reasons stand now, by section; read when first asked for."""

    def __init__(self, chapter_id: int) -> None:
        self.chapter_id = chapter_id

    @cached_property
    def blocks(self) -> dict[int, list[Span]]:
        return _by_section(_blocks(chapter=self.chapter_id))

    @cached_property
    def reasons(self) -> dict[int, list[Span]]:
        return _by_section(_reasons(chapter=self.chapter_id))


@Prepared
def _blocks(chapter: Any) -> QuerySet[Any]:
    return _standing(Block.objects.filter(chapter=chapter))


@Prepared
def _reasons(chapter: Any) -> QuerySet[Any]:
    return _standing(Reason.objects.filter(section__chapter=chapter))


def _standing(rows: QuerySet[Any]) -> QuerySet[Any]:
    standing = rows.filter(removed_at=None).order_by("start")
    return standing.values_list("section", "pk", "start", "end")


def _by_section(rows: Sequence[tuple[int, int, int, int]]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for section, pk, start, end in rows:
        found.setdefault(section, []).append((pk, start, end))
    return found


def containers(target: Target, layout: Layout | None = None) -> dict[Container, int]:
    """What a note on the target counts in (1) and what only looks different now (0).

    A passage counts in its first block and marks all blocks that it touches as changed.
    """
    layout = layout or Layout(target.chapter_id)
    found: dict[Container, int] = {(Tally.Kind.CHAPTER, target.chapter_id): 1}
    if target.section_id:
        found[Tally.Kind.SECTION, target.section_id] = 1
    if target.is_lost:
        return found
    if target.block_id:
        found |= {(Tally.Kind.BLOCK, pk): 0 for pk in _touched(target, layout)}
        found[Tally.Kind.BLOCK, target.block_id] = 1
    if reason := target.reason_id or _reason_under(target, layout):
        found[Tally.Kind.REASON, reason] = 1
    return found


def _touched(target: Target, layout: Layout) -> list[int]:
    """The blocks under a passage; nothing is read for one that stays on one line."""
    if target.kind != Target.Kind.PASSAGE or "\n" not in target.exact:
        return []
    low, high = target.start or 0, target.end or 0
    blocks = layout.blocks.get(target.section_id or 0, ())
    return [pk for pk, start, end in blocks if start < high and low < end]


def _reason_under(target: Target, layout: Layout) -> int | None:
    """The reason in whose words a passage begins."""
    if target.kind != Target.Kind.PASSAGE or target.block is None:
        return None
    if target.block.kind != Block.Kind.REASONS:
        return None
    place = target.start or 0
    reasons = layout.reasons.get(target.section_id or 0, ())
    return next((pk for pk, start, end in reasons if start <= place < end), None)


def bump(reading_id: int, seq: int, changes: Mapping[Container, int]) -> dict[Container, int]:
    """Adds to the counts, sets `seq` on every container named, and tells how they count now."""
    rows = [
        (reading_id, str(kind), ref, change, seq) for (kind, ref), change in sorted(changes.items())
    ]
    if not rows:
        return {}
    # Django's own upsert can set a column but not add to it.
    table = connection.ops.quote_name(Tally._meta.db_table)
    values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (reading_id, kind, ref, count, seq) VALUES {values} "  # noqa: S608
            "ON CONFLICT (reading_id, kind, ref) DO UPDATE SET "
            f"count = {table}.count + excluded.count, seq = excluded.seq "
            "RETURNING kind, ref, count",
            [part for row in rows for part in row],
        )
        return {(kind, ref): count for kind, ref, count in cursor.fetchall()}


def count_of(reading_id: int, kind: str, ref: int) -> int:
    """How many notes every member sees in one container."""
    return _count.first(reading=reading_id, kind=str(kind), ref=ref) or 0


@Prepared
def _count(reading: Any, kind: Any, ref: Any) -> QuerySet[Any]:
    tally = Tally.objects.filter(reading=reading, kind=kind, ref=ref)
    return tally.values_list("count", flat=True)


def recount(reading_id: int, seq: int) -> None:
    """Counts a reading's notes anew: after an edit of the text, when places have changed.

    A few queries, whatever the number of notes.
    """
    totals: Counter[Container] = Counter()
    noted = _visible_notes(reading_id)
    layout: Layout | None = None
    targets = Target.objects.filter(reading=reading_id).select_related("block").only(*PLACE)
    for target in targets.iterator():
        if target.pk not in noted:
            continue
        layout = layout or Layout(target.chapter_id)
        for container, one in containers(target, layout).items():
            totals[container] += one * noted[target.pk]
    standing = Tally.objects.filter(reading=reading_id).values_list("kind", "ref")
    Tally.objects.bulk_create(
        [
            Tally(reading_id=reading_id, kind=kind, ref=ref, count=totals[kind, ref], seq=seq)
            for kind, ref in {*totals, *standing}
        ],
        update_conflicts=True,
        unique_fields=["reading", "kind", "ref"],
        update_fields=["count", "seq"],
        batch_size=500,
    )


def _visible_notes(reading_id: int) -> dict[int, int]:
    """By target, how many notes and replies every member sees there."""
    notes = Note.objects.counted().filter(reading=reading_id)
    placed = notes.annotate(place=Coalesce("target", "root__target")).exclude(place=None)
    counted = placed.order_by().values("place").annotate(count=Count("pk"))
    return dict(counted.values_list("place", "count"))
