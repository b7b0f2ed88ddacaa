"""allauth's forms in the site's words: signing up, a new password, an address, once more."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from readings.groups.forms import DeviceTimeZone
from readings.groups.models import User

PASSWORD_HELP = _("At least eight characters; not one that many people use.")


class Plain:
    """Labels that stay when one types, instead of placeholders that go."""

    words: ClassVar[dict[str, Any]] = {}
    helps: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.label = self.words.get(name, field.label)
            field.help_text = self.helps.get(name, field.help_text)
            field.widget.attrs.pop("placeholder", None)


class SignUpForm(Plain, allauth_forms.SignupForm):
    """Where sign-up is open: a name, an address that is to be confirmed, a password."""

    time_zone = DeviceTimeZone()
    words = {"username": _("Your name"), "email": _("E-mail address"), "password1": _("Password")}
    helps = {
        "username": _("Your groups see it, and you sign in with it."),
        "email": _(
            "We send a link to it, by which you confirm that it is yours; then at most one mail a "
            "day about replies and questions for you, which you can switch off."
        ),
        "password1": PASSWORD_HELP,
    }
    field_order = ("username", "email", "password1", "time_zone")
    shown_name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.validators.append(MaxLengthValidator(80))
        name.widget.attrs |= {"maxlength": 80, "spellcheck": "false"}
        name.widget.attrs.pop("autofocus", None)

    def clean_username(self) -> str:
        self.shown_name = " ".join(self.cleaned_data["username"].split())
        name: str = super().clean_username()
        return name

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        try:
            made: tuple[User | None, HttpResponse | None] = super().try_save(request)
        except ValidationError as error:
            # Somebody took the name between the form's look and the write.
            messages.error(request, error.messages[0])
            return None, redirect("account_signup")
        return made


class AddEmailForm(Plain, allauth_forms.AddEmailForm):
    words = {"email": _("New e-mail address")}


class ResetPasswordForm(Plain, allauth_forms.ResetPasswordForm):
    words = {"email": _("E-mail address")}


class ResetPasswordKeyForm(Plain, allauth_forms.ResetPasswordKeyForm):
    words = {"password1": _("New password"), "password2": _("New password, once more")}
    helps = {"password1": PASSWORD_HELP}


class SetPasswordForm(Plain, allauth_forms.SetPasswordForm):
    words = {"password1": _("Password"), "password2": _("Password, once more")}
    helps = {"password1": PASSWORD_HELP}


class ReauthenticateForm(Plain, allauth_forms.ReauthenticateForm):
    words = {"password": _("Password")}
