"""Parts of pages that many people see alike: rendered once, kept, filled for each.

A fragment has holes for what differs from request to request, such as the token against forged
requests. Fragments stay in the process that made them: words that one person keeps for themselves
reach no store that others can read, and nothing is copied on the way.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Kept = TypeVar("Kept")
Pieces = tuple[bytes, ...]  # HTML, name of a hole, HTML, …, HTML
Value = str | bytes | list[bytes]  # what goes into a hole; a list is put together there


def locale() -> tuple[str | None, str]:
    """The language and time zone that words and times are shown in: part of a fragment's key."""
    return get_language(), timezone.get_current_timezone_name()


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


def fill(cut: Pieces, **values: Value) -> bytes:
    """The fragment with its holes filled; the values must be safe in HTML."""
    return b"".join(filled([cut], **values))


def filled(cuts: Iterable[Pieces], **values: Value) -> list[bytes]:
    """Fragments one after the other, with the same values in their holes, in parts.

    Parts, because a long page is put together once, where it goes out: every copy of it shows.
    """
    named = {name.encode(): _parts(value) for name, value in values.items()}
    parts: list[bytes] = []
    for cut in cuts:
        for hole in range(1, len(cut), 2):
            parts.append(cut[hole - 1])
            parts += named[cut[hole]]
        parts.append(cut[-1])
    return parts


def joined(cuts: Iterable[Pieces]) -> Pieces:
    """Fragments one after the other as one."""
    pieces = [b""]
    for first, *rest in cuts:
        pieces[-1] += first
        pieces += rest
    return tuple(pieces)


def _parts(value: Value) -> list[bytes]:
    if isinstance(value, str):
        return [value.encode()]
    return [value] if isinstance(value, bytes) else value


def _size(thing: Any) -> int:
    """About how many bytes a thing takes, with its key."""
    parts = thing if isinstance(thing, tuple) else (thing,)
    return 500 + sum(len(part) for part in parts if isinstance(part, bytes))


# A thread takes two or three kilobytes, a chapter a hundred. The least recently used goes first.
_kept: LRUCache[Hashable, Any] = LRUCache(maxsize=64 * 2**20, getsizeof=_size)
_lock = Lock()


def kept(key: Hashable, make: Callable[[], Kept]) -> Kept:
    """What `make` gives, made once for each key: the key says all that it depends on.

    While templates are being worked on (DEBUG) nothing is kept.
    """
    thing: Kept | None = find(key)
    return put(key, make()) if thing is None else thing


def find(key: Hashable) -> Any | None:
    """What is kept under the key."""
    with _lock:
        try:
            return _kept[key]
        except KeyError:
            return None


def put(key: Hashable, thing: Kept) -> Kept:
    """Keeps it, and gives it back."""
    if not settings.DEBUG:
        with _lock:
            _kept[key] = thing
    return thing


def clear() -> None:
    """Forgets everything that is kept in this process."""
    with _lock:
        _kept.clear()
