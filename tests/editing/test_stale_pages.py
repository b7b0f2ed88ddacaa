"""Notes from a page that was read before a section was split, merged or moved."""

from __future__ import annotations

import pytest

from readings.annotation.pointers import Pointer, StalePlace
from readings.editing.actions import edit_chapter
from readings.editing.relocating import move_section
from tests.editing.sectioned import keys
from tests.editing.standing import assert_all_in_order, draft


def test_a_note_lands_in_the_section_that_its_words_went_to(parts, split, write, passage, reading):
    first, second = passage("stand here", nth=1), passage("stand here", nth=2)
    new = split(parts, "3.4").changes[1].section
    stays, goes = (write(pointer=pointer).target for pointer in (first, second))
    assert (stays.section, goes.section) == (parts, new)
    assert stays.exact == goes.exact == "stand here"
    assert_all_in_order(reading)


def test_words_that_were_torn_apart_are_refused(parts, split, write, passage):
    pointer = passage("First words stand here.\nA heading")
    split(parts, "3.2")
    with pytest.raises(StalePlace):
        write(pointer=pointer)


def test_words_that_left_the_text_are_refused(parts, split, write, passage):
    pointer = passage("heading inside")
    split(parts, "3.2", heading="", take_heading=True)
    with pytest.raises(StalePlace):
        write(pointer=pointer)


def test_a_note_lands_in_the_section_that_took_its_own_in(
    parts, more, merge, write, passage, reading
):
    words, whole = passage("third thing"), Pointer("section", section=more.pk)
    block = Pointer("block", key=keys(more)[1])
    merge(parts, more)
    for pointer in (words, whole, block):
        target = write(pointer=pointer).target
        assert (target.section, target.state) == (parts, "placed")
    assert_all_in_order(reading)


def test_a_note_on_a_section_that_is_gone_is_refused(more, chapter, write):
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft(more, removed=True)])
    with pytest.raises(StalePlace):
        write(pointer=Pointer("section", section=more.pk))


def test_a_moved_section_takes_notes_as_before(parts, more, write, passage):
    pointer = passage("third thing")
    fence = parts.chapter.sections.get(order=1)
    move_section(user=None, section=more, base_version=1, after=fence)
    assert write(pointer=pointer).target.block.number == "3.1"


def test_words_beside_an_edit_are_found_by_themselves(parts, chapter, write, passage):
    """The first of the two paragraphs has become longer: they are not as far apart as they were."""
    pointer = passage("stand here.\nA heading inside\nSecond")
    body = parts.body.replace("First words", "The very first words")
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft(parts, body=body)])
    assert write(pointer=pointer).target.exact == "stand here.\nA heading inside\nSecond"


def test_words_that_never_stood_there_are_refused(parts, split, write, passage):
    pointer = passage("stand here", nth=1)
    split(parts, "3.4")
    for wrong in ({"exact": "other here"}, {"start": 5, "end": 4}, {"version": 9}):
        with pytest.raises(StalePlace):
            write(pointer=Pointer(**{**vars(pointer), **wrong}))
