"""Counting: how many notes every member sees in a container, and when that last changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from readings.annotation.models import Note, Tally, Target
from readings.annotation.placing import State
from readings.groups.prepared import Prepared
from readings.text.models import Block, Reason

Container = tuple[str, int]  # (Tally.Kind, key of the container)
Span = tuple[int, int, int]  # (key of a block or reason, start, end)

CHAPTER, SECTION, BLOCK, REASON = (
    kind.value
    for kind in (Tally.Kind.CHAPTER, Tally.Kind.SECTION, Tally.Kind.BLOCK, Tally.Kind.REASON)
)


class Spot(NamedTuple):
    """Where a target stands: as much of it as is counted by. Rows are named by their keys."""

    chapter: int
    section: int | None
    block: int | None
    reason: int | None
    kind: str
    state: str
    start: int | None
    end: int | None
    exact: str
    block_kind: str | None


def _spot(t: Target) -> Spot:
    kind = t.block.kind if t.block else None
    where = (t.chapter_id, t.section_id, t.block_id, t.reason_id)
    return Spot(*where, t.kind, t.state, t.start, t.end, t.exact, kind)


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


def containers(target: Target) -> dict[Container, int]:
    """What a note on the target counts in (1) and what only looks different now (0).

    A passage counts in its first block and marks all blocks that it touches as changed.
    """
    return _containers(_spot(target), Layout(target.chapter_id))


def _containers(spot: Spot, layout: Layout) -> dict[Container, int]:
    found: dict[Container, int] = {(CHAPTER, spot.chapter): 1}
    if spot.section:
        found[SECTION, spot.section] = 1
    if spot.state == State.ORPHANED:
        return found
    if spot.block:
        found |= {(BLOCK, pk): 0 for pk in _touched(spot, layout)}
        found[BLOCK, spot.block] = 1
    if reason := spot.reason or _reason_under(spot, layout):
        found[REASON, reason] = 1
    return found


def _touched(spot: Spot, layout: Layout) -> list[int]:
    """The blocks under a passage; nothing is read for one that stays on one line."""
    if spot.kind != Target.Kind.PASSAGE or "\n" not in spot.exact:
        return []
    low, high = spot.start or 0, spot.end or 0
    blocks = layout.blocks.get(spot.section or 0, ())
    return [pk for pk, start, end in blocks if start < high and low < end]


def _reason_under(spot: Spot, layout: Layout) -> int | None:
    """The reason in whose words a passage begins."""
    if spot.kind != Target.Kind.PASSAGE or spot.block_kind != Block.Kind.REASONS:
        return None
    place = spot.start or 0
    reasons = layout.reasons.get(spot.section or 0, ())
    return next((pk for pk, start, end in reasons if start <= place < end), None)


# Django's own upsert can set a column but not add to it.
UPSERT = (
    "INSERT INTO {table} (reading_id, kind, ref, count, seq) VALUES {rows} "
    "ON CONFLICT (reading_id, kind, ref) DO UPDATE SET count = {count}, seq = excluded.seq"
)
ROW = "(%s, %s, %s, %s, %s)"


def bump(reading_id: int, seq: int, changes: Mapping[Container, int]) -> dict[Container, int]:
    """Adds to the counts, sets `seq` on every container named, and tells how they count now."""
    rows = [
        (reading_id, str(kind), ref, change, seq) for (kind, ref), change in sorted(changes.items())
    ]
    if not rows:
        return {}
    table = connection.ops.quote_name(Tally._meta.db_table)
    values = ", ".join([ROW] * len(rows))
    sql = UPSERT.format(table=table, rows=values, count=f"{table}.count + excluded.count")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} RETURNING kind, ref, count", [part for row in rows for part in row])
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
    noted = dict(_visible_notes(reading=reading_id))
    layout: Layout | None = None
    for pk, *place in _spots(reading=reading_id):
        if pk in noted:
            spot = Spot._make(place)
            layout = layout or Layout(spot.chapter)
            for container, one in _containers(spot, layout).items():
                totals[container] += one * noted[pk]
    Tally.objects.filter(reading=reading_id).update(count=0, seq=seq)
    table = connection.ops.quote_name(Tally._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            UPSERT.format(table=table, rows=ROW, count="excluded.count"),
            [(reading_id, kind, ref, count, seq) for (kind, ref), count in sorted(totals.items())],
        )


@Prepared
def _spots(reading: Any) -> QuerySet[Any]:
    targets = Target.objects.filter(reading=reading).order_by()
    return targets.values_list("pk", *Spot._fields[:-1], "block__kind")


@Prepared
def _visible_notes(reading: Any) -> QuerySet[Any]:
    """By target, how many notes and replies every member sees there."""
    notes = Note.objects.counted().filter(reading=reading)
    placed = notes.annotate(place=Coalesce("target", "root__target")).exclude(place=None)
    counted = placed.order_by().values("place").annotate(count=Count("pk"))
    return counted.values_list("place", "count")
