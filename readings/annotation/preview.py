"""The preview of what a member writes: django-markdownx's view, made safe.

As it comes, anybody may post to it and gets raw HTML back. Here: members only, words within the
limit only, our own renderer with its sanitiser, and plain text instead of a redirect when refused
(its script would put the sign-in page into the preview).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from markdownx.views import MarkdownifyView

from readings.groups.limits import hold_up, said, too_many
from readings.text.markdown import MAX_NOTE, TooLong, render_note


@method_decorator(login_not_required, name="dispatch")  # refuses by itself, in plain text
class Preview(MarkdownifyView):
    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _plain(_("Sign in to see a preview."), 403)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if wait := hold_up(request, "preview"):
            return too_many(_plain(said(wait), 429), wait)
        words = request.POST.get("content", request.POST.get("body", ""))
        try:
            return HttpResponse(render_note(words))
        except TooLong:
            message = _("This is longer than the %(most)s characters that fit.")
            return _plain(message % {"most": MAX_NOTE}, 400)


def _plain(message: str, status: int) -> HttpResponse:
    return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")
