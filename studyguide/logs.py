"""Logs that hold routes and never paths: that of a joining link is a secret."""

import logging
import re
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

Response = TypeVar("Response", bound=HttpResponse)

access = logging.getLogger("studyguide.access")

URL = re.compile(r"(\w+://[^/\s]+)\S*")


def route(request: HttpRequest) -> str:
    """The pattern of the address that was asked for."""
    match = request.resolver_match
    return f"/{match.route}" if match else "(no route)"


def quiet(response: Response) -> Response:
    """The same answer, of which Django writes no error although its status is one of those."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


class RouteFilter(logging.Filter):
    """Gives Django's own words about a request its route instead of its path.

    They are "%s: %s" or "Forbidden (%s): %s", what happened and where. What happened can name the
    page that sent a form; of that the site is left.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request: HttpRequest | None = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            what = URL.sub(r"\1", str(record.args[0])) if record.args else ""
            record.msg, record.args = "%s %s %s", (request.method, route(request), what)
        return True
