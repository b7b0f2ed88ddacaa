"""Flagging a note, and what those who moderate the group do about it: whole pages, with or without
htmx, for nobody does this in passing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from readings.annotation import flagged, moderating
from readings.annotation.forms import FlagForm, HideForm
from readings.annotation.models import Note
from readings.annotation.queries import moderated_note, present_note
from readings.groups.asked import person, whole_number
from readings.groups.limits import hold_up_form, too_many
from readings.groups.permissions import Permission, allows, require
from readings.groups.queries import get_group

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def flag(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Why somebody flags another's note, and what came of it. POST: flags it."""
    user, note = person(request), _present(request, uid)
    require(user, Permission.FLAG, note.reading.group)
    if note.author_id == user.pk:
        raise PermissionDenied(_("This is your own note: you can change or delete it."))
    if not note.stands:
        messages.info(request, _("This note is no longer shown: there is nothing to flag."))
        return redirect("note", uid=uid)
    mine = flagged.own_flag(user, note)
    standing = mine if mine is not None and mine.is_open else None
    initial = {"reason": standing.reason, "words": standing.words} if standing else None
    form = FlagForm(request.POST or None, initial=initial)
    wait = 0
    sent = request.method == "POST" and form.is_valid()
    if sent and not (wait := hold_up_form(request, "flag", form)):
        try:
            moderating.flag_note(user=user, note=note, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _thanks(note))
            return redirect("note", uid=uid)
    context = {
        "form": form,
        "mine": mine,
        "standing": standing,
        "for_site": flagged.goes_to_site(note),
    }
    return too_many(_page(request, "annotation/flag.html", note, form, context), wait)


@require_POST
def withdrawal(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Takes one's own open flag back."""
    if moderating.take_back_flag(user=person(request), note=_present(request, uid)):
        messages.success(request, _("You have taken your flag back. Nothing of it is left."))
    else:
        messages.info(request, _("There is no flag of yours any more that could be taken back."))
    return redirect("note", uid=uid)


@require_POST
def settlement(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Leaves a flagged note as it is."""
    note = _moderated(request, uid)
    upto = whole_number(request.POST.get("upto", "")) or 0
    if moderating.settle_flags(user=person(request), note=note, upto=upto):
        messages.success(request, _("Left as it is. Whoever flagged it reads that you looked."))
    else:
        messages.info(request, _("Its flags were settled or taken back already."))
    return redirect("flags", slug=note.reading.group.slug)


@FORM
def hiding(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The form that asks why. POST: hides the note."""
    user, note = person(request), _moderated(request, uid)
    if note.author_id == user.pk:
        raise PermissionDenied(_("Others decide about what you wrote yourself."))
    if note.hidden_at is not None:
        said = _("%(name)s has hidden this note already.")
        messages.info(request, said % {"name": note.hidden_by})
        return _done(request, note)
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            moderating.hide_note(user=user, note=note, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Hidden. Its words are kept, and you can restore it."))
            return _done(request, note)
    context = {
        "form": form,
        "flags": note.flags.unsettled().select_related("by"),
        "back": _back(request),
    }
    return _page(request, "annotation/hiding.html", note, form, context)


@require_POST
def showing(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Shows a hidden note again."""
    note = _moderated(request, uid)
    moderating.show_note(user=person(request), note=note)
    messages.success(request, _("Everybody can read the note again."))
    return _done(request, note)


@require_GET
def flags(request: HttpRequest, slug: str) -> HttpResponse:
    """What members flagged, what is hidden now, and what was settled."""
    group = get_group(request.user, slug)
    require(request.user, Permission.MODERATE, group)
    before = whole_number(request.GET.get("before", "")) or 0
    context = {
        "group": group,
        "queue": flagged.queue(person(request), group, before),
        "before": before,
        "form": HideForm(auto_id=False),
    }
    return render(request, "annotation/flags.html", context)


@require_GET
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """What one flagged oneself, and what came of it."""
    group = get_group(request.user, slug)
    context = {
        "group": group,
        "flags": flagged.own_flags(person(request), group),
        "moderates": allows(request.user, Permission.MODERATE, group),
    }
    return render(request, "annotation/own_flags.html", context)


def _present(request: HttpRequest, uid: uuid.UUID) -> Note:
    try:
        return present_note(person(request), uid)
    except Note.DoesNotExist as error:
        raise Http404 from error


def _moderated(request: HttpRequest, uid: uuid.UUID) -> Note:
    """A note in a group that the person moderates, with its words also where it is hidden."""
    try:
        note = moderated_note(person(request), uid)
    except Note.DoesNotExist as error:
        raise Http404 from error
    require(request.user, Permission.MODERATE, note.reading.group)
    return note


def _page(
    request: HttpRequest, template: str, note: Note, form: Form, context: dict[str, Any]
) -> HttpResponse:
    context |= {"note": note, "reading": note.reading}
    return render(request, template, context, status=422 if form.errors else 200)


def _thanks(note: Note) -> str:
    if flagged.goes_to_site(note):
        return _("Flagged. The moderators of the site look at it.")
    return _("Flagged. The facilitators look at it, and you see here what came of it.")


def _back(request: HttpRequest) -> str:
    """Where one came from: the queue, or the note in the text."""
    asked = request.POST if request.method == "POST" else request.GET
    return "flags" if asked.get("back") == "flags" else ""


def _done(request: HttpRequest, note: Note) -> HttpResponse:
    if _back(request):
        return redirect("flags", slug=note.reading.group.slug)
    return redirect("note", uid=note.uid)
