"""Answers that the views of notes and of questions share: partials for htmx, pages without it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from readings.annotation import panels, tallies, threads
from readings.annotation.marking import count_control, label_for
from readings.annotation.models import Note, Tally
from readings.groups.models import User


def person(request: HttpRequest) -> User:
    """The signed-in person; LoginRequiredMiddleware lets nobody else come this far."""
    user = request.user
    assert isinstance(user, User)
    # What stands in the request looks for the person anew at every question about them.
    return user._wrapped if isinstance(user, SimpleLazyObject) else user


def template_for(request: HttpRequest, name: str) -> str:
    return f"{name}.html" if request.htmx else f"{name}_page.html"  # type: ignore[attr-defined]


def refused(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 422
) -> HttpResponse:
    """The form again with its words and what is wrong; htmx puts it where the form stood."""
    response = render(request, template_for(request, name), context, status=status)
    if request.htmx:  # type: ignore[attr-defined]
        response["HX-Reswap"] = "outerHTML"
        response["HX-Retarget"] = "closest form"
    return response


def written(request: HttpRequest, made: Note) -> HttpResponse:
    """A new note: its thread or reply for the page that is open, or a redirect to it."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("note", uid=made.uid)
    if made.parent_id is not None:
        context: dict[str, Any] = {"reply": made, "reading": made.reading}
        return render(request, "annotation/reply_note.html", context)
    thread = threads.new_thread_html(panels.form_token(request), made)
    return HttpResponse(thread + _count_control(made).encode())


def _count_control(made: Note) -> str:
    """The note control of the new note's place with its new number, to be swapped out of band."""
    target = made.target
    if target is None or made.audience != Note.Audience.GROUP:
        return ""
    if reason := target.reason:
        kind, pk, path = Tally.Kind.REASON, reason.pk, f"r/{reason.key}"
        name = gettext("reason %(number)s") % {"number": reason.number}
    elif block := target.block:
        kind, pk, path, name = Tally.Kind.BLOCK, block.pk, f"b/{block.key}", block.number
    else:
        return ""
    count = made.counts.get((kind, pk))
    if count is None:  # it was sent before and is stored already
        count = tallies.count_of(made.reading_id, kind, pk)
    label = label_for(count, name)
    return count_control(f"{path}/notes/", f"count-{path[2:]}", count, label, oob=True)
