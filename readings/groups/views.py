"""What facilitators set for their group: the joining link, which newcomers follow; the meeting."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from readings.groups import actions
from readings.groups.forms import MeetingForm, NewcomerForm
from readings.groups.models import JoinLink, User
from readings.groups.permissions import Permission, require
from readings.groups.queries import get_group, get_join_link, qr_code


@require_http_methods(["GET", "HEAD", "POST"])
def joining_link(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the link with its QR code. POST: makes one."""
    assert isinstance(request.user, User)
    group = get_group(request.user, slug)
    require(request.user, Permission.INVITE, group)
    if request.method == "POST":
        actions.make_join_link(user=request.user, group=group)
        return redirect("joining-link", slug=slug)
    link = group.join_links.active().first()
    address = settings.SITE_URL + link.get_absolute_url() if link else ""
    context = {"group": group, "address": address, "qr": qr_code(address) if address else ""}
    return render(request, "groups/joining_link.html", context)


@require_POST
def revocation(request: HttpRequest, slug: str) -> HttpResponse:
    assert isinstance(request.user, User)
    group = get_group(request.user, slug)
    if actions.revoke_join_link(user=request.user, group=group):
        messages.success(request, _("The link no longer works. Those who joined by it stay."))
    return redirect("joining-link", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the form for the next meeting. POST: sets it."""
    assert isinstance(request.user, User)
    group = get_group(request.user, slug)
    require(request.user, Permission.PLAN_MEETINGS, group)
    standing = group.meetings.filter(starts_at__gt=timezone.now()).first()
    initial = model_to_dict(standing, fields=("starts_at", "place", "note")) if standing else {}
    form = MeetingForm(request.POST or None, group=group, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_meeting(user=request.user, group=group, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The next meeting is set."))
            return redirect(group)
    context = {"group": group, "form": form, "standing": standing}
    return render(request, "groups/meeting.html", context, status=422 if form.errors else 200)


@require_POST
def meeting_cancellation(request: HttpRequest, slug: str) -> HttpResponse:
    assert isinstance(request.user, User)
    group = get_group(request.user, slug)
    if actions.cancel_meeting(user=request.user, group=group):
        messages.success(request, _("The meeting is called off."))
    return redirect(group)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Says whose group it is and who invites; then in, as oneself or as a newcomer."""
    link = get_join_link(token)
    if link.revoked_at is not None:
        return render(request, "groups/join_revoked.html", {"group": link.group}, status=410)
    if request.user.is_authenticated:
        return _join_as(request, link, request.user)
    form = NewcomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.join_as_newcomer(link=link, **form.cleaned_data)
        except ValidationError as error:
            # Somebody took the name between the form's look and the write.
            form.add_error("name", error.messages[0])
        except JoinLink.DoesNotExist:
            return redirect(request.path)
        else:
            _welcome(request, link)
            response: HttpResponse = perform_login(request, user, redirect_url=_first_page(link))
            return response
    sign_in = f"{reverse('account_login')}?next={request.path}"
    context = {"link": link, "group": link.group, "form": form, "sign_in": sign_in}
    return render(request, "groups/join.html", context, status=422 if form.errors else 200)


def _join_as(request: HttpRequest, link: JoinLink, user: User) -> HttpResponse:
    if user.memberships.filter(group=link.group).exists():
        return redirect(_first_page(link))
    if request.method == "POST":
        try:
            actions.join(link=link, user=user)
        except JoinLink.DoesNotExist:
            return redirect(request.path)
        _welcome(request, link)
        return redirect(_first_page(link))
    return render(request, "groups/join.html", {"link": link, "group": link.group})


def _welcome(request: HttpRequest, link: JoinLink) -> None:
    words = _(
        "Welcome to %(group)s. To write a note, select words in the text or press the + beside a "
        "paragraph."
    )
    messages.success(request, words % {"group": link.group})


def _first_page(link: JoinLink) -> str:
    """The chapter that the group reads, or its page while it has none."""
    return reverse("group-start", args=[link.group.slug])
