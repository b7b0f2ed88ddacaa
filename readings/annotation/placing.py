"""Where a passage stands after the text was edited.

`place_all` has both texts at hand and follows the words: along the diff's path, else to where they
were moved. `place_quote` has only the new text and looks for the words with their surroundings.
Both would rather give no place than a wrong one. Offsets are Unicode code points. Nothing here
knows of a database.
"""

from __future__ import annotations

from collections.abc import Sequence

from readings.annotation.placing_passage import Passages, Placement, State
from readings.annotation.placing_quote import place_quote

__all__ = ["Placement", "State", "place_all", "place_quote"]


def place_all(old: str, new: str, anchors: Sequence[tuple[int, int]]) -> list[Placement]:
    """Place every passage `old[start:end]` in the new text, in the order given.

    Each placement depends on the two texts and its own anchor alone. A placed or moved passage has
    the same characters as before. Raises ValueError for an anchor that does not lie within the old
    text.
    """
    for start, end in anchors:
        if not 0 <= start <= end <= len(old):
            raise ValueError(f"anchor {start}:{end} does not lie within {len(old)} characters")
    if old == new:
        return [Placement(State.PLACED, start, end, 1.0) for start, end in anchors]
    passages = Passages(old, new)
    places = {anchor: passages.place(*anchor) for anchor in dict.fromkeys(anchors)}
    return [places[anchor] for anchor in anchors]
