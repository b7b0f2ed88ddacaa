"""What somebody sends who writes a note."""

from __future__ import annotations

import uuid

import pytest


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
