"""Files of other programs, made while the tests run: pandoc writes them from Markdown."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from readings.importing.pandoc.running import pandoc

FORMATS = ("html", "epub", "docx", "odt")

# A chapter as somebody copies it from a web page.
WELL = """The Commons

Chapter 7: The Well

The well was dug before anybody kept accounts. [1] People kept it clean in order to:

1. drink from it
2. meet at it

Who may draw

Nobody asked who might draw from it, and nobody was ever turned away.

Notes

1. Almanac of the Parish, p. 3.
"""

# A book of two chapters, to be made into a file by pandoc.
WELLS = """---
title: Wells
author: A. Miller
---

# The Rope

Of hemp, and as long as the well is deep.

> A quote about ropes.

Ropes wear, and are spliced.

# The Bucket

Of oak, with a handle.
"""


def document(markdown: str, to: str, **files: bytes) -> bytes:
    """A whole file of that format; `files` are pictures by name, with `_` for the dot."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "in.md").write_text(markdown, encoding="utf-8")
        for name, data in files.items():
            Path(folder, name.replace("_", ".")).write_bytes(data)
        out = Path(folder, f"out.{to}")
        command = [str(pandoc()), "-s", "-f", "markdown", "-o", out.name, "in.md"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)
        return out.read_bytes()


def changed(archive: bytes, change: Mapping[str, bytes | None] | None = None) -> bytes:
    """The archive with members put in, or taken out where they are None."""
    out = io.BytesIO()
    change = change or {}
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename not in change:
                new.writestr(info.filename, old.read(info))
        for name, data in change.items():
            if data is not None:
                new.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def member(archive: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return found.read(name)


def as_its_program(archive: bytes, to: str, headings: Mapping[str, str]) -> bytes:
    """The file with its links as Word or LibreOffice write them: Word marks a heading inside its
    paragraph, LibreOffice leads to it by its words. `headings` are these by their ids."""
    if to == "docx":
        content = member(archive, "word/document.xml").decode()
        mark = r"(<w:bookmarkStart[^>]*/>)\s*(<w:p>\s*<w:pPr>.*?</w:pPr>)"
        content = re.sub(mark, r"\2\1", content, flags=re.DOTALL)
        return changed(archive, {"word/document.xml": content.encode()})
    if to == "odt":
        content = member(archive, "content.xml").decode()
        for name, words in headings.items():
            content = content.replace(f'"#{name}"', f'"#1.2.{words}|outline"')
        return changed(archive, {"content.xml": content.encode()})
    return archive
