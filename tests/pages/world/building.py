"""Makes the world, through the verbs that the site has for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from readings.groups.actions import (
    add_member,
    plan_meeting,
)
from readings.groups.models import User
from tests.fixtures.addresses import sign_in_elsewhere
from tests.pages.world.errata import make_errata, make_own_errata
from tests.pages.world.imports import make_imports
from tests.pages.world.moderation import make_moderation
from tests.pages.world.names import LONG_GROUP, LONG_NAME, LONG_WORD, World
from tests.pages.world.notes import make_counts_wide, make_notes, make_questions
from tests.pages.world.people import make_going, make_group, make_guarded, make_links
from tests.pages.world.sharing import make_sharing
from tests.pages.world.texts import make_bare_reading, make_reading


def build(person: Callable[..., User]) -> World:
    """Makes it all, through the verbs that the site has for it."""
    world = World()
    world.people = {
        "member": person(LONG_NAME, username="member"),
        "facilitator": person("Frida"),
        "nobody": person("Nobody"),
        "host": person("Hanna"),
        "sharer": person("Shirin"),
        "editor": person("Edda", is_staff=True),
        "large_reader": person("Lena", text_size="largest", measure="wide", theme="dark"),
    }
    make_guarded(world, person)
    for _device in range(2):
        sign_in_elsewhere(world.people["member"])
    world.group = make_group(
        LONG_GROUP, "circle", world, facilitator="facilitator", member="member"
    )
    add_member(group=world.group, user=world.people["large_reader"])
    empty = make_group("Empty", "empty", world, host="host")
    world.reading = make_reading(world.group)
    make_notes(world)
    make_errata(world)
    make_own_errata(world)
    make_moderation(world)
    make_questions(world)
    make_sharing(world)
    make_links(world, empty)
    make_going(world, person)
    plan_meeting(
        user=world.people["facilitator"],
        group=world.group,
        starts_at=timezone.now() + timedelta(days=3),
        place=f"In the library at {LONG_WORD}",
        note=f"Read to the end of {LONG_WORD}, and bring bread.",
    )
    make_counts_wide(world)
    make_imports(world)
    world["group"], world["empty_group"] = "/g/circle/", "/g/empty/"
    world["chapter"] = world.reading.get_absolute_url()
    world["bare"] = make_bare_reading(empty).get_absolute_url()
    return world
