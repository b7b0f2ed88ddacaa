"""Measures placements on real editions and writes that part of docs/benchmarks.md.

`make bench-placements`, or `python -m benchmarks.placements`. `--sample 40` prints passages with
their places and the truth instead, for a person who checks them; `--failed` those that are not
right.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.placements import report
from benchmarks.placements.editions import Edition, editions
from benchmarks.placements.quality import (
    Checked,
    check,
    described,
    hard_tallies,
    sample,
    tallies,
)
from benchmarks.placements.scoring import Mark, mark
from benchmarks.placements.speed import measured

ARCHIVES = Path(tempfile.gettempdir()) / "studyguide-editions"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.placements", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--archives", type=Path, default=ARCHIVES, help="where they are kept")
    parser.add_argument("--count", type=int, default=20, help="passages of each page")
    parser.add_argument("--hard", type=int, default=1, help="of each hard case, of each page")
    parser.add_argument("--sample", type=int, default=0, help="print so many passages to check")
    parser.add_argument("--failed", action="store_true", help="print what place_all gets not right")
    parser.add_argument("--dry", action="store_true", help="print, and leave the page as it is")
    options = parser.parse_args()
    options.archives.mkdir(parents=True, exist_ok=True)
    pages = list(editions(options.archives))
    checked = list(check(pages, options.count))
    if options.sample or options.failed:
        for each in sample(checked, options.sample) if options.sample else _failed(checked):
            print(f"{described(each, each.placed)}\n")
        return
    _measure(pages, checked, options)


def _failed(checked: list[Checked]) -> list[Checked]:
    return [each for each in checked if mark(each.placed, each.truth) is not Mark.RIGHT]


def _measure(pages: list[Edition], checked: list[Checked], options: argparse.Namespace) -> None:
    found = tallies(checked)
    print("\n".join(report.quality_lines(found)), flush=True)
    hard = hard_tallies(pages, options.hard)
    print("\n".join(report.hard_lines(hard)), flush=True)
    costs = measured()
    print("\n".join(report.cost_lines(costs)), flush=True)
    if not options.dry:
        changed = len({each.edition.name for each in checked})
        report.write(found, hard, costs, pages=changed, count=options.count, each=options.hard)


if __name__ == "__main__":
    main()
