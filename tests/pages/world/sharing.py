"""Another group that reads the same chapter, and what somebody in both wrote in the first."""

from __future__ import annotations

from readings.annotation.actions import add_note
from readings.annotation.pointers import Pointer
from readings.groups.actions import add_member
from readings.text.actions import start_reading
from tests.pages.world.names import LONG_GROUP, LONG_WORD, World
from tests.pages.world.people import make_group
from tests.pages.world.texts import passage


def make_sharing(world: World) -> None:
    reading, chapter = world.reading, world.reading.chapter
    sharer = world.people["sharer"]
    add_member(group=world.group, user=sharer)
    other = make_group(LONG_GROUP[::-1], "allotment", world, host="host", member="sharer")
    start_reading(user=None, group=other, chapter=chapter)
    private = add_note(
        author=sharer,
        reading=reading,
        pointer=passage(chapter, "one source"),
        body=f"Between me and {LONG_WORD}.",
        audience="me",
    )
    add_note(author=sharer, reading=reading, parent=private, body=f"{LONG_WORD} again.")
    ours = add_note(author=sharer, reading=reading, pointer=Pointer("chapter"), body="Who else?")
    add_note(author=sharer, reading=reading, parent=ours, body="Nobody so far.")
    crowded = add_note(author=sharer, reading=reading, pointer=Pointer("chapter"), body="And you?")
    frida = world.people["facilitator"]
    add_note(author=frida, reading=reading, parent=crowded, body="Yes.")
    world["private_note"] = private.get_absolute_url()
    world["shared_note"], world["crowded_note"] = (
        ours.get_absolute_url(),
        crowded.get_absolute_url(),
    )
