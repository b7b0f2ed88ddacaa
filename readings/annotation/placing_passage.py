"""One passage on the tracks that its words took: the same, moved, changed or gone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum

from readings.annotation.placing_moves import Leftovers, find_moves
from readings.annotation.placing_path import find_path
from readings.annotation.placing_runs import Run
from readings.annotation.placing_tracks import Passage, Track, edited_words, evenly_spaced
from readings.text.words import Vocabulary

LEAST_KEPT = 0.45
LEAST_MOVED = 0.5
MOVE_CONFIDENCE = 0.9


class State(StrEnum):
    """What became of a passage."""

    PLACED = "placed"
    MOVED = "moved"
    CHANGED = "changed"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a passage stands: `start` and `end` in code points, None when it is orphaned.

    `confidence` runs from 0 to 1: how sure it is that the passage stands there; 0 if orphaned.
    """

    state: State
    start: int | None
    end: int | None
    confidence: float


ORPHAN = Placement(State.ORPHANED, None, None, 0.0)


class Passages:
    """Two texts compared once, for any number of passages."""

    def __init__(self, old: str, new: str) -> None:
        vocabulary = Vocabulary()
        self.old, self.new = vocabulary.read(old), vocabulary.read(new)
        path = find_path(self.old, self.new)
        self.left = Leftovers(self.old, self.new, path)
        moves = find_moves(self.left)
        self.path = self._track(path, whole=True)
        self.moves = [self._track(runs, whole=False) for runs in moves]
        self.move_lows = [track.olds[0] for track in self.moves]

    def _track(self, runs: list[Run], *, whole: bool) -> Track:
        ends = [Run(0, 0, 0), *runs, Run(len(self.old), len(self.new), 0)] if whole else runs
        pieces = [
            *evenly_spaced(self.old, self.new, runs),
            *edited_words(self.old, self.new, ends, self.left),
        ]
        return Track(self.old, self.new, pieces, self.left.new, whole=whole)

    def place(self, start: int, end: int) -> Placement:
        """The placement of `old[start:end]`."""
        passage = self.passage(start, end)
        if passage.low >= passage.high:
            return self._wordless(start, end, passage.low)
        there = self.path.same(passage)
        if there is not None:
            return Placement(State.PLACED, there, there + end - start, 1.0)
        kept = self.kept(passage.low, passage.high)
        moved, track = self._best_move(passage)
        if track is not None and moved >= max(kept, LEAST_MOVED):
            there = track.same(passage)
            if there is not None:
                return Placement(State.MOVED, there, there + end - start, MOVE_CONFIDENCE)
            return _changed(track, passage, MOVE_CONFIDENCE * moved)
        solid = self.path.solid(passage.low, passage.high)
        solid /= max(1, self.old.weight(passage.low, passage.high))
        return _changed(self.path, passage, solid) if solid >= LEAST_KEPT else ORPHAN

    def passage(self, start: int, end: int) -> Passage:
        """The characters `old[start:end]` with the tokens that they touch."""
        low, high = bisect_right(self.old.ends, start), bisect_left(self.old.starts, end)
        return Passage(start, end, low, high)

    def kept(self, low: int, high: int) -> float:
        """What part of the old tokens `low:high` is still on the path, by weight."""
        return self.path.weight(low, high) / max(1, self.old.weight(low, high))

    def fit(self, passage: Passage, start: int, end: int) -> float:
        """How much a passage and the new characters `start:end` share, as a part of both."""
        low, high = bisect_right(self.new.ends, start), bisect_left(self.new.starts, end)
        both = self.old.weight(passage.low, passage.high) + self.new.weight(low, high)
        return 2 * self.path.weight(passage.low, passage.high) / max(1, both)

    def _best_move(self, passage: Passage) -> tuple[float, Track | None]:
        """The moved stretch that holds most of a passage, and what part of it."""
        low, high = passage.low, passage.high
        first = max(0, bisect_right(self.move_lows, low) - 1)
        tracks = self.moves[first : bisect_left(self.move_lows, high)]
        best = max(tracks, key=lambda track: track.weight(low, high), default=None)
        if best is None:
            return 0.0, None
        return best.weight(low, high) / max(1, self.old.weight(low, high)), best

    def _wordless(self, start: int, end: int, token: int) -> Placement:
        """A place between two words, or the white space there: it stays if they still touch."""
        here, there = self._image(token - 1), self._image(token)
        before = self.old.ends[token - 1] if token else 0
        after = self.new.ends[here] if here is not None and here >= 0 else 0
        if here is not None and there == here + 1 and self.old.gaps[token] == self.new.gaps[there]:
            at = after + start - before
        elif there is not None and start == end and self._starts(token, end):
            at = self.new.starts[there]
        elif here is not None and start == end == before:
            at = after
        else:
            return ORPHAN
        return Placement(State.PLACED, at, at + end - start, 1.0)

    def _starts(self, token: int, at: int) -> bool:
        return token < len(self.old) and self.old.starts[token] == at

    def _image(self, token: int) -> int | None:
        """The new token on the path for an old one; the texts' two edges stay edges."""
        if token < 0:
            return -1
        if token == len(self.old):
            return len(self.new)
        piece = self.path.at(token)
        return None if piece is None or piece.share < 1 else piece.new + token - piece.old


def _changed(track: Track, passage: Passage, kept: float) -> Placement:
    start, end = track.span(passage)
    return Placement(State.CHANGED, start, end, round(kept, 3)) if start < end else ORPHAN
