"""The chapter page: rendered once for all who see it alike, and filled for each."""

from __future__ import annotations

import re

import pytest

from readings.annotation import fragments
from readings.text.actions import keep_place

SECRET = "zebra-words"


@pytest.fixture
def base(reading):
    return reading.get_absolute_url()


def test_those_who_may_ask_can_ask_about_the_words_they_choose(
    base, member_client, facilitator_client
):
    for _visit in range(2):  # the second comes from the cache
        assert "data-ask=" in facilitator_client.get(base).content.decode()
        assert "data-ask=" not in member_client.get(base).content.decode()


def test_each_member_reads_their_own_name_and_place(
    base, reading, member, facilitator, client_of, key_of
):
    keep_place(user=member, reading=reading, block=reading.chapter.blocks.get(number="2.1"))
    for _visit in range(2):
        members, others = (
            client_of(who).get(base).content.decode() for who in (member, facilitator)
        )
        assert "Mira" in members
        assert "Frida" not in members
        assert "Continue at 2.1" in members
        assert "Mira" not in others
        assert "Continue at" not in others


def test_nothing_personal_is_kept_for_all(
    base, reading, write, passage, member, facilitator, client_of, key_of
):
    write(SECRET, audience="me", pointer=passage("one field"))
    keep_place(user=member, reading=reading, block=reading.chapter.blocks.get(number="2.1"))
    for person in (member, facilitator):
        client = client_of(person)
        for address in (base, f"{base}?open=b/{key_of('1.2')}", f"{base}questions/", "/"):
            client.get(address)
    # A thread is found again only by who may read it: its row is its key.
    kept = b"\0".join(
        piece
        for key, thing in fragments._kept.items()
        if isinstance(key, tuple) and not str(key[0]).startswith("thread")
        if isinstance(thing, tuple | bytes)
        for piece in (thing if isinstance(thing, tuple) else [thing])
        if isinstance(piece, bytes)
    )
    assert b"csrfmiddlewaretoken" in kept
    assert not re.search(rb'csrfmiddlewaretoken" value="\w', kept)
    for words in (SECRET, member.display_name, facilitator.display_name, "Continue at"):
        assert words.encode() not in kept
