"""The pages of one's own account. Whoever is signed in has them, and everybody only their own."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from readings.accounts import actions, queries
from readings.accounts.forms import NoticesForm, ProfileForm, ReadingSettingsForm
from readings.groups.asked import person
from readings.groups.models import User


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Everything of one's own in one place."""
    page = queries.overview(request, person(request))
    return render(request, "accounts/account.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """GET: who one is to others. POST: changes it."""
    form = ProfileForm(request.POST or None, person=person(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_profile(person=person(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your profile is changed."))
            return redirect("account")
    status = 422 if form.errors else 200
    return render(request, "accounts/profile.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def reading_settings(request: HttpRequest) -> HttpResponse:
    """GET: how one reads. POST: changes it, and shows this page so."""
    # A copy: what was refused must not colour the page that says so.
    stands = User.objects.get(pk=person(request).pk)
    form = ReadingSettingsForm(request.POST or None, instance=stands)
    if request.method == "POST" and form.is_valid():
        actions.change_reading_settings(person=person(request), **form.cleaned_data)
        messages.success(request, _("Kept: every page looks so from now on."))
        return redirect("reading-settings")
    status = 422 if form.errors else 200
    return render(request, "accounts/reading_settings.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """GET: whether, when and about what mail comes. POST: changes it."""
    user = person(request)
    form = NoticesForm(request.POST or None, person=user)
    if request.method == "POST" and form.is_valid():
        actions.change_notices(person=user, **form.cleaned_data)
        messages.success(request, _("Kept: so notices come from now on."))
        return redirect("notices")
    context = {"form": form, "address": queries.notice_address(user)}
    status = 422 if form.errors else 200
    return render(request, "accounts/notices.html", context, status=status)


@csrf_exempt  # the mail program sends it (RFC 8058); the secret in the address is what proves it
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notices_off(request: HttpRequest, key: str) -> HttpResponse:
    """GET: asks whether mail is to end, for programs follow links too. POST: ends it, in one step,
    as mail programs expect no redirect. Nothing says whose mail it is."""
    found = queries.by_notice_key(key)
    if request.method == "POST":
        actions.stop_notices(person=found)
    done = request.method == "POST" or found.notices == User.Notices.NONE
    return render(request, "accounts/notices_off.html", {"done": done})


@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """GET: where one is signed in. POST: signs out everywhere but here."""
    found = queries.devices(request, person(request))
    if request.method == "POST":
        keys = [device.session_key for device in found]
        count = actions.sign_out_devices(person=person(request), request=request, keys=keys)
        words = ngettext(
            "Signed out on %(n)s other device.", "Signed out on %(n)s other devices.", count
        )
        messages.success(request, words % {"n": count})
        return redirect("my-devices")
    others = sum(1 for device in found if not device.is_this)
    return render(request, "accounts/devices.html", {"devices": found, "others": others})


@require_POST
def device_sign_out(request: HttpRequest, key: int) -> HttpResponse:
    """Signs out on one other device, such as a lost phone."""
    found = queries.devices(request, person(request))
    device = next((one for one in found if one.key == key and not one.is_this), None)
    if device is None:
        raise Http404
    actions.sign_out_devices(person=person(request), request=request, keys=[device.session_key])
    messages.success(request, _("Signed out: %(device)s.") % {"device": device.name})
    return redirect("my-devices")
