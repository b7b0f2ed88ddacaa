"""The way on from an address that a group, a chapter or a section has left."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from readings.groups.queries import former_group
from readings.text.queries import former_reading

NAMES = {"group", "book", "chapter"}
GROUP = ("group", "slug")  # what the slug of a group is called in an address
GetResponse = Callable[[HttpRequest], HttpResponse]


class FormerAddressMiddleware:
    """Sends on whoever asks for a page of a group or a chapter where that stood before.

    Only what was not found is looked up, and only members of the group are sent anywhere: others
    get the answer that they get for an address that never was.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not isinstance(error, Http404):
            return None
        for name in match.kwargs.keys() & GROUP:
            if group := former_group(request.user, match.kwargs[name]):
                return moved(request, {name: group.slug})
        if not match.kwargs.keys() >= NAMES:
            return None
        reading = former_reading(request.user, **{name: match.kwargs[name] for name in NAMES})
        if reading is None:
            return None
        chapter = reading.chapter
        return moved(request, {"book": chapter.book.slug, "chapter": chapter.slug})


def moved(request: HttpRequest, present: Mapping[str, str]) -> HttpResponse:
    """To the same page with these slugs in its address; what was sent is sent there once more.

    The old address may become another text's one day, so a browser is to ask each time.
    """
    match = request.resolver_match
    assert match is not None
    address = reverse(match.view_name, kwargs={**match.kwargs, **present})
    if query := request.META["QUERY_STRING"]:
        address = f"{address}?{query}"
    keeps = request.method not in ("GET", "HEAD")
    response = HttpResponsePermanentRedirect(address, preserve_request=keeps)
    patch_cache_control(response, no_cache=True)
    return response
