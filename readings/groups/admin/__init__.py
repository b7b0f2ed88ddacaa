"""People, groups, memberships, joining links and the audit log in the admin."""

from readings.groups.admin.audit import AuditEntryAdmin
from readings.groups.admin.people import UserAdmin
from readings.groups.admin.study_groups import JoinLinkAdmin, MembershipAdmin, StudyGroupAdmin

__all__ = ["AuditEntryAdmin", "JoinLinkAdmin", "MembershipAdmin", "StudyGroupAdmin", "UserAdmin"]
