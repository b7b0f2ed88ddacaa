"""Writing, changing and deleting notes through the verbs."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation.actions import add_note, delete_note, edit_note, restore_note
from readings.annotation.models import Note, Placement, Tally, Target
from readings.annotation.pointers import Pointer, StalePlace
from readings.editing.actions import edit_chapter
from readings.groups.models import Activity
from readings.text.markdown import MAX_NOTE
from readings.text.writing import SectionDraft


def tally(reading, kind, ref):
    found = Tally.objects.filter(reading=reading, kind=kind, ref=ref).first()
    return found.count if found else 0


def test_a_passage_keeps_its_words_and_their_surroundings(write, passage):
    note = write("Mark this.", pointer=passage("one field"))
    target = note.target
    assert (target.exact, target.first_exact) == ("one field", "one field")
    assert target.section.version.plain_text[target.start : target.end] == "one field"
    assert target.prefix.endswith("shares ")
    assert target.suffix.startswith(", and its rule")
    assert target.block.number == "1.2"


def test_offsets_are_code_points_beyond_the_basic_plane(write, passage):
    note = write(pointer=passage("ledger 🐑"))
    assert note.target.exact == "ledger 🐑"
    assert note.target.end - note.target.start == 8


@pytest.mark.parametrize("kind", ["block", "reason", "section", "footnote", "chapter"])
def test_every_kind_of_place_takes_a_note(write, opening, key_of, kind):
    pointers = {
        "block": Pointer("block", key=key_of("1.2")),
        "reason": Pointer("reason", key=opening.reasons.first().key),
        "section": Pointer("section", section=opening.pk),
        "footnote": Pointer("footnote", number=2),
        "chapter": Pointer("chapter"),
    }
    assert write(pointer=pointers[kind]).target.kind == kind


def test_a_note_on_a_reason_keeps_the_reasons_words(write, opening):
    reason = opening.reasons.get(number=2)
    target = write(pointer=Pointer("reason", key=reason.key)).target
    assert target.exact == "hear of trouble early"
    assert target.block.kind == "reasons"


@pytest.mark.parametrize(
    "wrong",
    [
        {"exact": "two fields"},
        {"end": 10_000},
        {"start": 5, "end": 5, "exact": ""},
        {"version": 7},
        {"section": 987_654},
    ],
)
def test_a_pointer_that_does_not_fit_the_text_is_refused(write, passage, wrong):
    with pytest.raises(StalePlace):
        write(pointer=replace(passage("one field"), **wrong))
    assert not Note.objects.exists()
    assert not Target.objects.exists()


def test_unknown_blocks_reasons_and_footnotes_are_refused(write):
    for pointer in (
        Pointer("block", key="p999"),
        Pointer("reason", key="r999"),
        Pointer("footnote", number=99),
    ):
        with pytest.raises(StalePlace):
            write(pointer=pointer)


def test_a_note_sent_twice_is_stored_once(write, member):
    uid = uuid.uuid4()
    assert write("Once.", uid=uid) == write("Once.", uid=uid)
    assert Note.objects.count() == 1
    assert Activity.objects.filter(kind="note.added").count() == 1


@pytest.mark.parametrize("other", [{"body": "Other words."}, {"audience": "me"}])
def test_something_else_under_a_known_uid_is_a_note_of_its_own(write, other):
    """As when a page without scripts is gone back to, and sent again with other words."""
    first = write("Once.")
    second = write(**{"body": "Once.", "uid": first.uid, **other})
    assert second.uid != first.uid
    assert Note.objects.count() == 2


def test_a_note_that_arrives_again_after_it_was_changed_is_stored_once(write):
    note = write("First words.")
    edit_note(user=note.author, note=note, body="Second words.")
    assert write("First words.", uid=note.uid) == note
    assert Note.objects.get().body == "Second words."


def test_another_persons_uid_is_not_taken_over(write, facilitator):
    note = write("Mine.")
    with pytest.raises(PermissionDenied):
        write("Taken.", uid=note.uid, author=facilitator)


@pytest.mark.parametrize("body", ["", "  \n ", "\x00"])
def test_a_note_needs_words(write, body):
    with pytest.raises(ValidationError) as error:
        write(body)
    assert "body" in error.value.message_dict


def test_a_note_may_not_be_endless(write):
    with pytest.raises(ValidationError):
        write("x" * (MAX_NOTE + 1))


def test_strangers_and_staff_write_nothing(write, stranger, admin):
    for outsider in (stranger, admin):
        with pytest.raises(PermissionDenied):
            write(author=outsider)
    assert not Note.objects.exists()


def test_single_line_breaks_stay_and_scripts_do_not(write):
    note = write("one\ntwo <script>alert(1)</script> https://example.org")
    assert "<br" in note.html
    assert "<script" not in note.html
    assert 'href="https://example.org"' in note.html


def test_visible_notes_count_in_every_container(write, passage, reading, opening):
    note = write(pointer=passage("one field"))
    write("A reply.", parent=note)
    write(audience="me", pointer=passage("one field"))
    assert tally(reading, "chapter", reading.chapter_id) == 2
    assert tally(reading, "section", opening.pk) == 2
    assert tally(reading, "block", note.target.block_id) == 2


def test_a_passage_counts_in_its_first_block_and_marks_all_it_touches(
    write, passage, reading, chapter
):
    note = write(pointer=passage("early\nNone of this"))
    blocks = {b.number: b.pk for b in chapter.blocks.all()}
    assert note.target.block.number == "1.3"
    assert tally(reading, "block", blocks["1.3"]) == 1
    touched = Tally.objects.get(reading=reading, kind="block", ref=blocks["1.4"])
    assert (touched.count, touched.seq) == (0, reading.group.__class__.objects.get().seq)
    assert tally(reading, "reason", note.target.section.reasons.get(number=2).pk) == 1


def test_a_private_note_leaves_no_trace(write, reading):
    before = Activity.objects.count()
    note = write("Secret.", audience="me")
    delete_note(user=note.author, note=note)
    restore_note(user=note.author, note=note)
    edit_note(user=note.author, note=note, body="Still secret.")
    assert Activity.objects.count() == before
    assert not Tally.objects.exists()


def test_a_reply_under_a_private_note_is_as_private(write):
    note = write("Secret.", audience="me")
    assert write("To myself.", parent=note, audience="group").audience == "me"


def test_nobody_replies_to_what_they_may_not_read(write, facilitator):
    note = write("Secret.", audience="me")
    with pytest.raises(ValidationError):
        write("I see you.", parent=note, author=facilitator)


def test_a_reply_to_a_reply_stays_in_the_thread(write, facilitator):
    head = write("Head.")
    reply = write("Reply.", parent=head, author=facilitator)
    deeper = write("Deeper.", parent=reply)
    assert (deeper.parent, deeper.root) == (reply, head)


def test_a_change_of_words_keeps_the_words_before(write):
    note = write("First.")
    edit_note(user=note.author, note=note, body="Second.")
    note.refresh_from_db()
    assert note.body == "Second."
    assert note.edited_at is not None
    assert [r.body for r in note.revisions.all()] == ["First."]


def test_the_same_words_are_no_change(write):
    note = edit_note(user=(n := write("Same.")).author, note=n, body="Same.")
    assert note.edited_at is None
    assert not note.revisions.exists()


def test_a_deleted_note_is_not_changed(write, group):
    note = write("First.")
    delete_note(user=note.author, note=note)
    happened = group.activities.count()
    with pytest.raises(ValidationError):
        edit_note(user=note.author, note=note, body="Second.")
    note.refresh_from_db()
    assert note.body == "First."
    assert group.activities.count() == happened


@pytest.mark.parametrize("verb", [delete_note, restore_note])
def test_only_the_author_deletes_and_restores(write, facilitator, admin, stranger, verb):
    note = write()
    for other in (facilitator, admin, stranger):
        with pytest.raises(PermissionDenied):
            verb(user=other, note=note)


def test_only_the_author_edits(write, facilitator):
    with pytest.raises(PermissionDenied):
        edit_note(user=facilitator, note=write(), body="Other words.")


def test_deleting_twice_counts_once_and_undo_brings_back(write, reading):
    note = write()
    delete_note(user=note.author, note=note)
    delete_note(user=note.author, note=note)
    assert tally(reading, "chapter", reading.chapter_id) == 0
    restore_note(user=note.author, note=note)
    restore_note(user=note.author, note=note)
    assert tally(reading, "chapter", reading.chapter_id) == 1


def test_what_members_see_is_numbered_without_gaps(write, group):
    note = write()
    write("Secret.", audience="me")
    write("Reply.", parent=note)
    numbers = list(
        Activity.objects.filter(group=group).order_by("seq").values_list("seq", flat=True)
    )
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_first_placement_is_written_with_the_note(write, passage):
    note = write(pointer=passage("one field"))
    placement = Placement.objects.get(target=note.target)
    assert placement.version == note.target.section.version
    assert (placement.start, placement.end, placement.state) == (
        note.target.start,
        note.target.end,
        "placed",
    )


def test_white_space_at_the_ends_is_no_part_of_a_passage(write, passage):
    """A selection often begins at the end of the block before."""
    target = write(pointer=passage("\nNone of this ")).target
    assert target.exact == "None of this"
    assert target.section.version.plain_text[target.start : target.end] == target.exact
    assert target.block.number == "1.4"


def test_white_space_alone_is_no_passage(write, passage):
    with pytest.raises(ValidationError):
        write(pointer=passage("\n"))
    assert not Target.objects.exists()


def test_a_note_that_arrives_again_after_its_words_are_gone_is_stored_once(
    write, passage, chapter, opening
):
    pointer, uid = passage("None of this stands"), uuid.uuid4()
    first = write("Once.", pointer=pointer, uid=uid)
    body = opening.body.replace("None of this stands in the ledger 🐑.", "The end.")
    body = body.replace("::: reasons\n:::\n\n", "")
    draft = SectionDraft("", body, (), opening.pk, 0, opening.slug)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft])
    assert write("Once.", pointer=pointer, uid=uid) == first
    with pytest.raises(StalePlace):
        write("Twice.", pointer=pointer, uid=uid)


def test_a_reply_that_arrives_again_after_the_note_was_deleted_is_stored_once(write, facilitator):
    head, uid = write(), uuid.uuid4()
    reply = write("So it is.", author=facilitator, parent=head, uid=uid)
    delete_note(user=head.author, note=head)
    assert write("So it is.", author=facilitator, parent=head, uid=uid) == reply


def test_a_page_that_is_older_than_the_text_places_its_note_in_the_text(
    reading, passage, chapter, opening, member
):
    """Found before the lock is taken, and again under it when the text was edited since."""
    assert reading.chapter.revision == 1
    pointer = passage("its rule is seldom")
    draft = SectionDraft("", f"One more line.\n\n{opening.body}", (), opening.pk, 0, opening.slug)
    body = draft.body.replace("::: reasons\n:::\n\n", "")
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[replace(draft, body=body)])
    note = add_note(author=member, reading=reading, body="Here.", pointer=pointer)
    note.target.refresh_from_db()
    text = note.target.section.version.plain_text
    assert text[note.target.start : note.target.end] == "its rule is seldom"
    assert note.target.start == pointer.start + len("One more line.\n")
