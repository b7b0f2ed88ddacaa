"""Notes as HTML: threads and the panels that hold them.

A thread looks the same to all who may read it, but for its authors' own controls: it is rendered
once and kept.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Hashable, Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language

from readings.annotation import queries
from readings.annotation.forms import NoteForm
from readings.annotation.fragments import (
    Holes,
    Pieces,
    fill,
    fill_all,
    find,
    kept,
    locale,
    pieces,
    put,
)
from readings.annotation.models import Note
from readings.annotation.places import Place
from readings.annotation.queries import Row, Thread
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
    threads = gone + threads_html(token, reading, user, rows, opened)
    return fill(
        _panel(reading, place, spanned=bool(span), may_ask=_may_ask(user, reading)),
        csrf_token=token,
        uid=str(uuid.uuid4()),
        threads=threads + more_html(reading, place, page.after, span),
        empty=b"" if threads or span else _empty(),
    )


def more_threads_html(request: HttpRequest, reading: Reading, user: User, place: Place) -> bytes:
    """The next threads at a place, and the way to those after them."""
    page = _page(request, reading, user, place)
    threads = threads_html(form_token(request), reading, user, page.rows)
    return threads + more_html(reading, place, page.after, requested_span(request))


def threads_html(
    token: str,
    reading: Reading,
    user: User,
    rows: Sequence[Row],
    opened: Note | None = None,
) -> bytes:
    """Threads that came through `queries` for this person; `token` goes into their forms."""
    cut = _thread_pieces(reading, user, rows)
    shown = [row.head.pk for row in rows if row.head.pk in cut]
    if opened is None or opened.pk not in shown:
        return fill_all([cut[pk] for pk in shown], csrf_token=token, is_open="")
    return b"".join(
        fill(cut[pk], csrf_token=token, is_open=" is-open" if pk == opened.pk else "")
        for pk in shown
    )


def gone_html(token: str, note: Note) -> bytes:
    """In the place of one's own deleted note, the way back to it."""
    return render_to_string("annotation/undo.html", {"note": note, "csrf_token": token}).encode()


def new_thread_html(token: str, made: Note) -> bytes:
    """The thread of a note that was just written, for its author."""
    if made.target is None:
        context = _thread_context(made.reading, made.author, Thread(made), token)
        return render_to_string("annotation/thread.html", context).encode()
    author, target = made.author, made.target
    written = made.written
    return fill(
        _new_thread(made.reading, made.audience, target.kind),
        uid=str(made.uid),
        address=made.get_absolute_url(),
        name=escape(author),
        hue=str(author.hue),
        initials=escape(author.initials),
        iso=written[0],
        written=escape(written[1]),
        section=str(target.section_id),
        start=str(target.start),
        end=str(target.end),
        quote=escape(Truncator(target.exact).words(60)),
        body=made.html,
        csrf_token=token,
    )


def _new_thread(reading: Reading, audience: str, kind: str) -> Pieces:
    """A new thread with nothing in it yet: a hole for everything that differs between two."""

    def context(holes: Holes) -> Mapping[str, Any]:
        form = fill(
            _reply_form(reading, audience),
            uid=holes.uid,
            address=holes.address,
            name=holes.name,
            csrf_token=holes.csrf_token,
        )
        return {
            "thread": SimpleNamespace(is_stub=False, replies=()),
            "head": SimpleNamespace(
                author=_AnyAuthor(holes),
                author_id=0,
                audience=audience,
                html=holes.body,
                written=(holes.iso, holes.written),
            ),
            "uid": holes.uid,
            "address": holes.address,
            "target": SimpleNamespace(
                kind=kind, section_id=holes.section, start=holes.start, end=holes.end,
                exact=holes.quote,
            ),
            "csrf_token": holes.csrf_token,
            "reply_form": mark_safe(form.decode()),
            "user": SimpleNamespace(pk=0),
        }  # fmt: skip

    key = ("new thread", reading.address, reading.group.name, audience, kind, get_language())
    return kept(key, lambda: pieces("annotation/thread.html", context))


class _AnyAuthor:
    def __init__(self, holes: Holes) -> None:
        self.hue, self.initials, self.name = holes.hue, holes.initials, holes.name

    def __str__(self) -> str:
        return self.name


def form_token(request: HttpRequest) -> str:
    """The token for forms in a partial: the one of the page that asks for it, which htmx sends.

    A wrong one opens nothing: the form that it stands in would be refused.
    """
    sent = request.headers.get("X-CSRFToken", "")
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


def _thread_pieces(reading: Reading, user: User, rows: Sequence[Row]) -> dict[int, Pieces]:
    """By the key of the head. A thread is rendered anew when its row has changed."""
    group, chapter = reading.group, reading.chapter
    names = (group.slug, chapter.book.slug, chapter.slug, group.name)  # they stand in the HTML
    shared, reader = (chapter.revision, *names, *locale()), user.pk
    found: dict[int, Pieces] = {}
    missing: dict[int, tuple[Hashable, Row]] = {}
    for row in rows:
        pk = row.head.pk
        key: Hashable = ("thread", row, _own(row, reader), shared)
        cut = find(key)
        if cut is None:
            missing[pk] = (key, row)
        else:
            found[pk] = cut
    read = queries.read_threads(user, [row for _key, row in missing.values()]) if missing else {}
    for pk, thread in read.items():
        key, _row = missing[pk]
        found[pk] = put(key, _render_thread(reading, user, thread))
    return found


def _own(row: Row, reader: int) -> tuple[int, ...]:
    """Those of the thread's notes that this person wrote: they get controls."""
    head = (row.head.pk,) if row.head.author == reader else ()
    if not row.replies:
        return head
    return head + tuple(reply.pk for reply in row.replies if reply.author == reader)


def _render_thread(reading: Reading, user: User, thread: Thread) -> Pieces:
    def context(holes: Holes) -> Mapping[str, Any]:
        made = _thread_context(reading, user, thread, holes.csrf_token)
        return {**made, "is_open": holes.is_open}

    return pieces("annotation/thread.html", context)


def _thread_context(reading: Reading, user: User, thread: Thread, token: str) -> dict[str, Any]:
    head = thread.head
    uid, address = str(head.uid), head.get_absolute_url()
    form = b""
    if not thread.is_stub:
        form = fill(
            _reply_form(reading, head.audience),
            uid=uid,
            address=address,
            name=escape(head.author),
            csrf_token=token,
        )
    return {
        "thread": thread,
        "head": head,
        "uid": uid,
        "address": address,
        "target": head.target,
        "csrf_token": token,
        "reply_form": mark_safe(form.decode()),
        # Only to tell whose notes are whose: nothing else of a person may come in here.
        "user": SimpleNamespace(pk=user.pk),
    }


def _reply_form(reading: Reading, audience: str) -> Pieces:
    """The form under a thread, the same for all threads that are read by as many."""

    def context(holes: Holes) -> Mapping[str, Any]:
        return {
            "reading": reading,
            "private": audience,
            "uid": holes.uid,
            "address": holes.address,
            "name": holes.name,
            "csrf_token": holes.csrf_token,
        }

    key = ("reply", reading.group.name, audience, get_language())
    return kept(key, lambda: pieces("annotation/reply_fold.html", context))


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

    key = ("panel", reading.address, reading.group.name, place, spanned, may_ask, get_language())
    return kept(key, lambda: pieces("annotation/panel.html", context))


def _empty() -> bytes:
    return render_to_string("annotation/panel_empty.html").encode()


def _may_ask(user: User, reading: Reading) -> bool:
    return allows(user, Permission.ASK, reading.group)
