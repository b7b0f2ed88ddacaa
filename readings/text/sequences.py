"""What two sequences have in common: the arithmetic under comparing two editions of a text."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence


def shared_head(
    one: array[int], low: int, high: int, two: array[int], start: int, stop: int
) -> int:
    """How many tokens `one[low:high]` and `two[start:stop]` begin with in common."""
    limit = min(high - low, stop - start)
    done, step = 0, 64
    while done < limit:
        size = min(step, limit - done)
        if one[low + done : low + done + size] == two[start + done : start + done + size]:
            done, step = done + size, step * 2
        elif size == 1:
            break
        else:
            limit, step = done + size, max(1, size // 2)
    return done


def shared_tail(
    one: array[int], low: int, high: int, two: array[int], start: int, stop: int
) -> int:
    """How many tokens `one[low:high]` and `two[start:stop]` end with in common."""
    limit = min(high - low, stop - start)
    done, step = 0, 64
    while done < limit:
        size = min(step, limit - done)
        if one[high - done - size : high - done] == two[stop - done - size : stop - done]:
            done, step = done + size, step * 2
        elif size == 1:
            break
        else:
            limit, step = done + size, max(1, size // 2)
    return done


def heaviest_chain(pairs: Sequence[tuple[int, int, int]]) -> list[int]:
    """The pairs `(old, new, weight)`, by index, that rise together in old and new and weigh most.

    `pairs` come sorted by old (where several share one, by falling new), weights above zero; no
    position is used twice. Of equal chains the one found first is taken.
    """
    tops: list[
        int
    ] = []  # new positions where a chain ends, rising, and so do the weights in `totals`
    totals: list[int] = []
    lasts: list[int] = []
    before: list[int] = []
    for index, (_, new, weight) in enumerate(pairs):
        place = bisect_left(tops, new)
        total = weight + (totals[place - 1] if place else 0)
        before.append(lasts[place - 1] if place else -1)
        stop = place
        while stop < len(tops) and totals[stop] <= total:
            stop += 1
        tops[place:stop], totals[place:stop], lasts[place:stop] = [new], [total], [index]
    chain: list[int] = []
    at = lasts[-1] if lasts else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]
