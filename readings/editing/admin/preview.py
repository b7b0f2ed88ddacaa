"""The preview of a section while it is edited."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from readings.groups.permissions import Permission, allows
from readings.text.markdown import ReasonText, TextProblem, render_section
from readings.text.models import Section
from readings.text.picture_files import refuse_unknown
from readings.text.problems import problem_in_words


@method_decorator(login_not_required, name="dispatch")  # refuses by itself, in plain text
class SectionPreview(View):
    """What the posted `content` will look like, with the section's reasons as they are stored.

    markdownx's script puts any answer of 200 into the page and drops all others, so a mistake in
    the text is told by a 200, and a refusal is plain text instead of the sign-in page.
    """

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not allows(request.user, Permission.EDIT_TEXT):
            message = _("Only those who edit texts see this preview.")
            return HttpResponse(message, status=403, content_type="text/plain; charset=utf-8")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, section: int | None = None) -> HttpResponse:
        words = request.POST.get("content", "")
        reasons = _stored(get_object_or_404(Section, pk=section)) if section else []
        context: dict[str, Any]
        try:
            context = {"blocks": render_section(words, reasons=reasons)}
            refuse_unknown(words, context["blocks"])
        except TextProblem as problem:
            context = {"problem": problem_in_words(problem)}
        return render(request, "admin/editing/preview.html", context)


def _stored(section: Section) -> list[ReasonText]:
    return [
        ReasonText(reason.key, reason.number, reason.text, reason.commentary)
        for reason in section.reasons.filter(removed_at=None).order_by("number", "pk")
    ]
