"""While the database and the code do not fit together, pages say so and nothing is written."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import escape_leading_slashes

from studyguide.logs import quiet
from studyguide.operations.locks import is_migrating
from studyguide.operations.schema import Standing, applied_to, standing

log = logging.getLogger("studyguide.operations")

LOOKED_AT = 2.0  # seconds between two looks of a process at the database's migrations
RETRY_AFTER = 30  # seconds
UNREACHABLE = "the database cannot be reached"


class UpkeepMiddleware:
    """Answers 503 with a page while a migration runs, and while the code is ahead of or behind the
    database: old code on new tables could write what is lost later.

    It stands before sessions and sign-in, which ask the database. A form that is sent gets the same
    page, and its words stay: the composer's draft on the device, the browser's own form else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trouble = ""
        self.look_at = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if monotonic() >= self.look_at:
            # First, so that one thread looks and the others go on.
            self.look_at = monotonic() + LOOKED_AT
            self._look()
        if not self.trouble:
            return self.get_response(request)
        return _page(request, self.trouble)

    def _look(self) -> None:
        found = trouble()
        if found != self.trouble:
            log.warning("Pages are closed: %s" if found else "Pages are open%s", found)
        self.trouble = found


def trouble() -> str:
    """Why no page can be shown; empty where nothing is the matter."""
    try:
        applied = applied_to(connection)
        if is_migrating(connection):
            return "a migration runs"
    except DatabaseError:
        return UNREACHABLE
    match standing(applied):
        case Standing.BEHIND:
            return "the database waits for `manage.py migrate`"
        case Standing.AHEAD:
            return "the database is newer than the code"
    return ""


def _page(request: HttpRequest, found: str) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        sent = request.method not in ("GET", "HEAD")
        again = escape_leading_slashes(request.get_full_path())
        facts = {"sent": sent, "reached": found != UNREACHABLE, "again": again}
        response = render(request, "503.html", facts, status=503)
    quiet(response)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
