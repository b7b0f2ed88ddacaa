"""What pages of people who are not signed in say of the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def sign_up(_request: HttpRequest) -> dict[str, bool]:
    """Whether anybody may make an account, or whoever has a joining link alone."""
    return {"sign_up_is_open": settings.SIGN_UP == "open"}
