"""Every write of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.groups.models import (
    COLOURS,
    Activity,
    JoinLink,
    Meeting,
    Membership,
    StudyGroup,
    User,
    fold_name,
)
from readings.groups.permissions import Permission, allows, require
from readings.groups.prepared import insert_values
from readings.groups.slugs import free_slug

if TYPE_CHECKING:
    from datetime import datetime


def record(*, group_id: int, kind: str, actor: User | None, object_id: int | None = None) -> int:
    """Writes something that members can see under the group's next number, and returns that.

    Call it in the transaction of the write, after whatever else is locked there: the group's row
    stays locked until the commit, so the order of numbers is the order of commits and a reader of
    "everything after n" misses nothing.
    """
    seq = _next_seq(group_id)
    insert_values(
        Activity,
        {
            "group_id": group_id,
            "seq": seq,
            "kind": kind,
            "actor_id": actor and actor.pk,
            "object_id": object_id,
            "created_at": timezone.now(),
        },
    )
    return seq


def _next_seq(group_id: int) -> int:
    # Counted and read in one statement, which Django has no words for.
    table = connection.ops.quote_name(StudyGroup._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET seq = seq + 1 WHERE id = %s RETURNING seq",  # noqa: S608
            [group_id],
        )
        return int(cursor.fetchone()[0])


def _lock(group: StudyGroup) -> None:
    """Lets nobody else change the group's people or its link before this transaction is done."""
    StudyGroup.objects.select_for_update(no_key=True).get(pk=group.pk)


@transaction.atomic
def found_group(*, user: User, name: str, time_zone: str = "UTC", slug: str = "") -> StudyGroup:
    """Makes a group; its founder is its first facilitator."""
    group = StudyGroup.objects.create(
        name=name, slug=slug or free_slug(name, _slugs(), "group"), time_zone=time_zone
    )
    add_member(group=group, user=user, role=Membership.Role.FACILITATOR)
    return group


def _slugs() -> set[str]:
    return set(StudyGroup.objects.values_list("slug", flat=True))


@transaction.atomic
def add_member(*, group: StudyGroup, user: User, role: str = Membership.Role.MEMBER) -> Membership:
    """Adds a person; one who is in the group already keeps the role they have."""
    _lock(group)
    if standing := Membership.objects.filter(group=group, user=user).first():
        return standing
    seq = record(group_id=group.pk, kind="member.joined", actor=user, object_id=user.pk)
    return Membership.objects.create(group=group, user=user, role=role, seen_seq=seq)


@transaction.atomic
def change_group(*, user: User, group: StudyGroup, **facts: str) -> StudyGroup:
    """Changes what the group is called, its address, description or time zone."""
    require(user, Permission.ADMINISTER)
    for name, value in facts.items():
        setattr(group, name, value)
    # `seq` counts on while a form is open: it is never written back from here.
    group.save(update_fields=list(facts))
    return group


@transaction.atomic
def change_role(*, user: User, membership: Membership, role: str) -> Membership:
    """Makes a member a facilitator, or a facilitator a member."""
    require(user, Permission.ADMINISTER)
    membership.role = role
    membership.save(update_fields=["role"])
    return membership


@transaction.atomic
def remove_member(*, user: User, membership: Membership) -> None:
    """Takes a person out of the group. What they wrote stays; they may join again."""
    require(user, Permission.ADMINISTER)
    membership.delete()


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
    return person


@transaction.atomic
def make_join_link(*, user: User, group: StudyGroup) -> JoinLink:
    """The group's joining link: the one there is, else a new one."""
    require(user, Permission.INVITE, group)
    _lock(group)
    link = group.join_links.active().first()
    return link or JoinLink.objects.create(group=group, created_by=user)


@transaction.atomic
def revoke_join_link(*, user: User, group: StudyGroup) -> datetime | None:
    """Makes the joining link useless from now on; returns when, or None where there was none."""
    if not allows(user, Permission.ADMINISTER):
        require(user, Permission.INVITE, group)
    now = timezone.now()
    return now if group.join_links.active().update(revoked_at=now) else None


@transaction.atomic
def plan_meeting(
    *, user: User, group: StudyGroup, starts_at: datetime, place: str = "", note: str = ""
) -> Meeting:
    """Sets the group's next meeting; one that was set for a time to come is that meeting moved.

    Raises ValidationError beside `starts_at` for a time that is not to come.
    """
    require(user, Permission.PLAN_MEETINGS, group)
    _lock(group)
    now = timezone.now()
    if starts_at <= now:
        raise ValidationError({"starts_at": _("Choose a time that is still to come.")})
    standing = group.meetings.filter(starts_at__gt=now).first()
    meeting = standing or Meeting(group=group, created_by=user)
    facts = {"starts_at": starts_at, "place": place, "note": note}
    if standing and all(getattr(standing, name) == value for name, value in facts.items()):
        return standing
    for name, value in facts.items():
        setattr(meeting, name, value)
    meeting.save()
    record(group_id=group.pk, kind="meeting.planned", actor=user, object_id=meeting.pk)
    return meeting


@transaction.atomic
def cancel_meeting(*, user: User, group: StudyGroup) -> bool:
    """Calls off what is set; returns whether there was anything. Meetings that were stay."""
    require(user, Permission.PLAN_MEETINGS, group)
    _lock(group)
    called_off = list(Meeting.objects.ahead().filter(group=group))
    for meeting in called_off:
        record(group_id=group.pk, kind="meeting.cancelled", actor=user, object_id=meeting.pk)
        meeting.delete()
    return bool(called_off)


@transaction.atomic
def join(*, link: JoinLink, user: User) -> Membership:
    """Brings a signed-in person into the link's group.

    Raises JoinLink.DoesNotExist when the link was revoked in the meantime.
    """
    current = JoinLink.objects.active().select_for_update().get(pk=link.pk)
    return add_member(group=current.group, user=user)


@transaction.atomic
def join_as_newcomer(*, link: JoinLink, name: str, password: str, time_zone: str = "") -> User:
    """Makes an account and joins the group in one step, or does neither."""
    user = create_person(name=name, password=password, time_zone=time_zone)
    join(link=link, user=user)
    return user


def remember_time_zone(*, user: User, name: str) -> None:
    """Takes on the zone of the person's device, unless they have one already."""
    if name and not user.time_zone:
        User.objects.filter(pk=user.pk, time_zone="").update(time_zone=name)


def mark_seen(*, user: User, group: StudyGroup, seq: int) -> None:
    """Remembers how far the person has seen the group's news; never backwards."""
    Membership.objects.filter(user=user, group=group, seen_seq__lt=seq).update(seen_seq=seq)
