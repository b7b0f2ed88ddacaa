"""A reader's proposal beside the form of its section."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from readings.annotation.models import Erratum
from readings.editing.errata import ByHand, NotOpen
from readings.editing.foresight import BACK
from readings.editing.proposals import shown
from readings.editing.queries import related
from readings.groups.asked import whole_number
from readings.text.models import Section

FIELD = "erratum"


class ProposalMixin:
    """For the page of a section: `?erratum=7` lays a proposal beside the form, whose save then
    settles it unless the editor says otherwise."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        parent: Any = super()
        asked = request.GET.get(FIELD) or request.POST.get(FIELD, "")
        chosen = request.method != "POST" or FIELD in request.POST
        if erratum := _find(asked, object_id):
            extra_context = {
                **(extra_context or {}),
                "proposal": shown(erratum, chosen=chosen),
            }
        response: HttpResponse
        try:
            response = parent.changeform_view(request, object_id, form_url, extra_context)
        except (ByHand, NotOpen) as problem:
            site: Any = self
            site.message_user(request, str(problem), messages.ERROR)
            sent = request.POST.copy()
            sent[BACK] = "1"
            request.POST = sent  # type: ignore[assignment]
            response = parent.changeform_view(request, object_id, form_url, extra_context)
        return response


def chosen_for(request: HttpRequest, section: Section) -> Erratum | None:
    """The proposal that the form's save is to settle, if any."""
    return _find(request.POST.get(FIELD, ""), str(section.pk))


def _find(asked: str, section: str | None) -> Erratum | None:
    """A proposal about the chapter of the section; one that was decided on meanwhile too, for
    whoever has it beside a form has to hear of it."""
    pk, on = whole_number(asked), whole_number(section or "")
    if pk is None or on is None:
        return None
    errata = Erratum.objects.for_editors().select_related(*related())
    found: Erratum | None = errata.filter(pk=pk, note__reading__chapter__sections=on).first()
    return found
