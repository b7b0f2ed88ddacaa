"""Passages written down in the text itself: `⟦` and `⟧` stand around what is pointed at."""

from __future__ import annotations

from readings.annotation.placing import Placement, State, place_all


def unmarked(marked: str) -> tuple[str, tuple[int, int] | None]:
    """A text without its marks, and the passage that they enclosed, if any."""
    start = marked.find("⟦")
    end = marked.find("⟧") - 1
    return marked.replace("⟦", "").replace("⟧", ""), None if start < 0 else (start, end)


def follow(old: str, new: str) -> tuple[Placement, str | None]:
    """The placement of the passage marked in the old text, and the new text with it marked."""
    text, anchor = unmarked(old)
    assert anchor is not None
    placement = place_all(text, unmarked(new)[0], [anchor])[0]
    return placement, marked(unmarked(new)[0], placement)


def marked(text: str, placement: Placement) -> str | None:
    """A text with a placement marked in it; None where it is orphaned."""
    if placement.start is None or placement.end is None:
        return None
    start, end = placement.start, placement.end
    return f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"


def assert_follows(old: str, new: str, state: State) -> None:
    """Assert that the passage marked in the old text becomes the one marked in the new text."""
    placement, found = follow(old, new)
    assert found == (new if "⟦" in new else None)
    assert placement.state is state
