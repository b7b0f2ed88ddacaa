"""What somebody sends who writes a note."""

from __future__ import annotations

import uuid

import pytest

from readings.groups.actions import add_member
from readings.groups.models import Membership
from readings.text.actions import start_reading


@pytest.fixture
def base(reading):
    return reading.get_absolute_url()


@pytest.fixture
def ours(client_of, member):
    return client_of(member)


@pytest.fixture
def fields(passage):
    def make(words="one field", **changes):
        p = passage(words)
        return {
            "uid": str(uuid.uuid4()),
            "kind": "passage",
            "section": p.section,
            "version": p.version,
            "start": p.start,
            "end": p.end,
            "exact": p.exact,
            "body": "My words.",
            "audience": "group",
            **changes,
        }

    return make


@pytest.fixture
def there(other_group, chapter, member, stranger):
    """The same chapter in the other group, where the member is as well."""
    add_member(group=other_group, user=member)
    return start_reading(user=None, group=other_group, chapter=chapter)


@pytest.fixture
def private(write, passage):
    return write("Mine so far.", pointer=passage("one field"), audience="me")


@pytest.fixture
def shared(write, passage):
    return write("Ours.", pointer=passage("one field"))


@pytest.fixture
def other(person, group):
    """Another member."""
    user = person("Olu")
    add_member(group=group, user=user)
    return user


@pytest.fixture
def second(person, group):
    """Another facilitator."""
    user = person("Hanna")
    add_member(group=group, user=user, role=Membership.Role.FACILITATOR)
    return user
