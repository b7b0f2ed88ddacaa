"""An app for codes, and what the site keeps of it."""

from __future__ import annotations

import json
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth

from readings.groups.models import User

SECRET = "JBSWY3DPEHPK3PXP"
# What a browser made once, for pages that show passkeys: its private half is nowhere.
PASSKEY = json.loads(Path(__file__).with_name("passkey.json").read_text(encoding="utf-8"))


def code(secret: str = SECRET) -> str:
    """What the app shows now."""
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return str(auth.format_hotp_value(auth.hotp_value(secret, counter)))


def set_up(user: User) -> None:
    """The app and ten recovery codes."""
    auth.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)


def steps(user: User) -> set[str]:
    """What the person can be asked for beside the password."""
    return {
        str(kind) for kind in Authenticator.objects.filter(user=user).values_list("type", flat=True)
    }
