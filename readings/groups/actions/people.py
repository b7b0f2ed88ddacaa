"""People and their accounts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from readings.groups.actions.recording import audit
from readings.groups.models import COLOURS, Membership, StudyGroup, User, fold_name
from readings.groups.permissions import Permission, require
from readings.groups.queries import is_taken


def create_person(
    *, name: str, password: str | None, email: str | None = None, time_zone: str = ""
) -> User:
    """Creates an account whose sign-in name is the folded name.

    Raises ValidationError when the name or the e-mail address is taken.
    """
    display_name = " ".join(name.split())
    user = User(
        username=fold_name(name),
        display_name=display_name,
        email=email or None,
        time_zone=time_zone,
        colour=User.objects.count() % COLOURS,
    )
    user.set_password(password)
    if is_taken(display_name):
        raise ValidationError(User._meta.get_field("username").error_messages["unique"])
    user.full_clean()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        user.full_clean()  # sees by now who was faster, and says so
        raise
    return user


@transaction.atomic
def change_person(*, user: User, person: User, **facts: Any) -> User:
    """Changes a person's names, address or what they may do on the site."""
    require(user, Permission.ADMINISTER)
    for name, value in facts.items():
        setattr(person, name, value)
    person.clean()
    person.save(update_fields=list(facts))
    if facts:
        audit(actor=user, what="person.changed", person=person, fields=sorted(facts))
    return person


def remember_time_zone(*, user: User, name: str) -> None:
    """Takes on the zone of the person's device, unless they have one already."""
    if name and not user.time_zone:
        User.objects.filter(pk=user.pk, time_zone="").update(time_zone=name)


def mark_seen(*, user: User, group: StudyGroup, seq: int) -> None:
    """Remembers how far the person has seen the group's news; never backwards."""
    Membership.objects.filter(user=user, group=group, seen_seq__lt=seq).update(seen_seq=seq)
