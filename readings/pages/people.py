"""Leaving a group, and removing somebody: the choice of what becomes of their notes."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from readings.annotation.parting import leave_group, remove_member
from readings.groups.asked import person
from readings.groups.forms import SignedForm
from readings.groups.models import Membership
from readings.groups.permissions import Permission, require
from readings.groups.queries import get_group, membership_in
from readings.pages.queries import shared_in, written_in


@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, slug: str) -> HttpResponse:
    """What leaving means, and the choice. POST: leaves."""
    user = person(request)
    group = get_group(user, slug)
    form = SignedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leave_group(user=user, group=group, **form.cleaned_data)
        except Membership.DoesNotExist:
            return redirect("home")
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("You have left %(group)s.") % {"group": group})
            return redirect("home")
    context = {"group": group, "form": form, **written_in(group, user)}
    return render(request, "groups/leaving.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What removing somebody means, and the choice. POST: removes them."""
    user = person(request)
    group = get_group(user, slug)
    require(user, Permission.MANAGE_PEOPLE, group)
    membership = membership_in(group, pk)
    if membership.user_id == user.pk:
        return redirect("leaving", slug=slug)
    form = SignedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            remove_member(user=user, membership=membership, **form.cleaned_data)
        except Membership.DoesNotExist:
            return redirect("people", slug=slug)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("%(name)s is no longer in the group.")
            messages.success(request, said % {"name": membership.user})
            return redirect("people", slug=slug)
    context = {
        "group": group,
        "membership": membership,
        "form": form,
        "shared": shared_in(group, membership.user),
    }
    return render(request, "groups/removal.html", context, status=422 if form.errors else 200)
