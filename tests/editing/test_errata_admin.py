"""The queue of proposed corrections in the admin: who sees what, accepting, declining."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from readings.annotation.actions import add_note, delete_note
from readings.annotation.models import Erratum, Note
from readings.annotation.pointers import Pointer
from readings.editing.errata import accept_correction, decline_correction
from tests.editing.looking import foresight
from tests.editing.proposing import (
    LAST,
    MENDED,
    QUEUE,
    RULE,
    accept,
    acceptance,
    by_hand,
    listed,
    page_of,
    refusal,
)
from tests.fixtures.admin import AdminPage, messages_of

# Who sees what -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["anonymous", "stranger", "member", "facilitator"])
def test_the_queue_is_for_editors(who, clients, propose):
    erratum = propose(RULE, MENDED)
    client = clients[who]
    refused = 302 if who == "anonymous" else 403
    addresses = (QUEUE, page_of(erratum), acceptance(erratum), refusal(erratum))
    for address in addresses:
        for send in (client.get, client.post):
            response = send(address, {"base_version": "1", "answer": "No."})
            last = client.get(response["Location"]) if response.status_code == 302 else response
            assert response.status_code in (refused, 302)
            assert b"rarely" not in last.content
    assert Erratum.objects.get().is_open


def test_an_editor_sees_the_proposal_its_reason_and_its_author(desk, propose):
    erratum = propose(RULE, MENDED, "The *ledger* says so.")
    html = desk.get(QUEUE).content.decode()
    assert "<del>seldom</del><ins>rarely</ins>" in html
    assert "Mira" in html
    html = desk.get(page_of(erratum)).content.decode()
    assert "A village shares one field, and its rule is <del>seldom</del>" in html
    assert "The <em>ledger</em> says so." in html
    assert "Mira" in html
    assert "Thursday" not in html


def test_no_other_words_of_the_group_are_seen(desk, propose, write, passage, reading, facilitator):
    erratum = propose(RULE, MENDED)
    write("Quicksilver.", pointer=passage(RULE), audience="me")
    write("Mercury.", pointer=passage(RULE))
    add_note(author=facilitator, reading=reading, parent=erratum.note, body="Arsenic.")
    section = reverse("admin:readings_section_change", args=[erratum.note.target.section_id])
    for address in (QUEUE, page_of(erratum), f"{section}?erratum={erratum.pk}"):
        html = desk.get(address).content.decode()
        assert "rarely" in html
        assert not {"Quicksilver", "Mercury", "Arsenic", "Frida"} & {
            word for word in ("Quicksilver", "Mercury", "Arsenic", "Frida") if word in html
        }
    assert listed(desk.get(f"{QUEUE}?q=Arsenic")) == listed(desk.get(f"{QUEUE}?q=Mercury")) == []


@pytest.mark.parametrize("how", ["withdrawn", "hidden"])
def test_what_was_withdrawn_or_hidden_leaves_the_queue(desk, propose, member, how):
    erratum = propose(RULE, MENDED)
    if how == "withdrawn":
        delete_note(user=member, note=erratum.note)
    else:
        Note.objects.filter(pk=erratum.note.pk).update(hidden_at=timezone.now())
    assert listed(desk.get(QUEUE)) == []
    assert b"rarely" not in desk.get(page_of(erratum), follow=True).content
    assert desk.post(acceptance(erratum), {"base_version": 1}).status_code == 404
    assert desk.post(refusal(erratum), {"answer": "No."}).status_code == 404
    assert b"rarely" not in desk.get(by_hand(erratum)).content


def test_no_proposal_is_added_changed_or_deleted_here(admin_client, propose):
    erratum = propose(RULE, MENDED)
    for address in (f"{QUEUE}add/", f"{QUEUE}{erratum.pk}/delete/"):
        assert admin_client.get(address).status_code == 403
    assert admin_client.post(page_of(erratum), {"new_words": "Eaten."}).status_code == 403
    assert Erratum.objects.get().new_words == MENDED


@pytest.mark.parametrize("address", [acceptance, refusal])
def test_decisions_are_posted(desk, propose, address):
    erratum = propose(RULE, MENDED)
    assert desk.get(address(erratum)).status_code == 405
    erratum.pk = 999
    assert desk.post(address(erratum), {"base_version": "1"}).status_code == 404


@pytest.mark.parametrize("version", ["", "x", "9" * 20, "²"])
def test_odd_versions_are_none(desk, propose, version):
    assert (
        desk.post(acceptance(propose(RULE, MENDED)), {"base_version": version}).status_code == 404
    )


# The list ----------------------------------------------------------------------------------------


def test_open_ones_come_first_and_the_first_page_counts_them(desk, propose, admin):
    assert "open)" not in desk.get("/admin/").content.decode()
    first, second, third = (propose("one field", f"{word} field") for word in ("a", "the", "our"))
    decline_correction(user=admin, erratum=third, answer="No.")
    assert listed(desk.get(QUEUE)) == [second.pk, first.pk, third.pk]
    assert "Corrections proposed (2 open)" in desk.get("/admin/").content.decode()


def test_the_list_is_filtered_and_searched(desk, propose, admin, chapter):
    one, other = propose(RULE, MENDED, "The ledger."), propose("one field", "two fields")
    decline_correction(user=admin, erratum=other, answer="No.")
    assert listed(desk.get(f"{QUEUE}?state__exact=open")) == [one.pk]
    assert len(listed(desk.get(f"{QUEUE}?note__reading__chapter__id__exact={chapter.pk}"))) == 2
    for words, found in (("rarely", [one.pk]), ("two fields", [other.pk]), ("ledger", [one.pk])):
        assert listed(desk.get(f"{QUEUE}?q={words}")) == found
    assert len(listed(desk.get(f"{QUEUE}?q=Mira"))) == 2


def test_the_queue_asks_no_more_for_more_rows(desk, propose, person, group):
    from readings.groups.actions import add_member

    def asked(address):
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    first = propose(RULE, MENDED)
    few = asked(QUEUE), asked(page_of(first))
    for number in range(8):
        user = person(f"Reader {number}")
        add_member(group=group, user=user)
        propose(RULE, f"{number}", author=user)
        propose("", "ibid.", pointer=Pointer("footnote", number=2, exact="ibid., p. 9."))
    assert (asked(QUEUE), asked(page_of(first))) == few
    assert few[0] <= 10
    assert few[1] <= 7


# Accepting ---------------------------------------------------------------------------------------


def test_one_press_accepts_what_touches_no_other_note(desk, propose, opening, staff):
    erratum = propose(RULE, MENDED)
    page = AdminPage(desk, page_of(erratum))
    assert page.fields["base_version"] == "1"
    response = accept(desk, erratum, summary="As the ledger has it.")
    assert "the text is corrected, and Mira reads so" in messages_of(response)
    assert listed(response) == [erratum.pk]
    opening.refresh_from_db()
    assert MENDED in opening.body
    assert opening.current.summary == "As the ledger has it."
    erratum.refresh_from_db()
    assert (erratum.state, erratum.decided_by, erratum.version) == (
        "accepted", staff, opening.current
    )  # fmt: skip
    html = desk.get(page_of(erratum)).content.decode()
    assert "Version 2" in html
    assert "Decline" not in html.split("erratum-page")[1]


def test_what_it_does_to_other_notes_is_looked_at_first(desk, propose, opening, write, passage):
    erratum = propose(RULE, MENDED)
    write(pointer=passage("seldom written"))
    look = accept(desk, erratum, summary="The ledger.")
    assert [item.label for item in foresight(look).items] == ["Wording changed"]
    opening.refresh_from_db()
    assert (opening.current.number, Erratum.objects.get().state) == (1, "open")
    page = AdminPage(desk, page_of(erratum))
    page.address = acceptance(erratum)
    done = page.confirm(look)
    assert "1 with changed wording" in messages_of(done)
    opening.refresh_from_db()
    assert opening.current.summary == "The ledger."
    assert Erratum.objects.get().state == "accepted"


def test_few_letters_may_be_a_correction_only(desk, propose, opening, write, passage):
    erratum = propose("seldom", "seldomly")
    note = write(pointer=passage("seldom written"))
    look = accept(desk, erratum)
    assert foresight(look).suggest_correction
    page = AdminPage(desk, page_of(erratum))
    page.address = acceptance(erratum)
    page.confirm(look, correction="on")
    opening.refresh_from_db()
    assert opening.current.correction
    note.target.refresh_from_db()
    assert note.target.state == "placed"


def test_a_look_changes_nothing(desk, propose):
    erratum = propose(RULE, MENDED)
    look = accept(desk, erratum, _look="1")
    assert not foresight(look).touches
    assert [piece.text for piece in foresight(look).pieces if piece.kind == "new"] == ["rarely"]
    assert page_of(erratum) in look.content.decode()
    assert Erratum.objects.get().is_open


def test_the_proposal_itself_is_not_told_as_touched(desk, propose):
    look = accept(desk, propose(LAST, "The end."), _look="1")
    assert foresight(look).items == []
    assert foresight(look).sentence == "No note or question points at what was edited."


def test_an_edit_in_between_is_told(desk, propose, edit, opening):
    erratum = propose(RULE, MENDED)
    edit("A village", "A small village")
    response = accept(desk, erratum, version=1)
    assert "Somebody else has saved “Opening”" in messages_of(response)
    assert "A small village shares" in response.content.decode()
    assert Erratum.objects.get().is_open
    assert "Accepted" in messages_of(accept(desk, erratum, version=2))


def test_the_second_editor_hears_that_it_is_done(desk, propose, admin, opening):
    erratum = propose(RULE, MENDED)
    accept_correction(user=admin, erratum=erratum, base_version=1)
    assert "accepted already" in messages_of(accept(desk, erratum, version=2))
    declined = desk.post(refusal(erratum), {"answer": "No."}, follow=True)
    assert "accepted already" in messages_of(declined)
    opening.refresh_from_db()
    assert opening.current.number == 2


# Declining ---------------------------------------------------------------------------------------


def test_declining_says_why(desk, propose, staff):
    erratum = propose(RULE, MENDED)
    response = desk.post(refusal(erratum), {"answer": "He wrote it so."}, follow=True)
    assert "Declined: Mira reads why" in messages_of(response)
    erratum.refresh_from_db()
    assert (erratum.state, erratum.answer, erratum.decided_by) == (
        "declined", "He wrote it so.", staff
    )  # fmt: skip
    assert "He wrote it so." in desk.get(page_of(erratum)).content.decode()


def test_without_a_reason_the_page_comes_back(desk, propose):
    erratum = propose(RULE, MENDED)
    response = desk.post(refusal(erratum), {"answer": "  "})
    assert response.status_code == 422
    assert "Say why: the reader sees it" in response.content.decode()
    long = desk.post(refusal(erratum), {"answer": "Because. " * 200})
    assert "Because. Because." in long.content.decode()
    assert Erratum.objects.get().is_open


def test_a_forged_form_is_refused(staff, propose):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    erratum = propose(RULE, MENDED)
    for address in (acceptance(erratum), refusal(erratum)):
        sent = client.post(address, {"base_version": "1", "answer": "No."})
        assert sent.status_code == 403
    assert Erratum.objects.get().is_open
