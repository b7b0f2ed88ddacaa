"""Every write of this room: each changes what is one person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter as sessions_adapter
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.groups.models import Membership, StudyGroup, User, fold_name
from readings.groups.queries import is_taken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.http import HttpRequest


@transaction.atomic
def change_profile(
    *, person: User, name: str, colour: int, time_zone: str, language: str | None = None
) -> User:
    """Changes who one is to others; with None the language stays.

    The name to sign in with goes along with the name shown, while the two are one. Raises
    ValidationError beside `name` when somebody else has it.
    """
    stands = User.objects.select_for_update().get(pk=person.pk)
    if stands.username == fold_name(stands.display_name):
        stands.username = fold_name(name)
    stands.display_name = " ".join(name.split())
    stands.colour, stands.time_zone = colour, time_zone
    if language is not None:
        stands.language = language
    if is_taken(stands.display_name, stands):
        raise _taken(name)
    stands.full_clean(exclude=["password"])
    try:
        with transaction.atomic():
            stands.save()
    except IntegrityError as error:  # somebody was faster
        raise _taken(name) from error
    return stands


def _taken(name: str) -> ValidationError:
    words = _(
        "Somebody here already uses the name “%(name)s”. Add something, such as a second name."
    )
    return ValidationError({"name": ValidationError(words, params={"name": name})})


def change_reading_settings(*, person: User, **chosen: str) -> User:
    """Keeps how a person reads. Raises ValidationError for what there is not to choose."""
    for name, value in chosen.items():
        setattr(person, name, value)
    person.clean_fields(exclude={field.name for field in User._meta.fields} - set(chosen))
    person.save(update_fields=list(chosen))
    return person


@transaction.atomic
def change_notices(*, person: User, notices: str, about: Collection[str]) -> User:
    """Keeps when a person gets mail, and about what (names out of `User.ABOUT`).

    Who begins anew gets nothing of what was before, and a mail a day begins with the next morning.
    Raises ValidationError for what there is not to choose.
    """
    stands = User.objects.select_for_update().get(pk=person.pk)
    was, stands.notices = stands.notices, notices
    for name in User.ABOUT:
        setattr(stands, name, name in about)
    changed = ["notices", *User.ABOUT]
    stands.clean_fields(exclude={field.name for field in User._meta.fields} - set(changed))
    if stands.notices != was:
        stands.noticed_at = timezone.now()
    stands.save(update_fields=[*changed, "noticed_at"])
    if was == User.Notices.NONE != stands.notices:
        number = StudyGroup.objects.filter(pk=OuterRef("group")).values("seq")
        Membership.objects.filter(user=stands).update(told_seq=Subquery(number))
    return stands


def stop_notices(*, person: User) -> None:
    """No more mail: what the link in each of them does."""
    User.objects.filter(pk=person.pk).update(notices=User.Notices.NONE)


def sign_out_elsewhere(*, person: User, here: str) -> None:
    """Ends the person's sessions everywhere but in the one with the key `here`."""
    others = UserSession.objects.filter(user=person).exclude(session_key=here)
    sessions_adapter().end_sessions(list(others))


def forget_ways_in(*, person: User) -> set[str]:
    """Takes away every way into an account that goes: sessions, addresses, passkeys and codes of
    apps. Returns the addresses that there were, in small letters."""
    sign_out_elsewhere(person=person, here="")
    UserSession.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    found = EmailAddress.objects.filter(user=person)
    addresses = {person.email or "", *found.values_list("email", flat=True)}
    found.delete()
    return {address.casefold() for address in addresses if address}


def sign_out_devices(*, person: User, request: HttpRequest, keys: Iterable[str]) -> int:
    """Ends these of the person's own sessions, never the present one; returns how many."""
    chosen = set(keys) - {request.session.session_key}
    sessions = list(UserSession.objects.filter(user=person, session_key__in=chosen))
    sessions_adapter().end_sessions(sessions)
    return len(sessions)
