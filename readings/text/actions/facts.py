"""Writing what is known of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from readings.text.models import Book, Chapter, Reading

Row = TypeVar("Row", Book, Chapter, Reading)


def write_facts(row: Row, facts: Mapping[str, Any]) -> Row:
    """Writes these fields alone: counters of the row may have moved on meanwhile."""
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))
    return row
