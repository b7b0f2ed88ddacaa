"""The W3C text quote selector: a passage's own words with a little of what stands around them."""

from __future__ import annotations

CONTEXT = 32


def context(text: str, start: int, end: int, size: int = CONTEXT) -> tuple[str, str]:
    """Up to `size` code points before and after `text[start:end]`, as `(prefix, suffix)`.

    Raises ValueError for a passage that does not lie within the text.
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"passage {start}:{end} does not lie within {len(text)} characters")
    return text[max(0, start - size) : start], text[end : end + size]
