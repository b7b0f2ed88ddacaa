"""Measures the site and writes docs/benchmarks.md. `make bench`, or `python -m benchmarks`.

`make bench ARGS="--rounds 3 --seconds 1"` takes a quicker, rougher look and writes it as well;
`--dry` only prints.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import report
from benchmarks.figures import Settings
from benchmarks.runs import figures
from benchmarks.site import build


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=Settings.rounds)
    parser.add_argument("--seconds", type=float, default=Settings.seconds)
    parser.add_argument("--dry", action="store_true", help="print, and leave the page as it is")
    options = parser.parse_args()
    settings = Settings(rounds=max(3, options.rounds), seconds=options.seconds)
    with tempfile.TemporaryDirectory(prefix="studyguide-bench-") as name:
        print("Making the databases.", flush=True)
        site = build(Path(name))
        found = []
        for figure in figures(site, settings):
            print(figure.line(), flush=True)
            found.append(figure)
    if not options.dry:
        report.write(found, settings)
    if not all(figure.met for figure in found):
        print("Not every goal is met.")


if __name__ == "__main__":
    main()
