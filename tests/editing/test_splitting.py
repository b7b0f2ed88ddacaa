"""Splitting a section: everything that points there goes with its part, to the letter."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from readings.annotation.models import Placement, Tally
from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter
from readings.text.actions import keep_place
from readings.text.models import Block, Footnote
from readings.text.writing import SectionDraft
from tests.editing.sectioned import headings, keys, texts
from tests.editing.standing import assert_all_in_order, tallied

HERE = "Second words stand here."


def test_a_split_makes_a_section_of_the_rest(parts, split, chapter, admin):
    was = keys(parts)
    edit = split(parts, "3.3", summary="Too long.")
    first, second = (change.section for change in edit.changes)
    assert headings(chapter) == ["", "Why the fence went up", "Parts", "A new part", "More"]
    assert texts(first) == ["First words stand here.", "A heading inside"]
    assert texts(second) == [HERE, HERE, "one thing\nanother thing"]
    assert (keys(first), keys(second)) == (was[:2], was[2:])
    assert second.slug == "a-new-part"
    for change in edit.changes:
        assert change.new.summary == "Split at 3.3, where “A new part” begins. Too long."
        assert (change.new.created_by, change.new.rearranged) == (admin, True)
    assert Block.objects.get(key=was[2]).number == "4.1"


def test_notes_go_with_their_part(parts, split, write, passage, reading):
    stays = write(pointer=passage("First words")).target
    goes = write(pointer=passage("stand here", nth=2)).target
    block = write(pointer=Pointer("block", key=keys(parts)[3])).target
    edit = split(parts, "3.3")
    assert edit.count("orphaned") == 0
    for target in (stays, goes, block):
        target.refresh_from_db()
        assert target.state == "placed"
        assert target.exact == target.first_exact
    second = edit.changes[1].section
    assert stays.section == parts
    assert goes.section == block.section == second
    assert (goes.block.order, block.block.order) == (2, 2)
    assert Placement.objects.filter(target=goes, version=edit.changes[1].new).count() == 1
    assert tallied(reading)[Tally.Kind.SECTION, second.pk] == 2
    assert tallied(reading)[Tally.Kind.SECTION, parts.pk] == 1
    assert_all_in_order(reading)


def test_paragraphs_that_read_the_same_are_told_apart(parts, split, write, key_of):
    first = write(pointer=Pointer("block", key=key_of("3.3"))).target
    second = write(pointer=Pointer("block", key=key_of("3.4"))).target
    edit = split(parts, "3.4")
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.section == parts
    assert second.section == edit.changes[1].section


def test_notes_on_the_whole_section_stay_with_the_first_part(parts, split, write):
    target = write(pointer=Pointer("section", section=parts.pk)).target
    split(parts, "3.3")
    target.refresh_from_db()
    assert (target.section, target.state) == (parts, "placed")


def test_a_passage_across_the_cut_is_kept_without_a_place(parts, split, write, passage, reading):
    words = "First words stand here.\nA heading inside\nSecond words"
    target = write(pointer=passage(words)).target
    edit = split(parts, "3.2")
    target.refresh_from_db()
    assert (target.state, target.start, target.section) == ("orphaned", None, parts)
    assert target.first_exact == words
    assert edit.targets == [target]
    assert_all_in_order(reading)


def test_a_merged_section_brings_back_what_the_split_tore(parts, split, merge, write, passage):
    words = "First words stand here.\nA heading inside\nSecond words"
    target = write(pointer=passage(words)).target
    before = texts(parts)
    edit = split(parts, "3.3")
    merge(parts, edit.changes[1].section, keep_heading=False)
    assert texts(parts) == before
    target.refresh_from_db()
    assert (target.state, target.exact) == ("placed", words)


def test_reasons_go_with_their_list(opening, split, chapter, write, reading):
    reason = opening.reasons.get(number=2)
    target = write(pointer=Pointer("reason", key=reason.key)).target
    edit = split(opening, "1.2")
    second = edit.changes[1].section
    reason.refresh_from_db()
    target.refresh_from_db()
    assert reason.section == target.section == second
    assert (target.exact, target.state) == ("hear of trouble early", "placed")
    assert second.current.plain_text[target.start : target.end] == target.exact
    assert [row["key"] for row in second.current.reasons] == ["r1", "r2"]
    assert edit.changes[0].new.reasons == []
    assert second.blocks.get(kind="reasons").lead_in == "They kept to it in order to:"
    assert_all_in_order(reading)


def test_reasons_stay_where_their_list_stays(opening, split):
    edit = split(opening, "1.4")
    assert len(edit.changes[0].new.reasons) == 2
    assert edit.changes[1].new.reasons == []
    assert "::: reasons" not in edit.changes[1].section.body


def test_reasons_are_not_parted_from_their_lead_in(opening, split):
    with pytest.raises(ValidationError) as error:
        split(opening, "1.3")
    assert "lose the sentence that leads into them" in str(error.value.message_dict["block"])


def test_footnotes_and_readers_go_along(parts, split, chapter, reading, member, key_of):
    block = Block.objects.get(chapter=chapter, key=key_of("3.3"))
    Footnote.objects.create(chapter=chapter, number=3, body="A source.")
    tied = Footnote.objects.create(chapter=chapter, number=4, body="Another.", block=block)
    keep_place(user=member, reading=reading, block=block)
    split(parts, "3.3")
    tied.refresh_from_db()
    assert tied.block == block
    assert member.positions.get().block == block
    block.refresh_from_db()
    assert 'id="fnref-3"' in block.html
    assert block.number == "4.1"


def test_a_heading_in_the_text_becomes_the_sections_own(
    parts, split, write, passage, chapter, reading
):
    on_words = write(pointer=passage("heading inside")).target
    on_block = write(pointer=Pointer("block", key=keys(parts)[1])).target
    private = write("Mine.", audience="me", pointer=passage("A heading")).target
    across = write(pointer=passage("inside\nSecond words")).target
    edit = split(parts, "3.2", heading="", take_heading=True)
    second = edit.changes[1].section
    assert (second.heading, second.slug) == ("A heading inside", "a-heading-inside")
    assert texts(second)[0] == HERE
    assert "heading inside" not in second.body
    for target in (on_words, on_block, private):
        target.refresh_from_db()
        assert (target.kind, target.section, target.state) == ("section", second, "moved")
        assert (target.block, target.start) == (None, None)
        assert target.exact == target.first_exact
    across.refresh_from_db()
    assert across.state in ("changed", "orphaned")
    assert across.first_exact == "inside\nSecond words"
    assert_all_in_order(reading)


def test_the_opening_is_split_and_stays_without_a_heading(opening, split, chapter):
    split(opening, "1.2")
    assert headings(chapter) == ["", "A new part", "Why the fence went up"]
    opening.refresh_from_db()
    assert opening.slug == "opening"


@pytest.mark.parametrize(
    ("number", "asked", "field", "said"),
    [
        ("3.1", {}, "block", "Nothing would be left"),
        ("1.2", {}, "block", "not in the section any more"),
        ("3.3", {"heading": "  "}, "heading", "Give the new section a heading"),
        ("3.3", {"heading": "x" * 301}, "heading", "at most 300"),
        ("3.3", {"take_heading": True}, "take_heading", "No heading stands there"),
    ],
)
def test_what_cannot_be_split_is_refused_beside_the_field(
    parts, split, chapter, number, asked, field, said
):
    with pytest.raises(ValidationError) as error:
        split(parts, number, **asked)
    assert said in str(error.value.message_dict[field])
    assert len(headings(chapter)) == 4
    assert parts.versions.count() == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Words.\n\n### The end", "Nothing stands below"),
        ("Words.\n\n### A source[^1]\n\nMore.", "has a footnote"),
        (f"Words.\n\n### {'long ' * 70}\n\nMore.", "at most 300"),
    ],
)
def test_a_heading_that_cannot_be_the_sections_own_is_refused(chapter, split, body, said):
    new = SectionDraft("Odd", body, order=2)
    (change,) = edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[new]).changes
    with pytest.raises(ValidationError) as error:
        split(change.section, "3.2", take_heading=True)
    assert said in str(error.value)


BODIES = [
    "one\n\n---\n\ntwo\n\nthree",
    "one\n- two\n- three\n\nfour",
    "> one\n\n\n\n> two\n\n```\nthree\n\nfour\n```\nfive",
    "  one\n\n  two\n\n| a | b |\n|---|---|\n| c | d |\n\nsix",
    "1. one\n2. two\n\n5) five\n\n- six",
    "::: verse\none\n\ntwo\n:::\n::: caption\nthree\n:::\n![a sheep](/s.png)\n\n&nbsp;\n\nfour",
    "one\ntwo\n===\n\nthree\n---\nfour",
    "one\r\n\r\ntwo\r\n\r\n[^1]\r\n\r\n```\r\nno end",
]


@pytest.mark.parametrize("body", BODIES)
def test_any_form_of_markdown_is_split_and_merged_again(body, chapter, split, merge):
    new = SectionDraft("Odd", body, order=2)
    (change,) = edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[new]).changes
    section, was, had = change.section, texts(change.section), keys(change.section)
    for at in range(1, len(was)):
        edit = split(section, f"3.{at + 1}")
        other = edit.changes[1].section
        assert (texts(section), texts(other)) == (was[:at], was[at:])
        merge(section, other, keep_heading=False)
        assert (texts(section), keys(section)) == (was, had)
