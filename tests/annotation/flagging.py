"""What tests of moderation start from."""

from __future__ import annotations

from readings.groups.models import Activity

SECRET = "zebra-words"


def kinds() -> list[str]:
    """What was recorded in all groups, in its order."""
    return list(Activity.objects.values_list("kind", flat=True).order_by("seq"))
