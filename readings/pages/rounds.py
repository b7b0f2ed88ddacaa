"""Beginning a group's next round."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from readings.discussion.continuing import begin_round
from readings.groups.asked import person
from readings.groups.limits import hold_up_form, too_many
from readings.groups.permissions import Permission, require
from readings.groups.queries import get_group


class RoundForm(forms.Form):
    """What the next round is called, and who is in it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    with_members = forms.BooleanField(
        label=gettext_lazy("Take everybody along who is in the group now"),
        required=False,
        initial=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a new group that continues this one. POST: makes it."""
    user = person(request)
    group = get_group(user, slug)
    require(user, Permission.REOPEN, group)
    form = RoundForm(request.POST or None, initial={"name": group.name})
    wait = 0
    if (
        request.method == "POST"
        and form.is_valid()
        and not (wait := hold_up_form(request, "found", form))
    ):
        made = begin_round(user=user, group=group, **form.cleaned_data)
        messages.success(request, _("The new round is there, with the chapters and questions."))
        return redirect(made)
    context = {"group": group, "form": form}
    status = 422 if form.errors else 200
    return too_many(render(request, "groups/round_new.html", context, status=status), wait)
