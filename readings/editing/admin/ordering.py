"""The order that an editor asked for, from the numbers in a form's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Row(Generic[Item]):
    """A row of a form: the number that it had (None if new) and the one that it should get."""

    item: Item
    was: int | None
    wanted: int | None


def in_order(rows: Sequence[Row[Item]]) -> list[Item]:
    """The items in the wanted order; rows without a number come last.

    Where two rows want one number, a row that was moved there takes the place: one that comes from
    below stands before the row that had it, one that comes from above after it.
    """
    return [row.item for row in sorted(rows, key=_rank)]


def _rank(row: Row[Item]) -> tuple[float, int]:
    if row.wanted is None:
        return (float("inf"), 0)
    if row.was is None or row.wanted < row.was:
        return (row.wanted, -1)
    return (row.wanted, 1 if row.wanted > row.was else 0)


def fresh_positions(standing: Sequence[int], count: int) -> list[int]:
    """Positions for `count` sections in their new order: those in use, as far as they go, so that
    a section that does not move keeps its own."""
    used = sorted(set(standing))[:count]
    start = used[-1] + 1 if used else 0
    return used + list(range(start, start + count - len(used)))
