"""Pages that join rooms."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from readings.annotation.flagged import has_flagged, waiting_by_group
from readings.annotation.models import Note
from readings.annotation.panels import panel_html
from readings.annotation.places import place_of
from readings.annotation.queries import present_note
from readings.annotation.views import find_place
from readings.discussion.queries import for_reader
from readings.editing.queries import waiting_errata
from readings.groups.actions import mark_seen
from readings.groups.asked import person, whole_number
from readings.groups.permissions import Permission, allows
from readings.groups.queries import get_group
from readings.importing.queries import drafts_of
from readings.pages import queries
from readings.pages.chapter import chapter_html
from readings.pages.corrections import corrected_footnotes
from readings.pages.corrections import corrections as changed_sections
from readings.text.markdown import render_note
from readings.text.models import Reading, Reason
from readings.text.queries import get_reading


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Continue, my groups, what is due, what is new."""
    user = person(request)
    may_begin = allows(user, Permission.ADMINISTER)
    context = {
        "page": queries.home_page(user),
        "may_begin": may_begin,
        "may_found": allows(user, Permission.FOUND),
    }
    return render(request, "pages/home.html", context)


@require_GET
def chapter(request: HttpRequest, group: str, book: str, chapter: str) -> HttpResponse:
    """The chapter; `?note=uid` or `?open=b/p3` opens notes in the margin."""
    reading = get_reading(request.user, group, book, chapter)
    return HttpResponse(chapter_html(request, reading, _opened(request, reading)))


@require_GET
def reason(request: HttpRequest, group: str, book: str, chapter: str, key: str) -> HttpResponse:
    """One reason with its lead-in, its notes and its questions."""
    reading = get_reading(request.user, group, book, chapter)
    try:
        page = queries.reason_page(reading, key)
    except Reason.DoesNotExist as error:
        raise Http404 from error
    panel = panel_html(request, reading, person(request), find_place(reading, "r", key))
    context = {
        "reading": reading,
        "page": page,
        "panel": mark_safe(panel.decode()),
        "reason": page.reason,
        "commentary": mark_safe(render_note(page.reason.commentary)),
        "questions": [
            question
            for question in for_reader(reading, person(request))
            if question.target.reason_id == page.reason.pk
        ],
        "may_ask": allows(request.user, Permission.ASK, reading.group),
    }
    return render(request, "pages/reason.html", context)


@require_GET
def corrections(request: HttpRequest, group: str, book: str, chapter: str) -> HttpResponse:
    """Where the text was corrected, with the difference by words."""
    reading = get_reading(request.user, group, book, chapter)
    user = person(request)
    context = {
        "reading": reading,
        "sections": changed_sections(reading, user),
        "footnotes": corrected_footnotes(reading, user),
    }
    return render(request, "pages/corrections.html", context)


@require_GET
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """The group: its next meeting, its chapters and its people."""
    found, user = get_group(request.user, slug), person(request)
    may_import = allows(user, Permission.IMPORT, found)
    may_moderate = allows(user, Permission.MODERATE, found)
    context = {
        "page": queries.group_page(found),
        "group": found,
        "continues": queries.round_before(person(request), found),
        "may_invite": allows(request.user, Permission.INVITE, found),
        "may_plan": allows(request.user, Permission.PLAN_MEETINGS, found),
        "may_change": allows(request.user, Permission.CHANGE_GROUP, found),
        "may_reopen": allows(request.user, Permission.REOPEN, found),
        "may_import": may_import,
        "drafts": drafts_of(person(request), found) if may_import else [],
        "waiting": waiting_errata(person(request), found) if may_import else 0,
        "may_moderate": may_moderate,
        "flagged": waiting_by_group(user, [found]).get(found.pk, 0),
        "has_flagged": not may_moderate and has_flagged(user, found),
    }
    return render(request, "pages/group.html", context)


@require_GET
def group_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a newcomer begins: the chapter that the group reads, or the group's page."""
    found = get_group(request.user, slug)
    readings = Reading.objects.visible_to(request.user).with_chapter().filter(group=found)
    first = readings.order_by("position", "pk").first()
    return redirect(first or found)


@require_POST
def seen(request: HttpRequest, slug: str) -> HttpResponse:
    """“I have seen what is new” in a group, up to the number that the page showed."""
    found = get_group(request.user, slug)
    seq = whole_number(request.POST.get("seq", ""))
    mark_seen(
        user=person(request), group=found, seq=found.seq if seq is None else min(seq, found.seq)
    )
    return redirect("home")


def _opened(request: HttpRequest, reading: Reading) -> bytes | None:
    """What the address asks to show in the margin: notes, or that they are not there."""
    if "note" in request.GET:
        shown = _thread_opened(request, reading, request.GET["note"])
        return shown or render_to_string("pages/margin_missing.html").encode()
    kind, _slash, key = request.GET.get("open", "").partition("/")
    if not key:
        return None
    try:
        place = find_place(reading, kind, key)
    except Http404:
        return None
    return panel_html(request, reading, person(request), place)


def _thread_opened(request: HttpRequest, reading: Reading, said: str) -> bytes | None:
    """None where the note is not there, or not for this person."""
    try:
        note = present_note(person(request), uuid.UUID(said))
    except (ValueError, Note.DoesNotExist):
        return None
    head = note.root or note
    if head.target is None or note.reading_id != reading.pk:
        return None
    place = place_of(reading, head.target)
    return panel_html(request, reading, person(request), place, head)
