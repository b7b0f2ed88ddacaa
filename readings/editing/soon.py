"""Groups that meet before long and have read the text that is about to change."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from readings.groups.models import Meeting

SOON = timedelta(days=1)


def meetings_soon(chapter: int) -> list[Meeting]:
    """The meetings of groups that read the chapter which begin within a day or are not over.

    For editors, who are in none of them: show no more of a meeting than `said` says.
    """
    ahead = Meeting.objects.ahead().filter(
        group__readings__chapter=chapter, starts_at__lt=timezone.now() + SOON
    )
    return list(ahead.select_related("group"))


def said(meeting: Meeting) -> str:
    """Which group meets when, on the clock of whoever reads it."""
    if meeting.has_begun:
        return _("%(group)s is meeting now") % {"group": meeting.group}
    begins = timezone.localtime(meeting.starts_at)
    words = {"group": meeting.group, "time": time_format(begins, "TIME_FORMAT")}
    if begins.date() == timezone.localdate():
        return _("%(group)s meets today at %(time)s") % words
    return _("%(group)s meets tomorrow at %(time)s") % words
