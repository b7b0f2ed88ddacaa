"""Logs that hold no words of people, no addresses and no secrets.

Routes stand for paths (that of a joining link is a secret), and an exception for what it says: its
kind and where it came from, since databases and parsers quote in their messages what they were
given. Everything goes through `formatter`, other packages' records too.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.typing import EventDict, Processor

Response = TypeVar("Response", bound=HttpResponse)

access = logging.getLogger("studyguide.access")

FIELDS = ("method", "route", "status", "ms")  # of a line of the access log
OURS = "studyguide."
CSRF = "django.security.csrf"

URL = re.compile(r"(\w+://)[^/\s]*?([\w.:\[\]-]+)(?=[/?#\s]|$)\S*")
ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
PATH = re.compile(r"(?<![\w./:])/[^\s'\",;)]+")
# What is long and has digits between its letters was made to be guessed by nobody.
SECRET = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{18,}")

EXPRESSION = re.compile(r"[\^$\\]|\(\?")
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()\[\]]|\[[^\]]*\]|\([^()]*\))*\)")
SIGNS = re.compile(r"[\^$?\\]|\(\?:|[()]")


@lru_cache(maxsize=1024)
def _named(pattern: str) -> str:
    """A pattern as people write it: a regular expression becomes its names and fixed words."""
    if not EXPRESSION.search(pattern):
        return f"/{pattern}"
    return "/" + SIGNS.sub("", GROUP.sub(r"<\1>", pattern))


def route(request: HttpRequest) -> str:
    """The pattern of the address that was asked for."""
    match = request.resolver_match
    return _named(match.route) if match else "(no route)"


def quiet(response: Response) -> Response:
    """The same answer, of which Django writes no error although its status is one of those."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def scrubbed(text: str) -> str:
    """The first line of a text without mail addresses, paths, queries and secrets."""
    line = text.partition("\n")[0]
    for pattern, instead in ((URL, r"\1\2"), (ADDRESS, "(address)"), (PATH, "(path)")):
        line = pattern.sub(instead, line)
    return SECRET.sub("(secret)", line)


class RouteFilter(logging.Filter):
    """Gives Django's own words about a request its route instead of its path.

    They are "%s: %s" or "Forbidden (%s): %s", what happened and where. What happened can name the
    page that sent a form; of that the site is left.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request: HttpRequest | None = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            what = URL.sub(r"\1\2", str(record.args[0])) if record.args else ""
            record.msg, record.args = "%s %s %s", (request.method, route(request), what)
        return True


def formatter(*, form: str, debug: bool) -> logging.Formatter:
    """The one formatter of all handlers: `json`, a line an event, or `console`, for eyes.

    With `debug` exceptions say their words too: nobody else's words are on such a site.
    """
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        ExtraAdder(allow=FIELDS),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if debug else _clean,
        ProcessorFormatter.remove_processors_meta,
    ]
    if form == "console":
        colours = sys.stderr.isatty()
        processors += [_sentence, structlog.dev.ConsoleRenderer(colors=colours)]
    else:
        processors += [_event_first, structlog.processors.JSONRenderer()]
    return ProcessorFormatter(processors=processors)


def _clean(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Takes out what is not ours to write down."""
    record: logging.LogRecord = event["_record"]
    event.pop("stack_info", None)
    if found := event.pop("exc_info", None):
        event["exception"] = "".join(_frames(found[1]))
    if not record.name.startswith(OURS):
        event["event"] = _said(record, str(event["event"]))
    return event


def _said(record: logging.LogRecord, text: str) -> str:
    """What another package says. Where it speaks of a request (`django.security.*` repeats what was
    sent), the request's route speaks for it; a RouteFilter has done so for the others already."""
    request = getattr(record, "request", None)
    repeats = record.name.startswith("django.security.") and record.name != CSRF
    if isinstance(request, HttpRequest) and repeats:
        return f"{request.method} {route(request)}"
    return scrubbed(text)


def _frames(error: BaseException | None) -> Iterator[str]:
    """Where an exception came from, and what led to it, without what they say."""
    if error is None:
        return
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _frames(before)
        yield "\n\n"
    yield "".join(traceback.format_tb(error.__traceback__))
    yield f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield "\n\n"
            yield from _frames(inner)


def _event_first(_logger: Any, _name: str, event: EventDict) -> EventDict:
    return {"timestamp": event.pop("timestamp"), "level": event.pop("level"), **event}


def _sentence(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """A line of the access log as people read it."""
    if "route" in event:
        method, address, status, ms = (event.pop(name) for name in FIELDS)
        event["event"] = f"{method} {address} {status} {ms} ms"
    return event
