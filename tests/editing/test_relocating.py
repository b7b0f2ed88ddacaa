"""Moving and renaming a section: numbers and addresses change, and everything goes along."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation.pointers import Pointer
from readings.editing.actions import StaleEdit, edit_chapter
from readings.editing.relocating import move_section, rename_section
from readings.text.models import Block, Book, FormerSectionAddress, Section, SectionVersion
from readings.text.writing import SectionDraft
from tests.editing.sectioned import headings
from tests.editing.standing import assert_all_in_order, draft


@pytest.fixture
def sections(chapter):
    """The chapter's four sections in their order; their numbers have gaps and begin anywhere."""
    drafts = [SectionDraft("Third", "Three.", order=4), SectionDraft("Fourth", "Four.", order=9)]
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=drafts)
    return list(chapter.sections.order_by("order"))


def move(section, after, **asked):
    section = Section.objects.select_related("version").get(pk=section.pk)
    asked = {"user": None, "base_version": section.current.number, **asked}
    return move_section(section=section, after=after, **asked)


def rename(section, heading, **asked):
    section = Section.objects.select_related("version").get(pk=section.pk)
    asked = {"user": None, "base_version": section.current.number, **asked}
    return rename_section(section=section, heading=heading, **asked)


# Moving -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moved", "after", "order"),
    [(1, 2, [0, 2, 1, 3]), (1, 3, [0, 2, 3, 1]), (3, 0, [0, 3, 1, 2]), (2, 0, [0, 2, 1, 3])],
)
def test_a_section_moves_to_any_place(sections, chapter, admin, moved, after, order):
    wanted = [sections[index].heading for index in order]
    edit = move(sections[moved], sections[after], user=admin, summary="It comes later.")
    assert headings(chapter) == wanted
    (change,) = edit.changes
    now = order.index(moved) + 1
    assert change.new.summary == f"Moved from place {moved + 1} to place {now}. It comes later."
    assert change.new.created_by == admin
    assert SectionVersion.objects.filter(section__chapter=chapter).count() == 5


def test_whatever_points_there_goes_along(sections, write, passage, reading, chapter):
    words = write(pointer=passage("the price followed the fence")).target
    block = write(pointer=Pointer("block", key=words.block.key)).target
    whole = write(pointer=Pointer("section", section=sections[1].pk)).target
    edit = move(sections[1], sections[3])
    for target in (words, block, whole):
        target.refresh_from_db()
        assert (target.section, target.state) == (sections[1], "placed")
    assert edit.targets == []
    assert Block.objects.get(pk=block.block_id).number == "4.2"
    assert_all_in_order(reading)


def test_a_section_moves_to_the_front_where_the_first_has_a_heading(sections, chapter):
    rename(sections[0], "First")
    move(sections[3], None)
    assert headings(chapter)[:2] == ["Fourth", "First"]


def test_the_opening_stays_first(sections, chapter):
    with pytest.raises(ValidationError, match="without a heading stands first"):
        move(sections[0], sections[2])
    with pytest.raises(ValidationError) as error:
        move(sections[2], None)
    assert "The opening has no heading" in str(error.value.message_dict["after"])
    assert headings(chapter)[0] == ""


def test_where_it_stands_already_nothing_is_written(sections, chapter):
    assert move(sections[2], sections[1]).changes == []
    assert not SectionVersion.objects.filter(section__chapter=chapter, number__gt=1).exists()


def test_a_place_behind_a_section_that_is_gone_is_refused(sections, chapter):
    edit_chapter(
        user=None, chapter=chapter, base_versions={}, changes=[draft(sections[1], removed=True)]
    )
    for gone in (sections[1], sections[2]):
        with pytest.raises(ValidationError) as error:
            move(sections[2], gone)
        assert "not there any more" in str(error.value.message_dict["after"])


# Renaming ---------------------------------------------------------------------------------------


def test_a_new_name_keeps_the_address(sections, chapter):
    edit = rename(sections[1], " The  price ", summary="Plainer.")
    section = chapter.sections.get(heading="The price")
    assert section.slug == "why-the-fence-went-up"
    said = "Renamed: “Why the fence went up” is “The price” now. Plainer."
    assert edit.changes[0].new.summary == said
    assert not FormerSectionAddress.objects.exists()


def test_another_address_leaves_a_way_on(sections, reading, member_client, write):
    target = write(pointer=Pointer("section", section=sections[1].pk)).target
    edit = rename(sections[1], sections[1].heading, slug="price")
    assert edit.changes[0].new.summary == "“Why the fence went up” has another address."
    base = reading.get_absolute_url()
    answer = member_client.get(f"{base}s/why-the-fence-went-up/notes/")
    assert (answer.status_code, answer["Location"]) == (301, f"{base}s/price/notes/")
    target.refresh_from_db()
    assert (target.section, target.state) == (sections[1], "placed")


def test_an_address_is_made_of_the_name(sections, chapter):
    rename(sections[1], "Third", slug="")
    assert chapter.sections.get(pk=sections[1].pk).slug == "third-2"
    rename(sections[1], "Why the fence went up", slug="")
    section = chapter.sections.get(pk=sections[1].pk)
    assert section.slug == "why-the-fence-went-up"
    assert [row.slug for row in section.former_addresses.all()] == ["third-2"]


@pytest.mark.parametrize(
    ("heading", "slug", "field", "said"),
    [
        ("", None, "heading", "Only the first section"),
        ("x" * 301, None, "heading", "at most 300"),
        ("Third", "opening", "slug", "already has a section at this address"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(sections, chapter, heading, slug, field, said):
    with pytest.raises(ValidationError) as error:
        rename(sections[1], heading, slug=slug)
    assert said in str(error.value.message_dict[field])
    assert headings(chapter)[1] == "Why the fence went up"


def test_the_first_section_may_lose_its_heading(sections, chapter):
    rename(sections[0], "A field")
    rename(sections[0], "")
    assert headings(chapter)[0] == ""
    last = chapter.sections.get(pk=sections[0].pk).current
    assert last.summary == "Renamed: “A field” is “Opening” now."


def test_the_same_name_again_writes_nothing(sections):
    assert rename(sections[1], sections[1].heading).changes == []


# Who and when -----------------------------------------------------------------------------------


def test_a_section_that_was_edited_meanwhile_is_neither_moved_nor_renamed(sections, chapter):
    edit_chapter(
        user=None, chapter=chapter, base_versions={}, changes=[draft(sections[1], body="Other.")]
    )
    with pytest.raises(StaleEdit):
        move(sections[1], sections[3], base_version=1)
    with pytest.raises(StaleEdit):
        rename(sections[1], "Mine", base_version=1)
    assert headings(chapter) == ["", "Why the fence went up", "Third", "Fourth"]


def test_only_editors_move_and_rename(sections, facilitator, chapter):
    with pytest.raises(PermissionDenied):
        move(sections[1], sections[3], user=facilitator)
    with pytest.raises(PermissionDenied):
        rename(sections[1], "Mine", user=facilitator)
    assert headings(chapter) == ["", "Why the fence went up", "Third", "Fourth"]


def test_facilitators_use_the_tools_on_their_groups_own_texts(
    sections, book, group, facilitator, stranger, chapter
):
    Book.objects.filter(pk=book.pk).update(group=group)
    rename(sections[1], "Ours", user=facilitator)
    assert headings(chapter)[1] == "Ours"
    with pytest.raises(PermissionDenied):
        rename(sections[1], "Theirs", user=stranger)  # who is a facilitator elsewhere
