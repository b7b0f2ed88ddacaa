"""A mere correction keeps notes in their places and asks nobody; the version remembers it."""

from __future__ import annotations

import pytest

from readings.annotation.models import Placement
from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter
from tests.editing.standing import assert_all_in_order, assert_stands, draft


@pytest.fixture
def correct(chapter, admin):
    """Edits the opening: `correct("old words", "new words")`."""

    def save(section, old, new, *, correction=True):
        section.refresh_from_db()
        edit = edit_chapter(
            user=admin,
            chapter=chapter,
            base_versions={section.pk: section.current.number},
            changes=[draft(section, body=section.body.replace(old, new))],
            correction=correction,
        )
        section.refresh_from_db()
        return edit

    return save


def test_a_corrected_passage_stays_in_its_place(opening, reading, write, passage, correct):
    target = write(pointer=passage("its rule is seldom written down")).target
    correct(opening, "seldom", "seldomly")
    target.refresh_from_db()
    assert (target.state, target.exact) == ("placed", "its rule is seldomly written down")
    assert target.first_exact == "its rule is seldom written down"
    assert_stands(target)
    assert_all_in_order(reading)
    last = Placement.objects.filter(target=target).latest("pk")
    assert (last.state, last.version) == ("placed", opening.current)


def test_a_corrected_block_and_reason_stay_in_their_places(opening, write, key_of, correct, admin):
    block = write(pointer=Pointer("block", key=key_of("1.2"))).target
    correct(opening, "seldom", "seldomly")
    block.refresh_from_db()
    assert block.state == "placed"
    assert "seldomly" in block.exact


def test_the_version_remembers_that_it_was_a_correction(opening, correct):
    assert not opening.current.correction
    correct(opening, "seldom", "seldomly")
    assert opening.current.correction
    correct(opening, "seldomly", "hardly ever", correction=False)
    assert not opening.current.correction


def test_words_that_are_gone_are_gone_also_in_a_correction(opening, write, passage, correct):
    words = "None of this stands in the ledger 🐑."
    target = write(pointer=passage(words)).target
    edit = correct(opening, words, "The end.")
    target.refresh_from_db()
    assert (target.state, target.first_exact) == ("orphaned", words)
    assert edit.count("orphaned") == 1


def test_what_an_edit_before_it_had_to_say_stays_said(opening, write, passage, correct):
    target = write(pointer=passage("its rule is seldom written down")).target
    correct(opening, "seldom written", "seldom ever written", correction=False)
    correct(opening, "seldom ever", "seldomly ever")
    target.refresh_from_db()
    assert target.state == "changed"
