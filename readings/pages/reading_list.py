"""The chapters that a group reads: in which order, and from which day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from readings.groups.asked import person
from readings.groups.permissions import Permission, require
from readings.groups.queries import get_group
from readings.text.actions import order_readings
from readings.text.models import Reading

STEPS = {"up": -1, "down": 1}


class DayForm(forms.Form):
    """From which day the group reads one chapter."""

    starts_on = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any, *, reading: Reading) -> None:
        initial = {"starts_on": reading.starts_on}
        super().__init__(data, prefix=str(reading.pk), initial=initial)
        self.reading = reading
        self.fields["starts_on"].widget.attrs["aria-label"] = _("%(chapter)s: from") % {
            "chapter": reading.chapter
        }


@require_http_methods(["GET", "HEAD", "POST"])
def reading_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The list to change. POST: stores the days, and moves one chapter where that was pressed."""
    user = person(request)
    group = get_group(user, slug)
    require(user, Permission.IMPORT, group)
    readings = list(
        group.readings.select_related("chapter__book", "group").order_by("position", "pk")
    )
    forms_ = [DayForm(request.POST or None, reading=reading) for reading in readings]
    if request.method == "POST" and all([form.is_valid() for form in forms_]):  # noqa: C419
        # Of what the page did not show, nothing is said.
        days = {
            form.reading.pk: form.cleaned_data["starts_on"]
            for form in forms_
            if form.add_prefix("starts_on") in request.POST
        }
        moved = _moved([reading.pk for reading in readings], request.POST.get("move", ""))
        order_readings(user=user, group=group, order=moved, days=days)
        if "move" in request.POST:
            return redirect("reading-list", slug=slug)
        messages.success(request, _("The order and the dates are stored."))
        return redirect(group)
    wrong = any(form.errors for form in forms_)
    context = {"group": group, "forms": forms_}
    return render(request, "pages/reading_list.html", context, status=422 if wrong else 200)


def _moved(order: list[int], asked: str) -> list[int]:
    """The order after one step ("up:12"); an odd wish changes nothing."""
    step, _colon, key = asked.partition(":")
    if step not in STEPS or not key.isascii() or not key.isdigit() or int(key) not in order:
        return order
    here = order.index(int(key))
    there = here + STEPS[step]
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    return order
