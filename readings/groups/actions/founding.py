"""Groups: founding, changing, archiving and beginning them anew."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from readings.groups.actions.membership import add_member
from readings.groups.actions.recording import audit, lock, record
from readings.groups.models import FormerGroupAddress, Membership, StudyGroup, User
from readings.groups.permissions import Permission, allows, require
from readings.groups.slugs import free_slug


@transaction.atomic
def found_group(
    *, user: User, name: str, time_zone: str = "UTC", slug: str = "", **facts: Any
) -> StudyGroup:
    """Makes a group; its founder is its first facilitator. Whether the site lets people found
    groups is for `require(user, Permission.FOUND)` to say, before an admin's choice of a founder.
    """
    group = StudyGroup.objects.create(
        name=name, slug=slug or free_slug(name, _slugs(), "group"), time_zone=time_zone, **facts
    )
    FormerGroupAddress.objects.filter(slug=group.slug).delete()
    add_member(group=group, user=user, role=Membership.Role.FACILITATOR)
    audit(actor=user, what="group.founded", group=group, about=name)
    return group


def _slugs() -> set[str]:
    """Those that a new group must not take: they are groups' or lead to groups."""
    former = FormerGroupAddress.objects.values_list("slug", flat=True)
    return {*StudyGroup.objects.values_list("slug", flat=True), *former}


def _forward(group: StudyGroup, was: str) -> None:
    """Lets the slug that the group had lead to it; its present one is its own from now on."""
    FormerGroupAddress.objects.filter(slug__in=[was, group.slug]).delete()
    FormerGroupAddress.objects.create(slug=was, group=group)


@transaction.atomic
def change_group(*, user: User, group: StudyGroup, **facts: Any) -> StudyGroup:
    """Changes what the group is called, its address, description, time zone or settings.

    The address before leads to the group.
    """
    if not allows(user, Permission.ADMINISTER):
        require(user, Permission.CHANGE_GROUP, group)
    # A form has given the group its new address already.
    was = StudyGroup.objects.values_list("slug", flat=True).get(pk=group.pk)
    for name, value in facts.items():
        setattr(group, name, value)
    # `seq` counts on while a form is open: it is never written back from here.
    group.save(update_fields=list(facts))
    if facts.get("slug", was) != was:
        _forward(group, was)
    if facts:
        audit(actor=user, what="group.changed", group=group, about=group.name, fields=sorted(facts))
    return group


@transaction.atomic
def archive_group(*, user: User, group: StudyGroup) -> StudyGroup:
    """From now on the group is read only; its links stop working. Nothing is lost."""
    if not allows(user, Permission.ADMINISTER):
        require(user, Permission.CHANGE_GROUP, group)
    lock(group)
    return set_archived(user, group, archived=True)


@transaction.atomic
def reopen_group(*, user: User, group: StudyGroup) -> StudyGroup:
    """Brings an archived group back as it was."""
    if not allows(user, Permission.ADMINISTER):
        require(user, Permission.REOPEN, group)
    lock(group)
    return set_archived(user, group, archived=False)


def set_archived(user: User, group: StudyGroup, *, archived: bool) -> StudyGroup:
    """The group's row is locked by the caller, who asks for the permission."""
    group.archived_at = timezone.now() if archived else None
    changed = StudyGroup.objects.filter(pk=group.pk, archived_at__isnull=archived)
    if changed.update(archived_at=group.archived_at):
        what = "group.archived" if archived else "group.reopened"
        record(group_id=group.pk, kind=what, actor=user)
        audit(actor=user, what=what, group=group, about=group.name)
    else:
        group.refresh_from_db(fields=["archived_at"])
    return group
