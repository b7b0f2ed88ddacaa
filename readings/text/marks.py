"""Marks: where notes stand in a block, merged into runs and written into its HTML."""

import re
from collections.abc import Iterable, Sequence

from readings.text.ruler import OFF_TEXT, TOKEN, VOID

MAX_DEPTH = 3

Range = tuple[int, int]
Run = tuple[int, int, int]

# The text nodes that the renderer writes between items, rows and cells. A mark around one of
# them would stand where HTML allows none (inside <ul>, <tr>) and shows nothing.
_SEPARATORS = frozenset(("\n", "\t"))

_VALUE = re.compile(r'"[^"]*"')
_OFF_TEXT_NAME = re.compile(rf"\s{OFF_TEXT}(?=[\s=/>])")


def merge_runs(ranges: Iterable[Range], *, cap: int = MAX_DEPTH) -> list[Run]:
    """Return `(start, end, depth)` for each longest stretch under equally many ranges.

    Depth counts the ranges that cover the stretch and stops at `cap`, so the result is bounded
    by the text and not by the number of ranges. Empty ranges count for nothing. Sorted, without
    overlap, in the unit of the ranges (code points); O(n log n).
    """
    changes: dict[int, int] = {}
    for start, end in ranges:
        if start < end:
            changes[start] = changes.get(start, 0) + 1
            changes[end] = changes.get(end, 0) - 1
    runs: list[Run] = []
    depth = 0
    previous = 0
    for place in sorted(changes):
        if depth:
            _append(runs, previous, place, min(depth, cap))
        depth += changes[place]
        previous = place
    return runs


def _append(runs: list[Run], start: int, end: int, depth: int) -> None:
    """Add a run, or lengthen the last one when it goes on at the same depth."""
    if runs and runs[-1][1] == start and runs[-1][2] == depth:
        start = runs.pop()[0]
    runs.append((start, end, depth))


def insert_marks(html: str, runs: Sequence[Run]) -> str:
    """Return a block's HTML with `<mark class="m1|m2|m3">` around the given runs of its text.

    `runs` are `(start, end, depth)` in code points of the block's plain text, sorted and without
    overlap, as `merge_runs` returns them; what reaches beyond the text is ignored. A mark ends
    at every tag and begins again after it, so the HTML stays well formed. The plain text stays
    the same. `html` must be what the sanitiser wrote (see `ruler.TOKEN`).
    """
    if not runs:
        return html
    writer = _MarkWriter(runs)
    for token in TOKEN.findall(html):
        writer.write(token)
    writer.switch(0)
    return "".join(writer.out)


class _MarkWriter:
    """Copies tokens and opens and closes marks as the position passes the runs' borders."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.out: list[str] = []
        self._runs = runs
        self._next = 0
        self._position = 0
        self._open = 0
        self._off_depth = 0

    def write(self, token: str) -> None:
        if token[0] == "<":
            self.switch(0)
            self._track_off_text(token)
            self.out.append(token)
        elif self._off_depth:
            self.out.append(token)
        elif token in _SEPARATORS:
            self.switch(0)
            self.out.append(token)
            self._position += 1
        elif token[0] == "&":
            self.switch(self._stretch()[0])
            self.out.append(token)
            self._position += 1
        else:
            self._write_characters(token)

    def switch(self, depth: int) -> None:
        """Stand inside a mark of this depth (0: inside none)."""
        if depth == self._open:
            return
        if self._open:
            self.out.append("</mark>")
        if depth:
            self.out.append(f'<mark class="m{min(depth, MAX_DEPTH)}">')
        self._open = depth

    def _write_characters(self, text: str) -> None:
        written = 0
        while written < len(text):
            depth, length = self._stretch()
            piece = text[written:] if length is None else text[written : written + length]
            self.switch(depth)
            self.out.append(piece)
            written += len(piece)
            self._position += len(piece)

    def _stretch(self) -> tuple[int, int | None]:
        """Return the depth here and how many code points it lasts (None: to the end)."""
        while self._next < len(self._runs) and self._runs[self._next][1] <= self._position:
            self._next += 1
        if self._next == len(self._runs):
            return 0, None
        start, end, depth = self._runs[self._next]
        if self._position < start:
            return 0, start - self._position
        return depth, end - self._position

    def _track_off_text(self, tag: str) -> None:
        if not self._off_depth and OFF_TEXT not in tag:
            return
        name = tag[1:-1].split(None, 1)[0].rstrip("/")
        if name.startswith("/"):
            self._off_depth -= 1
        elif name not in VOID and (self._off_depth or _has_off_text(tag)):
            self._off_depth += 1


def _has_off_text(tag: str) -> bool:
    """Tell the attribute from the same word inside another attribute's value."""
    return bool(_OFF_TEXT_NAME.search(_VALUE.sub('""', tag)))
