"""Opening, writing and changing notes. With htmx these answer partials, without it whole pages."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from readings.annotation import actions, panels, places, queries, threads
from readings.annotation.forms import BodyForm, NoteForm, UnderForm
from readings.annotation.models import Note, Target
from readings.annotation.places import Place
from readings.annotation.pointers import StalePlace
from readings.annotation.responses import (
    card_html,
    is_partial,
    marked,
    refused,
    template_for,
    written,
)
from readings.groups import asked
from readings.groups.asked import person
from readings.groups.limits import hold_up_form
from readings.groups.models import StudyGroup
from readings.text.models import Reading
from readings.text.moved import moved
from readings.text.queries import get_reading


def find_place(reading: Reading, kind: str, key: str) -> Place:
    """The place at `b/p3`, `r/r7`, `s/slug` or `f/2`. Raises Http404."""
    try:
        return places.find_place(reading, kind, key)
    except places.MISSING as error:
        raise Http404 from error


@require_GET
def place_notes(
    request: HttpRequest, group: str, book: str, chapter: str, kind: str, key: str
) -> HttpResponse:
    """The notes on a block, a reason, a section or a footnote; on from a section's old address."""
    reading = get_reading(request.user, group, book, chapter)
    place = find_place(reading, kind, key)
    if place.kind == Target.Kind.SECTION and place.section_slug != key:
        return moved(request, {"key": place.section_slug})
    return _panel(request, reading, place)


@require_http_methods(["GET", "HEAD", "POST"])
def chapter_notes(request: HttpRequest, group: str, book: str, chapter: str) -> HttpResponse:
    """GET: the notes on the whole chapter and those that need a new place. POST: makes a note."""
    reading = get_reading(request.user, group, book, chapter)
    if request.method == "POST":
        return _create(request, reading)
    return _panel(request, reading, places.chapter_place())


@require_GET
def mine(request: HttpRequest, group: str, book: str, chapter: str) -> HttpResponse:
    """Where the reader's own notes stand, for painting them."""
    reading = get_reading(request.user, group, book, chapter)
    return JsonResponse(queries.own_passages(reading, person(request)))


@require_GET
def note(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A note's lasting address: on to the chapter page with its thread open, or the line there
    where the note is hidden."""
    found = _present(request, uid)
    if found.thread_question is not None:
        return redirect(f"{found.thread_question.get_absolute_url()}#note-{uid}")
    return redirect(_address(found))


@require_GET
def card(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A note as it stands: what a cancelled change goes back to."""
    return _changed(request, uid)


@require_POST
def replies(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Answers a note."""
    form = UnderForm(request.POST)
    try:
        parent = _present(request, uid)
    except Http404:
        if group := _promised_group(request, form):
            return _words_back(request, group, form)
        raise
    wait = 0
    if form.is_valid() and not (wait := hold_up_form(request, "write", form)):
        try:
            reply = actions.add_note(
                author=person(request), reading=parent.reading, parent=parent, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return written(request, reply)
    context = {"form": form, "note": parent, "reading": parent.reading}
    return refused(request, "annotation/reply", context, wait=wait)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One's own words, changed."""
    found = _visible(request, uid)
    if found.author_id != request.user.pk:
        raise PermissionDenied
    form = BodyForm(request.POST or None, initial={"body": found.body})
    context = {"form": form, "note": found, "reading": found.reading}
    if request.method != "POST":
        return render(request, template_for(request, "annotation/edit"), context)
    wait = 0
    if form.is_valid() and not (wait := hold_up_form(request, "write", form)):
        try:
            actions.edit_note(user=person(request), note=found, body=form.cleaned_data["body"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _changed(request, uid)
    return refused(request, "annotation/edit", context, wait=wait)


@require_POST
def deletion(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Takes one's own note away, with the way back."""
    found = actions.delete_note(user=person(request), note=_visible(request, uid))
    if is_partial(request):
        gone = threads.gone_html(panels.form_token(request), found)
        return HttpResponse(gone + marked(request, found))
    context = {"note": found, "reading": found.reading, "back": _address(found)}
    return render(request, "annotation/undo_page.html", context)


@require_POST
def restoration(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Brings it back."""
    restored = actions.restore_note(user=person(request), note=_visible(request, uid))
    response = _changed(request, uid)
    if is_partial(request):
        response.write(marked(request, restored))
    return response


# Helpers ---------------------------------------------------------------------------------------


def _visible(request: HttpRequest, uid: uuid.UUID) -> Note:
    try:
        return queries.visible_note(person(request), uid)
    except Note.DoesNotExist as error:
        raise Http404 from error


def _present(request: HttpRequest, uid: uuid.UUID) -> Note:
    try:
        return queries.present_note(person(request), uid)
    except Note.DoesNotExist as error:
        raise Http404 from error


def _promised_group(request: HttpRequest, form: UnderForm) -> StudyGroup | None:
    """The group of the person's that the form of a reply was for."""
    key = asked.whole_number(form["promised"].value() or "")
    return StudyGroup.objects.visible_to(person(request)).filter(pk=key).first() if key else None


def _words_back(request: HttpRequest, group: StudyGroup, form: UnderForm) -> HttpResponse:
    """The words of a reply to what is not to be seen: it was moved or hidden, or never was. All of
    these look alike."""
    context = {"group": group, "form": form}
    return render(request, "annotation/reply_lost.html", context, status=404)


def _panel(request: HttpRequest, reading: Reading, place: Place) -> HttpResponse:
    user = person(request)
    if is_partial(request) and "after" in request.GET:
        return HttpResponse(panels.more_threads_html(request, reading, user, place))
    panel = panels.panel_html(request, reading, user, place)
    if is_partial(request):
        return HttpResponse(panel)
    context = {"reading": reading, "panel": mark_safe(panel.decode())}
    return render(request, "annotation/panel_page.html", context)


def _create(request: HttpRequest, reading: Reading) -> HttpResponse:
    form = NoteForm(request.POST)
    status, wait = 422, 0
    if form.is_valid() and not (wait := hold_up_form(request, "write", form)):
        try:
            made = actions.add_note(
                author=person(request),
                reading=reading,
                pointer=form.pointer_in(reading.chapter),
                body=form.cleaned_data["body"],
                audience=form.cleaned_data["audience"],
                uid=form.cleaned_data["uid"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        except StalePlace as error:
            form.add_error(None, str(error))
            status = 409
        else:
            return written(request, made)
    context = {"form": form, "reading": reading}
    return refused(request, "annotation/composer", context, status, wait)


def _changed(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    found = _visible(request, uid)
    if not is_partial(request):
        return redirect("note", uid=uid)
    return HttpResponse(card_html(request, found))


def _address(found: Note) -> str:
    """The chapter page with the note's thread open beside its passage."""
    head = found.root or found
    base = found.reading.get_absolute_url()
    if head.target is None:
        return base
    place = places.place_of(found.reading, head.target)
    block = head.target.block
    anchor = f"b-{block.key}" if block and place.kind in ("block", "reason") else "notes"
    return f"{base}?note={found.uid}#{anchor}"
