"""Bringing a text in: choose it, look at what was found, put it right, save it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from readings.groups.asked import person
from readings.groups.limits import hold_up_form, too_many
from readings.groups.models import StudyGroup
from readings.groups.permissions import Permission, require, require_text
from readings.groups.queries import get_group
from readings.importing import drafting, queries, reviewing, tasks
from readings.importing.actions import Refused
from readings.importing.drafting import Outdated, State
from readings.importing.forms import (
    NamesForm,
    ReadingForm,
    SourceForm,
    TextForm,
    sent_correction,
    sent_updates,
)
from readings.importing.models import ImportDraft
from readings.importing.problems import ImportProblem
from readings.importing.saving import ask_to_save
from readings.text.actions import start_reading

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def new_text(request: HttpRequest, slug: str) -> HttpResponse:
    """A facilitator pastes or uploads a text for the group, or takes one that is here."""
    group = get_group(request.user, slug)
    require(request.user, Permission.IMPORT, group)
    return _new(request, group)


@FORM
def new_site_text(request: HttpRequest) -> HttpResponse:
    """An editor brings in a text for all groups."""
    require(request.user, Permission.EDIT_TEXT)
    return _new(request, None)


@require_POST
def readings(request: HttpRequest, slug: str) -> HttpResponse:
    """Puts a chapter that is here on the group's list."""
    group = get_group(request.user, slug)
    require(request.user, Permission.IMPORT, group)
    form = ReadingForm(request.POST, group=group)
    if form.is_valid():
        try:
            made = start_reading(
                user=person(request), group=group, chapter=form.cleaned_data["chapter"]
            )
        except ValidationError as error:
            form.add_error("chapter", error)
        else:
            messages.success(request, _("The chapter is on the group's list."))
            return redirect(made)
    return _new_page(request, group, SourceForm(), form)


@require_GET
def review(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """How far it is; or the outline beside the source; or what came of it."""
    draft = queries.get_import(person(request), uid)
    if draft.is_at_work:
        return reviewing.progress(request, draft)
    if request.htmx:  # type: ignore[attr-defined]
        # The page that watched the progress goes on to what there is now.
        return HttpResponse(headers={"HX-Redirect": draft.get_absolute_url()})
    if draft.state == State.READY:
        return reviewing.page(request, draft)
    if draft.state == State.DONE:
        context = {
            "draft": draft,
            "readings": queries.made_readings(draft) if draft.group else [],
            "chapters": [] if draft.group else queries.made_chapters(draft),
        }
        return render(request, "importing/done.html", context)
    return reviewing.failed(request, draft)


@require_POST
def corrections(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One correction of the outline."""
    draft = queries.get_import(person(request), uid)
    try:
        correction = sent_correction(request.POST)
        draft = drafting.correct_import(
            user=person(request),
            draft=draft,
            revision=reviewing.seen(request),
            correction=correction,
        )
    except ImportProblem as problem:
        return reviewing.refused(request, draft, problem.message)
    except Outdated:
        return reviewing.outdated(request, draft)
    return reviewing.corrected(request, draft, correction)


@require_POST
def undo(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Takes the last correction back."""
    draft = queries.get_import(person(request), uid)
    last = draft.corrections.first()
    try:
        draft = drafting.undo_correction(
            user=person(request), draft=draft, revision=reviewing.seen(request)
        )
    except Outdated:
        return reviewing.outdated(request, draft)
    return reviewing.undone(request, draft, last)


@require_POST
def names(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What the book is called, and which chapters come in; `do=save` saves them too."""
    draft = queries.get_import(person(request), uid)
    if draft.state != State.READY:
        return redirect(draft)
    form = NamesForm(request.POST, instance=draft, book=reviewing.book_of(draft))
    if not form.is_valid():
        return reviewing.page(request, draft, names=form)
    try:
        draft = drafting.name_import(
            user=person(request),
            draft=draft,
            revision=reviewing.seen(request),
            **form.arguments(),
        )
        if request.POST.get("do") != "save":
            messages.success(request, _("The names are kept."))
            return redirect(reviewing.address(draft, reviewing.chapter_of(request)))
        draft = ask_to_save(
            user=person(request),
            draft=draft,
            revision=draft.revision,
            updates=sent_updates(request.POST),
        )
    except Outdated:
        return reviewing.outdated(request, draft)
    except Refused as refusal:
        form = NamesForm(request.POST, instance=draft, book=reviewing.book_of(draft))
        form.is_valid()
        form.add_error(None, str(refusal))
        return reviewing.page(request, draft, names=form)
    return _saved(request, tasks.start(draft))


@FORM
def source(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """GET: the file as it was uploaded. POST: its text, put right, is read anew."""
    draft = queries.get_import(person(request), uid)
    if request.method != "POST":
        return reviewing.file(draft)
    form = TextForm(request.POST)
    wait = 0
    if not form.is_valid() or (wait := _hold_up(request, form, "text")):
        return too_many(reviewing.unreadable(request, draft, form), wait)
    try:
        draft = drafting.read_again(
            user=person(request),
            draft=draft,
            revision=reviewing.seen(request),
            text=form.cleaned_data["text"],
        )
    except Outdated:
        return reviewing.outdated(request, draft)
    except ImportProblem as problem:
        form.add_error("text", problem.message)
        return reviewing.unreadable(request, draft, form)
    draft = tasks.start(draft)
    if draft.state == State.READY:
        messages.success(request, _("The text was read anew: this is what is found in it now."))
    return redirect(draft)


@require_GET
def picture(request: HttpRequest, uid: uuid.UUID, key: str) -> HttpResponse:
    """One of the file's pictures, small, for the one whose import it is."""
    return reviewing.preview(queries.get_preview(person(request), uid, key))


@require_POST
def attempts(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Lets a file that could not be read be taken up once more."""
    draft = queries.get_import(person(request), uid)
    before = draft.run
    draft = drafting.try_again(user=person(request), draft=draft)
    if draft.run != before:
        tasks.start(draft)
    return redirect(draft)


@require_POST
def deletion(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Forgets the file and its outline; what was saved stays."""
    draft = queries.get_import(person(request), uid)
    group = draft.group
    drafting.discard_import(user=person(request), draft=draft)
    messages.success(request, _("The import was discarded. Nothing of it was saved."))
    return redirect(group or "site-text-new")


# Helpers ---------------------------------------------------------------------------------------


def _new(request: HttpRequest, group: StudyGroup | None) -> HttpResponse:
    require_text(person(request), group)
    is_sent = request.method == "POST"
    form = SourceForm(request.POST, request.FILES) if is_sent else SourceForm()
    wait = 0
    if is_sent and form.is_valid() and not (wait := _hold_up(request, form, form.field)):
        draft = _begun(request, group, form)
        if draft is not None:
            return redirect(draft)
    reading = ReadingForm(group=group) if group else None
    return too_many(_new_page(request, group, form, reading), wait)


def _hold_up(request: HttpRequest, form: SourceForm | TextForm, field: str) -> int:
    """A browser keeps no file in a form that comes back; words it does."""
    again = _("Your file was not kept: choose it again then.") if field == "file" else ""
    return hold_up_form(request, "upload", form, field, again)


def _begun(request: HttpRequest, group: StudyGroup | None, form: SourceForm) -> ImportDraft | None:
    """The import; None where the text cannot be read, which the form then says."""
    user = person(request)
    try:
        draft = tasks.start(drafting.begin_import(user=user, group=group, **form.source()))
    except ImportProblem as problem:
        form.add_error(form.field, problem.message)
        return None
    if draft.state != State.FAILED:
        return draft
    # It was read at once, and the text still stands in the form: there is nothing to keep.
    drafting.discard_import(user=user, draft=draft)
    form.add_error(form.field, draft.problem)
    return None


def _new_page(
    request: HttpRequest, group: StudyGroup | None, form: SourceForm, reading: ReadingForm | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "group": group,
        "form": form,
        "reading": reading,
        "drafts": queries.drafts_of(person(request), group),
    }
    bad = any(f is not None and f.is_bound and f.errors for f in (form, reading))
    return render(request, "importing/new.html", context, status=422 if bad else 200)


def _saved(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """On to the one chapter, or to the list of them; what stood in the way is on the review."""
    if draft.state == State.READY and draft.problem:
        return reviewing.page(request, draft, status=422)
    made = queries.made_readings(draft) if draft.state == State.DONE else []
    if len(made) == 1 and draft.group is not None:
        messages.success(request, _("The chapter is saved, and on the group's list."))
        return redirect(made[0])
    return redirect(draft)
