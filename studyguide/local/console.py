"""Words for the person at the terminal."""

from __future__ import annotations

import sys


def say(text: str = "") -> None:
    """Prints a line at once, though a pipe would keep it back."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Prints why the site does not start."""
    print(text, file=sys.stderr, flush=True)
