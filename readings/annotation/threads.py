"""Threads as HTML.

A thread looks the same to all who may read it, but for its authors' own controls: it is rendered
once and kept.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language

from readings.annotation import queries
from readings.annotation.fragments import (
    Holes,
    Pieces,
    fill,
    filled,
    find,
    joined,
    kept,
    locale,
    pieces,
    put,
)
from readings.annotation.models import Erratum, Note
from readings.annotation.queries import Row, Thread
from readings.groups.permissions import Permission, allows
from readings.text.models import Reading

if TYPE_CHECKING:
    from readings.groups.models import User


def threads_html(
    token: str,
    reading: Reading,
    user: User,
    rows: Sequence[Row],
    opened: Note | None = None,
) -> list[bytes]:
    """Threads that came through `queries` for this person, in parts.

    `token` goes into their forms.
    """
    if not rows:
        return []
    moderates = allows(user, Permission.MODERATE, reading.group)
    if opened is None and len(rows) > 1:
        return filled([_page_pieces(reading, user, rows, moderates)], csrf_token=token, is_open="")
    return [
        fill(cut, csrf_token=token, is_open=" is-open" if opened and pk == opened.pk else "")
        for pk, cut in _thread_pieces(reading, user, rows, moderates).items()
    ]


def gone_html(token: str, note: Note) -> bytes:
    """In the place of one's own deleted note, the way back to it."""
    return render_to_string("annotation/undo.html", {"note": note, "csrf_token": token}).encode()


def new_thread_html(token: str, made: Note) -> bytes:
    """The thread of a note that was just written and proposes nothing, for its author."""
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
                hidden_at=None,
                stands=True,
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

    key = ("new thread", reading.address, reading.group.manner, audience, kind, get_language())
    return kept(key, lambda: pieces("annotation/thread.html", context))


class _AnyAuthor:
    def __init__(self, holes: Holes) -> None:
        self.hue, self.initials, self.name = holes.hue, holes.initials, holes.name

    def __str__(self) -> str:
        return self.name


def _page_pieces(reading: Reading, user: User, rows: Sequence[Row], moderates: bool) -> Pieces:
    """A page of threads as one fragment: many open the same before one of its rows changes."""
    mine = any(row.head.author == user.pk or row.replies for row in rows)
    desks = {_desk(reading, user, row.head.erratum) for row in rows}
    eyes = (user.pk if mine else 0, max(desks), moderates)
    key = ("threads", tuple(rows), *eyes, _shared(reading))
    page: Pieces | None = find(key)
    if page is None:
        cut = _thread_pieces(reading, user, rows, moderates)
        page = joined(cut.values())
        if len(cut) == len(rows):  # else one has just come out of sight
            put(key, page)
    return page


def _thread_pieces(
    reading: Reading, user: User, rows: Sequence[Row], moderates: bool
) -> dict[int, Pieces]:
    """By the key of the head, in order. A thread is rendered anew when its row has changed."""
    shared = (moderates, *_shared(reading))
    keys: dict[int, Hashable] = {
        row.head.pk: (
            "thread", row, _own(row, user.pk), _desk(reading, user, row.head.erratum), shared
        )
        for row in rows
    }  # fmt: skip
    found = {pk: find(key) for pk, key in keys.items()}
    missing = [row for row in rows if found[row.head.pk] is None]
    read = queries.read_threads(user, missing, moderates=moderates) if missing else {}
    for pk, thread in read.items():
        found[pk] = put(keys[pk], _render_thread(reading, user, thread, moderates))
    return {pk: cut for pk, cut in found.items() if cut is not None}


def _shared(reading: Reading) -> tuple[Hashable, ...]:
    """What all threads of a reading depend on: the text, and names that stand in the HTML."""
    group, chapter = reading.group, reading.chapter
    names = (group.slug, chapter.book.slug, chapter.slug, group.manner)
    return (chapter.revision, *names, *locale())


def _desk(reading: Reading, user: User, state: str | None) -> str:
    """The name of the page where the person decides on a correction in this state, "" for none."""
    if state != Erratum.State.OPEN:
        return ""
    own = reading.chapter.book.group_id == reading.group_id
    if own and allows(user, Permission.IMPORT, reading.group):
        return "erratum"
    return "admin:readings_erratum_change" if allows(user, Permission.EDIT_TEXT) else ""


def _own(row: Row, reader: int) -> tuple[int, ...]:
    """Those of the thread's notes that this person wrote: they get controls."""
    head = (row.head.pk,) if row.head.author == reader else ()
    if not row.replies:
        return head
    return head + tuple(reply.pk for reply in row.replies if reply.author == reader)


def _render_thread(reading: Reading, user: User, thread: Thread, moderates: bool) -> Pieces:
    def context(holes: Holes) -> Mapping[str, Any]:
        made = _thread_context(reading, user, thread, holes.csrf_token)
        return {**made, "is_open": holes.is_open, "moderates": moderates}

    return pieces("annotation/thread.html", context)


def _thread_context(reading: Reading, user: User, thread: Thread, token: str) -> dict[str, Any]:
    head = thread.head
    # Only what stands on a place can propose other words for it.
    erratum: Erratum | None = getattr(head, "erratum", None) if head.target_id else None
    desk = _desk(reading, user, erratum.state) if erratum is not None else ""
    where = (reading.group.slug,) if desk == "erratum" else ()
    uid, address = str(head.uid), head.get_absolute_url()
    form, answered = b"", thread.answered
    if answered is not None and not reading.group.is_archived:
        form = fill(
            _reply_form(reading, head.audience),
            uid=uid,
            address=answered.get_absolute_url(),
            name=escape(answered.author),
            csrf_token=token,
        )
    return {
        "thread": thread,
        "head": head,
        "erratum": erratum,
        "decision": reverse(desk, args=[*where, erratum.pk]) if desk and erratum else "",
        "uid": uid,
        "address": address,
        "target": head.target,
        "archived": reading.group.is_archived,
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
            "promised": audience if audience == Note.Audience.ME else reading.group_id,
            "uid": holes.uid,
            "address": holes.address,
            "name": holes.name,
            "csrf_token": holes.csrf_token,
        }

    key = ("reply", reading.group_id, reading.group.manner, audience, get_language())
    return kept(key, lambda: pieces("annotation/reply_fold.html", context))
