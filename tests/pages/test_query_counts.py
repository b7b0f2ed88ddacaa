"""How many queries each page and each write makes: as many for many notes and people as for few.

The session's and the user's are among them, and a test's savepoints where something is written.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.cache import cache

from readings.annotation import fragments
from readings.annotation.models import Question
from readings.annotation.moderating import flag_note, hide_note
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.actions import add_member

HTMX = {"HX-Request": "true"}
SIZES = (2, 30)  # the larger is more than any list shows at once

# By the address's name: queries with nothing in the cache, and when it is asked for again.
PAGES = {
    "account": (5, 5),
    "account-deletion": (7, 7),
    "my-devices": (3, 3),
    "notices": (3, 3),
    "notices-off": (3, 3),
    "profile": (2, 2),
    "reading-settings": (3, 3),
    "archive": (4, 4),
    "block": (4, 4),
    "chapter": (18, 5),
    "corrections": (5, 5),
    "erratum-new": (3, 3),
    "go-to": (3, 3),
    "group": (7, 7),
    "group-start": (4, 4),
    "home": (10, 10),
    "join": (4, 4),
    "leaving": (5, 5),
    "group-new": (2, 2),
    "own-flags": (4, 4),
    "people": (5, 5),
    "sign-in-code": (2, 2),
    "mine": (5, 5),
    # The files send on; tests/exporting counts for who may have them.
    "my-data": (14, 14),
    "my-data-html": (5, 5),
    "my-data-json": (5, 5),
    "note": (4, 3),
    "note-card": (3, 3),
    "note-edit": (3, 3),
    "note-place": (9, 9),
    "note-sharing": (4, 4),
    "note-sharing-group": (5, 5),
    "note-sharing-copy": (4, 4),
    "note-sharing-move": (5, 5),
    "notes": (6, 5),
    "picture": (3, 3),
    "place-notes": (7, 5),
    "question": (6, 5),
    "questions": (4, 4),
    "reason": (8, 7),
}
PARTIALS = {
    "note-card": (6, 5),
    "note-edit": (3, 3),
    "notes": (6, 5),
    "place-notes": (7, 5),
}
FACILITATORS = {
    "errata": (5, 5),
    "flags": (7, 7),
    "note-flag": (6, 6),
    "note-hiding": (5, 5),
    "erratum": (4, 4),
    "import": (6, 6),
    "import-source": (4, 4),
    "import-picture": (3, 3),
    "text-new": (5, 5),
    "group-archive": (3, 3),
    "person-new": (3, 3),
    "round-new": (3, 3),
    "invitations": (4, 4),
    "invitation": (4, 4),
    "group-settings": (3, 3),
    "role": (4, 4),
    "removal": (5, 5),
    "reading-list": (4, 4),
    "meeting": (4, 4),
    "question-adoption": (5, 5),
    "question-edit": (6, 6),
    "question-new": (4, 4),
}


@pytest.fixture
def question(addresses):
    return Question.objects.get(body="What follows?")


@pytest.fixture
def grow(addresses, question, person, group, reading, write, facilitator, passage, key_of):
    """Adds so many people, each with notes, replies, a question and an answer; of each one note is
    flagged and another hidden."""

    def more(count: int) -> None:
        places = (passage("one field"), Pointer("block", key=key_of("1.2")), Pointer("chapter"))
        for number in range(count):
            user = person(f"Reader {number}")
            add_member(group=group, user=user)
            for place in places:
                write(parent=write(author=user, pointer=place))
                write(author=user, pointer=place, audience="me")
            write(author=user, question=question)
            for place, hides in ((places[0], False), (places[1], True)):
                note = write(pointer=place)
                flag_note(user=user, note=note, reason="unkind")
                if hides:
                    hide_note(user=facilitator, note=note, reason="Unkind.")
            ask_question(user=facilitator, reading=reading, pointer=places[number % 3], body="Eh?")

    return more


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("who", "headers", "expected"),
    [("member", {}, PAGES), ("member", HTMX, PARTIALS), ("facilitator", {}, FACILITATORS)],
)
def test_reading(grow, addresses, clients, size, who, headers, expected, queries):
    grow(size)
    client = clients[who]
    for name, (cold, warm) in expected.items():
        cache.clear()
        fragments.clear()
        for count in (cold, warm):
            with queries(count, name):
                assert client.get(addresses[name], headers=headers).status_code < 400


def test_every_address_that_can_be_read_is_counted(addresses, clients):
    for who, counted in (("member", PAGES), ("facilitator", {**PAGES, **FACILITATORS})):
        read = {name for name, at in addresses.items() if clients[who].get(at).status_code < 400}
        # The author's alone.
        theirs = {"note-edit", "note-place"} | {name for name in PAGES if "-sharing" in name}
        assert read - theirs == set(counted) - theirs


@pytest.mark.parametrize("size", SIZES)
def test_writing(grow, addresses, clients, passage, size, queries):
    grow(size)
    place = {name: value for name, value in vars(passage("shares one field")).items() if value}
    words = {"body": "Some words.", "audience": "group"}
    for name, count, form in (
        ("notes", 13, {**place, **words}),
        ("note-replies", 14, words),
        ("question-answers", 11, words),
        ("note-edit", 20, words),
        ("note-deletion", 20, {}),
        ("note-restoration", 24, {}),
    ):
        sent = {"uid": uuid.uuid4(), **form}
        with queries(count, name):
            answer = clients["member"].post(addresses[name], sent, headers=HTMX)
        assert answer.status_code == 200, name


@pytest.fixture
def queries(django_assert_num_queries) -> Callable[[int, str], AbstractContextManager[object]]:
    return lambda count, name: django_assert_num_queries(count, info=name)
