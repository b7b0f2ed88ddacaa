"""Addresses of blocks, “go to”, and one's own place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from readings.groups import asked
from readings.text.actions import keep_place
from readings.text.models import Block
from readings.text.queries import find_number, get_reading


@require_GET
def block(request: HttpRequest, group: str, book: str, chapter: str, key: str) -> HttpResponse:
    """A block's lasting address: on to where it stands on the page now."""
    reading = get_reading(request.user, group, book, chapter)
    found = get_object_or_404(Block.objects.current(), chapter=reading.chapter_id, key=key)
    return redirect(f"{reading.get_absolute_url()}#b-{found.key}")


@require_GET
def go_to(request: HttpRequest, group: str, book: str, chapter: str) -> HttpResponse:
    """On to the block whose number was typed; an unknown one says so on the chapter page."""
    reading = get_reading(request.user, group, book, chapter)
    said = request.GET.get("to", "")
    found = find_number(reading, said)
    if found is not None:
        return redirect(f"{reading.get_absolute_url()}#b-{found.key}")
    messages.warning(
        request, _("There is no paragraph “%(number)s” in this chapter.") % {"number": said[:20]}
    )
    return redirect(reading)


@require_POST
def position(request: HttpRequest, group: str, book: str, chapter: str) -> HttpResponse:
    """Keeps the reader's own place."""
    reading = get_reading(request.user, group, book, chapter)
    key = asked.key(request.POST.get("block", ""))
    found = get_object_or_404(Block.objects.current(), chapter=reading.chapter_id, key=key)
    assert request.user.is_authenticated
    keep_place(user=request.user, reading=reading, block=found)
    return HttpResponse(status=204)
