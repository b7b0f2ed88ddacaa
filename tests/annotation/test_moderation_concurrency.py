"""Members, authors and facilitators at one note at the same time: counted once, settled once."""

from __future__ import annotations

import pytest

from readings.annotation import tallies
from readings.annotation.actions import add_note, delete_note, edit_note
from readings.annotation.models import Flag, Note
from readings.annotation.moderating import (
    flag_note,
    hide_note,
    settle_flags,
    show_note,
    take_back_flag,
)
from readings.groups.models import Activity
from tests.annotation.test_tallies import counted
from tests.editing.standing import assert_all_in_order
from tests.editing.test_concurrency import raised, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def note(write, passage):
    return write("Hard words.", pointer=passage("one field"))


def assert_counted_right(reading):
    before = counted(reading)
    tallies.recount(reading.pk, 900)
    assert counted(reading) == before


def test_a_note_is_hidden_once_and_flagged_notes_settle(note, reading, member, facilitator, second):
    def hide(user):
        return lambda: hide_note(user=user, note=note, reason=f"By {user}.")

    results = together(
        hide(facilitator),
        hide(second),
        lambda: flag_note(user=second, note=note, reason="unkind"),
        lambda: edit_note(user=member, note=note, body="Other words."),
        lambda: add_note(author=second, reading=reading, parent=note, body="A reply."),
    )
    refused = [error for error in raised(results) if "no longer" not in str(error)]
    assert refused == []
    found = Note.objects.get(pk=note.pk)
    assert found.hidden_reason == f"By {found.hidden_by}."
    assert found.body == "Other words."
    assert Activity.objects.filter(kind="note.hidden").count() == 1
    assert not Flag.objects.filter(outcome="").exists()
    assert_counted_right(reading)
    assert_all_in_order(reading)


def test_hiding_showing_and_deleting_at_once_count_right(
    note, reading, member, facilitator, second
):
    def again_and_again(user):
        def act():
            for _turn in range(3):
                hide_note(user=user, note=note, reason="No.")
                show_note(user=user, note=note)

        return act

    together(
        again_and_again(facilitator),
        again_and_again(second),
        lambda: delete_note(user=member, note=note),
    )
    assert Note.objects.get(pk=note.pk).hidden_at is None
    assert_counted_right(reading)
    assert counted(reading) == {}


def test_one_person_has_one_open_flag_however_often_it_is_sent(note, facilitator, second, group):
    words = ["One.", "Two.", "Three."]
    results = together(
        *(
            lambda said=said: flag_note(user=second, note=note, reason="other", words=said)
            for said in words
        ),
        lambda: take_back_flag(user=second, note=note),
        lambda: settle_flags(user=facilitator, note=note, upto=10**6),
    )
    assert raised(results) == []
    assert Flag.objects.filter(outcome="").count() <= 1
