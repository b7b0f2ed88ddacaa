"""How times and addresses are written in the files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

Row = dict[str, Any]


def when(moment: datetime | None) -> str | None:
    """In ISO 8601 to the second, by the clock of this request and with its offset."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def address(name: str, *args: Any) -> str:
    """A whole address on this site."""
    return str(settings.SITE_URL) + reverse(name, args=args)
