"""Signing in."""

from __future__ import annotations

import zoneinfo
from typing import Any

from allauth.account.forms import ChangePasswordForm as BaseChangePasswordForm
from allauth.account.forms import LoginForm as BaseLoginForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from readings.groups.actions import remember_time_zone


class DeviceTimeZone(forms.CharField):
    """The time zone of the person's device: a script fills it in, and an odd one counts as none."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput({"data-time-zone": ""}))

    def clean(self, value: Any) -> str:
        return value if value in zoneinfo.available_timezones() else ""


class LoginForm(BaseLoginForm):
    time_zone = DeviceTimeZone()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Name or e-mail")
        login.widget.attrs.pop("placeholder", None)
        login.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].widget.attrs.pop("placeholder", None)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response: HttpResponse = super().login(request, redirect_url)
        remember_time_zone(user=self.user, name=self.cleaned_data["time_zone"])
        return response


class ChangePasswordForm(BaseChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Present password"),
            "password1": _("New password"),
            "password2": _("New password, once more"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            # The label says it, and stays when one types.
            self.fields[name].widget.attrs.pop("placeholder", None)
