"""Somebody goes: what becomes of what they shared is settled in the same transaction."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.annotation.models import (
    Erratum,
    Flag,
    Note,
    NoteRevision,
    Placement,
    Question,
    Target,
)
from readings.groups import actions as groups
from readings.groups.models import Activity, FormerMember, Membership, StudyGroup, User

Signed = FormerMember.Signed
SOME = 500  # keys in one statement


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


@transaction.atomic
def leave_for_good(*, person: User, group: StudyGroup, signed: str) -> FormerMember:
    """Ends the membership of somebody whose account goes; see `groups.actions.leave_for_good`."""
    left = groups.leave_for_good(person=person, group=group, signed=signed)
    return _settle(left)


@transaction.atomic
def sign_again(*, person: User, group: StudyGroup) -> None:
    """Signs as “Former member” what somebody shared in a group that they left under their name."""
    sign_as_former(person=person, group=group)
    FormerMember.objects.filter(user=person, group=group).update(signed=Signed.FORMER)


@transaction.atomic
def forget_words(*, person: User) -> None:
    """Takes away for good what a person wrote and nobody else can read: private notes wholly, and
    of shared ones the words that stood there before, or that were taken back.

    Numbers do not change by it, for none of this is counted.
    """
    own = Note.objects.filter(author=person)
    NoteRevision.objects.filter(note__author=person).delete()
    _forget_private(own.filter(audience=Note.Audience.ME))
    gone = own.exclude(deleted_at=None)
    Erratum.objects.filter(note__in=gone).exclude(state=Erratum.State.ACCEPTED).delete()
    gone.update(body="", html="")


def _forget_private(notes: QuerySet[Note]) -> None:
    targets = list(notes.exclude(target=None).values_list("target", flat=True))
    # From the ends of the threads on: a note that is answered is protected by its answer.
    while notes.filter(thread=None, replies=None).delete()[0]:
        pass
    # Should somebody else have answered one all the same, nothing but its place stays.
    notes.update(body="", html="", deleted_at=timezone.now())
    for start in range(0, len(targets), SOME):
        free = Target.objects.filter(
            pk__in=targets[start : start + SOME], notes=None, questions=None
        )
        Placement.objects.filter(target__in=free).delete()
        free.delete()


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
    ours = Note.objects.filter(reading__group=group)
    ours.filter(hidden_by=person).update(hidden_by=nobody)
    flags = Flag.objects.filter(reading__group=group)
    flags.filter(by=person).update(by=nobody)
    flags.filter(settled_by=person).update(settled_by=nobody)
    Question.objects.filter(author=person, group=group).update(author=nobody)
    mine = Activity.objects.filter(actor=person, group=group)
    mine.filter(kind__startswith="member.").update(object_id=None)
    mine.update(actor=nobody)
    return nobody
