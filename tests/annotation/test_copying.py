"""One's own words, written anew on the same place in another of one's groups."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation import sight
from readings.annotation.actions import delete_note, edit_note
from readings.annotation.models import Note, Target
from readings.annotation.pointers import Pointer
from readings.annotation.sharing import LookAgain
from readings.discussion.actions import ask_question
from readings.editing.actions import edit_chapter
from readings.groups.actions import add_member, archive_group, leave_group
from readings.groups.models import Activity
from readings.text.actions import create_chapter, start_reading
from readings.text.writing import SectionDraft
from tests.annotation.sharing_world import copy, named, sees
from tests.editing.standing import assert_all_in_order, assert_stands, draft, tallied


def place(note):
    target = Target.objects.get(pk=note.target_id)
    return (
        target.kind, target.section_id, target.block_id, target.reason_id, target.footnote_id,
        target.start, target.end, target.exact,
    )  # fmt: skip


def test_a_copy_is_a_new_note_on_the_same_words(
    write, passage, member, facilitator, stranger, there, reading, chapter
):
    note = write("Well said.", pointer=passage("one field"))
    write("And?", parent=note, author=facilitator)
    look = sight.sight_of_copy(Note.objects.get(pk=note.pk), there)
    assert named(look.gains) == {"Sam"}
    made = copy(member, note, there)
    assert made.uid != note.uid
    assert made.reading == there
    assert made.body == "Well said."
    assert place(made) == place(note)
    assert made.target.reading == there
    assert_stands(Target.objects.get(notes=made))
    assert made.created_at > note.created_at
    assert not Note.objects.filter(root=made).exists()
    assert sees(stranger, made)
    assert not sees(facilitator, made)
    assert not sees(stranger, note)
    assert tallied(there)["chapter", chapter.pk] == 1
    assert tallied(reading)["chapter", chapter.pk] == 2
    assert_all_in_order(there)
    assert_all_in_order(reading)
    assert Activity.objects.filter(group=there.group, kind="note.added").get().object_id == made.pk


@pytest.mark.parametrize("kind", ["block", "reason", "footnote", "section", "chapter"])
def test_every_kind_of_place(kind, write, member, there, chapter, key_of):
    section = chapter.sections.get(order=1)
    reason = chapter.sections.get(order=0).reasons.first()
    pointer = {
        "block": Pointer("block", key=key_of("1.2")),
        "reason": Pointer("reason", key=reason.key),
        "footnote": Pointer("footnote", number=2),
        "section": Pointer("section", section=section.pk),
        "chapter": Pointer("chapter"),
    }[kind]
    note = write(pointer=pointer)
    assert place(copy(member, note, there)) == place(note)


def test_a_passage_stands_where_edits_have_carried_it(write, passage, member, there, opening):
    note = write(pointer=passage("one field"))
    body = "A new beginning.\n\n" + opening.body
    edit_chapter(
        user=None, chapter=there.chapter, base_versions={}, changes=[draft(opening, body=body)]
    )
    made = copy(member, note, there)
    assert place(made) == place(note)
    assert_stands(Target.objects.get(notes=made))


def test_a_private_note_is_copied_and_a_copy_may_be_private(
    write, passage, member, stranger, there
):
    note = write("Mine.", pointer=passage("one field"), audience="me")
    made = copy(member, note, there, audience="me")
    assert made.audience == "me"
    assert not sees(stranger, made)
    assert not tallied(there)
    shared = copy(member, note, there)
    assert sees(stranger, shared)
    assert Note.objects.get(pk=note.pk).audience == "me"


def test_a_reply_is_copied_to_the_passage_of_its_thread(write, passage, member, facilitator, there):
    head = write("Theirs.", pointer=passage("one field"), author=facilitator)
    made = copy(member, write("My words.", parent=head), there)
    assert made.body == "My words."
    assert made.parent is None
    assert place(made) == place(head)


def test_an_answer_is_copied_to_the_place_of_its_question(
    write, passage, member, facilitator, reading, there
):
    question = ask_question(
        user=facilitator, reading=reading, pointer=passage("one field"), body="Whose?",
        reveal="answered",
    )  # fmt: skip
    answer = write("Ours.", question=question)
    made = copy(member, answer, there)
    assert made.question is None
    assert made.target.exact == "one field"
    under = copy(member, write("Truly.", parent=answer), there)
    assert under.target.exact == "one field"


def lose(note, section):
    Target.objects.filter(notes=note).update(state="orphaned", start=None, end=None, exact="")
    if section:
        section.removed_at = section.version.created_at
        section.save()


@pytest.mark.parametrize("gone", [False, True])
def test_what_has_lost_its_words_stands_on_the_section_or_the_chapter(
    gone, write, passage, member, there, opening
):
    note = write(pointer=passage("one field"))
    lose(note, opening if gone else None)
    made = copy(member, note, there)
    assert made.target.kind == ("chapter" if gone else "section")


def test_sent_twice_it_is_stored_once(write, member, there):
    note, uid = write(), uuid.uuid4()
    seen = sight.sight_of_copy(Note.objects.get(pk=note.pk), there).seen
    first = copy(member, note, there, uid=uid, seen=seen)
    again = copy(member, note, there, uid=uid, seen=seen)
    assert first.pk == again.pk
    edit_note(user=member, note=first, body="Other words by now.")
    assert copy(member, note, there, uid=uid, seen=seen).pk == first.pk
    assert Note.objects.filter(reading=there).count() == 1


def test_the_uid_of_another_s_note_is_refused(write, member, stranger, there):
    theirs = write(author=stranger, reading=there)
    with pytest.raises(PermissionDenied):
        copy(member, write(), there, uid=theirs.uid)


def test_who_joined_there_meanwhile_is_seen_first_but_for_a_private_copy(
    write, member, there, person
):
    note = write()
    seen = sight.sight_of_copy(Note.objects.get(pk=note.pk), there).seen
    add_member(group=there.group, user=person("Zoe"))
    with pytest.raises(LookAgain) as caught:
        copy(member, note, there, seen=seen)
    said = "Since you looked, these would see it too: Zoe."
    assert caught.value.look.changes_since(seen) == [said]
    assert copy(member, note, there, seen=seen, audience="me").audience == "me"


@pytest.mark.parametrize("audience", ["group", "me"])
def test_other_words_are_looked_at_again(audience, write, member, there):
    note = write()
    seen = sight.sight_of_copy(Note.objects.get(pk=note.pk), there).seen
    edit_note(user=member, note=note, body="Otherwise.")
    with pytest.raises(LookAgain):
        copy(member, note, there, seen=seen, audience=audience)
    assert not Note.objects.filter(reading=there).exists()


def test_only_its_author_copies_it(write, facilitator, there, other_group):
    add_member(group=other_group, user=facilitator)
    with pytest.raises(PermissionDenied):
        copy(facilitator, write(), there)


def test_only_where_one_may_write(write, member, stranger, there):
    note = write()
    leave_group(user=member, group=there.group)
    with pytest.raises(PermissionDenied):
        copy(member, note, there)
    add_member(group=there.group, user=member)
    archive_group(user=stranger, group=there.group)
    with pytest.raises(PermissionDenied):
        copy(member, note, there)


def test_words_are_taken_along_from_a_group_that_is_archived(
    write, member, facilitator, group, there
):
    note = write("Of last year.")
    archive_group(user=facilitator, group=group)
    assert copy(member, note, there).body == "Of last year."


def test_only_to_another_reading_of_the_chapter(write, member, reading, book, there):
    note = write()
    with pytest.raises(ValidationError):
        copy(member, note, reading)
    other = create_chapter(
        user=None, book=book, number=13, title="The Gate", sections=[SectionDraft("", "A gate.")],
        footnotes={},
    )  # fmt: skip
    elsewhere = start_reading(user=None, group=there.group, chapter=other)
    with pytest.raises(ValidationError):
        copy(member, note, elsewhere)


def test_a_deleted_a_hidden_note_and_a_proposal_are_refused(write, propose, member, there):
    proposal = propose("one field", "two fields").note
    with pytest.raises(ValidationError):
        copy(member, proposal, there)
    hidden, gone = write(), write()
    Note.objects.filter(pk=hidden.pk).update(hidden_at=hidden.created_at)
    delete_note(user=member, note=gone)
    for note in (hidden, gone):
        with pytest.raises(ValidationError):
            copy(member, note, there)
    assert not Note.objects.filter(reading=there).exists()
