"""Notes on pictures stay with their picture."""

from __future__ import annotations

import pytest

from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter
from readings.text.markdown import SectionProblem
from readings.text.models import SectionVersion
from readings.text.writing import SectionDraft
from tests.editing.standing import assert_all_in_order, draft


@pytest.fixture
def show(book, chapter, keep_picture):
    """Makes the second section show pictures of these colours between its paragraphs."""

    def edit(*colours):
        section = chapter.sections.get(order=1)
        images = [f"![a {c} field](picture:{keep_picture(book, c).key})" for c in colours]
        body = "\n\n".join(["Before them.", *images, "After them."])
        change = draft(section, body=body)
        return edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[change])

    return edit


@pytest.fixture
def note(show, write, reading):
    """A note on the first of two pictures."""
    show("red", "blue")
    return write(pointer=Pointer("block", key=image(reading, 0).key))


def image(reading, place):
    blocks = reading.chapter.blocks.filter(kind="image", removed_at=None)
    return blocks.order_by("section__order", "order")[place]


def stands_on(note):
    note.target.refresh_from_db()
    assert note.target.state == "placed"
    assert note.target.block.removed_at is None
    return note.target.block


def test_a_picture_before_it_takes_no_note(note, show, reading):
    show("green", "red", "blue")
    assert stands_on(note) == image(reading, 1)
    assert "a red field" in stands_on(note).html
    assert_all_in_order(reading)


def test_pictures_change_places_with_their_notes(note, show, reading):
    show("blue", "red")
    assert stands_on(note) == image(reading, 1)


def test_another_scan_of_the_same_place_keeps_the_note(note, show, reading):
    show("darkred", "blue")
    assert stands_on(note) == image(reading, 0)


def test_a_picture_in_another_section_takes_its_note_along(note, show, reading, chapter):
    body = image(reading, 0).html
    opening, fence = chapter.sections.order_by("order")
    source = fence.body.split("\n\n")[1]
    assert source.split(":")[1][:32] in body
    changes = [
        draft(opening, body=f"{opening.body}\n\n{source}"),
        draft(fence, body=fence.body.replace(source, "")),
    ]
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=changes)
    assert stands_on(note).section == opening
    assert_all_in_order(reading)


def test_a_note_on_a_picture_that_is_gone_is_kept_without_a_place(note, show, reading):
    show()
    note.target.refresh_from_db()
    assert note.target.state == "orphaned"


def test_a_picture_that_there_is_not_is_refused_and_nothing_is_changed(chapter):
    section, versions = chapter.sections.get(order=1), SectionVersion.objects.count()
    change = draft(section, body=f"Words.\n\n![x](picture:{'0' * 32}-1x1)")
    with pytest.raises(SectionProblem, match="Line 3"):
        edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[change])
    assert SectionVersion.objects.count() == versions


def test_a_new_section_may_show_a_picture(chapter, picture):
    change = SectionDraft("More", f"![x](picture:{picture.key})", order=5)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[change])
    assert chapter.blocks.get(section__order=5).kind == "image"
