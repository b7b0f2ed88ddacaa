"""Who a person is to the site, and how they come in: never a secret."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from readings.accounts.agents import device_name
from readings.accounts.queries import UNKNOWN
from readings.exporting.personal.values import Row, when
from readings.groups.models import SignInCode, User


def profile(user: User) -> Row:
    return {
        "name": user.display_name,
        "sign_in_name": user.username,
        "colour": user.hue,
        "time_zone": user.time_zone or None,
        "language": user.language or None,
        "joined_at": when(user.date_joined),
        "last_signed_in_at": when(user.last_login),
        "deletion_due_at": when(user.deletion_due_at),
        "added_by_group": user.host.name if user.host else None,
        "edits_texts": user.is_staff,
        "administers": user.is_superuser,
        "other_rights": sorted(user.user_permissions.values_list("codename", flat=True)),
    }


def reading_settings(user: User) -> Row:
    names = ("text_size", "measure", "theme", "highlights")
    return {name: getattr(user, name) for name in names}


def notices(user: User) -> Row:
    """Without the secret of the links that end them."""
    about = {name: getattr(user, name) for name in User.ABOUT}
    return {"notices": user.notices, **about, "noticed_at": when(user.noticed_at)}


def email_addresses(user: User) -> list[Row]:
    found: list[Row] = [
        {"address": row.email, "confirmed": row.verified, "in_use": row.primary}
        for row in EmailAddress.objects.filter(user=user).order_by("pk")
    ]
    if user.email and user.email.casefold() not in {row["address"].casefold() for row in found}:
        found.append({"address": user.email, "confirmed": False, "in_use": True})
    return found


def sign_in_methods(user: User) -> list[Row]:
    """A password has no date: the site does not keep one."""
    password: list[Row] = [{"kind": "password", "name": None, "since": None, "last_used_at": None}]
    return [
        *(password if user.has_usable_password() else []),
        *(
            {
                "kind": row.type,
                "name": row.data.get("name") if row.type == Authenticator.Type.WEBAUTHN else None,
                "since": when(row.created_at),
                "last_used_at": when(row.last_used_at),
            }
            for row in Authenticator.objects.filter(user=user).order_by("pk")
        ),
    ]


def sign_in_codes(user: User) -> list[Row]:
    return [
        {
            "made_at": when(row.created_at),
            "until": when(row.expires_at),
            "used_at": when(row.used_at),
        }
        for row in SignInCode.objects.filter(user=user).order_by("pk")
    ]


def devices(user: User) -> list[Row]:
    return [
        {
            "name": device_name(row.user_agent),
            "browser": row.user_agent,
            "network_address": None if row.ip == UNKNOWN else row.ip,
            "signed_in_at": when(row.created_at),
        }
        for row in UserSession.objects.filter(user=user).order_by("pk")
    ]
