"""docs/benchmarks.md in parts, each written by its own program and left alone by the others."""

from __future__ import annotations

import re
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def with_part(page: str, name: str, text: str) -> str:
    """The page with one part written anew, or put at its end where it has none of that name."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    part = f"{begin}\n{text.strip()}\n{end}\n"
    old = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}\n", re.DOTALL)
    if old.search(page):
        return old.sub(lambda _: part, page, count=1)
    return f"{page.rstrip()}\n\n{part}".lstrip()


def write_part(name: str, text: str) -> None:
    """Writes one part of the page."""
    TARGET.write_text(with_part(TARGET.read_text(), name, text))
