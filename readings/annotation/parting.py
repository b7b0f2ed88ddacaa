"""Somebody goes: what becomes of what they shared is settled in the same transaction."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from readings.annotation.models import Note, Question
from readings.groups import actions as groups
from readings.groups.models import Activity, FormerMember, Membership, StudyGroup, User

Signed = FormerMember.Signed


@transaction.atomic
def leave_group(*, user: User, group: StudyGroup, signed: str = Signed.NAME) -> FormerMember:
    """Ends one's own membership; see `groups.actions.leave_group` for what it raises."""
    left = groups.leave_group(user=user, group=group, signed=signed)
    return _settle(left)


@transaction.atomic
def remove_member(*, user: User, membership: Membership, signed: str = Signed.NAME) -> FormerMember:
    """Takes a person out; see `groups.actions.remove_member` for what it raises."""
    left = groups.remove_member(user=user, membership=membership, signed=signed)
    return _settle(left)


def _settle(left: FormerMember) -> FormerMember:
    if left.signed == Signed.FORMER:
        sign_as_former(person=left.user, group=left.group)
    return left


def sign_as_former(*, person: User, group: StudyGroup) -> User:
    """Gives what a person shared in a group to somebody who has no name, and returns them.

    The tie is cut for good, so that no list, export or guess leads back; what one person wrote
    still reads as one person's. Notes that they kept for themselves stay theirs.
    """
    nobody = User(
        username=f"former-{secrets.token_hex(8)}",
        display_name=_("Former member"),
        is_active=False,
        date_joined=group.created_at,  # not the moment at which somebody left
    )
    nobody.set_unusable_password()
    nobody.save()
    shared = Note.objects.filter(author=person, reading__group=group, audience=Note.Audience.GROUP)
    shared.update(author=nobody)
    Question.objects.filter(author=person, group=group).update(author=nobody)
    mine = Activity.objects.filter(actor=person, group=group)
    mine.filter(kind__startswith="member.").update(object_id=None)
    mine.update(actor=nobody)
    return nobody
