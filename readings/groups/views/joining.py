"""How people come in: by a link, as themselves or as newcomers; by a code."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from readings.groups import actions
from readings.groups.forms import CodeForm, NewcomerForm
from readings.groups.limits import hold_up_form, too_many
from readings.groups.models import JoinLink, User
from readings.groups.queries import get_join_link


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Says whose group it is and who invites; then in, as oneself or as a newcomer."""
    link = get_join_link(token)
    if link.state != JoinLink.State.OPEN:
        return _closed(request, link)
    user = request.user
    if user.is_authenticated:
        return _join_as(request, link, user)
    form = NewcomerForm(request.POST or None)
    wait = 0
    if (
        request.method == "POST"
        and form.is_valid()
        and not (wait := hold_up_form(request, "join", form))
    ):
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
    page = render(request, "groups/join.html", context, status=422 if form.errors else 200)
    return too_many(page, wait)


def _closed(request: HttpRequest, link: JoinLink) -> HttpResponse:
    """Why the link does not work; a member who follows an old one goes on into the group."""
    user = request.user
    if user.is_authenticated and user.memberships.filter(group=link.group).exists():
        return redirect(_first_page(link))
    context = {"state": link.state.value}
    return render(request, "groups/join_closed.html", context, status=410)


def _join_as(request: HttpRequest, link: JoinLink, user: User) -> HttpResponse:
    if user.memberships.filter(group=link.group).exists():
        return redirect(_first_page(link))
    if not JoinLink.objects.open_to(user).filter(pk=link.pk).exists():
        return render(request, "groups/join_closed.html", {"state": "removed"}, status=410)
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


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_code(request: HttpRequest) -> HttpResponse:
    """Signs in by a code that a facilitator handed over. The device then stays signed in."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="sign_in_code")
        if limited:
            return limited
        user = actions.use_code(code=form.cleaned_data["code"])
        if user is None:
            form.add_error(
                "code",
                _("This code does not work: it is mistyped, used or old. Ask for a new one."),
            )
        else:
            actions.remember_time_zone(user=user, name=form.cleaned_data["time_zone"])
            response: HttpResponse = perform_login(request, user, redirect_url=reverse("home"))
            return response
    context = {"form": form}
    return render(request, "groups/sign_in_code.html", context, status=422 if form.errors else 200)
