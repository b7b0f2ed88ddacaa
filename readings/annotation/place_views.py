"""A new place for one's own note whose words are gone or changed, or fit better elsewhere."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from readings.annotation import actions, lost, panels, places, queries, resettling
from readings.annotation.forms import PlaceForm
from readings.annotation.models import Note, Target
from readings.annotation.pointers import Pointer, StalePlace
from readings.annotation.responses import is_partial
from readings.groups.asked import person
from readings.groups.permissions import Permission, require
from readings.text.models import Section
from readings.text.queries import get_reading


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """GET: the note beside what is left around its place. POST: moves it to the chosen one.

    Others who may read a note that has lost its words see where it stood, and nothing to press."""
    note = _placed(request, uid)
    if note.author_id != request.user.pk:
        return _shown_to_others(request, note)
    require(person(request), Permission.ANNOTATE, note.reading.group)
    form = PlaceForm(request.POST if request.method == "POST" else None, reading=note.reading)
    if request.method != "POST" or not form.is_valid():
        return _page(request, note, form, 422 if request.method == "POST" else 200)
    try:
        resettling.place_note(user=person(request), note=note, pointer=form.pointer)
    except (StalePlace, ValidationError) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return _page(request, note, form, 409 if isinstance(error, StalePlace) else 422)
    messages.success(request, _("Your note has its new place."))
    return redirect("note", uid=uid)


@require_POST
def on_section(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Keeps the note on the whole section, or on the chapter where that is gone."""
    note = _own(request, uid)
    section = note.target.section if note.target else None
    stands = section is not None and section.removed_at is None
    pointer = Pointer("section", section=section.pk) if stands and section else Pointer("chapter")
    resettling.place_note(user=person(request), note=note, pointer=pointer)
    messages.success(request, _("Your note has its new place."))
    return redirect("note", uid=uid)


@require_POST
def wording(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The note still fits the words as they are now."""
    return _done(request, uid, resettling.accept_wording, _("Kept on the words as they are now."))


@require_POST
def archive(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Puts away a note whose words are gone."""
    said = _("Archived. You find it below the notes on the whole chapter.")
    return _done(request, uid, resettling.archive_note, said)


@require_GET
def archived(request: HttpRequest, group: str, book: str, chapter: str) -> HttpResponse:
    """The notes that their authors have put away."""
    reading = get_reading(request.user, group, book, chapter)
    panel = panels.panel_html(request, reading, person(request), places.archive_place())
    if is_partial(request):
        return HttpResponse(panel)
    context = {"reading": reading, "panel": mark_safe(panel.decode())}
    return render(request, "annotation/panel_page.html", context)


def _placed(request: HttpRequest, uid: uuid.UUID) -> Note:
    """A note that the person may read, and that has a place or had one."""
    try:
        note = queries.visible_note(person(request), uid)
    except Note.DoesNotExist as error:
        raise Http404 from error
    own = note.author_id == request.user.pk
    if note.target is None or note.deleted_at is not None or (own and actions.proposes(note)):
        if own:
            raise Http404
        raise PermissionDenied
    return note


def _own(request: HttpRequest, uid: uuid.UUID) -> Note:
    note = _placed(request, uid)
    if note.author_id != request.user.pk:
        raise PermissionDenied
    return note


def _shown_to_others(request: HttpRequest, note: Note) -> HttpResponse:
    target = note.target
    if target is None or not target.is_lost or request.method == "POST":
        raise PermissionDenied
    context = {
        "note": note,
        "target": target,
        "reading": note.reading,
        "near": lost.surroundings(target),
        "text": note.reading.get_absolute_url(),
    }
    return render(request, "annotation/where_it_stood.html", context)


def _done(
    request: HttpRequest, uid: uuid.UUID, verb: resettling.PlaceVerb, said: str
) -> HttpResponse:
    try:
        verb(user=person(request), note=_own(request, uid))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("note", uid=uid)


def _page(request: HttpRequest, note: Note, form: PlaceForm, status: int) -> HttpResponse:
    target: Target = note.target  # type: ignore[assignment]
    near = lost.surroundings(target)
    sections = Section.objects.current().filter(chapter=target.chapter_id).order_by("order", "pk")
    section = lost.section_to_show(target, request.GET.get("section", ""), near)
    blocks = section.blocks.filter(removed_at=None).order_by("order") if section else ()
    context = {
        "note": note,
        "target": target,
        "reading": note.reading,
        "form": form,
        "near": near,
        "sections": sections,
        "section": section,
        "blocks": blocks,
    }
    return render(request, "annotation/place.html", context, status=status)
