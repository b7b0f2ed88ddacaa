"""Readers and editors at one proposal at the same time: it is stored once and decided once."""

from __future__ import annotations

import uuid

import pytest

from readings.annotation.actions import delete_note
from readings.annotation.models import Erratum, Note
from readings.editing.actions import StaleEdit
from readings.editing.errata import (
    NotOpen,
    accept_correction,
    decline_correction,
    propose_correction,
)
from readings.groups.models import Activity
from tests.editing.standing import assert_all_in_order
from tests.editing.test_concurrency import edit_again_and_again, raised, together

pytestmark = pytest.mark.django_db(transaction=True)

RULE = "its rule is seldom written down"
MENDED = "its rule is rarely written down"


def test_a_proposal_sent_many_times_at_once_is_stored_once(reading, member, passage):
    uid, pointer = uuid.uuid4(), passage(RULE)

    def send():
        return propose_correction(
            author=member, reading=reading, pointer=pointer, new_words=MENDED, why="Eh.", uid=uid
        )

    results = together(*[send] * 6)
    assert raised(results) == []
    assert {note.pk for note in results} == {Note.objects.get().pk}
    assert Erratum.objects.count() == 1
    assert_all_in_order(reading)


def test_one_decision_is_made_whoever_comes_first(reading, member, admin, propose, opening):
    erratum = propose(RULE, MENDED)

    def accept():
        return accept_correction(user=admin, erratum=erratum, base_version=1)

    def decline():
        return decline_correction(user=admin, erratum=erratum, answer="No.")

    results = together(
        accept,
        accept,
        decline,
        lambda: delete_note(user=member, note=erratum.note),
    )
    decisions = [result for result in results[:3] if not isinstance(result, Exception)]
    assert {type(error) for error in raised(results)} <= {NotOpen, StaleEdit}
    found = Erratum.objects.get()
    opening.refresh_from_db()
    assert len(decisions) == (0 if found.is_open else 1)
    assert opening.current.number == (2 if found.state == "accepted" else 1)
    assert ("rarely" in opening.body) is (found.state == "accepted")
    kinds = list(Activity.objects.values_list("kind", flat=True))
    assert kinds.count("note.corrected") + kinds.count("note.declined") == len(decisions)
    assert_all_in_order(reading)


def test_edits_and_acceptance_at_once_lose_neither(reading, chapter, admin, propose, opening):
    errata = [propose(RULE, MENDED), propose("one field", "two fields")]

    def accept(erratum):
        while True:
            opening_now = type(opening).objects.get(pk=opening.pk)
            base = opening_now.current.number
            try:
                return accept_correction(user=admin, erratum=erratum, base_version=base)
            except StaleEdit:
                continue

    def edit():
        done = 0
        while done < 2:
            try:
                edit_again_and_again(chapter, 1)
            except StaleEdit:
                continue
            done += 1

    results = together(lambda: accept(errata[0]), lambda: accept(errata[1]), edit)
    assert raised(results) == []
    opening.refresh_from_db()
    assert MENDED in opening.current.plain_text
    assert "two fields" in opening.current.plain_text
    assert set(Erratum.objects.values_list("state", flat=True)) == {"accepted"}
    assert_all_in_order(reading)
