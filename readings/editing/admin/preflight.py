"""The page “What this edit does” in the admin, between a form and its save."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from readings.editing.foresight import LOOK, LookFirst, context_of


def page(
    request: HttpRequest, look: LookFirst, *, action: str, back: str = "", **context: Any
) -> HttpResponse:
    """The page. It sends what the form sent; `back` is an address where there is no form."""
    found = context_of(request, look)
    if LOOK in request.POST:
        found["fields"].append(("_continue", "1"))
    context |= {**found, "title": _("What this edit does"), "action": action, "back": back}
    return TemplateResponse(request, "admin/editing/preflight.html", context)


class PreflightMixin:
    """For an admin page whose save may raise LookFirst."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        parent: Any = super()
        try:
            response: HttpResponse = parent.changeform_view(
                request, object_id, form_url, extra_context
            )
        except LookFirst as look:
            site: Any = self
            context = {**site.admin_site.each_context(request), "opts": site.opts}
            context["original"] = site.model._base_manager.filter(pk=object_id).first()
            return page(request, look, action=request.get_full_path(), **context)
        return response
