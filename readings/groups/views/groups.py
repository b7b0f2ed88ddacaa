"""Founding a group, its settings, its archive."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from readings.groups import actions
from readings.groups.asked import person
from readings.groups.forms import GroupForm, NewGroupForm
from readings.groups.limits import hold_up_form, too_many
from readings.groups.permissions import Permission, require
from readings.groups.queries import get_group


@require_http_methods(["GET", "HEAD", "POST"])
def group_new(request: HttpRequest) -> HttpResponse:
    """The form for a new group. POST: founds it; its founder facilitates it."""
    user = person(request)
    require(user, Permission.FOUND)
    form = NewGroupForm(request.POST or None, initial={"time_zone": user.time_zone or "UTC"})
    wait = 0
    if (
        request.method == "POST"
        and form.is_valid()
        and not (wait := hold_up_form(request, "found", form))
    ):
        group = actions.found_group(user=user, **form.cleaned_data)
        messages.success(request, _("Your group is there. Bring in a text, and invite people."))
        return redirect(group)
    page = render(request, "groups/new.html", {"form": form}, status=422 if form.errors else 200)
    return too_many(page, wait)


@require_http_methods(["GET", "HEAD", "POST"])
def group_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for what the group is called and how it goes about things. POST: stores that."""
    group = get_group(request.user, slug)
    require(request.user, Permission.CHANGE_GROUP, group)
    called = group.name  # the form writes on the group before it is found to be wrong
    form = GroupForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in form.changed_data}
        actions.change_group(user=person(request), group=group, **facts)
        messages.success(request, _("The settings are stored."))
        return redirect(group)
    context = {"group": group, "called": called, "form": form}
    return render(request, "groups/settings.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """What archiving means. POST: archives the group."""
    group = get_group(request.user, slug)
    require(request.user, Permission.CHANGE_GROUP, group)
    if request.method == "POST":
        actions.archive_group(user=person(request), group=group)
        messages.success(request, _("The group is archived. It can still be read."))
        return redirect(group)
    return render(request, "groups/archive.html", {"group": group})


@require_POST
def reopening(request: HttpRequest, slug: str) -> HttpResponse:
    """Brings an archived group back."""
    group = get_group(request.user, slug)
    actions.reopen_group(user=person(request), group=group)
    messages.success(request, _("The group is open again."))
    return redirect(group)
