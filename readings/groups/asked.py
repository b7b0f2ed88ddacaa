"""What an address asks for, read with care: anything can stand there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.functional import SimpleLazyObject

if TYPE_CHECKING:
    from django.http import HttpRequest

    from readings.groups.models import User

DIGITS = 18  # every number of so many fits into a database's
KEY = re.compile(r"[-\w]{1,60}", re.ASCII)


def whole_number(said: str) -> int | None:
    """The number that was said in decimal digits; None for anything else."""
    if said.isascii() and said.isdecimal() and len(said) <= DIGITS:
        return int(said)
    return None


def key(said: str) -> str:
    """The key or slug that was said; "", which nothing has, for what can be none."""
    return said if KEY.fullmatch(said) else ""


def person(request: HttpRequest) -> User:
    """The signed-in person; SignInMiddleware lets nobody else come this far."""
    user = request.user
    assert user.is_authenticated
    # What stands in the request looks for the person anew at every question about them.
    return user._wrapped if isinstance(user, SimpleLazyObject) else user
