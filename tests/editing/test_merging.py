"""Merging two sections: everything that points there stands in the one, to the letter."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation.models import Tally
from readings.annotation.pointers import Pointer
from readings.editing.actions import StaleEdit, edit_chapter
from readings.editing.relocating import rename_section
from readings.editing.sectioning import merge_sections, split_section
from readings.text.models import Block
from readings.text.writing import ReasonDraft, SectionDraft
from tests.editing.sectioned import headings, keys, texts
from tests.editing.standing import assert_all_in_order, draft, tallied


def test_a_merge_makes_one_of_two(parts, more, merge, chapter, admin):
    had = keys(parts), keys(more)
    edit = merge(parts, more, summary="They belong together.")
    assert headings(chapter) == ["", "Why the fence went up", "Parts"]
    assert texts(parts)[-3:] == ["More", "a third thing", "Last words stand here."]
    merged = keys(parts)
    assert merged[:5] == had[0]
    assert merged[6:] == had[1]
    assert merged[5] not in had[0] + had[1]
    said = "“More” was merged into “Parts”. They belong together."
    assert [change.new.summary for change in edit.changes] == [said, said]
    more.refresh_from_db()
    assert more.removed_at is not None


def test_the_second_heading_ranks_above_what_stands_below_it(chapter, merge):
    drafts = [
        SectionDraft("One", "## Inside\n\nWords.", order=5),
        SectionDraft("Two #1 *really*", "# Deep\n\n## Deeper\n\nWords.", order=6),
    ]
    made = edit_chapter(user=None, chapter=chapter, base_versions={}, changes=drafts).changes
    one, two = (change.section for change in made)
    merge(one, two)
    one.refresh_from_db()
    heads = [line for line in one.body.splitlines() if line.startswith("#")]
    assert heads == ["## Inside", "## Two #1 \\*really\\*", "### Deep", "#### Deeper"]


def test_notes_of_both_stand_in_one(parts, more, merge, write, passage, reading):
    block = write(pointer=Pointer("block", key=keys(more)[0])).target
    pointers = [passage("First words"), passage("another thing"), passage("third thing")]
    passages = [write(pointer=pointer).target for pointer in pointers]
    merge(parts, more)
    for target in (block, *passages):
        target.refresh_from_db()
        assert (target.section, target.state) == (parts, "placed")
        assert target.exact == target.first_exact
    assert tallied(reading)[Tally.Kind.SECTION, parts.pk] == 4
    assert (Tally.Kind.SECTION, more.pk) not in tallied(reading)
    assert_all_in_order(reading)


def test_a_heading_that_reads_like_what_follows_takes_no_note(chapter, merge, write, passage):
    """A comparison of words would take the inserted heading for the beginning of the passage."""
    drafts = [
        SectionDraft("One", "Words.", order=5),
        SectionDraft("Sheep and walls", "Sheep and walls are many.", order=6),
    ]
    made = edit_chapter(user=None, chapter=chapter, base_versions={}, changes=drafts).changes
    target = write(pointer=passage("Sheep and walls are")).target
    merge(*(change.section for change in made))
    target.refresh_from_db()
    assert (target.state, target.exact) == ("placed", "Sheep and walls are")
    assert target.block.order == 3


def test_notes_on_the_second_as_a_whole_are_on_the_merged_one(
    parts, more, merge, write, reading, facilitator, passage
):
    whole = write(pointer=Pointer("section", section=more.pk)).target
    private = write("Mine.", audience="me", pointer=Pointer("section", section=more.pk)).target
    lost = write(pointer=passage("third")).target
    fewer = more.body.replace("third", "3rd")
    edit_chapter(
        user=None, chapter=more.chapter, base_versions={}, changes=[draft(more, body=fewer)]
    )
    merge(parts, more)
    for target in (whole, private):
        target.refresh_from_db()
        assert (target.kind, target.section, target.state) == ("section", parts, "moved")
    lost.refresh_from_db()
    assert (lost.state, lost.section, lost.first_exact) == ("orphaned", parts, "third")
    assert tallied(reading)[Tally.Kind.SECTION, parts.pk] == 2


def test_the_second_address_leads_to_the_merged_section(
    parts, more, merge, reading, member_client, stranger_client
):
    merge(parts, more)
    base = reading.get_absolute_url()
    answer = member_client.get(f"{base}s/more/notes/")
    assert (answer.status_code, answer["Location"]) == (301, f"{base}s/parts/notes/")
    assert stranger_client.get(f"{base}s/more/notes/").status_code == 404
    html = member_client.get(base).content.decode()
    assert '<span id="s-more"></span>' in html


def test_two_lists_are_refused(opening, chapter, merge):
    other = chapter.sections.get(order=1)
    body = f"{other.body}\n\nThey did:\n\n::: reasons\n:::"
    new = draft(other, body=body, reasons=(ReasonDraft("this"),))
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[new])
    with pytest.raises(ValidationError, match="a section can hold one"):
        merge(opening, other)
    assert headings(chapter) == ["", "Why the fence went up"]


@pytest.mark.parametrize("empty_first", [True, False])
def test_an_empty_place_for_reasons_gives_way(opening, chapter, merge, write, empty_first):
    other = chapter.sections.get(order=1)
    with_place = draft(other, body=f"::: reasons\n:::\n\n{other.body}", order=1)
    orders = {opening.pk: 1, other.pk: 0} if empty_first else {opening.pk: 0, other.pk: 1}
    drafts = [
        draft(opening, order=orders[opening.pk]),
        draft(other, body=with_place.body, order=orders[other.pk]),
    ]
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=drafts)
    target = write(pointer=Pointer("reason", key="r2")).target
    one, two = (other, opening) if empty_first else (opening, other)
    edit = merge(one, two)
    one.refresh_from_db()
    assert one.body.count("::: reasons") == 1
    assert len(edit.changes[0].new.reasons) == 2
    target.refresh_from_db()
    assert (target.section, target.exact) == (one, "hear of trouble early")


def test_lists_that_would_run_into_one_are_kept_apart(parts, more, merge):
    merge(parts, more, keep_heading=False)
    assert texts(parts)[-3:] == ["one thing\nanother thing", "a third thing",
                                 "Last words stand here."]  # fmt: skip
    parts.refresh_from_db()
    assert "---" in parts.body


def test_the_opening_takes_in_the_next(opening, chapter, merge, write, passage):
    target = write(pointer=passage("the price followed the fence")).target
    merge(opening, chapter.sections.get(order=1), heading="Now with a heading")
    assert headings(chapter) == ["Now with a heading"]
    target.refresh_from_db()
    assert (target.section, target.state) == (opening, "placed")


def test_only_the_next_section_is_merged(opening, parts, merge, chapter):
    with pytest.raises(ValidationError, match="does not follow"):
        merge(opening, parts)
    assert len(headings(chapter)) == 4


def test_empty_sections_are_merged_too(chapter, opening, merge, write):
    drafts = [SectionDraft("Empty", "", order=7), SectionDraft("Empty too", "", order=8)]
    made = edit_chapter(user=None, chapter=chapter, base_versions={}, changes=drafts).changes
    one, two = (change.section for change in made)
    target = write(pointer=Pointer("section", section=two.pk)).target
    merge(one, two, keep_heading=False)
    target.refresh_from_db()
    assert (target.section, target.state) == (one, "moved")
    assert texts(one) == []


# Who and when -----------------------------------------------------------------------------------


def test_readers_hear_of_no_correction(parts, split, merge, reading, member_client):
    edit = split(parts, "3.3")
    assert b"Text corrected" not in member_client.get(reading.get_absolute_url()).content
    merge(parts, edit.changes[1].section)
    assert b"Text corrected" not in member_client.get(reading.get_absolute_url()).content


def test_a_text_that_was_edited_meanwhile_is_neither_split_nor_merged(parts, more, chapter):
    for section in (parts, more):
        edit_chapter(
            user=None, chapter=chapter, base_versions={}, changes=[draft(section, body="Other.")]
        )
    with pytest.raises(StaleEdit):
        split_section(user=None, section=parts, base_version=1, block="p1", heading="x")
    for versions in ((1, 2), (2, 1)):
        with pytest.raises(StaleEdit):
            merge_sections(
                user=None, section=parts, base_version=versions[0],
                following=more, following_version=versions[1],
            )  # fmt: skip
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft(more, removed=True)])
    with pytest.raises(StaleEdit):
        merge_sections(
            user=None, section=parts, base_version=2, following=more, following_version=3
        )
    assert texts(parts) == ["Other."]


def test_only_editors_split_and_merge(parts, more, facilitator, chapter):
    with pytest.raises(PermissionDenied):
        split_section(user=facilitator, section=parts, base_version=1, block="p1", heading="x")
    with pytest.raises(PermissionDenied):
        merge_sections(
            user=facilitator, section=parts, base_version=1, following=more, following_version=1
        )
    assert len(headings(chapter)) == 4


def test_a_section_that_was_merged_comes_back_when_it_is_split_off_again(
    parts, more, split, merge, chapter, write, passage, reading, member_client
):
    rename_section(user=None, section=more, base_version=1, heading="More", slug="rest")
    note = write(pointer=passage("Last words"))
    merge(parts, more)
    base = reading.get_absolute_url()
    assert member_client.get(f"{base}s/more/notes/")["Location"] == f"{base}s/parts/notes/"
    number = Block.objects.current().get(chapter=chapter, html__contains="More").number
    edit = split(parts, number, take_heading=True)
    section = edit.changes[1].section
    assert (section.pk, section.slug, section.heading) == (more.pk, "rest", "More")
    assert section.removed_at is None
    assert member_client.get(f"{base}s/rest/notes/").status_code == 200
    assert member_client.get(f"{base}s/more/notes/")["Location"] == f"{base}s/rest/notes/"
    note.target.refresh_from_db()
    assert (note.target.section, note.target.exact) == (section, "Last words")
    assert [row.number for row in section.versions.order_by("number")] == [1, 2, 3, 4]
    assert_all_in_order(reading)


def test_split_elsewhere_it_is_a_new_section(parts, more, split, merge, chapter):
    merge(parts, more)
    number = Block.objects.current().get(chapter=chapter, html__contains="Last words").number
    section = split(parts, number).changes[1].section
    assert section.pk != more.pk
    more.refresh_from_db()
    assert more.removed_at is not None
