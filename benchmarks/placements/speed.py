"""What `place_all` costs: processor time and memory, each measured in a process of its own."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

from benchmarks.figures import Thing, measure
from benchmarks.site import hello_alone
from benchmarks.words import Prose
from readings.annotation.placing import place_all

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (1_000, 10_000, 110_000, 1_000_000)
EDITED_EVERY = 1_100  # characters: 100 edits in a section of 110 KB
NOTED_EVERY = 11  # characters: 10,000 passages in it
RUNS = 5
SLICE = 2.0  # seconds of the unit of measure


class Cost(NamedTuple):
    """One size: characters, edits, anchors; seconds of processor time, megabytes at the most.

    `hellos` says how many requests of the unit of measure took as much, None where the system does
    not tell.
    """

    size: int
    edits: int
    anchors: int
    seconds: float
    memory: float
    hellos: float | None = None


def measured() -> list[Cost]:
    """The costs at every size, each beside the unit of measure right before and after."""
    with hello_alone() as hello:
        measure(hello, SLICE)
        return [_beside(hello, size) for size in SIZES]


def _beside(hello: Thing, size: int) -> Cost:
    before = measure(hello, SLICE).cpu
    cost = Cost(*json.loads(_run(size)))
    after = measure(hello, SLICE).cpu
    if not before or not after:
        return cost
    return cost._replace(hellos=1000 * cost.seconds / ((before + after) / 2))


def _run(size: int) -> str:
    command = [sys.executable, "-m", "benchmarks.placements.speed", str(size)]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def _measure(size: int) -> Cost:
    """The median of a few runs, each with other texts."""
    seconds, edits, anchors = [], max(1, size // EDITED_EVERY), size // NOTED_EVERY
    for seed in range(RUNS):
        old, new, passages = _texts(size, edits, anchors, seed)
        before = process_time()
        place_all(old, new, passages)
        seconds.append(process_time() - before)
    return Cost(size, edits, anchors, median(seconds), _peak())


def _peak() -> float:
    """The most megabytes that this process has taken; 0 where the system does not tell.

    Not from `resource`: what it tells of a process begins with what its parent had taken.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    kilobytes = next((line.split()[1] for line in lines if line.startswith("VmHWM")), "0")
    return int(kilobytes) / 1024


def _texts(
    size: int, edits: int, anchors: int, seed: int
) -> tuple[str, str, list[tuple[int, int]]]:
    """Paragraphs of made-up prose, the same with words put in, taken out and replaced."""
    prose, dice = Prose(seed), random.Random(seed)
    words = prose.words(size // 4).split(" ")
    for at in range(0, len(words), 90):
        words[at] = f"\n{words[at]}"
    old = " ".join(words)[:size]
    words = old.split(" ")
    for _ in range(edits):
        at = dice.randrange(len(words))
        words[at : at + dice.randint(0, 4)] = prose.words(dice.randint(1, 4)).split(" ")
    starts = [dice.randrange(len(old) - 20) for _ in range(anchors)]
    passages = [(start, min(len(old), start + dice.randint(15, 240))) for start in starts]
    return old, " ".join(words), passages


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
