"""The models of this room, by subject."""

from readings.groups.models.addresses import FormerGroupAddress
from readings.groups.models.audit import AuditEntry
from readings.groups.models.groups import (
    Activity,
    FormerMember,
    Meeting,
    Membership,
    StudyGroup,
)
from readings.groups.models.invitations import JoinLink, SignInCode, new_token
from readings.groups.models.people import COLOURS, User, fold_name, validate_time_zone

__all__ = [
    "COLOURS",
    "Activity",
    "AuditEntry",
    "FormerGroupAddress",
    "FormerMember",
    "JoinLink",
    "Meeting",
    "Membership",
    "SignInCode",
    "StudyGroup",
    "User",
    "fold_name",
    "new_token",
    "validate_time_zone",
]
