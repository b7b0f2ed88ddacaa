"""Corrections that readers propose: accepting and declining them."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from readings.annotation.actions import (
    delete_note,
    restore_note,
)
from readings.annotation.models import Erratum, Note, Target
from readings.editing.actions import StaleEdit
from readings.editing.errata import (
    MAX_WHY,
    ByHand,
    NotOpen,
    accept_correction,
    decline_correction,
    propose_correction,
)
from readings.groups.models import Activity, Membership
from readings.text.models import SectionVersion
from tests.editing.standing import assert_all_in_order, assert_stands, draft

RULE = "its rule is seldom written down"
MENDED = "its rule is rarely written down"


def kinds(group):
    return list(Activity.objects.filter(group=group).order_by("seq").values_list("kind", flat=True))


# Accepting ---------------------------------------------------------------------------------------


def test_accepting_edits_the_text_settles_the_note_and_credits_the_reader(
    propose, accept, opening, reading, group, admin
):
    erratum = propose(RULE, MENDED)
    was = opening.body
    edit = accept(erratum, summary="As the ledger has it.")
    assert opening.body == was.replace("seldom", "rarely")
    version = opening.current
    assert (version.number, version.summary, version.created_by) == (
        2, "As the ledger has it.", admin
    )  # fmt: skip
    assert [change.new for change in edit.changes] == [version]
    assert (erratum.state, erratum.decided_by, erratum.version) == ("accepted", admin, version)
    assert erratum.decided_at is not None
    target = erratum.note.target
    assert (target.state, target.exact, target.first_exact) == ("placed", MENDED, MENDED)
    assert_stands(target)
    assert_all_in_order(reading)
    assert kinds(group) == ["note.added", "text.edited", "note.corrected"]


def test_words_that_are_all_others_settle_on_those(propose, accept, reading):
    erratum = propose("None of this stands in the ledger 🐑.", "Look it up.")
    accept(erratum)
    assert (erratum.note.target.exact, erratum.note.target.state) == ("Look it up.", "placed")
    assert_all_in_order(reading)


def test_notes_around_it_follow_and_a_correction_asks_nobody(propose, accept, write, passage):
    around = write(pointer=passage("one field, and its rule is seldom written down")).target
    accept(propose("seldom", "seldomly"), correction=True)
    around.refresh_from_db()
    assert around.state == "placed"
    accept(propose("seldomly", "hardly ever"))
    around.refresh_from_db()
    assert around.state == "changed"


def test_a_reason_is_mended_in_its_row(propose, accept, opening, reading):
    erratum = propose("hear of trouble early", "hear of trouble earlier")
    accept(erratum)
    texts = list(opening.reasons.order_by("number").values_list("text", flat=True))
    assert texts == ["know one another", "hear of trouble earlier"]
    assert erratum.note.target.exact == "hear of trouble earlier"
    assert_all_in_order(reading)


def test_of_words_that_stand_twice_those_that_were_chosen(propose, admin, passage, chapter):
    erratum = propose("fence", "wall", pointer=passage("fence", nth=1))
    section = chapter.sections.get(order=1)
    accept_correction(user=admin, erratum=erratum, base_version=section.current.number)
    section.refresh_from_db()
    assert "The fence followed the price, and the price followed the wall." in section.body


def test_only_editors_accept_and_decline(propose, accept, member, facilitator, stranger):
    erratum = propose(RULE, MENDED)
    for user in (member, facilitator, stranger):
        with pytest.raises(PermissionDenied):
            accept(erratum, user=user)
        with pytest.raises(PermissionDenied):
            decline_correction(user=user, erratum=erratum, answer="No.")


def test_facilitators_decide_on_their_groups_own_text(
    propose, accept, book, group, facilitator, member, other_group, stranger
):
    book.group = group
    book.save()
    accepted, declined = propose(RULE, MENDED), propose("one field", "two fields")
    for user in (member, stranger):
        with pytest.raises(PermissionDenied):
            accept(accepted, user=user)
    accept(accepted, user=facilitator)
    decline_correction(user=facilitator, erratum=declined, answer="It is one.")
    states = Erratum.objects.order_by("pk").values_list("state", "decided_by")
    assert list(states) == [("accepted", facilitator.pk), ("declined", facilitator.pk)]


def test_accepted_twice_it_is_done_once(propose, accept, opening):
    erratum = propose(RULE, MENDED)
    twin = Erratum.objects.get()
    accept(erratum)
    with pytest.raises(NotOpen, match="accepted already"):
        accept(twin)
    assert opening.current.number == 2


def test_what_was_withdrawn_or_hidden_cannot_be_accepted(propose, accept, member):
    erratum = propose(RULE, MENDED)
    delete_note(user=member, note=erratum.note)
    with pytest.raises(NotOpen, match="withdrawn"):
        accept(erratum)
    restore_note(user=member, note=erratum.note)
    Note.objects.update(hidden_at=erratum.note.created_at)
    with pytest.raises(NotOpen, match="withdrawn"):
        accept(erratum)


def test_an_edit_in_between_is_looked_at_first(propose, accept, edit, opening):
    erratum = propose(RULE, MENDED)
    edit("A village", "A small village")
    with pytest.raises(StaleEdit):
        accept(erratum, base_version=1)
    erratum.refresh_from_db()
    assert erratum.is_open
    accept(erratum)
    assert "A small village" in opening.body
    assert "rarely" in opening.body


def test_where_the_words_are_others_by_now_no_rule_puts_them_in(propose, accept, edit, opening):
    erratum = propose(RULE, MENDED)
    edit("seldom", "hardly")
    with pytest.raises(ByHand):
        accept(erratum)
    assert Erratum.objects.get().is_open


def test_a_text_that_an_older_renderer_measured_otherwise_is_left_to_a_person(
    propose, accept, opening
):
    erratum, text = propose(RULE, MENDED), opening.current.plain_text
    SectionVersion.objects.update(plain_text=f"Once more. {text}")
    with pytest.raises(ByHand):
        accept(erratum)
    SectionVersion.objects.update(plain_text=text, renderer=0)
    accept(erratum)
    assert MENDED in opening.current.plain_text


def test_a_person_writes_what_no_rule_can(propose, accept, opening, reading):
    words = "before you draw it\nA village shares"
    erratum = propose(words, "before you draw it. A village shares")
    with pytest.raises(ByHand):
        accept(erratum)
    body = opening.body.replace(
        "::: verse\nWalk the field\nbefore you draw it\n:::\n\nA village *shares*",
        "Walk the field before you draw it. A village *shares*",
    )
    assert body != opening.body
    accept(erratum, draft=draft(opening, body=body))
    assert erratum.state == "accepted"
    target = erratum.note.target
    assert (target.exact, target.state) == ("before you draw it. A village shares", "placed")
    assert_all_in_order(reading)


def test_an_editor_may_find_words_of_their_own(propose, accept, opening, reading):
    erratum = propose(RULE, MENDED)
    body = opening.body.replace("seldom written", "hardly ever set")
    accept(erratum, draft=draft(opening, body=body))
    assert erratum.note.target.exact == "its rule is hardly ever set down"
    assert_all_in_order(reading)


def test_a_note_whose_words_are_taken_out_is_put_away(propose, accept, opening, reading):
    erratum = propose("None of this stands in the ledger 🐑.", "It stands in no ledger.")
    body = opening.body.replace("None of this stands in the ledger 🐑.", "")
    accept(erratum, draft=draft(opening, body=body))
    target = erratum.note.target
    assert (target.state, target.archived_at is None) == ("orphaned", False)
    assert_all_in_order(reading)


def test_who_changes_nothing_has_not_accepted(propose, accept, opening):
    erratum = propose(RULE, MENDED)
    with pytest.raises(ByHand, match="reads as before"):
        accept(erratum, draft=draft(opening))
    assert Erratum.objects.get().is_open


def test_what_somebody_else_has_mended_already_is_accepted_as_it_is(propose, accept, edit, opening):
    erratum = propose(RULE, MENDED)
    edit("seldom", "rarely")
    accept(erratum, draft=draft(opening))
    assert (erratum.state, erratum.version) == ("accepted", None)
    assert opening.current.number == 2
    target = Target.objects.get()
    assert (target.exact, target.state) == (MENDED, "placed")


def test_a_proposer_who_left_is_still_credited(propose, accept, member, group):
    erratum = propose(RULE, MENDED)
    Membership.objects.get(user=member, group=group).delete()
    accept(erratum)
    assert erratum.note.author == member


# Declining ---------------------------------------------------------------------------------------


def test_declining_says_why_and_leaves_the_text(propose, admin, opening, group):
    erratum = propose(RULE, MENDED)
    declined = decline_correction(user=admin, erratum=erratum, answer=" It is what he wrote.\r\n")
    erratum.refresh_from_db()
    assert declined == erratum
    assert (erratum.state, erratum.answer) == ("declined", "It is what he wrote.")
    assert (erratum.decided_by, erratum.version) == (admin, None)
    opening.refresh_from_db()
    assert opening.current.number == 1
    assert kinds(group) == ["note.added", "note.declined"]


@pytest.mark.parametrize(
    "answer", ["", "  \n", "\x00", "a" * (MAX_WHY + 1)], ids=["none", "space", "zero", "long"]
)
def test_nobody_declines_without_a_word(propose, admin, answer):
    erratum = propose(RULE, MENDED)
    with pytest.raises(ValidationError) as refused:
        decline_correction(user=admin, erratum=erratum, answer=answer)
    assert list(refused.value.message_dict) == ["answer"]
    assert Erratum.objects.get().is_open


def test_what_is_decided_stays_decided(propose, accept, admin):
    erratum = propose(RULE, MENDED)
    decline_correction(user=admin, erratum=erratum, answer="No.")
    with pytest.raises(NotOpen, match="declined already"):
        accept(erratum)
    with pytest.raises(NotOpen):
        decline_correction(user=admin, erratum=erratum, answer="No, again.")
    assert Erratum.objects.get().answer == "No."


@pytest.mark.parametrize(
    "wrong",
    [{"state": "accepted"}, {"state": "declined"}, {"answer": "No."}, {"state": "eaten"}],
)
def test_the_database_holds_the_states(propose, wrong):
    propose(RULE, MENDED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erratum.objects.update(**wrong)


def test_a_new_note_of_the_same_uid_is_no_proposal(propose, write, passage):
    note = write(pointer=passage(RULE))
    erratum = propose(RULE, MENDED, uid=note.uid)
    assert erratum.note != note


def test_proposals_of_a_note_that_is_gone_are_out_of_sight(propose, member, stranger, admin):
    erratum = propose(RULE, MENDED)
    assert list(Erratum.objects.visible_to(member)) == [erratum]
    assert not Erratum.objects.visible_to(stranger).exists()
    assert not Erratum.objects.visible_to(admin).exists()
    assert list(Erratum.objects.for_editors()) == [erratum]
    delete_note(user=member, note=erratum.note)
    assert not Erratum.objects.for_editors().exists()


def test_the_verb_takes_words_as_they_are(reading, member, passage):
    note = propose_correction(
        author=member, reading=reading, pointer=passage("field"), new_words="<b>*x*", why="Eh."
    )
    assert note.erratum.new_words == "<b>*x*"
