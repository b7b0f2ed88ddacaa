"""Notes as HTML: threads and the panels that hold them.

A thread looks the same to all who may read it, but for its authors' own controls: it is rendered
once and kept. One that a person keeps for themselves is kept in this process alone: its words
stand in no store that others read.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.core.cache import cache, caches
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from readings.annotation import queries
from readings.annotation.forms import NoteForm
from readings.annotation.fragments import Holes, Pieces, fill, fill_all, kept, locale, pieces
from readings.annotation.models import Note
from readings.annotation.places import Place
from readings.annotation.queries import Row, Thread
from readings.groups import asked
from readings.groups.permissions import Permission, allows
from readings.text.models import Reading

if TYPE_CHECKING:
    from readings.groups.models import User

LAYOUT = 1  # counts up when the templates of threads and panels change

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
    context = _thread_context(made.reading, made.author, Thread(made), token)
    return render_to_string("annotation/thread.html", context).encode()


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

    key = f"more:{reading.pk}:{place.path}:{get_language()}"
    return kept(key, (LAYOUT, reading.address), lambda: pieces("annotation/more.html", context))


def _page(request: HttpRequest, reading: Reading, user: User, place: Place) -> queries.Page:
    return queries.threads(
        reading, user, place, span=requested_span(request), after=requested_after(request)
    )


def _thread_pieces(reading: Reading, user: User, rows: Sequence[Row]) -> dict[int, Pieces]:
    """By the key of the head. What is kept of a thread carries what it was made from."""
    group, chapter = reading.group, reading.chapter
    names = (group.slug, chapter.book.slug, chapter.slug, group.name)  # they stand in the HTML
    shared = (LAYOUT, chapter.revision, *names)
    where, reader = locale(), user.pk
    keys = {row.head.pk: _key(row, reader, where) for row in rows}
    own = {row.head.pk for row in rows if row.head.audience != Note.Audience.GROUP}
    entries = cache.get_many([key for pk, key in keys.items() if pk not in own])
    if own:
        entries |= caches["private"].get_many([keys[pk] for pk in own])
    found: dict[int, Pieces] = {}
    missing = []
    for row in rows:
        entry = entries.get(keys[row.head.pk])
        if entry is not None and entry[0] == shared and entry[1] == row:
            found[row.head.pk] = entry[2]
        else:
            missing.append(row)
    read = queries.read_threads(user, missing) if missing else {}
    for row in missing:
        if thread := read.get(row.head.pk):
            found[row.head.pk] = _render_thread(reading, user, thread)
            store = caches["private"] if row.head.pk in own else cache
            store.set(keys[row.head.pk], (shared, _plain(row), found[row.head.pk]))
    return found


def _plain(row: Row) -> tuple[Any, ...]:
    """Equal to the row, and read from the cache without looking for its classes."""
    return tuple(row.head), tuple(tuple(reply) for reply in row.replies)


def _key(row: Row, reader: int, where: str) -> str:
    """With those of the thread's notes that this person wrote: they get controls. Short, for
    Django looks at every letter of a key."""
    own = [str(note.pk) for note in row.replies if note.author == reader]
    if row.head.author == reader:
        own.append("h")
    return f"t{row.head.pk}:{'-'.join(own)}:{where}"


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

    return kept(
        f"reply:{reading.pk}:{audience}:{get_language()}",
        (LAYOUT, reading.group.name),
        lambda: pieces("annotation/reply_fold.html", context),
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

    return kept(
        f"panel:{reading.pk}:{place.path}:{int(spanned)}{int(may_ask)}:{get_language()}",
        (LAYOUT, reading.address, reading.group.name, place),
        lambda: pieces("annotation/panel.html", context),
    )


def _empty() -> bytes:
    return render_to_string("annotation/panel_empty.html").encode()


def _may_ask(user: User, reading: Reading) -> bool:
    return allows(user, Permission.ASK, reading.group)
