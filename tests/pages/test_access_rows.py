"""The permission table, person by person, and that `visible_to` shows what it says.

A new permission, or a new model whose rows `visible_to` picks, fails here until it has a row.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from readings.groups.actions import plan_meeting
from readings.groups.models import StudyGroup
from readings.groups.permissions import Permission, allows
from tests.pages.everybody import EVERYBODY, INSIDE

FACILITATE = {"facilitator", "for a day"}
STAFF = {"admin", "editor"}
SIGNED_IN = set(EVERYBODY) - {"anonymous"}

# Who has it in the cast's group; with True, also in the archived one.
PERMISSIONS = {
    Permission.READ: (INSIDE, True),
    Permission.LEAVE: (INSIDE, True),
    Permission.ANNOTATE: (INSIDE, False),
    Permission.FLAG: (INSIDE, False),
    Permission.MODERATE: (FACILITATE, False),
    Permission.ASK: (FACILITATE, False),
    Permission.INVITE: (FACILITATE, False),
    Permission.MANAGE_PEOPLE: (FACILITATE, False),
    Permission.APPOINT: ({"facilitator"}, False),
    Permission.PLAN_MEETINGS: (FACILITATE, False),
    Permission.IMPORT: (FACILITATE, False),
    Permission.CHANGE_GROUP: (FACILITATE, False),
    Permission.REOPEN: ({"facilitator"}, True),
    # These have nothing to do with a group, and staff have them in none by being asked about one.
    Permission.FOUND: (STAFF, False),
    Permission.EDIT_TEXT: (STAFF, False),
    Permission.ADMINISTER: ({"admin"}, False),
}
# Who has it where no group is asked about; nobody has any other.
SITE = {
    Permission.FOUND: SIGNED_IN,
    Permission.EDIT_TEXT: STAFF,
    Permission.ADMINISTER: {"admin"},
}

# Of each model with a `visible_to`: how a row is known as the cast's group's own, and who of the
# group sees those rows: all who are in it, or whom they belong to alone.
ROWS = {
    "StudyGroup": ("pk", INSIDE),
    "Membership": ("group", INSIDE),
    "Meeting": ("group", INSIDE),
    "Activity": ("group", INSIDE),
    "Reading": ("group", INSIDE),
    "Target": ("reading__group", INSIDE),
    "Note": ("reading__group", INSIDE),
    "Question": ("group", INSIDE),
    "Assignment": ("question__group", INSIDE),
    "Erratum": ("note__reading__group", INSIDE),
    "ReadingPosition": ("reading__group", {"member"}),
    "ImportDraft": ("group", {"facilitator"}),
}
# The text itself: who reads a chapter of it, and the staff.
TEXT = {
    "Book", "Chapter", "Section", "SectionVersion", "Block", "Reason", "Footnote", "Picture",
    "FormerAddress", "FormerSectionAddress",
}  # fmt: skip


@pytest.mark.parametrize("archived", [False, True])
def test_the_permission_table(everybody, group, archived):
    if archived:
        StudyGroup.objects.filter(pk=group.pk).update(archived_at=timezone.now())
        group.refresh_from_db()
    assert set(PERMISSIONS) == set(Permission)
    found = {
        permission: {who for who in EVERYBODY if allows(everybody[who].person, permission, group)}
        for permission in Permission
    }
    assert found == {
        permission: who if stays or not archived else set()
        for permission, (who, stays) in PERMISSIONS.items()
    }


def test_what_has_no_group(everybody):
    found = {
        permission: {who for who in EVERYBODY if allows(everybody[who].person, permission)}
        for permission in Permission
    }
    assert found == {permission: SITE.get(permission, set()) for permission in Permission}


def test_a_permission_stays_in_its_group(everybody, other_group):
    """Whoever facilitates one group is nobody in another, but for what has to do with none."""
    for who in ("facilitator", "member", "for a day", "former"):
        held = {p for p in Permission if allows(everybody[who].person, p, other_group)}
        assert held == set(), who


def _picked():
    """The models whose rows `visible_to` picks."""
    models = apps.get_app_config("readings").get_models()
    return {m.__name__: m for m in models if hasattr(m._default_manager, "visible_to")}


def test_every_model_that_is_picked_has_a_row():
    assert set(_picked()) == set(ROWS) | TEXT


@pytest.fixture
def lived(everybody, addresses, group, facilitator, key_of):
    """What the addresses have not: a meeting, and somebody's place."""
    everybody["member"].client().post(addresses["position"], {"block": key_of("1.1")})
    plan_meeting(
        user=facilitator,
        group=group,
        starts_at=timezone.now() + timedelta(days=3),
        place="",
        note="",
    )
    return everybody


@pytest.mark.parametrize("name", sorted(ROWS))
def test_rows_of_a_group_are_seen_as_the_table_says(name, lived, group):
    path, seen_by = ROWS[name]
    objects = _picked()[name]._default_manager
    theirs = set(objects.filter(**{path: group.pk}).values_list("pk", flat=True))
    assert theirs, "nothing is there to be seen"
    found = {
        who: theirs & set(objects.visible_to(lived[who].person).values_list("pk", flat=True))
        for who in EVERYBODY
    }
    assert {who for who, pks in found.items() if pks} == seen_by
    assert all(found[who] == theirs for who in seen_by)
    if seen_by == INSIDE:
        readers = {who for who in EVERYBODY if allows(lived[who].person, Permission.READ, group)}
        assert readers == seen_by, "`visible_to` and the permission table differ"


@pytest.mark.parametrize("name", sorted(TEXT))
def test_the_text_is_seen_by_who_reads_it_and_the_staff(name, lived, chapter):
    objects = _picked()[name]._default_manager
    paths = {
        "Book": "chapters",
        "Chapter": "pk",
        "SectionVersion": "section__chapter",
        "Reason": "section__chapter",
        "Picture": "book__chapters",
    }
    theirs = objects.filter(**{paths.get(name, "chapter"): chapter.pk})
    if name.startswith("Former"):
        assert not theirs.exists(), "tests/text/test_former_addresses.py has these"
        return
    assert theirs.exists()
    for who in EVERYBODY:
        seen = objects.visible_to(lived[who].person).filter(pk__in=theirs).exists()
        # The neighbour's group reads the same chapter.
        assert seen == (who in INSIDE | STAFF | {"neighbour"}), who
