"""Who may do what: one enum, one table. Nothing else in the project decides.

Being on the staff opens the text and nothing of any group: a group's words are for its members.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from readings.groups.models import StudyGroup, User
    from readings.groups.querysets import Person


class Role(StrEnum):
    """What a person is to a group (the first two are values of Membership.role) or to the site."""

    MEMBER = "member"
    FACILITATOR = "facilitator"
    KEEPER = "a facilitator for good"
    INVITER = "a member of a group in which members invite"
    FOUNDER = "anybody with an account, where the site lets them found groups"
    STAFF = "staff"
    ADMIN = "admin"


class Permission(StrEnum):
    READ = "read the group's chapters and what members shared"
    LEAVE = "leave the group"
    ANNOTATE = "write notes, replies and answers"
    FLAG = "flag others' notes for the facilitators"
    MODERATE = "look at flags, hide others' notes and show them again"
    ASK = "write and assign questions"
    INVITE = "make and revoke joining links for members"
    MANAGE_PEOPLE = "change roles, remove people, hand over codes, make any link"
    APPOINT = "make links that make facilitators"
    PLAN_MEETINGS = "set and call off the group's next meeting"
    IMPORT = "bring in and edit texts of the group's own, and choose what it reads"
    CHANGE_GROUP = "change the group's name and settings, and archive it"
    REOPEN = "restore an archived group, or begin its next round"
    FOUND = "found a group"
    EDIT_TEXT = "import and edit texts"
    ADMINISTER = "manage people, groups and who is in them"


TABLE: dict[Permission, frozenset[Role]] = {
    Permission.READ: frozenset({Role.MEMBER, Role.FACILITATOR}),
    Permission.LEAVE: frozenset({Role.MEMBER, Role.FACILITATOR}),
    Permission.ANNOTATE: frozenset({Role.MEMBER, Role.FACILITATOR}),
    Permission.FLAG: frozenset({Role.MEMBER, Role.FACILITATOR}),
    Permission.MODERATE: frozenset({Role.FACILITATOR}),
    Permission.ASK: frozenset({Role.FACILITATOR}),
    Permission.INVITE: frozenset({Role.FACILITATOR, Role.INVITER}),
    Permission.MANAGE_PEOPLE: frozenset({Role.FACILITATOR}),
    Permission.APPOINT: frozenset({Role.KEEPER}),
    Permission.PLAN_MEETINGS: frozenset({Role.FACILITATOR}),
    Permission.IMPORT: frozenset({Role.FACILITATOR}),
    Permission.CHANGE_GROUP: frozenset({Role.FACILITATOR}),
    Permission.REOPEN: frozenset({Role.KEEPER}),
    Permission.FOUND: frozenset({Role.FOUNDER, Role.STAFF}),
    Permission.EDIT_TEXT: frozenset({Role.STAFF}),
    Permission.ADMINISTER: frozenset({Role.ADMIN}),
}
# What is left of an archived group: it is read, left, and opened again.
IN_ARCHIVE = frozenset({Permission.READ, Permission.LEAVE, Permission.REOPEN})


def roles(user: Person, group: StudyGroup | None) -> set[Role]:
    """The person's roles; a group that came through `visible_to` already knows one of them."""
    if not user.is_authenticated or not user.is_active:
        return set()
    found = {Role.STAFF} if user.is_staff else set()
    if user.is_superuser:
        found.add(Role.ADMIN)
    if group is None:
        if settings.FOUND_GROUPS == "everybody":
            found.add(Role.FOUNDER)
    elif held := _roles_in(user, group):
        found |= held
        if group.who_invites == "members":
            found.add(Role.INVITER)
    return found


def _roles_in(user: User, group: StudyGroup) -> set[Role]:
    """A facilitator whose time is over is a member, and one without an end keeps the group."""
    if group.__dict__.get("viewer_id") == user.pk:
        role, until = group.__dict__["viewer_role"], group.__dict__["viewer_until"]
    else:
        memberships = group.memberships.filter(user=user).values_list("role", "until")
        role, until = memberships.first() or (None, None)
    if role is None:
        return set()
    if until is None:
        return {Role(role), Role.KEEPER} if role == Role.FACILITATOR else {Role(role)}
    return {Role.MEMBER if until <= timezone.now() else Role(role)}


def allows(user: Person, permission: Permission, group: StudyGroup | None = None) -> bool:
    if group is not None and group.archived_at is not None and permission not in IN_ARCHIVE:
        return False
    return not TABLE[permission].isdisjoint(roles(user, group))


def require(user: Person, permission: Permission, group: StudyGroup | None = None) -> None:
    """Raises PermissionDenied unless the table allows it."""
    if allows(user, permission, group):
        return
    if group is not None and group.archived_at is not None and permission not in IN_ARCHIVE:
        raise PermissionDenied(_("This group is archived: it can be read, but not changed."))
    raise PermissionDenied(_("You may not do that here."))


def allows_text(user: Person, owner: StudyGroup | None) -> bool:
    """Whether the person may write this group's own text, or with None one of the site's."""
    if allows(user, Permission.EDIT_TEXT):
        return True
    return owner is not None and allows(user, Permission.IMPORT, owner)


def require_text(user: User | None, owner: StudyGroup | None) -> None:
    """Raises PermissionDenied unless the person may write this group's own text, or with None one
    of the site's. Nobody (None) is the command line: whoever runs the server."""
    if user is not None and not allows_text(user, owner):
        raise PermissionDenied(_("You may not do that here."))
