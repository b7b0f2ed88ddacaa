"""Proposing a correction: the form, from a composer or an address of its own, and its sending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from readings.annotation import panels, threads
from readings.annotation.pointers import Pointer, StalePlace, locate
from readings.annotation.queries import thread
from readings.annotation.responses import refused, written
from readings.annotation.views import find_place
from readings.editing import errata
from readings.editing.forms import BeginForm, ErratumForm, initial
from readings.groups.asked import person
from readings.groups.limits import hold_up_form
from readings.groups.permissions import Permission, require
from readings.text.models import Reading
from readings.text.queries import get_reading


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, group: str, book: str, chapter: str) -> HttpResponse:
    """GET: the form for the words at `?on=b/p3`. POST with `begin`: for those of a composer.
    POST: proposes them."""
    reading = get_reading(request.user, group, book, chapter)
    require(request.user, Permission.ANNOTATE, reading.group)
    if request.method != "POST":
        return _open_place(request, reading, request.GET.get("on", ""))
    if "begin" in request.POST:
        return _open_composer(request, reading)
    return _send(request, reading)


def _open_place(request: HttpRequest, reading: Reading, on: str) -> HttpResponse:
    if not on:
        messages.info(request, _("Choose the words that are wrong, then propose a correction."))
        return redirect(reading)
    place = find_place(reading, *on.split("/", 1)) if "/" in on else None
    if place is None or not place.words:
        raise Http404
    pointer = Pointer(place.kind, section=place.section, key=place.key, number=place.number)
    try:
        return _show(request, reading, pointer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{reading.get_absolute_url()}{place.path}/notes/")


def _open_composer(request: HttpRequest, reading: Reading) -> HttpResponse:
    form, status = BeginForm(request.POST), 422
    if form.is_valid():
        try:
            pointer = form.pointer_in(reading.chapter)
            return _show(request, reading, pointer, form.cleaned_data["body"])
        except ValidationError as error:
            form.add_error(None, error)
        except StalePlace as error:
            form.add_error(None, str(error))
            status = 409
    return refused(request, "annotation/composer", {"form": form, "reading": reading}, status)


def _show(request: HttpRequest, reading: Reading, pointer: Pointer, why: str = "") -> HttpResponse:
    """The form for the words as they stand now.

    Raises ValidationError where there are none to mend, StalePlace for a block that is gone.
    """
    context: dict[str, Any] = {"reading": reading, "carried": bool(why.strip())}
    try:
        target = locate(reading.chapter, pointer, reading)
    except StalePlace as error:
        if not pointer.exact:
            raise
        # What was written about the words is shown all the same: nothing may be lost.
        context["problem"] = str(error)
        fields = {**vars(pointer), "new_words": pointer.exact, "body": why}
        context["form"] = ErratumForm(initial=fields)
    else:
        if not target.words:
            raise ValidationError(_("Choose the words that are wrong."))
        if len(target.words) > errata.MAX_WORDS:
            raise ValidationError(errata.too_many())
        context["form"] = ErratumForm(initial=initial(target, why))
    name = "editing/erratum_panel" if request.htmx else "editing/erratum_page"  # type: ignore[attr-defined]
    return render(request, f"{name}.html", context)


def _send(request: HttpRequest, reading: Reading) -> HttpResponse:
    form = ErratumForm(request.POST)
    user, status, wait = person(request), 422, 0
    if form.is_valid() and not (wait := hold_up_form(request, "write", form)):
        try:
            made = errata.propose_correction(
                author=user,
                reading=reading,
                pointer=form.pointer(),
                new_words=form.cleaned_data["new_words"],
                why=form.cleaned_data["body"],
                uid=form.cleaned_data["uid"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        except StalePlace as error:
            form.add_error(None, str(error))
            status = 409
        else:
            token = panels.form_token(request)
            html = threads.threads_html(token, reading, user, thread(user, made))
            return written(request, made, b"".join(html))
    return refused(request, "editing/erratum", {"form": form, "reading": reading}, status, wait)
