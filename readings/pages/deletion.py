"""Deleting one's own account: what it means, the choice, and taking it back."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from readings.groups.actions import keep_account
from readings.groups.asked import person
from readings.pages.actions import Refused, ask_deletion
from readings.pages.farewell import Farewell, farewell
from readings.pages.forms import DeletionForm
from readings.pages.mail import send_deletion_notice


@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: HttpRequest) -> HttpResponse:
    """What becomes of everything, and when; once it was asked for, what is to come. POST: asks for
    it, which wants the password once more of who has one."""
    page = farewell(person(request))
    if person(request).is_going:
        context = {"page": page, "signed": page.told(person(request).deletion_signed)}
        return render(request, "pages/deletion_asked.html", context)
    if request.method == "POST":
        # What was chosen waits in the session while the person shows that it is them.
        raise_if_reauthentication_required(request, app="")
        return _ask(request, page)
    return _page(request, page, DeletionForm(None, page=page))


def _ask(request: HttpRequest, page: Farewell) -> HttpResponse:
    form = DeletionForm(request.POST, page=page)
    if not form.is_valid():
        return _page(request, page, form, status=422)
    here = request.session.session_key or ""
    try:
        going = ask_deletion(person=person(request), signed=form.signed(), here=here)
    except Refused:
        return _page(request, page, form, status=422)
    send_deletion_notice(going)
    return redirect("account-deletion")


def _page(
    request: HttpRequest, page: Farewell, form: DeletionForm, *, status: int = 200
) -> HttpResponse:
    days = settings.ACCOUNT_DELETION_DAYS
    context = {
        "page": page,
        "form": form,
        "days": days,
        "due_at": timezone.now() + timedelta(days=days),
    }
    return render(request, "pages/deletion.html", context, status=status)


@require_POST
def keeping(request: HttpRequest) -> HttpResponse:
    """Takes the deletion back."""
    was_going = person(request).is_going
    keep_account(person=person(request))
    if was_going:
        messages.success(request, _("Your account stays, with everything in it."))
    return redirect("account")
