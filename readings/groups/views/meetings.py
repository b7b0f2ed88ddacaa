"""When the group meets next."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from readings.groups import actions
from readings.groups.asked import person
from readings.groups.forms import MeetingForm
from readings.groups.permissions import Permission, require
from readings.groups.queries import get_group


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the form for the next meeting. POST: sets it."""
    group = get_group(request.user, slug)
    require(request.user, Permission.PLAN_MEETINGS, group)
    standing = group.meetings.filter(starts_at__gt=timezone.now()).first()
    initial = model_to_dict(standing, fields=("starts_at", "place", "note")) if standing else {}
    form = MeetingForm(request.POST or None, group=group, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_meeting(user=person(request), group=group, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The next meeting is set."))
            return redirect(group)
    context = {"group": group, "form": form, "standing": standing}
    return render(request, "groups/meeting.html", context, status=422 if form.errors else 200)


@require_POST
def meeting_cancellation(request: HttpRequest, slug: str) -> HttpResponse:
    group = get_group(request.user, slug)
    if actions.cancel_meeting(user=person(request), group=group):
        messages.success(request, _("The meeting is called off."))
    return redirect(group)
