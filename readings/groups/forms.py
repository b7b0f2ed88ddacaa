"""Signing in, and joining a group."""

from __future__ import annotations

import zoneinfo
from typing import Any

from allauth.account.forms import ChangePasswordForm as BaseChangePasswordForm
from allauth.account.forms import LoginForm as BaseLoginForm
from django import forms
from django.contrib.auth import password_validation
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from readings.groups.actions import remember_time_zone
from readings.groups.clocks import ClockField
from readings.groups.models import StudyGroup, User, fold_name


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


class NewcomerForm(forms.Form):
    """A newcomer chooses a name and a password; no e-mail address is asked for."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("The group sees it, and you sign in with it."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least eight characters; not one that many people use."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )
    time_zone = DeviceTimeZone()

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if User.objects.filter(username=fold_name(name)).exists():
            raise forms.ValidationError(
                _(
                    "Somebody here already uses the name “%(name)s”. If that is you, sign in; "
                    "else add something, such as a second name."
                ),
                params={"name": name},
            )
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "name" in data and "password" in data:
            person = User(username=fold_name(data["name"]), display_name=data["name"])
            try:
                password_validation.validate_password(data["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class MeetingForm(forms.Form):
    """When and where the group meets next."""

    starts_at = ClockField(label=_("Date and time"))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("Such as what to read before, or how to get in."),
    )

    def __init__(self, *args: Any, group: StudyGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts_at = self.fields["starts_at"]
        assert isinstance(starts_at, ClockField)
        starts_at.go_by(group)
