"""Sharing one's own words with more people: what there is to choose, and a look before each.

With htmx it all happens in the note's place, without it on pages of their own.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from readings.annotation import queries, sharing, sight
from readings.annotation.forms import CopyForm, SeenForm
from readings.annotation.models import Note
from readings.annotation.responses import card_html, is_partial, marked
from readings.annotation.sight import Look
from readings.groups.asked import person
from readings.groups.limits import hold_up_form, too_many
from readings.groups.permissions import Permission, require
from readings.text.models import Reading

FORM = require_http_methods(["GET", "HEAD", "POST"])
TITLES = {
    "group": gettext_lazy("Share with %(group)s"),
    "copy": gettext_lazy("Copy to %(group)s"),
    "move": gettext_lazy("Move the thread to %(group)s"),
}


@require_GET
def choices(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What can be done with the note, each leading to a look at who gains sight of it."""
    return _choices(request, _own(request, uid))


@FORM
def share(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """GET: who would see one's private note. POST: gives it to the group."""
    note = _own(request, uid)
    require(person(request), Permission.ANNOTATE, note.reading.group)
    if said := _refusal(sharing.refuse_sharing, note):
        return _choices(request, note, said)
    if request.method != "POST":
        return _look(request, "group", sight.sight_of_sharing(note))
    try:
        note = sharing.share_note(user=person(request), note=note, seen=_seen(request))
    except sharing.LookAgain as error:
        return _look(request, "group", error.look, _seen(request))
    except ValidationError as error:
        return _choices(request, note, " ".join(error.messages))
    said = _("Shared with %(group)s.") % {"group": note.reading.group}
    return _stands_here(request, note, said)


@FORM
def copy(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """GET: who would see the words in another group. POST: writes them there anew."""
    note = _own(request, uid)
    reading = _destination(request, note)
    said = _refusal(sharing.refuse_copy, note, reading)
    if reading is None or said:
        return _choices(request, note, said)
    form = CopyForm(request.POST if request.method == "POST" else None)
    sent = request.method == "POST" and form.is_valid()
    wait = hold_up_form(request, "write", form) if sent else 0
    if wait or not sent:
        status = 422 if request.method == "POST" else 200
        look = sight.sight_of_copy(note, reading)
        return too_many(_look(request, "copy", look, form=form, status=status), wait)
    try:
        made = sharing.copy_note(
            user=person(request), note=note, reading=reading, **form.cleaned_data
        )
    except sharing.LookAgain as error:
        return _look(request, "copy", error.look, _seen(request), form=form)
    except ValidationError as error:
        return _choices(request, note, " ".join(error.messages))
    said = _("Copied to %(group)s.") % {"group": reading.group}
    if is_partial(request):
        return _stands_here(request, note, said, made)
    messages.success(request, said)
    return redirect("note", uid=made.uid)


@FORM
def move(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """GET: who would gain sight of a thread in another group and who would lose it. POST: moves
    it there."""
    note = _own(request, uid)
    require(person(request), Permission.ANNOTATE, note.reading.group)
    reading = _destination(request, note)
    said = _refusal(sharing.refuse_move, note, reading)
    if reading is None or said:
        return _choices(request, note, said)
    look = sight.sight_of_move(note, reading)
    if said := _refusal(sharing.refuse_missing, look):
        return _choices(request, note, said)
    if request.method != "POST":
        return _look(request, "move", look)
    try:
        moved = sharing.move_thread(
            user=person(request), note=note, reading=reading, seen=_seen(request)
        )
    except sharing.LookAgain as error:
        return _look(request, "move", error.look, _seen(request))
    except ValidationError as error:
        return _choices(request, note, " ".join(error.messages))
    if is_partial(request):
        # The page that asks shows the reading that it has left.
        note.counts = moved.counts
        html = render_to_string("annotation/sharing/moved.html", {"note": moved})
        return HttpResponse(html.encode() + marked(request, note))
    messages.success(request, _("Moved to %(group)s.") % {"group": reading.group})
    return redirect("note", uid=uid)


# Helpers ---------------------------------------------------------------------------------------


def _own(request: HttpRequest, uid: uuid.UUID) -> Note:
    """One's own note. Raises Http404 for what is not to be seen, PermissionDenied for another's."""
    try:
        note = queries.visible_note(person(request), uid)
    except Note.DoesNotExist as error:
        raise Http404 from error
    if note.author_id != request.user.pk:
        raise PermissionDenied
    return note


def _destination(request: HttpRequest, note: Note) -> Reading | None:
    """The reading of the group that was chosen; None where none was. Raises Http404."""
    slug = request.GET.get("to", "")
    if not slug:
        return None
    if slug == note.reading.group.slug:
        return note.reading  # it may have been moved by the press before
    for reading in sight.other_readings(person(request), note):
        if reading.group.slug == slug:
            return reading
    raise Http404


def _seen(request: HttpRequest) -> str:
    form = SeenForm(request.POST)
    form.full_clean()
    seen: str = form.cleaned_data["seen"]
    return seen


def _refusal(refuse: Callable[..., None], *about: object) -> str:
    """Why a verb would refuse, in words; "" where it would not."""
    try:
        refuse(*about)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _choices(request: HttpRequest, note: Note, said: str = "") -> HttpResponse:
    """What there is to choose; after something that was asked for is refused, with why."""
    others = sight.other_readings(person(request), note)
    archived = note.reading.group.is_archived
    context = {
        "step": "annotation/sharing/choices.html",
        "title": _("Share this note"),
        "note": note,
        "reading": note.reading,
        "target": sight.words_place(note),
        "said": said,
        "others": others,
        "head": note.root,
        "may_share": not archived and not _refusal(sharing.refuse_sharing, note),
        "may_copy": not _refusal(sharing.refuse_copy, note),
        "may_move": not archived and not _refusal(sharing.refuse_move, note),
    }
    refused = said and request.method == "POST"
    return _page(request, context, 422 if refused else 200)


def _look(
    request: HttpRequest,
    step: str,
    look: Look,
    stale: str | None = None,
    *,
    form: CopyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Who gains sight. `stale` is the mark of an earlier look, of which nothing came."""
    uid = form["uid"].value() if form else None
    target = sight.words_place(look.note)
    context = {
        "step": f"annotation/sharing/{step}.html",
        "title": TITLES[step] % {"group": look.reading.group},
        "note": look.note,
        "reading": look.note.reading,
        "look": look,
        "there": look.reading,
        "target": target,
        "section": sight.standing_section(target) if target else None,
        "opens": step == "group" and sight.opens_answers(look),
        "stale": stale is not None,
        "changes": look.changes_since(stale) if stale else [],
        "form": form,
        "uid": uid or uuid.uuid4(),
    }
    return _page(request, context, 409 if stale is not None else status)


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    partial = is_partial(request)
    template = context["step"] if partial else "annotation/sharing/page.html"
    return render(request, template, {**context, "partial": partial}, status=status)


def _stands_here(
    request: HttpRequest, note: Note, said: str, made: Note | None = None
) -> HttpResponse:
    """The note as it stands now, with what was done; `made` is the copy that stands elsewhere."""
    if not is_partial(request):
        messages.success(request, said)
        return redirect("note", uid=note.uid)
    context = {"said": said, "made": made}
    html = render_to_string("annotation/sharing/done.html", context).encode()
    html += card_html(request, note)
    return HttpResponse(html + (b"" if made else marked(request, note)))
