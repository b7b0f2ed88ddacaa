"""`/healthz`: this process answers. `/readyz`: what it needs is there.

Both are answered before a host name is looked at, so that a probe may ask 127.0.0.1 in the open:
the answer is made of nothing that the request says, sets no cookie and tells no name, version or
address. Neither leaves a line in the access log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from studyguide.logs import quiet
from studyguide.operations.locks import is_migrating
from studyguide.operations.schema import applied_to, standing

log = logging.getLogger("studyguide.operations")

KEPT = 1.0  # seconds that an answer is given again: whoever asks all the time costs nothing


class ProbeMiddleware:
    """Answers the two probes, and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.found: dict[str, str] = {}
        self.old_at = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in ("/healthz", "/readyz"):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        ready = request.path_info == "/readyz"
        response = self._ready() if ready else JsonResponse({"status": "ok"})
        response["Cache-Control"] = "no-store"
        response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        return response

    def _ready(self) -> HttpResponse:
        if monotonic() >= self.old_at:
            found = look()
            if found != self.found:
                self._tell(found)
            self.found, self.old_at = found, monotonic() + KEPT
        ready = not troubles(self.found)
        said = {"status": "ready" if ready else "not ready", "checks": self.found}
        return quiet(JsonResponse(said, status=200 if ready else 503))

    def _tell(self, found: dict[str, str]) -> None:
        """One line when something changes, however often the probe asks."""
        if bad := troubles(found):
            log.warning("Not ready: %s", ", ".join(f"{name} {found[name]}" for name in bad))
        elif troubles(self.found):
            log.warning("Ready again")


def troubles(found: dict[str, str]) -> list[str]:
    """The checks that did not go well."""
    return [name for name, word in found.items() if word != "ok"]


def look() -> dict[str, str]:
    """One word for each thing that the site needs: "ok", or what is the matter."""
    return {**_database(), "cache": _word(_cache), "tasks": _word(_tasks)}


def _database() -> dict[str, str]:
    try:
        applied = applied_to(connection)
        migrates = is_migrating(connection)
    except (DatabaseError, OSError):
        return {"database": "unreachable", "migrations": "unknown"}
    return {"database": "ok", "migrations": "running" if migrates else standing(applied).value}


def _word(check: Callable[[], object]) -> str:
    try:
        check()
    except Exception:  # noqa: BLE001 (every client of a store has errors of its own)
        return "unreachable"
    return "ok"


def _cache() -> None:
    cache.set("readyz", "ok", 60)


def _tasks() -> None:
    from huey.contrib.djhuey import HUEY

    HUEY.storage.queue_size()
