"""The deletion of an account: asked for, and done when its pause is over."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from readings.accounts.actions import forget_ways_in, sign_out_elsewhere
from readings.annotation.parting import forget_words, leave_for_good, sign_again
from readings.discussion.actions import forget_assignments
from readings.groups.actions import close_account, set_going
from readings.groups.models import FormerMember, User
from readings.importing.drafting import forget_imports
from readings.pages.farewell import Farewell, farewell
from readings.text.actions import forget_places

logger = logging.getLogger("studyguide.accounts")

Signed = FormerMember.Signed


class Refused(Exception):
    """Something is in the way of the deletion: the farewell says what."""


@transaction.atomic
def ask_deletion(*, person: User, signed: Mapping[str, str], here: str = "") -> User:
    """The account is to go once the pause is over; other devices are signed out, all but the
    session with the key `here`. `signed` is how what was shared is signed, by the groups' keys.

    Raises Refused where it could not be done today.
    """
    page = farewell(person)
    if not page.is_possible:
        raise Refused
    due_at = timezone.now() + timedelta(days=settings.ACCOUNT_DELETION_DAYS)
    going = set_going(person=person, due_at=due_at, signed=page.signed(signed))
    sign_out_elsewhere(person=person, here=here)
    return going


def delete_due() -> tuple[int, int]:
    """Deletes every account whose pause is over; how many it were, and how many could not be.

    Each is a transaction of its own, so that what fails in one keeps no other.
    """
    due = User.objects.filter(deletion_due_at__lte=timezone.now()).order_by("deletion_due_at")
    done = held = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            if delete_account(pk=pk):
                done += 1
            else:
                held += 1
        except DatabaseError:  # the worker tries again in an hour
            logger.exception("An account could not be deleted")
            held += 1
    return done, held


@transaction.atomic
def delete_account(*, pk: int) -> bool:
    """Deletes one account, if it is due when its turn has come, and says whether it is gone now.

    Where something is in the way by now (its person is the only facilitator of a group, or the only
    administrator), it waits, and the person reads why.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=pk)
    if not person.is_overdue:
        return person.deleted_at is not None
    page = farewell(person)
    if not page.is_possible:
        if person.deletion_held_at is None:
            person.deletion_held_at = timezone.now()
            person.save(update_fields=["deletion_held_at"])
        return False
    # “Former member” is what a group reads, in the language that the site has.
    with translation.override(settings.LANGUAGE_CODE):
        _delete(person, page)
    return True


def _delete(person: User, page: Farewell) -> None:
    signed = page.signed(person.deletion_signed)
    forget_words(person=person)
    forget_imports(person=person)
    forget_assignments(person=person)
    forget_places(person=person)
    # In one order, for each locks its group.
    for parting in sorted(page.partings, key=lambda parting: parting.group.pk):
        how = signed[parting.group.pk]
        if parting.is_member:
            leave_for_good(person=person, group=parting.group, signed=how)
        elif how == Signed.FORMER:
            sign_again(person=person, group=parting.group)
    addresses = forget_ways_in(person=person)
    keeps_name = Signed.NAME in signed.values()
    close_account(person=person, keeps_name=keeps_name, addresses=addresses)
