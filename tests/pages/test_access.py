"""Who may open and send what: every address of ours, for everyone in the cast.

A new address fails `test_every_address_is_in_the_table` until it has a row here.
"""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

import pytest

from tests.fixtures.addresses import names

PEOPLE = ("anonymous", "stranger", "admin", "member", "facilitator")
SIGN_IN, GONE, NO, OK, ON, WRONG = "sign in", 404, 403, 200, 302, 405

# name: (method, data, answers for PEOPLE in order). `on`: a redirect to somewhere else.
MEMBERS_READ = (SIGN_IN, GONE, GONE, OK, OK)
MEMBERS_GO_ON = (SIGN_IN, GONE, GONE, ON, ON)
FACILITATORS_READ = (SIGN_IN, GONE, GONE, NO, OK)
FACILITATORS_GO_ON = (SIGN_IN, GONE, GONE, NO, ON)
EVERYBODY_READS = (SIGN_IN, OK, OK, OK, OK)
# An import is the facilitator's alone who began it.
OWNERS_READ = (SIGN_IN, GONE, GONE, GONE, OK)
OWNERS_GO_ON = (SIGN_IN, GONE, GONE, GONE, ON)
CORRECTION = {"change": "accept", "chapter": "0", "section": "0", "block": "0", "revision": "0"}
NAMES = {"title": "A Book", "number": "1", "chapter_title": "One", "revision": "0"}

TABLE = {
    "home": ("GET", {}, EVERYBODY_READS),
    "group": ("GET", {}, MEMBERS_READ),
    "group-start": ("GET", {}, MEMBERS_GO_ON),
    "seen": ("POST", {"seq": "1"}, MEMBERS_GO_ON),
    "chapter": ("GET", {}, MEMBERS_READ),
    "reason": ("GET", {}, MEMBERS_READ),
    "corrections": ("GET", {}, MEMBERS_READ),
    "block": ("GET", {}, MEMBERS_GO_ON),
    "go-to": ("GET", {"to": "1.1"}, MEMBERS_GO_ON),
    "picture": ("GET", {}, (SIGN_IN, GONE, OK, OK, OK)),
    "position": ("POST", {"block": "KEY"}, (SIGN_IN, GONE, GONE, 204, 204)),
    "place-notes": ("GET", {}, MEMBERS_READ),
    "notes": ("GET", {}, MEMBERS_READ),
    "mine": ("GET", {}, MEMBERS_READ),
    "note": ("GET", {}, MEMBERS_GO_ON),
    "note-card": ("GET", {}, MEMBERS_GO_ON),
    "note-replies": ("POST", {"body": "A reply."}, MEMBERS_GO_ON),
    "note-edit": ("POST", {"body": "Other words."}, (SIGN_IN, GONE, GONE, ON, NO)),
    "note-deletion": ("POST", {}, (SIGN_IN, GONE, GONE, OK, NO)),
    "note-restoration": ("POST", {}, (SIGN_IN, GONE, GONE, ON, NO)),
    "note-place": ("GET", {}, (SIGN_IN, GONE, GONE, OK, NO)),
    "note-on-section": ("POST", {}, (SIGN_IN, GONE, GONE, ON, NO)),
    "note-wording": ("POST", {}, (SIGN_IN, GONE, GONE, ON, NO)),
    "note-archive": ("POST", {}, (SIGN_IN, GONE, GONE, ON, NO)),
    "archive": ("GET", {}, MEMBERS_READ),
    "erratum-new": ("GET", {}, MEMBERS_GO_ON),
    "errata": ("GET", {}, FACILITATORS_READ),
    "erratum": ("GET", {}, FACILITATORS_READ),
    "erratum-acceptance": ("POST", {"base_version": "1"}, FACILITATORS_GO_ON),
    "erratum-refusal": ("POST", {"answer": "No."}, FACILITATORS_GO_ON),
    "preview": ("POST", {"content": "*a*"}, (NO, OK, OK, OK, OK)),
    "questions": ("GET", {}, MEMBERS_READ),
    "question-new": ("GET", {}, FACILITATORS_READ),
    "question-adoption": ("GET", {}, FACILITATORS_READ),
    "question": ("GET", {}, MEMBERS_READ),
    "question-answers": ("POST", {"body": "An answer."}, MEMBERS_GO_ON),
    "question-edit": ("GET", {}, FACILITATORS_READ),
    "question-withdrawal": ("POST", {}, FACILITATORS_GO_ON),
    "join": ("GET", {}, (OK, OK, OK, ON, ON)),
    "sign-in-code": ("GET", {}, (OK, OK, OK, OK, OK)),
    "group-new": ("GET", {}, EVERYBODY_READS),
    "group-settings": ("GET", {}, FACILITATORS_READ),
    "group-archive": ("GET", {}, FACILITATORS_READ),
    "group-reopening": ("POST", {}, FACILITATORS_GO_ON),
    "invitations": ("GET", {}, FACILITATORS_READ),
    "invitation": ("GET", {}, FACILITATORS_READ),
    "email-invitation": (
        "POST",
        {"email": "nia@example.org", "role": "member"},
        FACILITATORS_GO_ON,
    ),
    "revocation": ("POST", {}, FACILITATORS_GO_ON),
    "people": ("GET", {}, MEMBERS_READ),
    "person-new": ("GET", {}, FACILITATORS_READ),
    "role": ("GET", {}, FACILITATORS_READ),
    "code": ("POST", {}, (SIGN_IN, GONE, GONE, NO, OK)),
    "devices": ("POST", {}, FACILITATORS_GO_ON),
    "removal": ("GET", {}, FACILITATORS_READ),
    "leaving": ("GET", {}, MEMBERS_READ),
    "reading-list": ("GET", {}, FACILITATORS_READ),
    "round-new": ("GET", {}, FACILITATORS_READ),
    "meeting": ("GET", {}, FACILITATORS_READ),
    "meeting-cancellation": ("POST", {}, FACILITATORS_GO_ON),
    "text-new": ("GET", {}, FACILITATORS_READ),
    "site-text-new": ("GET", {}, (SIGN_IN, NO, OK, NO, NO)),
    "readings": ("POST", {}, (SIGN_IN, GONE, GONE, NO, 422)),
    "account": ("GET", {}, EVERYBODY_READS),
    "profile": ("GET", {}, EVERYBODY_READS),
    "reading-settings": ("GET", {}, EVERYBODY_READS),
    "my-devices": ("GET", {}, EVERYBODY_READS),
    # The device is one of the facilitator's.
    "my-device-sign-out": ("POST", {}, OWNERS_GO_ON),
    "import": ("GET", {}, OWNERS_READ),
    "import-corrections": ("POST", CORRECTION, OWNERS_GO_ON),
    "import-undo": ("POST", {"revision": "0"}, OWNERS_GO_ON),
    "import-names": ("POST", NAMES, OWNERS_GO_ON),
    "import-source": ("GET", {}, OWNERS_READ),
    "import-picture": ("GET", {}, OWNERS_READ),
    "import-attempts": ("POST", {}, OWNERS_GO_ON),
    "import-deletion": ("POST", {}, OWNERS_GO_ON),
}


def test_every_address_is_in_the_table():
    assert names() == set(TABLE)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", TABLE)
def test_the_table(name, who, addresses, clients, key_of):
    method, data, answers = TABLE[name]
    data = {k: key_of("1.1") if v == "KEY" else v for k, v in data.items()}
    response = clients[who].generic(method, addresses[name], **_sent(method, data))
    expected = answers[PEOPLE.index(who)]
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    if expected == SIGN_IN:
        assert to_sign_in
        # What only takes POST cannot be opened after signing in: home instead.
        back = addresses[name] if method == "GET" else "/"
        assert f"next={back}" in response["Location"]
    else:
        assert not to_sign_in
        assert response.status_code == expected


def _sent(method, data):
    if method == "GET":
        return {"QUERY_STRING": urlencode(data)}
    return {"data": urlencode(data), "content_type": "application/x-www-form-urlencoded"}


BOTH = {
    "notes", "note-edit", "note-place", "question-new", "question-adoption", "question-edit",
    "join", "sign-in-code", "invitations", "group-new", "group-settings", "group-archive",
    "person-new", "role", "removal", "leaving", "reading-list", "round-new", "meeting",
    "text-new", "site-text-new", "import-source",
    "erratum-new", "profile", "reading-settings", "my-devices",
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_the_wrong_method_is_refused_and_does_nothing(name, addresses, clients):
    method = "PUT" if name in BOTH else {"GET": "POST", "POST": "GET"}[TABLE[name][0]]
    assert clients["facilitator"].generic(method, addresses[name]).status_code == WRONG


@pytest.mark.parametrize("name", TABLE)
def test_what_does_not_exist_looks_like_what_is_not_yours(name, addresses, clients):
    """A stranger gets the same answer for a group's page and for a page that never was."""
    method, data, answers = TABLE[name]
    if answers[1] != GONE:
        pytest.skip("open to strangers")
    here = clients["stranger"].generic(method, addresses[name], **_sent(method, data))
    nowhere = clients["stranger"].get(f"/nowhere/{uuid.uuid4()}/")
    assert here.status_code == nowhere.status_code == GONE
    assert b"Thursday" not in here.content
