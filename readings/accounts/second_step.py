"""Passkeys and codes of an app, as allauth.mfa has them, under the site's name and in its words."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm as BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as BaseReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm as BaseActivateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm as BaseAddForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as BaseEditForm
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from readings.accounts.agents import device_name
from readings.groups.models import User


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _(
            "While two-step sign-in is on, no address can be added. Turn it off, add the address, "
            "and turn it on again."
        ),
        "incorrect_code": _(
            "That code is not right. Codes of an app change every half minute: try the next one."
        ),
        "unverified_email": _(
            "Confirm your e-mail address first, by the link that we have sent to it."
        ),
    }

    def _get_site_name(self) -> str:
        return gettext("Study Guide")

    def _get_user_identifier(self, user: User) -> str:
        return str(user)

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002
        return device_name(context.request.META.get("HTTP_USER_AGENT", ""))[:80]


class CodeForm:
    """One short code: the keyboard of a phone shows digits, and offers what the app copied."""

    words: Any = _("Code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]  # type: ignore[attr-defined]
        code.label = self.words
        code.widget.attrs.pop("placeholder", None)
        code.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class AuthenticateForm(CodeForm, BaseAuthenticateForm):
    words = _("Code from your app, or a recovery code")


class ReauthenticateForm(CodeForm, BaseReauthenticateForm):
    words = _("Code from your app, or a recovery code")


class ActivateTOTPForm(CodeForm, BaseActivateForm):
    words = _("Code that the app shows now")


class AddPasskeyForm(BaseAddForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.max_length = _("Name of the passkey"), 80
        name.required = False
        name.help_text = _("Such as the device that keeps it.")
        name.widget.attrs["maxlength"] = 80
        alone.label = _("Sign in with it alone, without a password")
        alone.initial = True
        alone.help_text = _(
            "The device then asks for your finger, your face or its PIN. Some old security keys "
            "cannot: without the tick they are a second step after the password."
        )

    def clean_name(self) -> str:
        name: str = super().clean_name()
        return name[:80]


class EditPasskeyForm(BaseEditForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = _("Name of the passkey")
        name.widget.attrs["maxlength"] = 80

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"])[:80]
