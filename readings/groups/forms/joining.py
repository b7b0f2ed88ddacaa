"""Inviting people, and joining a group."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from readings.groups.forms.signing import DeviceTimeZone
from readings.groups.models import Membership, User, fold_name
from readings.groups.queries import is_taken


def unused_name(given: str) -> str:
    """The name with single spaces. Raises ValidationError where somebody has it."""
    name = " ".join(given.split())
    if is_taken(name):
        raise forms.ValidationError(
            _(
                "Somebody here already uses the name “%(name)s”. If that is you, sign in; "
                "else add something, such as a second name."
            ),
            params={"name": name},
        )
    return name


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
        return unused_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "name" in data and "password" in data:
            person = User(username=fold_name(data["name"]), display_name=data["name"])
            try:
                password_validation.validate_password(data["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class LinkForm(forms.Form):
    """A joining link: how long it works, for how many people, and as what they join."""

    LASTS = (
        ("7", _("a week")),
        ("1", _("a day")),
        ("30", _("30 days")),
        ("", _("until it is revoked")),
    )

    lasts = forms.ChoiceField(label=_("It works for"), choices=LASTS, required=False, initial="7")
    max_uses = forms.IntegerField(
        label=_("For how many people"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Leave it empty for as many as follow it."),
    )
    role = forms.ChoiceField(
        label=_("They join as"), choices=Membership.Role, initial=Membership.Role.MEMBER
    )

    def __init__(self, *args: Any, makes_facilitators: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if makes_facilitators:
            self.fields["role"].help_text = _("A link for a facilitator works for one person.")
        else:
            del self.fields["role"]

    def terms(self) -> dict[str, Any]:
        """What `make_join_link` takes."""
        data = self.cleaned_data
        days = data["lasts"]
        return {
            "expires_at": timezone.now() + timedelta(days=int(days)) if days else None,
            "max_uses": data.get("max_uses"),
            "role": data.get("role") or Membership.Role.MEMBER,
        }


class MailForm(forms.Form):
    """An invitation to one person, by e-mail."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("They join as"), choices=Membership.Role, initial=Membership.Role.MEMBER
    )

    def __init__(self, *args: Any, makes_facilitators: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not makes_facilitators:
            del self.fields["role"]

    def terms(self) -> dict[str, Any]:
        """What `make_join_link` takes: it works for a fortnight."""
        return {
            "email": self.cleaned_data["email"],
            "role": self.cleaned_data.get("role") or Membership.Role.MEMBER,
            "expires_at": timezone.now() + timedelta(days=14),
        }


class NameForm(forms.Form):
    """Somebody without an e-mail address or a password, whom the facilitator adds."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("The group sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_name(self) -> str:
        return unused_name(self.cleaned_data["name"])


class CodeForm(forms.Form):
    """The code that a facilitator handed over."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Ten letters and digits, from your facilitator. Each works once."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )
    time_zone = DeviceTimeZone()
