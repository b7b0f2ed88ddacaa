"""Proposals that an editor works into the text by hand, and what the queue shows meanwhile."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.annotation.models import Erratum
from readings.editing.actions import edit_chapter
from readings.editing.errata import decline_correction
from tests.editing.looking import foresight, replaced
from tests.editing.proposing import LAST, MENDED, QUEUE, RULE, accept, by_hand, page_of, refusal
from tests.editing.standing import draft
from tests.fixtures.admin import AdminPage, messages_of

# By hand -----------------------------------------------------------------------------------------


def test_what_no_rule_can_do_leads_to_the_form(desk, propose, opening, reading):
    erratum = propose("before you draw it\nA village", "before you draw it. A village")
    html = desk.get(page_of(erratum)).content.decode()
    assert "cannot be put into the text by rule" in html
    assert by_hand(erratum) in html
    assert "by rule" in messages_of(accept(desk, erratum))
    page = AdminPage(desk, by_hand(erratum))
    assert "Mira proposes" in page.html
    assert page.fields["erratum"] == str(erratum.pk)
    verse = "::: verse\r\nWalk the field\r\nbefore you draw it\r\n:::\r\n\r\nA village"
    response = page.save(
        body=replaced(page, (verse, "Walk the field before you draw it. A village"))
    )
    assert "was changed successfully" in messages_of(response)
    erratum.refresh_from_db()
    opening.refresh_from_db()
    assert (erratum.state, erratum.version) == ("accepted", opening.current)


def test_the_proposal_goes_along_through_the_look_ahead_and_back(desk, propose, write, passage):
    erratum = propose(RULE, MENDED)
    write(pointer=passage(LAST))
    page = AdminPage(desk, by_hand(erratum))
    body = replaced(page, ("seldom", "rarely"), (LAST, "The end."))
    look = page.send(body=body)
    assert [item.label for item in foresight(look).items] == ["Needs a new place"]
    back = page.confirm(look, _back="1")
    assert back.context["proposal"].chosen
    assert "The end." in back.content.decode()
    assert Erratum.objects.get().is_open
    page.confirm(page.send(body=body))
    assert Erratum.objects.get().state == "accepted"


def test_an_edit_need_not_settle_it(desk, propose):
    erratum = propose(RULE, MENDED)
    page = AdminPage(desk, by_hand(erratum))
    del page.fields["erratum"]
    page.save(body=replaced(page, (LAST, "The end.")))
    assert Erratum.objects.get().is_open


def test_who_changes_nothing_hears_so_and_keeps_the_form(desk, propose):
    erratum = propose(RULE, MENDED)
    page = AdminPage(desk, by_hand(erratum))
    response = page.send(summary="My reason.")
    assert "still reads as before" in messages_of(response)
    assert "My reason." in response.content.decode()
    assert Erratum.objects.get().is_open


def test_a_form_that_was_open_when_another_editor_decided(desk, propose, admin, opening):
    erratum = propose(RULE, MENDED)
    page = AdminPage(desk, by_hand(erratum))
    decline_correction(user=admin, erratum=erratum, answer="No.")
    response = page.send(body=replaced(page, ("seldom", "rarely")))
    assert "declined already" in messages_of(response)
    assert "rarely written" in response.content.decode()
    opening.refresh_from_db()
    assert opening.current.number == 1
    assert "erratum" not in AdminPage(desk, by_hand(erratum)).fields


def test_a_conflict_of_editors_keeps_the_proposal_at_hand(desk, propose, edit, opening):
    erratum = propose(RULE, MENDED)
    page = AdminPage(desk, by_hand(erratum))
    edit("A village", "A small village")
    conflict = page.send(body=replaced(page, ("seldom", "rarely")))
    assert conflict.context["conflict"].seen == 2
    assert conflict.context["proposal"].erratum == erratum
    done = page.confirm(conflict, _conflict="mine")
    assert "was changed successfully" in messages_of(done)
    assert Erratum.objects.get().state == "accepted"


@pytest.mark.parametrize("asked", ["x", "9" * 30, "0", "²"])
def test_an_odd_proposal_is_none(desk, propose, opening, asked):
    propose(RULE, MENDED)
    address = reverse("admin:readings_section_change", args=[opening.pk])
    response = desk.get(f"{address}?erratum={asked}")
    assert "proposal" not in response.context
    assert response.status_code == 200


# Meanwhile ---------------------------------------------------------------------------------------


def test_the_queue_shows_what_stands_there_by_now(desk, propose, edit):
    erratum = propose(RULE, MENDED)
    edit("seldom", "hardly")
    html = desk.get(page_of(erratum)).content.decode()
    assert "The text has changed there since" in html
    assert "<mark>its rule is hardly written down</mark>" in html
    assert 'name="base_version"' not in html


def test_the_queue_shows_where_words_stood_that_are_gone(desk, propose, edit):
    erratum = propose(LAST, "The end.")
    edit(LAST, "Something else.")
    html = desk.get(page_of(erratum)).content.decode()
    assert "The words are gone from the text" in html
    assert f"<mark>{LAST}</mark>" in html
    assert "Needs a new place" in desk.get(QUEUE).content.decode()


def test_of_a_section_that_is_gone_it_can_only_be_declined(desk, propose, admin, opening):
    erratum = propose(RULE, MENDED)
    edit_chapter(
        user=admin,
        chapter=opening.chapter,
        base_versions={opening.pk: 1},
        changes=[draft(opening, removed=True)],
    )
    assert "can only be declined" in desk.get(page_of(erratum)).content.decode()
    assert desk.post(refusal(erratum), {"answer": "It is gone."}).status_code == 302
    assert Erratum.objects.get().state == "declined"
