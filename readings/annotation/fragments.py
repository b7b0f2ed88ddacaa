"""Parts of pages that many people see alike: rendered once, kept in the cache, filled for each.

A fragment has holes for what differs from request to request, such as the token against forged
requests. Only what all who may read a thing see alike goes into one: private notes never.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Kept = TypeVar("Kept")
Pieces = tuple[bytes, ...]  # HTML, name of a hole, HTML, …, HTML


def locale() -> str:
    """The language and time zone that words and times are shown in: part of a fragment's key."""
    return f"{get_language()}:{timezone.get_current_timezone_name()}"


class Holes:
    """Names the holes of a fragment: `holes.name` is what its context holds there.

    The mark to cut at is made anew each time, so nothing that a person wrote can be one.
    """

    def __init__(self) -> None:
        self.mark = secrets.token_hex(16)

    def __getattr__(self, name: str) -> SafeString:
        return mark_safe(f"{self.mark}{name}{self.mark}")

    def cut(self, html: str) -> Pieces:
        return tuple(part.encode() for part in html.split(self.mark))


def pieces(template: str, context: Callable[[Holes], Mapping[str, Any]]) -> Pieces:
    """The template rendered and cut at its holes.

    Bytes, because that is what goes out: a chapter is not encoded again for each of its readers.
    """
    holes = Holes()
    return holes.cut(render_to_string(template, {**context(holes)}))


def fill(cut: Pieces, **values: str | bytes) -> bytes:
    """The fragment with its holes filled; the values must be safe in HTML."""
    return fill_all([cut], **values)


def fill_all(cuts: Iterable[Pieces], **values: str | bytes) -> bytes:
    """Fragments one after the other, with the same values in their holes."""
    named = {
        name.encode(): value if isinstance(value, bytes) else value.encode()
        for name, value in values.items()
    }
    parts: list[bytes] = []
    for cut in cuts:
        filled = list(cut)
        filled[1::2] = [named[name] for name in cut[1::2]]
        parts += filled
    return b"".join(parts)


def kept(key: str, signature: tuple[Any, ...], make: Callable[[], Kept]) -> Kept:
    """What `make` gives, from the cache as long as the signature stays the same.

    One entry a key, whatever the number of changes: the cache holds what is shown now.
    """
    entry: tuple[tuple[Any, ...], Kept] | None = cache.get(key)
    if entry is None or entry[0] != signature:
        entry = (signature, make())
        cache.set(key, entry)
    return entry[1]
