"""Everybody who can stand towards a group in a way of their own, signed in, with what they keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.cookies import SimpleCookie

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from readings.annotation.parting import remove_member
from readings.groups.models import Membership, StudyGroup, User
from readings.text.models import Reading

FACILITATOR, MEMBER = Membership.Role.FACILITATOR, Membership.Role.MEMBER

# What each of these may do is what somebody else may, but for what a test names.
LIKE = {
    "newcomer": "stranger",  # an account, and no group
    "neighbour": "stranger",  # facilitates another group, which reads the same chapter
    "former": "stranger",  # facilitated this group until they were removed
    "lapsed": "member",  # facilitated it for a time that is over
    "for a day": "facilitator",  # facilitates it until tomorrow
    "editor": "admin",  # on the staff, and no superuser
}
CAST = ("anonymous", "stranger", "admin", "member", "facilitator")
EVERYBODY = (*CAST, *LIKE)
# Who is in the group, and so sees it.
INSIDE = {"member", "facilitator", "lapsed", "for a day"}


@dataclass(frozen=True)
class Somebody:
    """A person, and the cookies with which they signed in."""

    person: User | AnonymousUser
    cookies: str

    def client(self) -> Client:
        """Another browser of theirs, so that nothing is left of the request before."""
        client = Client()
        client.cookies = SimpleCookie(self.cookies)
        return client


@pytest.fixture
def everybody(
    addresses: dict[str, str],
    reading: Reading,
    person: Callable[..., User],
    stranger: User,
    admin: User,
    member: User,
    facilitator: User,
) -> dict[str, Somebody]:
    """By the names in EVERYBODY: the cast's group has made all that stands at `addresses` while
    the former facilitator was in it."""
    group = reading.group
    now = timezone.now()
    people: dict[str, User] = {
        "stranger": stranger,
        "admin": admin,
        "member": member,
        "facilitator": facilitator,
        "newcomer": person("Noor"),
        "neighbour": person("Nele"),
        "former": person("Felix"),
        "lapsed": person("Lars"),
        "for a day": person("Dora"),
        "editor": person("Edda", is_staff=True),
    }
    _join(group, people["former"], FACILITATOR)
    _join(group, people["lapsed"], FACILITATOR, now - timedelta(days=1))
    _join(group, people["for a day"], FACILITATOR, now + timedelta(days=1))
    beside = StudyGroup.objects.create(name="Next Door", slug="next-door")
    _join(beside, people["neighbour"], FACILITATOR)
    Reading.objects.create(group=beside, chapter=reading.chapter, position=1)
    found = {"anonymous": Somebody(AnonymousUser(), "")}
    for name, somebody in people.items():
        client = Client()
        client.force_login(somebody)
        found[name] = Somebody(somebody, client.cookies.output(header="", sep=";"))
    left = Membership.objects.get(group=group, user=people["former"])
    remove_member(user=facilitator, membership=left)
    assert set(found) == set(EVERYBODY)
    return found


def _join(group: StudyGroup, user: User, role: str, until: datetime | None = None) -> None:
    Membership.objects.create(group=group, user=user, role=role, until=until)
