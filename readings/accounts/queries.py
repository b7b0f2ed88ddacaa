"""What this room's pages read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from readings.accounts.agents import device_name
from readings.groups.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 (of a device from before devices were listed: migration 0021)


@dataclass(frozen=True)
class Device:
    """A browser in which the person is signed in."""

    key: int
    name: str
    ip: str
    since: datetime
    is_this: bool
    session_key: str


@dataclass(frozen=True)
class Overview:
    """What the account page says in small words beside where it leads."""

    email: str
    is_confirmed: bool
    steps: int
    devices: int


def overview(request: HttpRequest, user: User) -> Overview:
    """The person's address, how many second steps there are, and how many devices."""
    address = EmailAddress.objects.filter(user=user).order_by("-primary", "-verified").first()
    steps = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return Overview(
        email=address.email if address else user.email or "",
        is_confirmed=bool(address and address.verified),
        steps=steps.count(),
        devices=len(devices(request, user)),
    )


def notice_addresses() -> QuerySet[EmailAddress]:
    """Where notices go: only to addresses that somebody has proved to be theirs."""
    found: QuerySet[EmailAddress] = EmailAddress.objects.filter(verified=True, primary=True)
    return found


def notice_address(user: User) -> str:
    """That of one person, or nothing."""
    return notice_addresses().filter(user=user).values_list("email", flat=True).first() or ""


def by_notice_key(key: str) -> User:
    """Whose mails have this secret in their links. Raises Http404."""
    found = User.objects.filter(notice_key=key).first()
    if found is None:
        raise Http404
    return found


def devices(request: HttpRequest, user: User) -> list[Device]:
    """Where the person is signed in, this device first, then the latest.

    What has ended by itself, or by a new password, is none of them, though its row may stand.
    """
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at", "-pk"))
    keys = [row.session_key for row in rows]
    alive = Session.objects.filter(pk__in=keys, expire_date__gt=timezone.now())
    valid = {session.pk for session in alive if _is_valid(session, user)}
    here = request.session.session_key
    found = [
        Device(
            row.pk, device_name(row.user_agent), "" if row.ip == UNKNOWN else row.ip,
            row.created_at, row.session_key == here, row.session_key,
        )
        for row in rows
        if row.session_key in valid
    ]  # fmt: skip
    if not any(device.is_this for device in found):
        found.append(_this_device(request, user))
    return sorted(found, key=lambda device: not device.is_this)


def _this_device(request: HttpRequest, user: User) -> Device:
    """The device that asks, where it was signed in by other ways than the site's pages."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    since = user.last_login or user.date_joined
    ip, here = get_adapter().get_client_ip(request), request.session.session_key or ""
    return Device(0, device_name(agent), ip, since, is_this=True, session_key=here)


def _is_valid(session: Session, user: User) -> bool:
    return constant_time_compare(
        session.get_decoded().get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    )


def must_confirm(user: User) -> bool:
    """Whether the account has never been used, and has an address that waits to be confirmed."""
    if user.last_login is not None:
        return False
    states = set(EmailAddress.objects.filter(user=user).values_list("verified", flat=True))
    return states == {False}
