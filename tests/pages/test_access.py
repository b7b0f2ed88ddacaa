"""Who may open and send what: every address of ours, for everybody.

A new address fails `test_every_address_is_in_the_table` until it has a row here. The admin has a
table of its own in test_access_admin.py, and allauth's pages one in test_access_door.py.
"""

from __future__ import annotations

import re
import uuid

from readings.groups.models import StudyGroup
from tests.fixtures.addresses import names
from tests.pages.asking import SIGN_IN, ask, verdict
from tests.pages.everybody import CAST, EVERYBODY, INSIDE, LIKE

GONE, NO, OK, ON, WRONG, ENDED = 404, 403, 200, 302, 405, 410

# name: (method, data, answers for CAST in order). `on`: a redirect to somewhere else.
MEMBERS_READ = (SIGN_IN, GONE, GONE, OK, OK)
MEMBERS_GO_ON = (SIGN_IN, GONE, GONE, ON, ON)
FACILITATORS_READ = (SIGN_IN, GONE, GONE, NO, OK)
FACILITATORS_GO_ON = (SIGN_IN, GONE, GONE, NO, ON)
EVERYBODY_READS = (SIGN_IN, OK, OK, OK, OK)
EVERYBODY_GOES_ON = (SIGN_IN, ON, ON, ON, ON)
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
    "note-sharing": ("GET", {}, (SIGN_IN, GONE, GONE, OK, NO)),
    "note-sharing-group": ("GET", {}, (SIGN_IN, GONE, GONE, OK, NO)),
    "note-sharing-copy": ("GET", {}, (SIGN_IN, GONE, GONE, OK, NO)),
    "note-sharing-move": ("GET", {}, (SIGN_IN, GONE, GONE, OK, NO)),
    # The note is the member's own: whoever wrote it neither flags nor hides it.
    "note-flag": ("GET", {}, (SIGN_IN, GONE, GONE, NO, OK)),
    "note-flag-withdrawal": ("POST", {}, MEMBERS_GO_ON),
    "note-settlement": ("POST", {"upto": "1"}, FACILITATORS_GO_ON),
    "note-hiding": ("GET", {}, FACILITATORS_READ),
    "note-showing": ("POST", {}, FACILITATORS_GO_ON),
    "flags": ("GET", {}, FACILITATORS_READ),
    "own-flags": ("GET", {}, MEMBERS_READ),
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
    "notices": ("GET", {}, EVERYBODY_READS),
    "notices-off": ("GET", {}, (OK, OK, OK, OK, OK)),
    "my-devices": ("GET", {}, EVERYBODY_READS),
    "my-data": ("GET", {}, EVERYBODY_READS),
    # They go on to the page that asks who it is.
    "my-data-json": ("GET", {}, EVERYBODY_GOES_ON),
    "my-data-html": ("GET", {}, EVERYBODY_GOES_ON),
    "account-deletion": ("GET", {}, EVERYBODY_READS),
    "account-keeping": ("POST", {}, EVERYBODY_GOES_ON),
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


# What those in LIKE may do otherwise than whom they are like.
OTHERWISE = {
    ("picture", "neighbour"): OK,  # it is the book's, which their group reads too
    ("join", "former"): ENDED,  # nobody comes back from a removal by a link of before it
    # Only whoever facilitates for good begins a round or lets the group go on.
    ("round-new", "for a day"): NO,
    ("group-reopening", "for a day"): NO,
    # The note is the member's own.
    **{
        (name, "lapsed"): NO
        for name, (_method, _data, answers) in TABLE.items()
        if answers[-1] == NO and answers[-2] != NO
    },
    # Whoever has not written it flags it.
    ("note-flag", "lapsed"): OK,
    # These are the facilitator's own.
    **{
        (name, "for a day"): GONE
        for name, (_method, _data, answers) in TABLE.items()
        if answers in (OWNERS_READ, OWNERS_GO_ON)
    },
}


def expected(name: str, who: str) -> object:
    if who in CAST:
        return TABLE[name][2][CAST.index(who)]
    return OTHERWISE.get((name, who), TABLE[name][2][CAST.index(LIKE[who])])


def test_every_address_is_in_the_table():
    assert names() == set(TABLE)


def rows(addresses, key_of):
    """Each row of the table as it is sent: name, method, address, data."""
    for name, (method, data, _answers) in TABLE.items():
        sent = {k: key_of("1.1") if v == "KEY" else v for k, v in data.items()}
        yield name, method, addresses[name], sent


def test_the_table(addresses, everybody, key_of):
    wrong = {}
    for name, method, address, data in rows(addresses, key_of):
        for who in EVERYBODY:
            found = verdict(ask(everybody[who], method, address, data), address, method)
            if found != expected(name, who):
                wrong[name, who] = (found, expected(name, who))
    assert wrong == {}


def test_a_part_of_a_page_is_refused_to_whom_the_page_is(addresses, everybody, key_of):
    """Scripts ask with htmx's header, and may get less of a page, but never more."""
    wrong = {}
    for name, method, address, data in rows(addresses, key_of):
        for who in EVERYBODY:
            answer = ask(everybody[who], method, address, data, partial=True)
            wanted, found = expected(name, who), answer.status_code
            if wanted == SIGN_IN:
                fits = found in (302, 401, 403) and b"Thursday" not in answer.content
            elif wanted in (GONE, NO, ENDED):
                fits = found == wanted
            else:
                fits = found in (200, 204, 302, 422)
            if not fits:
                wrong[name, who] = (found, wanted)
    assert wrong == {}


BOTH = {
    "notes", "note-edit", "note-place", "note-flag", "note-hiding", "note-sharing-group",
    "note-sharing-copy", "note-sharing-move", "question-new", "question-adoption", "question-edit",
    "join", "sign-in-code", "invitations", "group-new", "group-settings", "group-archive",
    "person-new", "role", "removal", "leaving", "reading-list", "round-new", "meeting",
    "text-new", "site-text-new", "import-source",
    "erratum-new", "account-deletion", "profile", "reading-settings", "my-devices",
    "notices", "notices-off",
}  # fmt: skip


def test_the_wrong_method_is_refused_and_does_nothing(addresses, everybody):
    for name, (method, _data, _answers) in TABLE.items():
        wrong = "PUT" if name in BOTH else {"GET": "POST", "POST": "GET"}[method]
        assert ask(everybody["facilitator"], wrong, addresses[name], {}).status_code == WRONG, name


def test_what_does_not_exist_looks_like_what_is_not_yours(addresses, everybody, key_of):
    """A stranger gets the same answer for a group's page and for a page that never was."""
    wrong = {}
    for name, method, address, data in rows(addresses, key_of):
        for who in ("stranger", "newcomer", "neighbour", "former"):
            if expected(name, who) != GONE:
                continue
            nowhere = ask(everybody[who], "GET", f"/nowhere/{uuid.uuid4()}/", {})
            here = ask(everybody[who], method, address, data)
            if (here.status_code, _plain(here)) != (GONE, _plain(nowhere)):
                wrong[name, who] = _plain(here)
    assert wrong == {}


def _plain(answer):
    """What the page says, without what is another each time."""
    page = re.sub(
        r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", answer.content.decode()
    )
    return re.sub(r'name="next" value="[^"]*"', "", page)


def test_what_is_another_groups_is_not_found_below_ones_own(
    addresses, everybody, other_group, key_of
):
    """A facilitator puts the numbers of another group's things below their own group's address."""
    tried = set()
    for name, method, address, data in rows(addresses, key_of):
        below = address.partition("/thursday-readers/")[2]
        if not any(part.isdigit() for part in below.split("/")):
            continue
        tried.add(name)
        mine = address.replace("/thursday-readers/", f"/{other_group.slug}/")
        assert ask(everybody["stranger"], method, mine, data).status_code == GONE, name
    assert len(tried) >= 9, tried


# What is left to the people of an archived group: reading, one's own place, and opening it again.
IN_ARCHIVE = {
    *(
        name
        for name, (method, _data, answers) in TABLE.items()
        if method == "GET" and answers in (MEMBERS_READ, MEMBERS_GO_ON, OWNERS_READ)
    ),
    "picture", "seen", "position", "group-reopening", "round-new", "my-device-sign-out",
    # One's own words may be taken along to another group.
    "note-sharing", "note-sharing-copy",
} - {"erratum-new"}  # fmt: skip


def test_an_archived_group_is_read_and_not_changed(addresses, everybody, group, key_of):
    StudyGroup.objects.filter(pk=group.pk).update(archived_at="2026-01-01T00:00:00Z")
    wrong = {}
    for name, method, address, data in rows(addresses, key_of):
        if expected(name, "stranger") != GONE and name != "picture":
            continue
        for who in INSIDE:
            wanted = expected(name, who)
            if wanted not in (NO, GONE) and name not in IN_ARCHIVE:
                wanted = NO
            answer = ask(everybody[who], method, address, data)
            if answer.status_code != wanted:
                wrong[name, who] = (answer.status_code, wanted)
    assert wrong == {}
