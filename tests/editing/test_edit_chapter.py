"""An edit of the text takes every note along, or says that its words are gone."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from readings.annotation.marking import counts
from readings.annotation.models import Placement, Tally, Target
from readings.annotation.pointers import Pointer, StalePlace
from readings.editing.actions import StaleEdit, edit_chapter
from readings.text.actions import keep_place, start_reading
from readings.text.markdown import SectionProblem
from readings.text.models import Block, ReadingPosition, Reason, SectionVersion
from readings.text.writing import ReasonDraft
from tests.editing.standing import draft


@pytest.fixture
def edit(chapter, admin):
    def save(section, **changes):
        section.refresh_from_db()
        return edit_chapter(
            user=admin,
            chapter=chapter,
            base_versions={section.pk: section.version.number},
            changes=[draft(section, **changes)],
        )

    return save


def assert_in_its_words(target):
    """The invariant: what stands at the target's place are its words."""
    target.refresh_from_db()
    assert target.section.version.plain_text[target.start : target.end] == target.exact


def test_words_before_a_passage_shift_it(write, passage, opening, edit):
    target = write(pointer=passage("one field")).target
    was = target.start
    edit(opening, body=opening.body.replace("A village", "Once upon a time a village"))
    assert_in_its_words(target)
    assert target.start > was
    assert (target.exact, target.state) == ("one field", "placed")


def test_a_passage_whose_words_are_gone_is_kept_with_them(write, passage, opening, edit):
    target = write(pointer=passage("None of this stands in the ledger 🐑.")).target
    edit(opening, body=opening.body.replace("None of this stands in the ledger 🐑.", "The end."))
    target.refresh_from_db()
    assert (target.state, target.start, target.end) == ("orphaned", None, None)
    assert target.first_exact == "None of this stands in the ledger 🐑."


def test_a_changed_wording_is_said_until_answered(write, passage, opening, edit):
    words = "its rule is seldom written down"
    target = write(pointer=passage(words)).target
    edit(opening, body=opening.body.replace("seldom written", "seldom ever written"))
    assert_in_its_words(target)
    assert target.state == "changed"
    assert target.first_exact == words
    edit(opening, body=opening.body.replace("A village", "A small village"))
    target.refresh_from_db()
    assert target.state == "changed"


def test_notes_on_blocks_go_with_the_block(write, key_of, opening, edit):
    target = write(pointer=Pointer("block", key=key_of("1.4"))).target
    edit(opening, body="A new beginning.\n\n" + opening.body)
    target.refresh_from_db()
    assert (target.block.number, target.state) == ("1.5", "placed")
    assert_in_its_words(target)


def test_notes_on_a_block_that_is_taken_out_are_kept(write, key_of, opening, edit):
    target = write(pointer=Pointer("block", key=key_of("1.1"))).target
    edit(opening, body=opening.body.split(":::\n\n", 1)[1])
    target.refresh_from_db()
    assert target.state == "orphaned"
    assert target.first_exact.startswith("Walk the field")


def test_reasons_are_reordered_with_their_notes(write, opening, edit):
    first, second = opening.reasons.order_by("number")
    target = write(pointer=Pointer("reason", key=second.key)).target
    edit(
        opening,
        reasons=(
            ReasonDraft(second.text, "", second.key),
            ReasonDraft(first.text, first.commentary, first.key),
        ),
    )
    second.refresh_from_db()
    assert second.number == 1
    assert_in_its_words(target)
    assert (target.exact, target.state) == ("hear of trouble early", "placed")


def test_a_deleted_reason_keeps_its_notes_without_a_place(write, opening, edit):
    first, second = opening.reasons.order_by("number")
    target = write(pointer=Pointer("reason", key=second.key)).target
    edit(opening, reasons=(ReasonDraft(first.text, first.commentary, first.key),))
    target.refresh_from_db()
    second.refresh_from_db()
    assert target.state == "orphaned"
    assert second.removed_at is not None
    assert Reason.objects.current().filter(section=opening).count() == 1


def test_private_notes_and_other_groups_go_along_too(
    write, passage, opening, edit, chapter, other_group, stranger
):
    elsewhere = start_reading(user=None, group=other_group, chapter=chapter)
    targets = [
        write("Secret.", audience="me", pointer=passage("one field")).target,
        write(author=stranger, reading=elsewhere, pointer=passage("one field")).target,
    ]
    edit(opening, body=opening.body.replace("A village", "That village of ours"))
    for target in targets:
        assert_in_its_words(target)


def test_a_passage_moves_to_another_section(write, passage, chapter, opening, admin):
    words = "They kept to it in order to"
    target = write(pointer=passage("its rule is seldom written down")).target
    other = chapter.sections.get(order=1)
    sentence = "A village *shares* one field, and its rule is seldom written down.[^1] "
    edit_chapter(
        user=admin,
        chapter=chapter,
        base_versions={opening.pk: 1, other.pk: 1},
        changes=[
            draft(opening, body=opening.body.replace(sentence, "")),
            draft(other, body=f"{other.body}\n\n{sentence}"),
        ],
    )
    assert_in_its_words(target)
    assert target.section == other
    assert target.state == "moved"
    opening.refresh_from_db()
    assert words in opening.version.plain_text


def test_history_says_where_a_target_stood_in_each_version(write, passage, opening, edit):
    target = write(pointer=passage("one field")).target
    edit(opening, body=opening.body.replace("A village", "Our village"))
    edit(opening, heading="Opening words")  # moves nothing
    numbers = [p.version.number for p in Placement.objects.filter(target=target)]
    assert numbers == [1, 2]


def test_an_editor_who_opened_an_older_version_is_told(opening, edit, chapter, admin):
    edit(opening, body=opening.body + "\n\nMore.")
    with pytest.raises(StaleEdit) as error:
        edit_chapter(
            user=admin,
            chapter=chapter,
            base_versions={opening.pk: 1},
            changes=[draft(opening, body="Lost?")],
        )
    assert error.value.sections == [opening]
    opening.refresh_from_db()
    assert opening.body.endswith("More.")


def test_members_and_strangers_edit_nothing(chapter, opening, member, facilitator):
    for person in (member, facilitator):
        with pytest.raises(PermissionDenied):
            edit_chapter(
                user=person,
                chapter=chapter,
                base_versions={},
                changes=[draft(opening, body="Mine now.")],
            )


def test_a_text_that_cannot_be_rendered_changes_nothing(write, passage, opening, edit):
    target = write(pointer=passage("one field")).target
    twice = opening.body + "\n\n::: reasons\n:::"
    with pytest.raises(SectionProblem):
        edit(opening, body=twice)
    assert_in_its_words(target)
    assert SectionVersion.objects.filter(section=opening).count() == 1


def test_saving_without_a_change_makes_no_version(opening, edit):
    assert edit(opening).changes == []
    assert SectionVersion.objects.filter(section=opening).count() == 1


def test_a_note_from_an_older_page_lands_on_its_words(write, passage, opening, edit):
    pointer = passage("one field")
    edit(opening, body=opening.body.replace("A village", "Some other village"))
    target = write(pointer=pointer).target
    assert target.exact == "one field"
    assert_in_its_words(target)


def test_a_note_from_an_older_page_on_words_that_are_gone_is_refused(write, passage, opening, edit):
    pointer = passage("one field")
    edit(opening, body=opening.body.replace("*shares* one field", "owns nothing"))
    with pytest.raises(StalePlace):
        write(pointer=pointer)
    assert not Target.objects.exists()


def test_counts_follow_the_notes(write, passage, opening, reading, edit):
    kept = write(pointer=passage("one field")).target
    write(pointer=passage("None of this stands in the ledger 🐑."))
    edit(
        opening,
        body=opening.body.replace("None of this stands in the ledger 🐑.", "The end.").replace(
            "::: verse", "A first paragraph.\n\n::: verse"
        ),
    )
    kept.refresh_from_db()
    found = counts(reading, Tally.Kind.BLOCK, Tally.Kind.SECTION)
    assert found[Tally.Kind.BLOCK, kept.block_id].count == 1
    assert found[Tally.Kind.SECTION, opening.pk].count == 2
    last = Block.objects.get(chapter=reading.chapter, number="1.5")
    assert (Tally.Kind.BLOCK, last.pk) not in found or not found[Tally.Kind.BLOCK, last.pk].count


def test_numbers_follow_a_new_order_of_sections(chapter, opening, admin, key_of):
    other = chapter.sections.get(order=1)
    key = key_of("2.1")
    edit_chapter(
        user=admin,
        chapter=chapter,
        base_versions={},
        changes=[draft(opening, order=1), draft(other, order=0)],
    )
    assert Block.objects.get(chapter=chapter, key=key).number == "1.1"
    assert Block.objects.get(chapter=chapter, number="2.1").kind == "verse"


def test_a_removed_section_keeps_its_notes(write, passage, chapter, admin):
    target = write(pointer=passage("followed the price")).target
    on_section = write(pointer=Pointer("section", section=target.section_id)).target
    other = chapter.sections.get(order=1)
    edit_chapter(
        user=admin, chapter=chapter, base_versions={}, changes=[draft(other, removed=True)]
    )
    for lost in (target, on_section):
        lost.refresh_from_db()
        assert lost.state == "orphaned"
    other.refresh_from_db()
    assert other.removed_at is not None
    assert not Block.objects.current().filter(section=other).exists()


@pytest.mark.parametrize(
    ("stopped", "without", "goes_on"),
    [
        ("1.4", "None of this stands in the ledger 🐑.", "1.3"),  # at the block before
        ("1.1", "::: verse\nWalk the field\nbefore you draw it\n:::\n\n", "1.1"),  # the first left
    ],
)
def test_whoever_stopped_at_a_block_that_is_gone_goes_on_beside_it(
    reading, member, opening, edit, key_of, client_of, stopped, without, goes_on
):
    block = reading.chapter.blocks.get(number=stopped)
    keep_place(user=member, reading=reading, block=block)
    edit(opening, body=opening.body.replace(without, ""))
    block.refresh_from_db()
    assert block.removed_at is not None
    position = ReadingPosition.objects.get()
    assert (position.block.number, position.block.removed_at) == (goes_on, None)
    assert f"#b-{position.block.key}" in client_of(member).get("/").content.decode()


def test_a_place_in_a_section_that_is_gone_is_kept_in_the_one_before(
    reading, member, chapter, admin
):
    keep_place(user=member, reading=reading, block=chapter.blocks.get(number="2.2"))
    other = chapter.sections.get(order=1)
    edit_chapter(
        user=admin, chapter=chapter, base_versions={}, changes=[draft(other, removed=True)]
    )
    assert ReadingPosition.objects.get().block.number == "1.4"


def test_a_place_in_a_chapter_without_any_text_left_is_forgotten(
    reading, member, chapter, admin, client_of
):
    keep_place(user=member, reading=reading, block=chapter.blocks.get(number="2.2"))
    changes = [draft(section, removed=True) for section in chapter.sections.all()]
    edit_chapter(user=admin, chapter=chapter, base_versions={}, changes=changes)
    assert not ReadingPosition.objects.exists()
    assert client_of(member).get(reading.get_absolute_url()).status_code == 200
