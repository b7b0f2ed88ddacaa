"""Finds the browser of the tests, and installs it where that is simple.

`python -m tests.tooling.chromium` says which one it is; without one it asks Debian's packages, as
root or through sudo. It never fails: the tests themselves say what they could not do.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.tooling.packages import install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
HOW_TO = (
    "no Chromium was found: install Debian's package `chromium`, "
    "or name another one in CHROMIUM=/path/to/it"
)

# Chromium refuses its sandbox to root, and containers lack it; nothing but this machine is reached.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def find() -> str | None:
    """The path of the browser to test with: CHROMIUM, else the first one found."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, NAMES), *ELSEWHERE]
    return next((path for path in candidates if path and Path(path).is_file()), None)


def main() -> None:
    """Installs the browser where it is missing and may be installed; else says what is missing."""
    if find() is None:
        install("chromium", "the browser tests")
    if find() is None:
        print(f"The browser tests cannot run: {HOW_TO}.", flush=True)


if __name__ == "__main__":
    main()
