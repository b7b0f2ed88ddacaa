"""Links into a group, with QR codes and a line for a chat; invitations by e-mail."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from readings.groups import actions
from readings.groups.asked import person
from readings.groups.forms import LinkForm, MailForm
from readings.groups.limits import hold_up_form, too_many
from readings.groups.mail import send_invitation
from readings.groups.models import StudyGroup, User
from readings.groups.permissions import Permission, allows, require
from readings.groups.queries import get_group, link_of, links_of, qr_code


def _inviting(request: HttpRequest, slug: str) -> tuple[User, StudyGroup, bool]:
    """Who invites into which group, and whether they may bring in facilitators."""
    group = get_group(request.user, slug)
    require(request.user, Permission.INVITE, group)
    return person(request), group, allows(request.user, Permission.APPOINT, group)


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the links there are, and the form for another. POST: makes one and shows it."""
    user, group, appoints = _inviting(request, slug)
    form = LinkForm(request.POST or None, makes_facilitators=appoints)
    wait = 0
    if (
        request.method == "POST"
        and form.is_valid()
        and not (wait := hold_up_form(request, "invite", form))
    ):
        link = actions.make_join_link(user=user, group=group, **form.terms())
        return redirect("invitation", slug=slug, pk=link.pk)
    return too_many(_page(request, user, group, appoints, link_form=form), wait)


@require_POST
def email_invitation(request: HttpRequest, slug: str) -> HttpResponse:
    """Sends one person a link that works once."""
    user, group, appoints = _inviting(request, slug)
    form = MailForm(request.POST, makes_facilitators=appoints)
    if not form.is_valid():
        return _page(request, user, group, appoints, mail_form=form)
    if not ratelimit.consume(request, action="invite", user=user):
        form.add_error(None, _("You have invited many people. Go on in an hour."))
        response = _page(request, user, group, appoints, mail_form=form, status=429)
        response["Retry-After"] = "3600"
        return response
    link = actions.make_join_link(user=user, group=group, **form.terms())
    try:
        send_invitation(link)
    except OSError:
        form.add_error(None, _("The message could not be sent. Copy the link below instead."))
        return _page(request, user, group, appoints, mail_form=form)
    said = _("The invitation is on its way to %(address)s.")
    messages.success(request, said % {"address": link.email})
    return redirect("invitations", slug=slug)


def _page(
    request: HttpRequest,
    user: User,
    group: StudyGroup,
    appoints: bool,
    status: int = 422,
    **forms: Any,
) -> HttpResponse:
    """The page, under `status` where a form of it was refused."""
    context = {
        "group": group,
        "manages": allows(user, Permission.MANAGE_PEOPLE, group),
        "links": links_of(user, group),
        "link_form": LinkForm(makes_facilitators=appoints),
        "mail_form": MailForm(makes_facilitators=appoints),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "groups/invitations.html", context, status=status if wrong else 200)


@require_GET
def invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One link, with its QR code and a line to copy into a chat."""
    user, group, _appoints = _inviting(request, slug)
    link = link_of(user, group, pk)
    address = settings.SITE_URL + link.get_absolute_url()
    context = {"group": group, "link": link, "address": address, "qr": qr_code(address)}
    return render(request, "groups/invitation.html", context)


@require_POST
def revocation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    user, group, _appoints = _inviting(request, slug)
    link = link_of(user, group, pk)
    if actions.revoke_join_link(user=user, link=link):
        messages.success(request, _("The link no longer works. Those who joined by it stay."))
    return redirect("invitations", slug=slug)
