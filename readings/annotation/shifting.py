"""Where a passage went whose blocks went somewhere as they are: no words need to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple


class Shift(NamedTuple):
    """The section that a passage stands in now, and by how many code points it moved; no section
    where its blocks stand in two."""

    section: int | None
    by: int = 0


TORN = Shift(None)


def shift(
    blocks: Iterable[Sequence[Any]], start: int, end: int, now: Mapping[str, tuple[int, int]]
) -> Shift | None:
    """Where the passage `[start, end)` over these blocks of a version stands now.

    `now` tells by key of a block its section and its beginning there. None where a block is gone,
    or two no longer stand as far apart. Whether the words are the same is for the caller to see.
    """
    touched = [(key, b) for key, _kind, b, e in blocks if b < end and start < e]
    if not touched or any(key not in now for key, _begin in touched):
        return None
    if len({now[key][0] for key, _begin in touched}) > 1:
        return TORN
    places = {(now[key][0], now[key][1] - begin) for key, begin in touched}
    return Shift(*places.pop()) if len(places) == 1 else None
