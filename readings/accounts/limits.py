"""What somebody sees who did something too often: when to go on, and their words still there."""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

# Minutes until one can go on, as settings.ACCOUNT_RATE_LIMITS has them; by the address's name.
WAIT = 1
LONGER = {"sign-in-code": 5}
# Their forms can be shown again without what their pages were reached by.
FORMS = (
    allauth_views.LoginView,
    allauth_views.SignupView,
    allauth_views.PasswordResetView,
    allauth_views.EmailView,
    allauth_views.PasswordChangeView,
    allauth_views.ReauthenticateView,
)


def too_many(request: HttpRequest) -> HttpResponse:
    """The form with its words again, but never a password; else a page that says when to go on."""
    match = request.resolver_match
    minutes = LONGER.get(getattr(match, "url_name", None) or "", WAIT)
    view_class = getattr(getattr(match, "func", None), "view_class", None)
    if request.method == "POST" and view_class in FORMS:
        response = _form_again(request, view_class)
    else:
        response = render(request, "429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(60 * minutes)
    return response


def _form_again(request: HttpRequest, view_class: type) -> HttpResponse:
    view = view_class()
    view.setup(request)
    facts = {**view.get_form_kwargs(), "initial": request.POST.dict()}
    # Not bound: to check it would try the password again.
    form = view.get_form_class()(**{k: v for k, v in facts.items() if k not in ("data", "files")})
    context = view.get_context_data(form=form)
    said = _("That was too often in a short time. Wait a minute, then send it once more.")
    messages.error(request, said)
    return render(request, view.template_name, context, status=429)
