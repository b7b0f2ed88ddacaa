"""Where something stands in the text, read in few columns: a section's row holds all its words."""

from __future__ import annotations

from typing import Any

from readings.annotation.models import Target
from readings.exporting.personal.values import Row

FIELDS = (
    "kind", "section__heading", "block__number", "footnote__number", "exact", "first_exact",
    "state", "archived_at",
)  # fmt: skip
READING = (
    "group__name", "group__slug", "chapter__number", "chapter__title", "chapter__slug",
    "chapter__book__title", "chapter__book__slug",
)  # fmt: skip


def columns(path: str, fields: tuple[str, ...] = FIELDS) -> list[str]:
    """The columns of a target (or a reading, or a chapter) to which `path` leads."""
    return [f"{path}{field}" for field in fields]


def place(found: dict[str, Any], *paths: str) -> Row | None:
    """The first of these targets that there is; None where there is none."""
    for path in paths:
        if found[f"{path}kind"] is not None:
            return _place(found, path)
    return None


def _place(found: dict[str, Any], path: str) -> Row:
    kind, heading = found[f"{path}kind"], found[f"{path}section__heading"]
    quote = heading if kind == Target.Kind.SECTION else found[f"{path}exact"]
    chosen = found[f"{path}first_exact"]
    return {
        "kind": kind,
        "section": heading or None,
        "paragraph": found[f"{path}block__number"] or None,
        "footnote": found[f"{path}footnote__number"],
        "quote": quote or None,
        # The words as they were chosen, where an edit of the text has changed them since.
        "quote_at_first": chosen if chosen and chosen != found[f"{path}exact"] else None,
        "state": found[f"{path}state"],
    }
