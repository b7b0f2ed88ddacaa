"""People, groups, memberships and joining links in the admin."""

from readings.groups.admin import people, study_groups

__all__ = ["people", "study_groups"]
