"""People, groups, memberships and joining links in the admin."""

from readings.groups.admin.people import UserAdmin
from readings.groups.admin.study_groups import JoinLinkAdmin, MembershipAdmin, StudyGroupAdmin

__all__ = ["JoinLinkAdmin", "MembershipAdmin", "StudyGroupAdmin", "UserAdmin"]
