"""Who is in a group, and as what."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.groups.actions.recording import audit, lock, record
from readings.groups.models import FormerMember, Membership, StudyGroup, User
from readings.groups.permissions import Permission, allows, require


@transaction.atomic
def add_member(
    *,
    group: StudyGroup,
    user: User,
    role: str = Membership.Role.MEMBER,
    until: datetime | None = None,
) -> Membership:
    """Adds a person; one who is in the group already keeps the role they have."""
    lock(group)
    if standing := Membership.objects.filter(group=group, user=user).first():
        return standing
    seq = record(group_id=group.pk, kind="member.joined", actor=user)
    return Membership.objects.create(group=group, user=user, role=role, until=until, seen_seq=seq)


@transaction.atomic
def enrol(
    *,
    user: User,
    group: StudyGroup,
    person: User,
    role: str = Membership.Role.MEMBER,
    until: datetime | None = None,
) -> Membership:
    """An administrator brings somebody in, themselves perhaps: that is written down."""
    require(user, Permission.ADMINISTER)
    made = add_member(group=group, user=person, role=role, until=until)
    audit(actor=user, what="member.added", person=person, group=group, role=made.role)
    return made


@transaction.atomic
def change_role(
    *, user: User, membership: Membership, role: str, until: datetime | None = None
) -> Membership:
    """Makes a member a facilitator, for good or until a time, or a facilitator a member.

    Raises ValidationError where the group would be left without a facilitator for good, for a time
    that is not to come, and for more than the person may give, who facilitates until a time
    themselves; Membership.DoesNotExist for somebody who has just gone.
    """
    _require_people(user, membership.group)
    membership = _locked(membership)
    _require_reach(user, membership, role, until)
    stays = role == Membership.Role.FACILITATOR and until is None
    if not stays:
        _require_another_facilitator(membership)
    if role != Membership.Role.FACILITATOR:
        until = None
    elif until is not None and until <= timezone.now():
        raise ValidationError({"until": _("Choose a time that is still to come.")})
    before = (membership.role, membership.until)
    membership.role, membership.until = role, until
    membership.save(update_fields=["role", "until"])
    if before != (role, until):
        audit(
            actor=user,
            what="role.changed",
            person=membership.user,
            group=membership.group,
            role=role,
            until=until and until.isoformat(),
            before=before[0],
        )
    return membership


@transaction.atomic
def remove_member(
    *, user: User, membership: Membership, signed: str = FormerMember.Signed.NAME
) -> FormerMember:
    """Takes a person out of the group: they see nothing of it from their next request on.

    What they shared stays; `annotation.parting` signs it otherwise where `signed` says so. They may
    be invited again, by a link that is made after this; links of their own stop working. Raises
    ValidationError for the last facilitator.
    """
    _require_people(user, membership.group)
    return end_membership(membership, signed=signed, removed_by=user)


@transaction.atomic
def leave_group(
    *, user: User, group: StudyGroup, signed: str = FormerMember.Signed.NAME
) -> FormerMember:
    """Ends one's own membership. Raises ValidationError for the last facilitator, and
    Membership.DoesNotExist for somebody who is not in the group."""
    require(user, Permission.LEAVE, group)
    membership = Membership.objects.select_related("user", "group").get(group=group, user=user)
    return end_membership(membership, signed=signed, removed_by=None)


def end_membership(
    membership: Membership, *, signed: str, removed_by: User | None, keeps_keys: bool = True
) -> FormerMember:
    """Without `keeps_keys` the group may be left without a facilitator."""
    membership = _locked(membership)
    group, person = membership.group, membership.user
    if removed_by is not None:
        _require_reach(removed_by, membership, Membership.Role.MEMBER, None)
    if keeps_keys:
        _require_another_facilitator(membership)
    membership.delete()
    if removed_by is not None:
        group.join_links.filter(created_by=person, revoked_at=None).update(
            revoked_at=timezone.now()
        )
    left = FormerMember.objects.create(
        group=group, user=person, signed=signed, removed_by=removed_by
    )
    record(group_id=group.pk, kind="member.left", actor=person)
    audit(
        actor=removed_by or person,
        what="member.removed" if removed_by else "member.left",
        person=person,
        group=group,
        signed=signed,
    )
    return left


def _require_people(user: User, group: StudyGroup) -> None:
    if not allows(user, Permission.ADMINISTER):
        require(user, Permission.MANAGE_PEOPLE, group)


def _locked(membership: Membership) -> Membership:
    """The membership as it is once nobody else can change the group's people.

    Raises Membership.DoesNotExist for one that has ended meanwhile.
    """
    lock(membership.group)
    found: Membership = Membership.objects.select_related("user", "group").get(pk=membership.pk)
    return found


def _require_reach(user: User, membership: Membership, role: str, until: datetime | None) -> None:
    """Raises ValidationError where a facilitator until a time would give somebody more than they
    have, or take from one who has more."""
    own = Membership.objects.filter(group=membership.group_id, user=user).first()
    if own is None or own.until is None:
        return
    for held, end in ((membership.role, membership.until), (role, until)):
        if held == Membership.Role.FACILITATOR and (end is None or end > own.until):
            raise ValidationError(
                _("You facilitate until a time yourself: that is beyond your own role.")
            )


def _require_another_facilitator(membership: Membership) -> None:
    """Raises ValidationError for the only facilitator for good: somebody has to keep the keys.

    The group's row is locked by the caller, so that two cannot go at once.
    """
    if is_last_facilitator(membership):
        raise ValidationError(
            _(
                "%(name)s is the only facilitator of this group. Make somebody else a facilitator "
                "first."
            ),
            params={"name": membership.user},
        )


def is_last_facilitator(membership: Membership) -> bool:
    """Whether the group has no facilitator for good besides this one."""
    lasting = Membership.objects.filter(
        group=membership.group_id,
        role=Membership.Role.FACILITATOR,
        until=None,
        user__is_active=True,
    )
    # Asked of the rows, for an admin's form has written on the object already.
    return (
        lasting.filter(pk=membership.pk).exists() and not lasting.exclude(pk=membership.pk).exists()
    )
