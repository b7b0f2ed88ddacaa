"""Notes that are written while sections are split, merged and moved, over many connections."""

from __future__ import annotations

import pytest

from readings.annotation.actions import add_note
from readings.annotation.models import Note, Target
from readings.annotation.pointers import StalePlace
from readings.editing.relocating import move_section
from readings.editing.sectioning import merge_sections, split_section
from readings.text.models import Section
from tests.editing.standing import assert_all_in_order
from tests.editing.test_concurrency import raised, together

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = ("First words", "heading inside", "one thing\nanother", "third thing", "Last words")


def in_order(chapter):
    rows = chapter.sections.filter(removed_at=None).select_related("version")
    return list(rows.order_by("order", "pk"))


def use_tools(chapter, times):
    """Splits the third section, moves its second half to the end and back, and merges the two."""
    for n in range(times):
        section = in_order(chapter)[2]
        block = section.blocks.get(removed_at=None, order=4)
        number = section.current.number
        split_section(
            user=None, section=section, base_version=number, block=block.key, heading=f"Half {n}"
        )
        for after in (-1, 2):
            rows = in_order(chapter)
            half = next(row for row in rows if row.heading == f"Half {n}")
            number = half.current.number
            move_section(user=None, section=half, base_version=number, after=rows[after])
        one, two = in_order(chapter)[2:4]
        merge_sections(
            user=None,
            section=one,
            base_version=one.current.number,
            following=two,
            following_version=two.current.number,
            keep_heading=False,
        )


def test_no_note_is_lost_while_sections_change(
    parts, more, chapter, reading, member, facilitator, passage
):
    pointers = [passage(words) for words in WORDS]

    def write(author):
        for at, pointer in enumerate(pointers):
            add_note(author=author, reading=reading, body=str(at), pointer=pointer)

    writers = [lambda author=author: write(author) for author in (member, facilitator) * 2]
    results = together(*writers, lambda: use_tools(chapter, 3))
    assert raised(results) == []
    assert Note.objects.count() == len(writers) * len(WORDS)
    for note in Note.objects.select_related("target"):
        assert (note.target.state, note.target.exact) == ("placed", WORDS[int(note.body)])
    assert_all_in_order(reading)


def test_of_those_who_split_one_section_the_first_does(parts, reading, passage, member):
    section = Section.objects.select_related("version").get(pk=parts.pk)
    keys = list(section.blocks.order_by("order").values_list("key", flat=True))
    pointer = passage("Second words stand here.\nSecond")

    def split(key):
        split_section(user=None, section=section, base_version=1, block=key, heading=key)

    def write():
        add_note(author=member, reading=reading, body="Words.", pointer=pointer)

    *splits, written = together(*[lambda key=key: split(key) for key in keys[1:5]], write)
    assert [type(error).__name__ for error in raised(splits)] == ["StaleEdit"] * 3
    assert section.chapter.sections.filter(removed_at=None).count() == 5
    assert written is None or isinstance(written, StalePlace)
    assert Target.objects.count() == Note.objects.count() == (written is None)
    assert_all_in_order(reading)
