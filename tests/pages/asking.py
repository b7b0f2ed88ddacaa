"""Asks an address as somebody, and takes back what came of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse

from tests.pages.everybody import Somebody

SIGN_IN, LOST = "sign in", "sign in, and get lost"


def ask(
    somebody: Somebody,
    method: str,
    address: str,
    data: dict[str, str] | None = None,
    *,
    partial: bool = False,
) -> Any:
    """What the site answers; all is then as it was, so that the next one finds the same."""
    sent: dict[str, Any] = {"QUERY_STRING": urlencode(data or {})}
    if method != "GET":
        form = "application/x-www-form-urlencoded"
        sent = {"data": urlencode(data or {}), "content_type": form}
    if partial:
        sent["headers"] = {"HX-Request": "true"}
    with transaction.atomic():
        answer: Any = somebody.client().generic(method, address, **sent)
        transaction.set_rollback(True)
    cache.clear()
    return answer


def verdict(answer: HttpResponse, address: str, method: str) -> int | str:
    """The status, or that somebody has to sign in and then comes back."""
    if answer.status_code == 302 and answer["Location"].startswith("/accounts/login/"):
        # What only takes POST cannot be opened after signing in: home instead.
        back = address if method == "GET" else "/"
        return SIGN_IN if f"next={back}" in answer["Location"] else LOST
    return answer.status_code
