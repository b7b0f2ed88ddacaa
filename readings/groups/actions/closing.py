"""An account goes: asked for, taken back, and done. `pages` has the whole of it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Field
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.groups.actions.founding import set_archived
from readings.groups.actions.membership import end_membership
from readings.groups.actions.recording import audit, lock
from readings.groups.models import FormerMember, JoinLink, Membership, SignInCode, StudyGroup, User

# What an account is like before anybody has chosen anything.
USUAL = (
    "text_size", "measure", "theme", "highlights", "time_zone", "language", "host", "last_login",
    "email", "is_staff", "is_superuser", "deletion_due_at", "deletion_signed", "deletion_held_at",
    "noticed_at", "notice_key", *User.ABOUT,
)  # fmt: skip


@transaction.atomic
def set_going(*, person: User, due_at: datetime, signed: Mapping[int, str]) -> User:
    """The account is to go at that time; once that is said, saying it again changes nothing."""
    stands = User.objects.select_for_update().get(pk=person.pk)
    if not stands.is_going:
        stands.deletion_due_at = due_at
        stands.deletion_signed = {str(pk): how for pk, how in signed.items()}
        stands.save(update_fields=["deletion_due_at", "deletion_signed"])
        audit(actor=stands, what="account.deletion_asked", person=stands, due=due_at.isoformat())
    return stands


@transaction.atomic
def keep_account(*, person: User) -> User:
    """Takes it back: all is as if it had not been asked for."""
    stands = User.objects.select_for_update().get(pk=person.pk)
    if stands.is_going:
        stands.deletion_due_at, stands.deletion_held_at = None, None
        stands.deletion_signed = {}
        stands.save(update_fields=["deletion_due_at", "deletion_held_at", "deletion_signed"])
        audit(actor=stands, what="account.kept", person=stands)
    return stands


@transaction.atomic
def leave_for_good(*, person: User, group: StudyGroup, signed: str) -> FormerMember:
    """Ends the membership of somebody whose account goes. A group in which nobody else is left is
    archived, and an archived one may be left by the last who could open it again.

    Raises ValidationError for the only facilitator of a group that others read in.
    """
    lock(group)
    membership = Membership.objects.select_related("user", "group").get(group=group, user=person)
    others = group.memberships.filter(user__is_active=True).exclude(user=person)
    if not others.exists():
        set_archived(person, membership.group, archived=True)
    keeps_keys = not membership.group.is_archived
    return end_membership(membership, signed=signed, removed_by=None, keeps_keys=keeps_keys)


def close_account(*, person: User, keeps_name: bool, addresses: Collection[str]) -> User:
    """Blanks the person's row; part of the transaction that takes away all else.

    Nobody can sign in to it, and its names and addresses are free for others. With `keeps_name` the
    name stays as what some notes are signed with, and the colour beside it.
    """
    _end_links(person, addresses)
    SignInCode.objects.filter(user=person).delete()
    person.user_permissions.clear()
    person.groups.clear()
    _blank(person, keeps_name=keeps_name)
    person.save()
    own = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=own, object_id=str(person.pk)).update(object_repr="")
    audit(actor=None, what="account.deleted", person=person)
    return person


def _end_links(person: User, addresses: Collection[str]) -> None:
    """Links that the person made stop working; invitations to their address forget it."""
    now = timezone.now()
    JoinLink.objects.filter(created_by=person, revoked_at=None).update(revoked_at=now)
    sent = JoinLink.objects.annotate(to=Lower("email")).filter(to__in=addresses)
    sent.filter(revoked_at=None).update(revoked_at=now)
    sent.update(email="")


def _blank(person: User, *, keeps_name: bool) -> None:
    for name in USUAL:
        setattr(person, name, _usual(name))
    person.username = f"deleted-{secrets.token_hex(8)}"
    person.set_unusable_password()
    person.is_active = False
    person.notices = User.Notices.NONE
    person.deleted_at = timezone.now()
    if not keeps_name:
        person.display_name, person.colour = _("Former member"), 0


def _usual(name: str) -> Any:
    field = User._meta.get_field(name)
    assert isinstance(field, Field)
    return field.get_default()
