"""Corrections of footnotes, which are proposed as they are written and have no versions."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.annotation.models import Note
from readings.annotation.pointers import Pointer, StalePlace
from readings.editing.actions import edit_footnotes
from readings.editing.errata import ByHand, accept_correction
from readings.text.actions import start_reading
from tests.editing.standing import assert_all_in_order
from tests.fixtures.admin import fields_of, messages_of

OLD, NEW = "Almanac of the Parish, p. 3.", "Almanac of the Parish, p. 4."
SECOND = "ibid., p. 9."


@pytest.fixture
def erratum(propose):
    return propose(OLD, NEW, pointer=Pointer("footnote", number=1, exact=OLD))


@pytest.fixture
def change(chapter, admin):
    """Somebody else writes footnote 1 anew."""
    return lambda body: edit_footnotes(
        user=admin, chapter=chapter, footnotes={1: body, 2: SECOND} if body else {2: SECOND}
    )


@pytest.fixture
def desk(client_of, staff):
    return client_of(staff)


@pytest.fixture
def own(chapter, group, facilitator_client):
    """A facilitator, whose group's own text it is."""
    chapter.book.group = group
    chapter.book.save()
    return facilitator_client


def page_of(erratum):
    return reverse("admin:readings_erratum_change", args=[erratum.pk])


def send(client, erratum, **more):
    address = reverse("admin:readings_erratum_acceptance", args=[erratum.pk])
    return client.post(address, {"base_version": 0, **more}, follow=True)


def first(chapter):
    return chapter.footnotes.get(number=1).body


# Proposing ---------------------------------------------------------------------------------------


def test_a_footnote_is_proposed_as_it_is_written(propose, erratum, change):
    assert erratum.note.target.kind == "footnote"
    change("Almanac, p. 5.")
    with pytest.raises(StalePlace):
        propose(OLD, "Almanac, p. 4.", pointer=Pointer("footnote", number=1, exact=OLD))


def test_a_footnote_that_was_changed_meanwhile(member_client, reading, change):
    address = f"{reading.get_absolute_url()}errata/new/"
    form = fields_of(member_client.get(f"{address}?on=f/1").content.decode())
    change("Almanac.")
    sent = {**form, "new_words": "Almanac, p. 4.", "body": "Seen it."}
    assert member_client.post(address, sent).status_code == 409
    assert not Note.objects.exists()


# Accepting ---------------------------------------------------------------------------------------


def test_a_footnote_is_mended(erratum, accept, chapter, reading):
    accept(erratum)
    bodies = dict(chapter.footnotes.values_list("number", "body"))
    assert bodies == {1: NEW, 2: SECOND}
    assert (erratum.state, erratum.version) == ("accepted", None)
    assert erratum.note.target.state == "placed"
    assert_all_in_order(reading)


def test_a_footnote_is_mended_by_one_press(desk, erratum, chapter):
    assert "Footnote 1" in desk.get(page_of(erratum)).content.decode()
    assert "Accepted" in messages_of(send(desk, erratum))
    assert first(chapter) == NEW


def test_one_that_reads_otherwise_by_now_is_written_by_hand(desk, erratum, chapter, change):
    change("Almanac.")
    page = desk.get(page_of(erratum)).content.decode()
    assert "It reads now:" in page
    assert "can only be declined" not in page
    assert "see what stands there" in messages_of(send(desk, erratum))
    send(desk, erratum, seen="Almanac.", footnote="Almanac, p. 4.")
    assert first(chapter) == "Almanac, p. 4."
    erratum.refresh_from_db()
    assert erratum.state == "accepted"
    assert erratum.note.target.exact == "Almanac, p. 4."
    assert erratum.note.target.state == "placed"


def test_what_others_made_of_it_since_is_seen_first(desk, erratum, chapter, change):
    change("Almanac.")
    change("Almanac, 1902.")
    response = send(desk, erratum, seen="Almanac.", footnote="Almanac, p. 4.")
    assert response.status_code == 422
    page = response.content.decode()
    assert "see what stands there" in page
    fields = fields_of(page)
    assert (fields["footnote"], fields["seen"]) == ("Almanac, p. 4.", "Almanac, 1902.")
    assert first(chapter) == "Almanac, 1902."


def test_what_somebody_else_has_mended_already_is_accepted_as_it_is(
    erratum, admin, chapter, change
):
    change(NEW)
    accept_correction(user=admin, erratum=erratum, base_version=0, footnote=(NEW, NEW))
    erratum.refresh_from_db()
    assert erratum.state == "accepted"


@pytest.mark.parametrize("words", ["", "  ", OLD])
def test_who_changes_nothing_has_not_accepted(erratum, admin, words):
    with pytest.raises(ByHand, match="reads as before"):
        accept_correction(user=admin, erratum=erratum, base_version=0, footnote=(OLD, words))


def test_one_that_is_gone_can_only_be_declined(desk, own, erratum, group, change):
    change("")
    assert "can only be declined" in desk.get(page_of(erratum)).content.decode()
    address = reverse("erratum", args=[group.slug, erratum.pk])
    assert "can only be declined" in own.get(address).content.decode()
    response = send(desk, erratum, seen=OLD, footnote=NEW)
    assert "can only be declined" in response.content.decode()
    erratum.refresh_from_db()
    assert erratum.is_open


def test_a_facilitator_writes_it_by_hand(own, erratum, chapter, change, group):
    change("Almanac.")
    fields = fields_of(own.get(reverse("erratum", args=[group.slug, erratum.pk])).content.decode())
    assert (fields["body"], fields["seen"]) == ("Almanac.", "Almanac.")
    address = reverse("erratum-acceptance", args=[group.slug, erratum.pk])
    stale = own.post(address, {**fields, "seen": "Older.", "body": "Almanac, p. 4."})
    assert stale.status_code == 409
    assert "see what stands there" in stale.content.decode()
    own.post(address, fields_of(stale.content.decode()))
    assert first(chapter) == "Almanac, p. 4."
    erratum.refresh_from_db()
    assert erratum.state == "accepted"


# Seen by readers ---------------------------------------------------------------------------------


def test_a_footnote_reads_the_same_for_both(erratum, member_client, admin, reading):
    accept_correction(user=admin, erratum=erratum, base_version=0)
    html = member_client.get(f"{reading.get_absolute_url()}f/1/notes/").content.decode()
    assert "Corrected, thanks to Mira" in html


def corrected(client, reading):
    return client.get(f"{reading.get_absolute_url()}corrections/").content.decode()


def test_readers_see_that_a_footnote_was_corrected_and_by_whose_proposal(
    erratum, member_client, client_of, stranger, other_group, admin, reading, chapter
):
    assert b"Text corrected" not in member_client.get(reading.get_absolute_url()).content
    accept_correction(user=admin, erratum=erratum, base_version=0)
    erratum.refresh_from_db()
    change = erratum.footnote_change
    assert (change.before, change.after, change.created_by) == (OLD, NEW, admin)
    page = member_client.get(reading.get_absolute_url()).content.decode()
    assert page.count('href="corrections/#sources"') == 1
    html = corrected(member_client, reading)
    assert "Footnote 1" in html
    assert "<del>3</del><ins>4</ins>" in html
    assert "proposed by Mira" in html
    theirs = start_reading(user=None, group=other_group, chapter=chapter)
    other = corrected(client_of(stranger), theirs)
    assert "proposed by a reader" in other
    assert "Mira" not in other


def test_a_footnote_that_an_editor_mended_is_listed_too(change, member_client, reading, admin):
    change("Almanac of the Parish, page 3.")
    html = corrected(member_client, reading)
    assert "<ins>page</ins>" in html
    assert "proposed by" not in html
    assert str(admin) not in html.partition("<main")[2]


def test_a_footnote_that_is_new_or_gone_is_no_correction(change, member_client, reading):
    change("")
    change(OLD)
    assert "stands as it was first put here" in corrected(member_client, reading)


def test_what_came_of_no_change_has_none(erratum, admin, change):
    change(NEW)
    accept_correction(user=admin, erratum=erratum, base_version=0, footnote=(NEW, NEW))
    erratum.refresh_from_db()
    assert (erratum.state, erratum.footnote_change) == ("accepted", None)
