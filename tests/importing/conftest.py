"""Chapters in the house's own words, each copied in another habit."""

from pathlib import Path

import pytest

from readings.importing.plaintext import read_plain_text

CHAPTERS = Path(__file__).parent / "chapters"


@pytest.fixture
def chapter():
    """Reads one of the chapters beside this file by its name."""

    def read(name):
        path = CHAPTERS / f"{name}.txt"
        return read_plain_text(path.read_bytes(), name=path.name)

    return read


@pytest.fixture
def outline():
    """Reads a chapter from its paragraphs."""
    return lambda *paragraphs: read_plain_text("\n\n".join(paragraphs))
