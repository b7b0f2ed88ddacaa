"""How django-allauth makes and admits accounts here."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from readings.groups.actions import create_person
from readings.groups.models import User, fold_name

logger = logging.getLogger("studyguide.accounts")

# Addresses under this reserved domain (RFC 2606) belong to the demo's people alone.
DEMO_DOMAIN = "demo.invalid"

STAGES = {
    "allauth.account.stages.EmailVerificationStage": (
        "readings.accounts.stages.EmailVerificationStage"
    )
}


class AccountAdapter(DefaultAccountAdapter):
    """People come by a group's joining link, and on their own where the site is open."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your present password."),
        "username_password_mismatch": _("The name or the password is not right."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _(
            "Too many tries. Wait five minutes, then try again; what you know of is not lost."
        ),
        "duplicate_email": _("You have this address already."),
        "same_as_current": _("You have this address already."),
        "username_taken": _(
            "Somebody here already uses that name. If that is you, sign in; else add something, "
            "such as a second name."
        ),
    }

    # Making accounts ---------------------------------------------------------------------------

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGN_UP == "open")

    def clean_username(self, username: str, shallow: bool = False) -> str:
        folded: str = super().clean_username(fold_name(username), shallow=shallow)
        return folded

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        """Raises ValidationError when somebody was faster with the name."""
        data = form.cleaned_data
        return create_person(
            name=form.shown_name,  # type: ignore[attr-defined]
            password=data["password1"],
            email=data["email"],
            time_zone=data["time_zone"],
        )

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Not where the address is another's, though they have never confirmed it either."""
        others = User.objects.exclude(pk=email_address.user_id)
        if others.filter(email__iexact=email_address.email).exists():
            failed = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, failed, {"email": email_address.email})
            return False
        return bool(super().confirm_email(request, email_address))

    # Signing in --------------------------------------------------------------------------------

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        if "username" in credentials:
            if credentials["username"] == credentials.get("email"):
                # allauth looks for an address under either: of a known one the password would be
                # hashed twice, and the time that it takes would tell that it is known.
                del credentials["email"]
            credentials["username"] = fold_name(credentials["username"])
        user: User | None = super().authenticate(request, **credentials)
        if is_demo(user) and not settings.DEMO_LOGINS_ALLOWED:
            return None
        return user

    def pre_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse | None:
        """The demo's people stay out by every way, a passkey too."""
        if is_demo(user) and not settings.DEMO_LOGINS_ALLOWED:
            return redirect("account_inactive")
        response: HttpResponse | None = super().pre_login(request, user, **facts)
        return response

    def get_login_stages(self) -> list[str]:
        return [STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**way, "description": words[way["id"]]} for way in ways]

    # Mail --------------------------------------------------------------------------------------

    def get_reset_password_from_key_url(self, key: str) -> str:
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": "U", "key": "K"})
        return str(settings.SITE_URL) + address.replace("U-K", key)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        address = reverse("account_confirm_email", args=[emailconfirmation.key])
        return str(settings.SITE_URL) + address

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whom it goes to; links lead to SITE_URL, whatever host was asked."""
        more = {
            **context,
            "site_url": settings.SITE_URL,
            "sign_up_is_open": settings.SIGN_UP == "open",
            "signup_url": settings.SITE_URL + reverse("account_signup"),
            "forgotten_url": settings.SITE_URL + reverse("account_reset_password"),
        }
        language = getattr(context.get("user"), "language", "") or translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, more)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What has been done stays done when the mail server is away."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except (SMTPException, OSError):
            logger.exception("A notice of a change to an account could not be sent")


def is_demo(user: User | None) -> bool:
    """Whether this is one of the demo's people, whose passwords lie in a file."""
    return bool(user and user.email and user.email.endswith(f"@{DEMO_DOMAIN}"))
