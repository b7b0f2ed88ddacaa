"""The panel in the margin: a place's threads, and the form for another note there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from readings.annotation import queries
from readings.annotation.forms import NoteForm
from readings.annotation.fragments import (
    Holes,
    Pieces,
    fill,
    kept,
    pieces,
)
from readings.annotation.models import Note
from readings.annotation.places import Place
from readings.annotation.threads import gone_html, threads_html
from readings.groups import asked
from readings.groups.permissions import Permission, allows
from readings.text.models import Reading

if TYPE_CHECKING:
    from readings.groups.models import User

Span = tuple[int, int]
TOKEN = re.compile("[A-Za-z0-9]{64}")


def panel_html(
    request: HttpRequest, reading: Reading, user: User, place: Place, opened: Note | None = None
) -> bytes:
    """The notes on a place with the form for another; `opened` is shown wherever it comes."""
    span = requested_span(request)
    page = _page(request, reading, user, place)
    rows, token, gone = page.rows, form_token(request), b""
    if opened is not None and all(row.head.pk != opened.pk for row in rows):
        asked_for = queries.thread(user, opened)
        rows = [*asked_for, *rows]
        gone = b"" if asked_for else gone_html(token, opened)
    threads = threads_html(token, reading, user, rows, opened)
    return fill(
        _panel(reading, place, spanned=bool(span), may_ask=_may_ask(user, reading)),
        csrf_token=token,
        uid=str(uuid.uuid4()),
        threads=[gone, *threads, more_html(reading, place, page.after, span)],
        empty=b"" if gone or threads or span else _empty(),
    )


def more_threads_html(request: HttpRequest, reading: Reading, user: User, place: Place) -> bytes:
    """The next threads at a place, and the way to those after them."""
    page = _page(request, reading, user, place)
    threads = threads_html(form_token(request), reading, user, page.rows)
    more = more_html(reading, place, page.after, requested_span(request))
    return b"".join([*threads, more])


def form_token(request: HttpRequest) -> str:
    """The token for forms in a partial: the one of the page that asks for it, which htmx sends.

    A wrong one opens nothing: the form that it stands in would be refused.
    """
    sent = request.META.get("HTTP_X_CSRFTOKEN", "")
    return sent if TOKEN.fullmatch(sent) else get_token(request)


def requested_span(request: HttpRequest) -> Span | None:
    """The stretch of a section (code points) that a pressed mark asks for."""
    low, high = (asked.whole_number(request.GET.get(name, "")) for name in ("from", "to"))
    return None if low is None or high is None else (low, high)


def requested_after(request: HttpRequest) -> int:
    return asked.whole_number(request.GET.get("after", "")) or 0


def more_html(reading: Reading, place: Place, after: int | None, span: Span | None) -> bytes:
    if after is None:
        return b""
    query = f"?after={after}" + (f"&amp;from={span[0]}&amp;to={span[1]}" if span else "")
    return fill(_more(reading, place), query=query)


def _more(reading: Reading, place: Place) -> Pieces:
    def context(holes: Holes) -> Mapping[str, Any]:
        return {"reading": reading, "place": place, "query": holes.query}

    key = ("more", reading.address, place.path, get_language())
    return kept(key, lambda: pieces("annotation/more.html", context))


def _page(request: HttpRequest, reading: Reading, user: User, place: Place) -> queries.Page:
    return queries.threads(
        reading, user, place, span=requested_span(request), after=requested_after(request)
    )


def _panel(reading: Reading, place: Place, *, spanned: bool, may_ask: bool) -> Pieces:
    """The panel without its threads: the same for all who have the same rights."""

    def context(holes: Holes) -> Mapping[str, Any]:
        initial = {
            "kind": place.kind,
            "key": place.key,
            "number": place.number,
            "section": place.section,
            "uid": holes.uid,
        }
        return {
            "reading": reading,
            "place": place,
            "span": spanned,
            "may_ask": may_ask,
            "form": NoteForm(initial=initial),
            "csrf_token": holes.csrf_token,
            "threads": holes.threads,
            "empty": holes.empty,
        }

    key = ("panel", reading.address, reading.group.manner, place, spanned, may_ask, get_language())
    return kept(key, lambda: pieces("annotation/panel.html", context))


def _empty() -> bytes:
    return render_to_string("annotation/panel_empty.html").encode()


def _may_ask(user: User, reading: Reading) -> bool:
    return allows(user, Permission.ASK, reading.group)
