"""Splitting a section and merging two: everything that points there goes along, to the letter."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation.models import Placement, Tally
from readings.annotation.pointers import Pointer
from readings.editing.actions import StaleEdit, edit_chapter
from readings.editing.sectioning import merge_sections, split_section
from readings.text.actions import keep_place
from readings.text.models import Block, Footnote, Section
from readings.text.writing import ReasonDraft, SectionDraft
from tests.editing.standing import assert_all_in_order, draft, tallied

PARTS = """First words stand here.

### A heading inside

Second words stand *here*.[^3]

Second words stand *here*.

- one thing
- another thing"""

MORE = """- a third thing

Last words stand here."""

HERE = "Second words stand here."


@pytest.fixture
def parts(chapter):
    """A section with a heading in its text and one paragraph twice; a list at its end."""
    new = [
        SectionDraft("Parts", PARTS, order=2),
        SectionDraft("More", MORE, order=3),
    ]
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=new)
    return Section.objects.get(chapter=chapter, heading="Parts")


@pytest.fixture
def more(parts):
    return Section.objects.get(chapter=parts.chapter, heading="More")


@pytest.fixture
def split(admin):
    """Splits a section at the block with a number, as it stands: `split(section, "3.3")`."""

    def do(section, number, **asked):
        section = Section.objects.select_related("version").get(pk=section.pk)
        block = Block.objects.current().get(chapter=section.chapter, number=number)
        asked = {"heading": "A new part", **asked}
        return split_section(
            user=admin, section=section, base_version=section.current.number, block=block.key,
            **asked,
        )  # fmt: skip

    return do


@pytest.fixture
def merge(admin):
    def do(one, two, **asked):
        one, two = (Section.objects.select_related("version").get(pk=s.pk) for s in (one, two))
        return merge_sections(
            user=admin, section=one, base_version=one.current.number,
            following=two, following_version=two.current.number, **asked,
        )  # fmt: skip

    return do


def headings(chapter):
    rows = chapter.sections.filter(removed_at=None).order_by("order", "pk")
    return list(rows.values_list("heading", flat=True))


def texts(section):
    blocks = section.blocks.filter(removed_at=None).order_by("order")
    section = Section.objects.select_related("version").get(pk=section.pk)
    return [section.current.plain_text[block.start : block.end] for block in blocks]


def keys(section):
    return list(
        section.blocks.filter(removed_at=None).order_by("order").values_list("key", flat=True)
    )


# Splitting --------------------------------------------------------------------------------------


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


# Merging ----------------------------------------------------------------------------------------


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
