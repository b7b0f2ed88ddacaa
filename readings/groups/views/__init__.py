"""What facilitators set for their group, and the ways into it."""

from readings.groups.views.groups import (
    archive,
    group_new,
    group_settings,
    reopening,
)
from readings.groups.views.invitations import (
    email_invitation,
    invitation,
    invitations,
    revocation,
)
from readings.groups.views.joining import join, sign_in_by_code
from readings.groups.views.meetings import meeting, meeting_cancellation
from readings.groups.views.people import code, devices, people, person_new, role

__all__ = [
    "archive",
    "code",
    "devices",
    "email_invitation",
    "group_new",
    "group_settings",
    "invitation",
    "invitations",
    "join",
    "meeting",
    "meeting_cancellation",
    "people",
    "person_new",
    "reopening",
    "revocation",
    "role",
    "sign_in_by_code",
]
