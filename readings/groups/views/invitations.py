"""Links into a group, with QR codes and a line for a chat; invitations by e-mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from readings.groups import actions
from readings.groups.forms import LinkForm, MailForm
from readings.groups.mail import send_invitation
from readings.groups.models import JoinLink, StudyGroup, User
from readings.groups.permissions import Permission, allows, require
from readings.groups.queries import get_group, links_of, qr_code


def _inviting(request: HttpRequest, slug: str) -> tuple[User, StudyGroup, bool]:
    """Who invites into which group, and whether they may bring in facilitators."""
    assert isinstance(request.user, User)
    group = get_group(request.user, slug)
    require(request.user, Permission.INVITE, group)
    return request.user, group, allows(request.user, Permission.MANAGE_PEOPLE, group)


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the links there are, and the form for another. POST: makes one and shows it."""
    user, group, manages = _inviting(request, slug)
    form = LinkForm(request.POST or None, makes_facilitators=manages)
    if request.method == "POST" and form.is_valid():
        link = actions.make_join_link(user=user, group=group, **form.terms())
        return redirect("invitation", slug=slug, pk=link.pk)
    return _page(request, user, group, manages, link_form=form)


@require_POST
def email_invitation(request: HttpRequest, slug: str) -> HttpResponse:
    """Sends one person a link that works once."""
    user, group, manages = _inviting(request, slug)
    form = MailForm(request.POST, makes_facilitators=manages)
    if not form.is_valid():
        return _page(request, user, group, manages, mail_form=form)
    link = actions.make_join_link(user=user, group=group, **form.terms())
    try:
        send_invitation(link)
    except OSError:
        form.add_error(None, _("The message could not be sent. Copy the link below instead."))
        return _page(request, user, group, manages, mail_form=form)
    said = _("The invitation is on its way to %(address)s.")
    messages.success(request, said % {"address": link.email})
    return redirect("invitations", slug=slug)


def _page(
    request: HttpRequest, user: User, group: StudyGroup, manages: bool, **forms: Any
) -> HttpResponse:
    context = {
        "group": group,
        "manages": manages,
        "links": links_of(user, group),
        "link_form": LinkForm(makes_facilitators=manages),
        "mail_form": MailForm(makes_facilitators=manages),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "groups/invitations.html", context, status=422 if wrong else 200)


@require_GET
def invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One link, with its QR code and a line to copy into a chat."""
    user, group, _manages = _inviting(request, slug)
    link = _link(user, group, pk)
    address = settings.SITE_URL + link.get_absolute_url()
    context = {"group": group, "link": link, "address": address, "qr": qr_code(address)}
    return render(request, "groups/invitation.html", context)


@require_POST
def revocation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    user, group, _manages = _inviting(request, slug)
    link = _link(user, group, pk)
    if actions.revoke_join_link(user=user, link=link):
        messages.success(request, _("The link no longer works. Those who joined by it stay."))
    return redirect("invitations", slug=slug)


def _link(user: User, group: StudyGroup, pk: int) -> JoinLink:
    found = next((link for link in links_of(user, group) if link.pk == pk), None)
    if found is None:
        raise Http404
    return found
