"""When a group meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.groups.actions.recording import lock, record
from readings.groups.models import Meeting, StudyGroup, User
from readings.groups.permissions import Permission, require

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def plan_meeting(
    *, user: User, group: StudyGroup, starts_at: datetime, place: str = "", note: str = ""
) -> Meeting:
    """Sets the group's next meeting; one that was set for a time to come is that meeting moved.

    Raises ValidationError beside `starts_at` for a time that is not to come.
    """
    require(user, Permission.PLAN_MEETINGS, group)
    lock(group)
    now = timezone.now()
    if starts_at <= now:
        raise ValidationError({"starts_at": _("Choose a time that is still to come.")})
    standing = group.meetings.filter(starts_at__gt=now).first()
    meeting = standing or Meeting(group=group, created_by=user)
    facts = {"starts_at": starts_at, "place": place, "note": note}
    if standing and all(getattr(standing, name) == value for name, value in facts.items()):
        return standing
    for name, value in facts.items():
        setattr(meeting, name, value)
    meeting.save()
    record(group_id=group.pk, kind="meeting.planned", actor=user, object_id=meeting.pk)
    return meeting


@transaction.atomic
def cancel_meeting(*, user: User, group: StudyGroup) -> bool:
    """Calls off what is set; returns whether there was anything. Meetings that were stay."""
    require(user, Permission.PLAN_MEETINGS, group)
    lock(group)
    called_off = list(Meeting.objects.ahead().filter(group=group))
    for meeting in called_off:
        record(group_id=group.pk, kind="meeting.cancelled", actor=user, object_id=meeting.pk)
        meeting.delete()
    return bool(called_off)
