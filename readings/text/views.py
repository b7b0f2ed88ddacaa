"""Addresses of blocks, “go to”, one's own place, and the text's pictures."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from readings.groups import asked
from readings.text.actions import keep_place
from readings.text.models import Block
from readings.text.queries import find_number, get_picture, get_reading

log = logging.getLogger("studyguide.pictures")

A_YEAR = 365 * 24 * 60 * 60


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


@require_safe
def picture(request: HttpRequest, key: str) -> HttpResponseBase:
    """A picture's bytes, for those who read a chapter of its book.

    The key is made from the content, so what stands at an address never changes. A browser is
    told what it is, and that it is nothing else.
    """
    found = get_picture(request.user, key)
    etag = f'"{found.key}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            with found.file.open("rb") as file:
                response = HttpResponse(file.read(), content_type=found.content_type)
        except OSError:
            log.exception("Picture %s has lost its file.", found.pk)
            raise Http404 from None
        response["Content-Disposition"] = f'inline; filename="{found.name}"'
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response
