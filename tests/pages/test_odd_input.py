"""Whatever is sent to our addresses is answered: with a page, a refusal or "not found".

Numbers beyond any database's, zero bytes (which PostgreSQL refuses), digits that are none, words
where a number should be.
"""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from tests.pages.test_access import TABLE

ODD = (
    "",
    "\x00",
    "a\x00b",
    "-1",
    "9" * 12,
    "9" * 30,
    "9" * 5000,  # longer than Python turns into a number
    "²",  # a digit, but no decimal one
    "٣",
    "1e400",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "b/",
    "b/\x00",
    "f/" + "9" * 5000,
    "f/" + "9" * 30,
    "f/²",
    "r/\x00",
    "//elsewhere.example/",
    "passage",
    "block",
)

PANEL = ("after", "from", "to")
POINTER = ("kind", "key", "number", "section", "version", "start", "end", "exact")
ASSIGNMENT = ("due_at", "reveal", "everyone", "assignees")
# What each address reads from its query, and what from the form that is sent to it.
ASKED = {
    "chapter": ("note", "open", *PANEL),
    "reason": PANEL,
    "place-notes": PANEL,
    "notes": PANEL,
    "go-to": ("to",),
    "question": ("after",),
    "question-new": ("on", *POINTER),
    "import": ("chapter", "part", "seen"),
    "erratum-new": ("on",),
}
SENT = {
    "seen": ("seq",),
    "position": ("block",),
    "notes": ("uid", "body", "audience", "words", *POINTER),
    "note-replies": ("uid", "body"),
    "note-edit": ("body",),
    "preview": ("content", "body"),
    "erratum-new": ("uid", "body", "new_words", "begin", *POINTER),
    "question-new": ("body", *ASSIGNMENT, *POINTER),
    "question-adoption": ASSIGNMENT,
    "question-answers": ("uid", "body"),
    "question-edit": ("body", *ASSIGNMENT),
    "join": ("name", "password"),
    "text-new": ("text", "form"),
    "readings": ("chapter",),
    "import-corrections": (
        "change", "chapter", "section", "block", "kind", "title", "list", "before", "revision",
    ),
    "notices": ("notices", "about"),
    "import-undo": ("revision",),
    "import-names": ("title", "language", "rights", "chapter_title", "update", "do", "chapter"),
    "import-source": ("text", "revision"),
}  # fmt: skip
IN_PATHS = (
    "/join/{}/",
    "/accounts/notices/off/{}/",
    "/g/{}/",
    "/g/{}/start/",
    "/groups/{}/invitations/",
    "{base}b/{}/",
    "{base}r/{}/",
    "{base}b/{}/notes/",
    "{base}r/{}/notes/",
    "{base}s/{}/notes/",
    "{base}f/{}/notes/",
    "{base}questions/{}/adoption/",
    "/questions/{}/",
    "/questions/{}/edit/",
    "/notes/{}/",
    "/notes/{}/card/",
    "/groups/{}/texts/new/",
    "/texts/{}/",
    "/texts/{}/corrections/",
)


@pytest.fixture
def ask(clients, addresses, group):
    """Sends something odd with good things around it; returns the status."""
    # Where the day begins first: the ends of the calendar fall out of it.
    group.time_zone = "Pacific/Kiritimati"
    group.save(update_fields=["time_zone"])

    def send(name, method, data, **headers):
        who = {"note-edit": "member", "join": "anonymous"}.get(name, "facilitator")
        client: Client = clients[who]
        client.raise_request_exception = False
        sender = client.get if method == "GET" else client.post
        return sender(addresses[name], data, headers=headers).status_code

    return send


@pytest.fixture
def good(passage, key_of):
    """A form that every address finds something in, with a passage or a paragraph to point at."""
    pointer = passage("one field")
    place = {
        "section": pointer.section,
        "version": pointer.version,
        "start": pointer.start,
        "end": pointer.end,
        "exact": pointer.exact,
        "key": key_of("1.2"),
        "number": 1,
    }

    def form(**changes):
        words = {"body": "Words.", "content": "Words.", "name": "Ana", "password": "wander-lust-9"}
        more = {"new_words": "Other words.", "everyone": "on"}
        return {"uid": str(uuid.uuid4()), **words, **place, **more, **changes}

    return form


@pytest.mark.parametrize("name", ASKED)
def test_odd_questions_are_answered(name, ask):
    for field in ASKED[name]:
        for said in ODD:
            asked = {"from": "1", "to": "2", "kind": "passage", field: said}
            assert ask(name, "GET", asked) < 500, (field, said[:20])


@pytest.mark.parametrize("name", SENT)
def test_odd_forms_are_answered(name, ask, good):
    for field in SENT[name]:
        for said in ODD:
            for kind in ("passage", "block", "footnote") if field in POINTER else ("block",):
                data = good(**{"kind": kind, field: said})
                assert ask(name, "POST", data) < 500, (kind, field, said[:20])


@pytest.mark.parametrize("path", IN_PATHS)
def test_odd_addresses_are_answered(path, clients, reading):
    client = clients["facilitator"]
    client.raise_request_exception = False
    for said in ("%00", "9" * 30, "9" * 5000, "%C2%B2", "%D9%A3", "x", "-", "%FF"):
        address = path.format(said, base=reading.get_absolute_url())
        for method in ("get", "post"):
            assert getattr(client, method)(address).status_code < 500, (method, said[:20])


def test_every_address_that_is_asked_and_sent_to_is_known():
    assert {*ASKED, *SENT} <= set(TABLE)
