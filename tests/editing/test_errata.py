"""Corrections that readers propose: proposing them."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from readings.annotation.models import Erratum, Note
from readings.annotation.pointers import Pointer, StalePlace
from readings.annotation.resettling import accept_wording, archive_note, place_note
from readings.editing.errata import (
    MAX_WHY,
    MAX_WORDS,
)
from readings.groups.models import Activity
from tests.editing.standing import assert_all_in_order, assert_stands

RULE = "its rule is seldom written down"
MENDED = "its rule is rarely written down"


def kinds(group):
    return list(Activity.objects.filter(group=group).order_by("seq").values_list("kind", flat=True))


# Proposing ---------------------------------------------------------------------------------------


def test_a_proposal_is_a_note_for_the_group_on_its_words(propose, reading, group, member):
    erratum = propose(RULE, MENDED, "The ledger says so.")
    note = erratum.note
    assert (note.author, note.audience, note.body) == (member, "group", "The ledger says so.")
    assert (note.target.kind, note.target.exact) == ("passage", RULE)
    assert (erratum.old_words, erratum.new_words, erratum.state) == (RULE, MENDED, "open")
    assert kinds(group) == ["note.added"]
    assert_all_in_order(reading)


def test_sent_twice_it_is_stored_once(propose):
    uid = uuid.uuid4()
    first = propose(RULE, MENDED, uid=uid)
    assert propose(RULE, MENDED, uid=uid) == first
    assert Note.objects.count() == Erratum.objects.count() == 1


def test_other_words_under_the_same_uid_are_another_proposal(propose):
    uid = uuid.uuid4()
    propose(RULE, MENDED, uid=uid)
    other = propose(RULE, "its rule was never written down", uid=uid)
    assert other.note.uid != uid
    assert Erratum.objects.count() == 2


@pytest.mark.parametrize(
    ("new", "why", "beside"),
    [
        (RULE, "A slip.", "new_words"),
        (f"  {RULE}\r\n", "A slip.", "new_words"),
        ("  \x00 ", "A slip.", "new_words"),
        ("a" * (MAX_WORDS + 1), "A slip.", "new_words"),
        (MENDED, " ", "body"),
        (MENDED, "a" * (MAX_WHY + 1), "body"),
    ],
    ids=["same", "the same with space", "nothing", "too long", "no reason", "too long a reason"],
)
def test_what_proposes_nothing_is_refused(propose, new, why, beside):
    with pytest.raises(ValidationError) as refused:
        propose(RULE, new, why)
    assert list(refused.value.message_dict) == [beside]
    assert not Note.objects.exists()


@pytest.mark.parametrize("kind", ["chapter", "section", "block", "reason"])
def test_only_words_can_be_mended(propose, opening, key_of, kind):
    pointers = {
        "chapter": Pointer("chapter"),
        "section": Pointer("section", section=opening.pk),
        "block": Pointer("block", key=key_of("1.2"), exact="A village"),
        "reason": Pointer("reason", key="r1", exact="know"),
    }
    with pytest.raises(ValidationError, match="Choose the words"):
        propose("", "Other words.", pointer=pointers[kind])


def test_too_many_words_are_asked_to_be_fewer(propose, opening):
    words = "a" * (MAX_WORDS + 1)
    with pytest.raises(ValidationError, match="Choose fewer"):
        propose("", "b", pointer=Pointer("passage", section=opening.pk, exact=words))


def test_only_members_propose(propose, admin, stranger):
    for user in (admin, stranger):
        with pytest.raises(PermissionDenied):
            propose(RULE, MENDED, author=user)
    assert not Erratum.objects.exists()


def test_words_of_an_older_page_are_placed_first(propose, passage, edit):
    pointer = passage(RULE)
    edit("A village", "A very small village")
    erratum = propose(RULE, MENDED, pointer=pointer)
    assert_stands(erratum.note.target)
    edit("seldom", "hardly")
    with pytest.raises(StalePlace):
        propose(RULE, MENDED, pointer=pointer)
    assert Note.objects.count() == 1


def test_an_open_proposal_stands_and_falls_with_its_words(propose, member, passage, edit):
    erratum = propose(RULE, MENDED)
    edit("its rule is seldom written down", "they have no rule")
    note = Note.objects.get()
    for verb in (
        lambda: place_note(user=member, note=note, pointer=passage("know one another")),
        lambda: accept_wording(user=member, note=note),
        lambda: archive_note(user=member, note=note),
    ):
        with pytest.raises(ValidationError, match="withdraw"):
            verb()
    assert Erratum.objects.get() == erratum
