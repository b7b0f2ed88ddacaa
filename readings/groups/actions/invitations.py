"""The ways into a group: links, invitations by e-mail, codes that are handed over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from readings.groups.actions.membership import add_member
from readings.groups.actions.people import create_person
from readings.groups.actions.recording import audit, lock
from readings.groups.models import JoinLink, Membership, SignInCode, StudyGroup, User
from readings.groups.permissions import Permission, allows, require

CODE_LASTS = timedelta(days=7)


@transaction.atomic
def make_join_link(
    *,
    user: User,
    group: StudyGroup,
    role: str = Membership.Role.MEMBER,
    expires_at: datetime | None = None,
    max_uses: int | None = None,
    email: str = "",
) -> JoinLink:
    """A new link into the group; those before it go on working until they are revoked.

    A link that makes facilitators is for facilitators for good to make, and for one person alone.
    Raises ValidationError for a time that is not to come.
    """
    require(user, Permission.INVITE, group)
    if role != Membership.Role.MEMBER:
        require(user, Permission.APPOINT, group)
        max_uses = 1
    if expires_at is not None and expires_at <= timezone.now():
        raise ValidationError({"expires_at": _("Choose a time that is still to come.")})
    link = JoinLink.objects.create(
        group=group,
        created_by=user,
        role=role,
        expires_at=expires_at,
        max_uses=1 if email else max_uses,
        email=email,
    )
    audit(
        actor=user,
        what="invitation.made",
        group=group,
        link=link.pk,
        role=role,
        by_mail=bool(email),
        max_uses=link.max_uses,
    )
    return link


@transaction.atomic
def revoke_join_link(*, user: User, link: JoinLink) -> bool:
    """Makes the link useless from now on; whether it had worked until then.

    Whoever made it may do that, and those who manage the group's people.
    """
    allowed = allows(user, Permission.ADMINISTER) or allows(
        user, Permission.MANAGE_PEOPLE, link.group
    )
    if not allowed:
        require(user, Permission.INVITE, link.group)
        if link.created_by_id != user.pk:
            require(user, Permission.MANAGE_PEOPLE, link.group)
    now = timezone.now()
    if not JoinLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        return False
    audit(actor=user, what="invitation.revoked", group=link.group, link=link.pk)
    return True


@transaction.atomic
def join(*, link: JoinLink, user: User) -> Membership:
    """Brings a signed-in person into the link's group. One who is in it uses nothing up.

    Raises JoinLink.DoesNotExist when the link no longer works, or not for somebody who was removed
    since it was made.
    """
    lock(link.group)
    standing = Membership.objects.filter(group=link.group_id, user=user).first()
    if standing is not None:
        return standing
    current = JoinLink.objects.open_to(user).select_related("group").get(pk=link.pk)
    JoinLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1)
    membership = add_member(group=current.group, user=user, role=current.role)
    audit(
        actor=user, what="member.joined", person=user, group=current.group, link=link.pk,
        role=membership.role,
    )  # fmt: skip
    return membership


@transaction.atomic
def join_as_newcomer(*, link: JoinLink, name: str, password: str, time_zone: str = "") -> User:
    """Makes an account and joins the group in one step, or does neither."""
    user = create_person(name=name, password=password, time_zone=time_zone)
    join(link=link, user=user)
    return user


@transaction.atomic
def add_person_by_name(*, user: User, group: StudyGroup, name: str) -> User:
    """Makes an account without a password for somebody whom the facilitator knows, in the group.

    They sign in by a code (`hand_over_code`). Raises ValidationError for a name that is taken.
    """
    require(user, Permission.MANAGE_PEOPLE, group)
    person = create_person(name=name, password=None, time_zone=group.time_zone)
    person.host = group
    person.save(update_fields=["host"])
    add_member(group=group, user=person)
    audit(actor=user, what="person.added", person=person, group=group)
    return person


@transaction.atomic
def hand_over_code(*, user: User, group: StudyGroup, person: User) -> tuple[str, SignInCode]:
    """A new code for a person who has no other way in; shown now and never again.

    Codes before it stop working. Raises PermissionDenied unless the group added the person, for a
    code is as good as a password.
    """
    _require_host(user, group, person)
    now = timezone.now()
    SignInCode.objects.filter(user=person, used_at=None).update(expires_at=now)
    code = SignInCode.new_code()
    made = SignInCode.objects.create(
        user=person,
        digest=SignInCode.digest_of(code),
        created_by=user,
        expires_at=now + CODE_LASTS,
    )
    audit(actor=user, what="code.made", person=person, group=group)
    return code, made


@transaction.atomic
def use_code(*, code: str) -> User | None:
    """Whose code this is, which is used up by it; None for one that is wrong, old or used."""
    found = SignInCode.objects.working().select_related("user").filter(
        digest=SignInCode.digest_of(code)
    ).first()  # fmt: skip
    if found is None or not found.user.signs_in_by_code:
        return None
    used = SignInCode.objects.filter(pk=found.pk, used_at=None).update(used_at=timezone.now())
    return found.user if used else None


@transaction.atomic
def sign_out_devices(*, user: User, group: StudyGroup, person: User) -> None:
    """Ends every session of a person whom the group added: a phone was lost.

    Raises PermissionDenied as `hand_over_code` does.
    """
    _require_host(user, group, person)
    # Sessions carry a digest of the password's field; another unusable one ends them all.
    person.set_unusable_password()
    person.save(update_fields=["password"])
    SignInCode.objects.filter(user=person, used_at=None).update(expires_at=timezone.now())
    audit(actor=user, what="devices.signed-out", person=person, group=group)


def _require_host(user: User, group: StudyGroup, person: User) -> None:
    require(user, Permission.MANAGE_PEOPLE, group)
    if not person.signs_in_by_code or person.host_id != group.pk:
        raise PermissionDenied(_("This person signs in on their own."))
