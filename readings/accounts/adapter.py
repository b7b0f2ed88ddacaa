"""How django-allauth makes and admits accounts here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from readings.groups.models import User, fold_name

# Addresses under this reserved domain (RFC 2606) belong to the demo's people alone.
DEMO_DOMAIN = "demo.invalid"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up on their own: people come by a group's joining link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        folded: str = super().clean_username(fold_name(username), shallow=shallow)
        return folded

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        if "username" in credentials:
            credentials["username"] = fold_name(credentials["username"])
        user: User | None = super().authenticate(request, **credentials)
        if is_demo(user) and not settings.DEMO_LOGINS_ALLOWED:
            return None
        return user


def is_demo(user: User | None) -> bool:
    """Whether this is one of the demo's people, whose passwords lie in a file."""
    return bool(user and user.email and user.email.endswith(f"@{DEMO_DOMAIN}"))
