"""An earlier version comes back as an edit like any other, and notes go along."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from readings.annotation.models import Target
from readings.annotation.pointers import Pointer
from readings.editing.actions import StaleEdit, edit_chapter
from readings.editing.restoring import restore_version
from readings.text.writing import ReasonDraft
from tests.editing.standing import assert_all_in_order, draft

LAST = "None of this stands in the ledger 🐑."


@pytest.fixture
def edit(chapter, admin):
    def save(section, **changes):
        section.refresh_from_db()
        edit_chapter(
            user=admin,
            chapter=chapter,
            base_versions={section.pk: section.current.number},
            changes=[draft(section, **changes)],
        )
        section.refresh_from_db()

    return save


@pytest.fixture
def restore(admin):
    def back(section, number, base=None):
        section.refresh_from_db()
        edit = restore_version(
            user=admin,
            version=section.versions.get(number=number),
            base_version=base or section.current.number,
            summary="Back.",
        )
        section.refresh_from_db()
        return edit

    return back


def test_the_text_is_what_it_was_under_a_new_number(opening, edit, restore, admin):
    first = opening.current
    edit(opening, heading="A field", body="Another text.", reasons=())
    restore(opening, 1)
    now = opening.current
    assert (now.number, now.summary, now.created_by) == (3, "Back.", admin)
    assert (opening.heading, opening.body) == (first.heading, first.body)
    assert (now.reasons, now.plain_text) == (first.reasons, first.plain_text)
    assert [key for key, *_ in now.blocks] != []


def test_place_and_address_stay_as_they_are(opening, edit, restore):
    edit(opening, order=7, slug="elsewhere", body="Another.\n\n::: reasons\n:::")
    restore(opening, 1)
    assert (opening.order, opening.slug) == (7, "elsewhere")


def test_notes_follow(opening, reading, write, passage, edit, restore):
    target = write(pointer=passage("one field")).target
    edit(opening, body=opening.body.replace("A village", "Long ago a village"))
    restore(opening, 1)
    target.refresh_from_db()
    assert (target.state, target.exact) == ("placed", "one field")
    assert_all_in_order(reading)


def test_notes_that_had_lost_their_words_come_back_to_them(
    opening, reading, write, passage, key_of, edit, restore
):
    words = write(pointer=passage(LAST)).target
    block = write(pointer=Pointer("block", key=key_of("1.4"))).target
    reason = write(pointer=Pointer("reason", key=opening.reasons.get(number=2).key)).target
    edit(opening, body="::: reasons\n:::", reasons=(ReasonDraft("only this"),))
    for target in (words, block, reason):
        target.refresh_from_db()
        assert target.is_lost
    restored = restore(opening, 1)
    for target, exact in ((words, LAST), (block, LAST), (reason, "hear of trouble early")):
        target.refresh_from_db()
        assert (target.state, target.exact) == ("placed", exact)
    assert {target.pk for target in restored.targets} >= {words.pk, block.pk, reason.pk}
    assert_all_in_order(reading)


def test_they_come_back_to_where_they_stood_in_that_version(
    opening, reading, write, passage, edit, restore
):
    """History has a row only where a place changed, and the words may stand twice."""
    edit(opening, body=opening.body + "\n\nOne field.")
    edit(opening, body="Intro.\n\n" + opening.body)
    target = write(pointer=passage("one field")).target
    was = (target.start, target.end)
    edit(opening, body=opening.body + "\n\nMore.")
    edit(opening, body="::: reasons\n:::\n\nGone.")
    restore(opening, 4)
    target.refresh_from_db()
    assert (target.start, target.end, target.state) == (*was, "placed")
    assert_all_in_order(reading)


def test_a_note_younger_than_the_version_says_that_its_words_are_gone(
    opening, reading, write, passage, edit, restore
):
    edit(opening, body=opening.body.replace(LAST, "A later ending."))
    target = write(pointer=passage("A later ending.")).target
    restore(opening, 1)
    target.refresh_from_db()
    assert (target.state, target.exact) == ("orphaned", "A later ending.")
    restore(opening, 2)
    target.refresh_from_db()
    assert (target.state, target.exact) == ("placed", "A later ending.")
    assert_all_in_order(reading)


def test_a_section_that_was_removed_comes_back_with_its_notes(
    opening, chapter, reading, write, passage, edit, restore
):
    target = write(pointer=passage(LAST)).target
    edit(opening, removed=True)
    assert Target.objects.get(pk=target.pk).is_lost
    restore(opening, 1)
    assert opening.removed_at is None
    target.refresh_from_db()
    assert (target.state, target.exact) == ("placed", LAST)
    assert_all_in_order(reading)


def test_a_reason_that_stands_elsewhere_by_now_is_not_taken_away(
    opening, chapter, reading, edit, restore
):
    fence = chapter.sections.get(order=1)
    first, second = opening.reasons.order_by("number")
    here, there = (ReasonDraft(r.text, r.commentary, r.key) for r in (first, second))
    edit(opening, reasons=(here,))
    edit(fence, body=fence.body + "\n\n::: reasons\n:::", reasons=(there,))
    restore(opening, 1)
    second.refresh_from_db()
    assert second.section == fence
    assert [r["text"] for r in opening.current.reasons] == [first.text, second.text]
    assert fence.current.reasons[0]["key"] == second.key
    assert_all_in_order(reading)


def test_another_edit_in_between_is_not_overwritten(opening, edit, restore):
    edit(opening, heading="A field")
    edit(opening, heading="Theirs")
    with pytest.raises(StaleEdit):
        restore(opening, 1, base=2)
    opening.refresh_from_db()
    assert opening.heading == "Theirs"


def test_only_editors_restore(opening, facilitator):
    with pytest.raises(PermissionDenied):
        restore_version(user=facilitator, version=opening.current, base_version=1)
