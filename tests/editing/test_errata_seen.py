"""A proposal as the group sees it: the note, what came of it, the list of corrections."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.annotation.actions import delete_note
from readings.annotation.models import Erratum, Note
from readings.annotation.resettling import place_note
from readings.editing.errata import accept_correction, decline_correction
from tests.editing.proposing import HTMX, MENDED, RULE


@pytest.fixture
def address(reading):
    return f"{reading.get_absolute_url()}errata/new/"


def test_facilitators_and_members_see_the_proposal_and_its_fate(
    propose, facilitator_client, member_client, admin, reading, opening
):
    declined, accepted = propose(RULE, MENDED), propose("one field", "two fields")
    address = f"{reading.get_absolute_url()}b/{accepted.note.target.block.key}/notes/"
    for client in (member_client, facilitator_client):
        assert client.get(address).content.decode().count("Correction proposed") == 2
    decline_correction(user=admin, erratum=declined, answer="It is <what> he wrote.")
    accept_correction(user=admin, erratum=accepted, base_version=1)
    for client in (member_client, facilitator_client):
        html = client.get(address).content.decode()
        assert "Corrected, thanks to Mira" in html
        assert "Correction declined" in html
        assert "It is &lt;what&gt; he wrote." in html
        assert "Correction proposed" not in html
        assert str(admin) not in html


def test_a_proposal_says_when_the_text_has_changed(propose, member_client, edit, reading):
    erratum = propose(RULE, MENDED)
    address = f"{reading.get_absolute_url()}b/{erratum.note.target.block.key}/notes/"
    assert "has changed there since" not in member_client.get(address).content.decode()
    edit("seldom", "hardly")
    html = member_client.get(address).content.decode()
    assert "has changed there since" in html
    assert "Still fits" not in html
    assert "<del>seldom</del>" in html


def test_an_open_proposal_has_no_page_to_move_it(propose, member_client):
    uid = propose(RULE, MENDED).note.uid
    assert member_client.get(reverse("note-place", args=[uid])).status_code == 404
    for name in ("note-place", "note-on-section", "note-wording", "note-archive"):
        assert member_client.post(reverse(name, args=[uid])).status_code == 404


def test_a_decided_one_is_a_note_like_any_other(propose, member_client, member, admin, passage):
    erratum = propose(RULE, MENDED)
    decline_correction(user=admin, erratum=erratum, answer="No.")
    assert member_client.get(reverse("note-place", args=[erratum.note.uid])).status_code == 200
    place_note(user=member, note=Note.objects.get(), pointer=passage("one field"))
    assert Note.objects.get().target.exact == "one field"


def test_withdrawing_is_deleting_with_the_way_back(propose, member_client):
    erratum = propose(RULE, MENDED)
    address = reverse("note-deletion", args=[erratum.note.uid])
    assert "Undo" in member_client.post(address, headers=HTMX).content.decode()
    assert not Erratum.objects.for_editors().exists()
    member_client.post(reverse("note-restoration", args=[erratum.note.uid]), headers=HTMX)
    assert Erratum.objects.for_editors().get() == erratum


@pytest.mark.parametrize("size", [1, 12])
def test_how_many_queries_it_takes(
    member_client, address, fields, write, passage, key_of, size, django_assert_num_queries
):
    for _ in range(size):
        write(parent=write(pointer=passage(RULE)))
    form, sent = f"{address}?on=b/{key_of('1.2')}", fields(new_words=MENDED, body="The ledger.")
    member_client.get(form)
    with django_assert_num_queries(4):
        assert member_client.get(form).status_code == 200
    with django_assert_num_queries(4):
        assert member_client.post(address, {**sent, "begin": "1"}).status_code == 200
    with django_assert_num_queries(22):
        assert member_client.post(address, sent, headers=HTMX).status_code == 200


# What is new -------------------------------------------------------------------------------------


def news(client):
    return [
        line.activity.kind for group in client.get("/").context["page"].news for line in group.lines
    ]


def test_home_says_what_became_of_it(propose, member_client, facilitator_client, admin, opening):
    accepted, declined = propose(RULE, MENDED), propose("one field", "a field")
    assert news(facilitator_client) == ["note.added", "note.added"]
    assert "Mira proposed a correction" in facilitator_client.get("/").content.decode()
    accept_correction(user=admin, erratum=accepted, base_version=1)
    decline_correction(user=admin, erratum=declined, answer="It is one.")
    html = member_client.get("/").content.decode()
    assert news(member_client) == ["note.declined", "note.corrected", "text.edited"]
    assert "Your correction was made" in html
    assert 'Your correction was declined: <span class="said">It is one.</span>' in html
    assert str(admin) not in html.split("<main", 1)[1]
    html = facilitator_client.get("/").content.decode()
    assert "Mira’s correction was made" in html
    assert "Mira’s correction was declined" in html


def test_news_of_a_note_that_is_gone_is_none(propose, member_client, member, admin):
    erratum = propose(RULE, MENDED)
    decline_correction(user=admin, erratum=erratum, answer="No.")
    delete_note(user=member, note=erratum.note)
    assert news(member_client) == []


# Text corrected ----------------------------------------------------------------------------------


def test_the_list_of_corrections_credits_the_reader(
    propose, member_client, stranger_client, other_group, admin, reading, stranger
):
    from readings.text.actions import start_reading

    theirs = start_reading(user=None, group=other_group, chapter=reading.chapter)
    erratum = propose(RULE, MENDED, "Our own secret reason.")
    accept_correction(user=admin, erratum=erratum, base_version=1)
    ours = member_client.get(f"{reading.get_absolute_url()}corrections/").content.decode()
    assert "proposed by Mira" in ours
    other = stranger_client.get(f"{theirs.get_absolute_url()}corrections/").content.decode()
    assert "proposed by a reader" in other
    assert "Mira" not in other
    assert "secret" not in other
    delete_note(user=erratum.note.author, note=erratum.note)
    ours = member_client.get(f"{reading.get_absolute_url()}corrections/").content.decode()
    assert "proposed by a reader" in ours
