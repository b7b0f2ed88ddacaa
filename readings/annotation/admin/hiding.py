"""Hiding and showing from lists of the admin, by the verbs that facilitators use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from readings.annotation.forms import HideForm
from readings.annotation.models import Note
from readings.annotation.moderating import hide_note
from readings.groups.admin.base import editor

CONFIRMED = "confirmed"


def ask_and_hide(
    admin: Any, request: HttpRequest, rows: QuerySet[Any], notes: Iterable[Note], action: str
) -> HttpResponse | None:
    """The page in between, which asks why; sent with that, hides the notes and says how many."""
    found = [note for note in notes if note.hidden_at is None]
    sent = CONFIRMED in request.POST
    form = HideForm(request.POST if sent else None)
    if sent and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = each(admin, request, found, lambda note: _hide(request, note, reason))
        said = ngettext("%(n)s note is hidden.", "%(n)s notes are hidden.", done) % {"n": done}
        admin.message_user(request, said, messages.SUCCESS)
        return None
    if not found:
        admin.message_user(request, _("These are hidden already."), messages.INFO)
        return None
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Hide notes"),
        "notes": found,
        "form": form,
        "action": action,
        "checkbox": ACTION_CHECKBOX_NAME,
        "keys": [row.pk for row in rows],
    }
    return render(request, "admin/annotation/hiding.html", context, status=422 if sent else 200)


def each(
    admin: Any, request: HttpRequest, notes: Iterable[Note], verb: Callable[[Note], object]
) -> int:
    """Does it with each note and says what was refused; returns how many were done."""
    done = 0
    for note in notes:
        try:
            verb(note)
        except (PermissionDenied, ValidationError) as error:
            said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            admin.message_user(request, said or _("You may not do that here."), messages.ERROR)
        else:
            done += 1
    return done


def _hide(request: HttpRequest, note: Note, reason: str) -> None:
    hide_note(user=editor(request), note=note, reason=reason)
