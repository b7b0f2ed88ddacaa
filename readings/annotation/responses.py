"""Answers that the views of notes and of questions share: partials for htmx, pages without it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext

from readings.annotation import panels, queries, tallies, threads
from readings.annotation.marking import count_control, label_for, marked_blocks
from readings.annotation.models import Note, Tally, Target
from readings.groups.asked import person
from readings.groups.limits import too_many


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page. (`request.htmx` reads every header for it.)"""
    return request.META.get("HTTP_HX_REQUEST") == "true"


def template_for(request: HttpRequest, name: str) -> str:
    return f"{name}.html" if is_partial(request) else f"{name}_page.html"


def refused(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 422, wait: int = 0
) -> HttpResponse:
    """The form again with its words and what is wrong; htmx puts it where the form stood.

    `wait`: the seconds until it can be sent, for who was too quick."""
    response = too_many(render(request, template_for(request, name), context, status=status), wait)
    if is_partial(request):
        response["HX-Reswap"] = "outerHTML"
        response["HX-Retarget"] = "closest form"
    return response


def written(request: HttpRequest, made: Note, thread: bytes | None = None) -> HttpResponse:
    """A new note: its thread or reply for the page that is open, or a redirect to it.

    `thread` is for a note that looks unlike a plain one."""
    if not is_partial(request):
        return redirect("note", uid=made.uid)
    if made.parent_id is not None:
        context: dict[str, Any] = {"reply": made, "reading": made.reading}
        html = render_to_string("annotation/reply_note.html", context, request).encode()
    else:
        html = thread or threads.new_thread_html(panels.form_token(request), made)
    return HttpResponse(html + counted(request, made))


def card_html(request: HttpRequest, note: Note) -> bytes:
    """A note as it stands, for the place that it has on the page."""
    if note.parent_id is not None:
        context: dict[str, Any] = {"reply": note, "reading": note.reading}
        return render_to_string("annotation/reply_note.html", context, request).encode()
    user, token = person(request), panels.form_token(request)
    rows = queries.thread(user, note)
    if not rows:
        return threads.gone_html(token, note)
    return b"".join(threads.threads_html(token, note.reading, user, rows))


def counted(request: HttpRequest, note: Note) -> bytes:
    """The numbers of notes that a write has changed, for the chapter page if that is open.

    They are swapped out of band: the control of the note's place, and its section in the contents.
    """
    head = note.root or note
    if head.target is None or not _shows_on_page(request, note):
        return b""
    return (_count_control(note, head.target) + _section_count(note, head.target)).encode()


def marked(request: HttpRequest, note: Note) -> bytes:
    """The same after a note went or came back: the marks in its blocks have changed too."""
    head = note.root or note
    blocks = [pk for kind, pk in note.counts if kind == Tally.Kind.BLOCK]
    if head.target is None or not _shows_on_page(request, note):
        return b""
    html = marked_blocks(head.reading, blocks) if blocks else ""
    return (html + _section_count(note, head.target)).encode()


def _shows_on_page(request: HttpRequest, note: Note) -> bool:
    """Whether the page that asks has numbers to change: elsewhere htmx would find no place."""
    address: str | None = request.htmx.current_url_abs_path  # type: ignore[attr-defined]
    on_chapter = address is None or urlsplit(address).path == note.reading.get_absolute_url()
    return on_chapter and note.audience == Note.Audience.GROUP


def _count_control(note: Note, target: Target) -> str:
    if reason := target.reason:
        kind, pk, path = Tally.Kind.REASON, reason.pk, f"r/{reason.key}"
        name = gettext("reason %(number)s") % {"number": reason.number}
    elif block := target.block:
        kind, pk, path, name = Tally.Kind.BLOCK, block.pk, f"b/{block.key}", block.number
    else:
        return ""
    count = _count_of(note, kind, pk)
    label = label_for(count, name)
    return count_control(f"{path}/notes/", f"count-{path[2:]}", count, label, oob=True)


def _section_count(note: Note, target: Target) -> str:
    if target.section_id is None:
        return ""
    count = _count_of(note, Tally.Kind.SECTION, target.section_id)
    words = ngettext("%(n)s note", "%(n)s notes", count) % {"n": count} if count else ""
    return f'<span id="contents-{target.section_id}" hx-swap-oob="true">{words}</span>'


def _count_of(note: Note, kind: str, pk: int) -> int:
    count = note.counts.get((kind, pk))
    # A note that was sent before is stored already and has counted nothing anew.
    return tallies.count_of(note.reading_id, kind, pk) if count is None else count
