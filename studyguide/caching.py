"""The cache in a process's own memory, for pages that are put together from many parts."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache

CONSTANTS = (str, int, bytes, datetime, type(None))


class MemoryCache(LocMemCache):
    """Django's cache in local memory, less the copying of what cannot change.

    Django pickles every value, so that nobody can change what others see. A text or a tuple of
    texts cannot be changed: it is kept as it is. Everything else is pickled as ever.
    """

    def validate_key(self, key: str) -> None:
        """No other store is served by this class, so keys need not fit memcached."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        found = {}
        with self._lock:
            for key in keys:
                made = self.make_key(key, version)
                if self._has_expired(made):
                    self._delete(made)
                else:
                    found[key] = self._cache[made]
                    self._cache.move_to_end(made, last=False)
        return {
            key: pickle.loads(kept) if isinstance(kept, bytes) else kept  # noqa: S301
            for key, kept in found.items()
        }

    def set(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,  # type: ignore[assignment]
        version: int | None = None,
    ) -> None:
        # What is kept as bytes is a pickle, so bytes themselves are pickled too.
        as_it_is = _is_constant(value) and not isinstance(value, int | bytes)
        kept = value if as_it_is else pickle.dumps(value, self.pickle_protocol)
        with self._lock:
            self._set(self.make_key(key, version), kept, timeout)


def _is_constant(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_constant, value))
    return isinstance(value, CONSTANTS)
