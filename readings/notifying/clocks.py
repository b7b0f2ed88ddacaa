"""When it was morning where."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

MORNING = 7  # o'clock


def zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone of that name; the site's for none, and for one that there is no more."""
    try:
        return zoneinfo.ZoneInfo(name or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def mornings(zones: Iterable[str], now: datetime) -> dict[datetime, list[str]]:
    """The latest morning of each zone; many zones have it at the same moment."""
    found: dict[datetime, list[str]] = {}
    for name in zones:
        found.setdefault(latest_morning(name, now), []).append(name)
    return found


def latest_morning(name: str, now: datetime) -> datetime:
    """The last time that it was seven in that zone."""
    local = now.astimezone(zone(name))
    # By the clock on the wall: a day in which it is put forward has its morning too.
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    if morning > local:
        morning -= timedelta(days=1)
    return morning.astimezone(now.tzinfo)
