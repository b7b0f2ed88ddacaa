"""Finds the browser of the tests, and installs it where that is simple.

`python -m tests.tooling.chromium` says which one it is; without one it asks Debian's packages, as
root or through sudo. It never fails: the tests themselves say what they could not do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

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


def _install() -> None:
    apt = shutil.which("apt-get")
    as_root = _as_root()
    if apt is None or as_root is None:
        return
    print("Installing Chromium for the browser tests (Debian's package).", flush=True)
    for arguments in (["update", "-q"], ["install", "-q", "-y", "chromium"]):
        command = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", apt, *arguments]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return


def _as_root() -> list[str] | None:
    """What to put before a command that root must run, or None without a way to ask nobody."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    asked = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
    return [sudo, "-n"] if asked.returncode == 0 else None


def main() -> None:
    """Installs the browser where it is missing and may be installed; else says what is missing."""
    if find() is None:
        _install()
    if find() is None:
        print(f"The browser tests cannot run: {HOW_TO}.", flush=True)


if __name__ == "__main__":
    main()
