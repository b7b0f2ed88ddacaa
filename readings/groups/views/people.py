"""The people of a group: roles, codes, lost phones. (Leaving: `pages`, for it signs notes.)"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from readings.groups import actions
from readings.groups.asked import person
from readings.groups.forms import NameForm, RoleForm
from readings.groups.limits import hold_up, hold_up_form, too_many, too_many_page
from readings.groups.models import Membership, StudyGroup, User
from readings.groups.permissions import Permission, allows, require
from readings.groups.queries import get_group, membership_in, people_page, qr_code


@require_GET
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in the group and who was; for facilitators with what they can do about it."""
    group = get_group(request.user, slug)
    context = {
        "group": group,
        "page": people_page(group),
        "manages": allows(request.user, Permission.MANAGE_PEOPLE, group),
        "may_invite": allows(request.user, Permission.INVITE, group),
    }
    return render(request, "groups/people.html", context)


def _managing(request: HttpRequest, slug: str, pk: int) -> tuple[User, StudyGroup, Membership]:
    group = get_group(request.user, slug)
    require(request.user, Permission.MANAGE_PEOPLE, group)
    return person(request), group, membership_in(group, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What one person is in the group. POST: changes that."""
    user, group, membership = _managing(request, slug, pk)
    standing = {
        "role": Membership.Role.FACILITATOR if membership.facilitates else Membership.Role.MEMBER,
        "until": membership.until if membership.facilitates else None,
    }
    form = RoleForm(request.POST or None, group=group, initial=standing)
    if request.method == "POST" and form.is_valid():
        try:
            membership = actions.change_role(user=user, membership=membership, **form.cleaned_data)
        except Membership.DoesNotExist:
            return redirect("people", slug=slug)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("%(name)s is a %(role)s now.")
            words = {"name": membership.user, "role": membership.get_role_display().lower()}
            messages.success(request, said % words)
            return redirect("people", slug=slug)
    somebody = membership.user
    coded = somebody.signs_in_by_code and somebody.host_id == group.pk
    context = {"group": group, "membership": membership, "form": form, "coded": coded}
    return render(request, "groups/role.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for somebody without e-mail or password. POST: adds them and shows their code."""
    user = person(request)
    group = get_group(user, slug)
    require(user, Permission.MANAGE_PEOPLE, group)
    form = NameForm(request.POST or None)
    wait = 0
    if (
        request.method == "POST"
        and form.is_valid()
        and not (wait := hold_up_form(request, "invite", form, "name"))
    ):
        try:
            added = actions.add_person_by_name(
                user=user, group=group, name=form.cleaned_data["name"]
            )
        except ValidationError as error:
            form.add_error("name", error.messages[0])
        else:
            return _handed_over(request, user, group, added)
    context = {"group": group, "form": form}
    status = 422 if form.errors else 200
    return too_many(render(request, "groups/person_new.html", context, status=status), wait)


@never_cache
@require_POST
def code(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A new code for a person who signs in by codes, shown once."""
    user, group, membership = _managing(request, slug, pk)
    if wait := hold_up(request, "invite"):
        return too_many_page(request, wait)
    return _handed_over(request, user, group, membership.user)


def _handed_over(
    request: HttpRequest, user: User, group: StudyGroup, somebody: User
) -> HttpResponse:
    text, made = actions.hand_over_code(user=user, group=group, person=somebody)
    address = settings.SITE_URL + reverse("sign-in-code")
    context = {
        "group": group,
        "person": somebody,
        "code": text,
        "made": made,
        "address": address,
        "qr": qr_code(address),
    }
    return render(request, "groups/code.html", context)


@require_POST
def devices(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Signs a person who signs in by codes out everywhere."""
    user, group, membership = _managing(request, slug, pk)
    actions.sign_out_devices(user=user, group=group, person=membership.user)
    said = _("%(name)s is signed out on every device. Hand over a new code to let them in again.")
    messages.success(request, said % {"name": membership.user})
    return redirect("people", slug=slug)
