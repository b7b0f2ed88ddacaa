"""Who is there, and the ways into their groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from readings.groups.actions import (
    add_member,
    add_person_by_name,
    archive_group,
    make_join_link,
    remove_member,
    revoke_join_link,
)
from readings.groups.models import JoinLink, Membership, StudyGroup, User
from tests.accounts.codes import PASSKEY, set_up
from tests.pages.world.names import LONG_WORD, World


def make_group(name: str, slug: str, world: World, **people: str) -> StudyGroup:
    group = StudyGroup.objects.create(name=name, slug=slug, description="We meet on Thursdays.")
    for role, key in people.items():
        kind = Membership.Role.MEMBER if role == "member" else Membership.Role.FACILITATOR
        add_member(group=group, user=world.people[key], role=kind)
    return group


def make_guarded(world: World, person: Callable[..., User]) -> None:
    """Somebody with everything at the door, and somebody with nothing."""
    world.people["guarded"] = user = person("Gunda", username="guarded")
    User.objects.filter(pk=user.pk).update(notice_key="a-key")
    world.people["keyless"] = person("Kim", username="keyless", password=None)
    set_up(user)
    passkey = Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": f"The telephone of {LONG_WORD}", "credential": PASSKEY},
    )
    world["passkey"] = f"/accounts/2fa/webauthn/keys/{passkey.pk}/"
    for verified in (True, False):
        EmailAddress.objects.create(
            user=user,
            email=f"{LONG_WORD.lower()}.{verified}@{LONG_WORD.lower()}.example.org",
            verified=verified,
            primary=verified,
        )


def make_going(world: World, person: Callable[..., User]) -> None:
    """Somebody who is to go, and somebody who cannot."""
    soon = timezone.now() + timedelta(days=9)
    world.people["going"] = going = person("Greta", deletion_due_at=soon)
    add_member(group=world.group, user=going)
    past = timezone.now() - timedelta(hours=2)
    held = person(
        f"Hilda {LONG_WORD}", username="held", deletion_due_at=past, deletion_held_at=past
    )
    world.people["held"] = held
    for n, name in enumerate(("Walks", f"The {LONG_WORD} Circle")):
        group = make_group(name, f"walks-{n}", world, host="held")
        add_member(group=group, user=going)


def make_links(world: World, empty: StudyGroup) -> None:
    host = world.people["host"]
    old = make_join_link(user=host, group=empty)
    revoke_join_link(user=host, link=old)
    world["revoked"] = old.get_absolute_url()
    facilitator, group = world.people["facilitator"], world.group
    link = make_join_link(user=facilitator, group=group)
    world["join"] = link.get_absolute_url()
    world["invitation"] = f"/groups/circle/invitations/{link.pk}/"
    soon = timezone.now() + timedelta(days=3)
    make_join_link(
        user=facilitator, group=group, email=f"{LONG_WORD.lower()}@example.org", expires_at=soon
    )
    guest = add_person_by_name(user=facilitator, group=group, name=LONG_WORD)
    membership = guest.memberships.get()
    world["guest"] = f"/groups/circle/people/{membership.pk}/"
    gone = add_person_by_name(user=facilitator, group=group, name=f"Gone {LONG_WORD}")
    remove_member(user=facilitator, membership=gone.memberships.get())
    archived = make_group("Last year's round", "archived", world, host="host")
    archive_group(user=host, group=archived)
    closed = make_join_link(user=host, group=empty, expires_at=soon)
    JoinLink.objects.filter(pk=closed.pk).update(expires_at=timezone.now())
    world["expired"] = closed.get_absolute_url()
