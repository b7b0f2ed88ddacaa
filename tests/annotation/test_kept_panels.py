"""Threads are kept once rendered; what is kept shows nobody another's controls or words."""

from __future__ import annotations

import re

import pytest

from readings.annotation import fragments
from readings.annotation.actions import edit_note
from readings.annotation.models import Note
from readings.annotation.pointers import Pointer
from readings.groups.actions import add_member

HTMX = {"HX-Request": "true"}


@pytest.fixture
def block(key_of):
    return Pointer("block", key=key_of("1.2"))


@pytest.fixture
def opened(reading, block, client_of):
    """The block's panel as somebody's htmx gets it: `opened(member)`."""

    def ask(user, token=""):
        headers = {**HTMX, "X-CSRFToken": token} if token else HTMX
        address = f"{reading.get_absolute_url()}b/{block.key}/notes/"
        return client_of(user).get(address, headers=headers).content.decode()

    return ask


def changeable(html):
    """The notes that the panel lets one change."""
    return set(re.findall(r'href="/notes/([-0-9a-f]+)/edit/"', html))


def test_everybody_changes_their_own_notes_alone(write, block, opened, member, facilitator):
    ours = {str(write(f"Ours {n}.", pointer=block).uid) for n in range(2)}
    theirs = {str(write(f"Theirs {n}.", author=facilitator, pointer=block).uid) for n in range(2)}
    for _again in range(2):
        assert changeable(opened(member)) == ours
        assert changeable(opened(facilitator)) == theirs


def test_those_who_wrote_nothing_there_share_what_is_kept(
    write, block, opened, member, facilitator, person, group
):
    for n in range(2):
        write(f"Note {n}.", author=facilitator, pointer=block)
    newcomer = person("Nora")
    add_member(group=group, user=newcomer)
    for user in (member, newcomer, facilitator):
        assert "Note 1." in opened(user)
    assert changeable(opened(newcomer)) == set()
    assert (
        sum(isinstance(key, tuple) and key[0] == "threads" for key in fragments._kept) == 2
    )  # the facilitator's is another


def test_a_private_note_among_others_is_its_authors(write, block, opened, member, facilitator):
    for n in range(2):
        write(f"Shared {n}.", pointer=block)
    write("Kept for me.", pointer=block, audience=Note.Audience.ME)
    for _again in range(2):
        assert "Kept for me." in opened(member)
        theirs = opened(facilitator)
        assert "Shared 1." in theirs
        assert "Kept for me." not in theirs


def test_what_has_changed_is_shown(write, block, opened, member, facilitator):
    head = write("First words.", pointer=block)
    write("Beside it.", pointer=block)
    assert "First words." in opened(facilitator)
    edit_note(user=member, note=head, body="Other words.")
    assert "Other words." in opened(facilitator)
    write("A reply.", author=facilitator, parent=head)
    assert "A reply." in opened(member)
    facilitator.display_name = "Renamed"
    facilitator.save()
    assert "Renamed" in opened(member)


def test_forms_carry_the_token_of_the_page_that_asks(write, block, opened, member, facilitator):
    for n in range(2):
        write(f"Note {n}.", pointer=block)
    for user, letter in ((member, "a"), (facilitator, "b"), (member, "c")):
        tokens = re.findall(r'csrfmiddlewaretoken" value="(\w+)"', opened(user, letter * 64))
        assert set(tokens) == {letter * 64}
