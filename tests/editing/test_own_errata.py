"""A facilitator decides on corrections of the group's own text, outside of the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.annotation.actions import delete_note
from readings.editing.actions import edit_chapter
from readings.editing.errata import accept_correction
from readings.editing.sectioning import split_section
from readings.text.actions import publish_book
from tests.editing.looking import foresight
from tests.editing.standing import draft
from tests.fixtures.admin import fields_of, messages_of

RULE = "its rule is seldom written down"
MENDED = "its rule is rarely written down"
ACROSS = "before you draw it\nA village"  # two blocks, which no rule joins
JOINED = "before you draw it. A village"
VERSE = "::: verse\nWalk the field\nbefore you draw it\n:::\n\nA village"


@pytest.fixture
def book(book, group):
    """The chapter's book, as a text of the group's own."""
    book.group = group
    book.save()
    return book


@pytest.fixture
def desk(facilitator_client):
    return facilitator_client


def at(name, erratum):
    return reverse(name, args=[erratum.note.reading.group.slug, erratum.pk])


def queue(group):
    return reverse("errata", args=[group.slug])


def shown(client, erratum):
    response = client.get(at("erratum", erratum))
    assert response.status_code == 200
    return response.content.decode()


def accept(client, erratum, **sent):
    section = erratum.note.target.section_id or ""
    sent = {"base_version": 1, "section": section, **sent}
    return client.post(at("erratum-acceptance", erratum), sent, follow=True)


def confirm(client, erratum, response, **changes):
    data = fields_of(response.content.decode()) | changes
    return client.post(at("erratum-acceptance", erratum), data, follow=True)


# The way there and the queue ---------------------------------------------------------------------


def test_the_groups_page_leads_there_and_counts(desk, member_client, group, propose):
    assert "waiting for you" not in desk.get(group.get_absolute_url()).content.decode()
    propose(RULE, MENDED)
    page = desk.get(group.get_absolute_url()).content.decode()
    assert queue(group) in page
    assert "waiting for you" in page
    assert queue(group) not in member_client.get(group.get_absolute_url()).content.decode()


def test_the_queue_has_the_groups_own_texts_alone(desk, group, propose, book, admin):
    propose(RULE, MENDED)
    assert "rarely" in desk.get(queue(group)).content.decode()
    publish_book(user=admin, book=book)
    page = desk.get(queue(group)).content.decode()
    assert "rarely" not in page
    assert "Nothing is waiting" in page


def test_a_text_of_all_groups_is_not_theirs_to_decide_on(desk, propose, book, admin):
    erratum = propose(RULE, MENDED)
    publish_book(user=admin, book=book)
    assert desk.get(at("erratum", erratum)).status_code == 404
    assert accept(desk, erratum).status_code == 404
    erratum.refresh_from_db()
    assert erratum.is_open


def test_another_groups_address_leads_to_nothing(client_of, stranger, other_group, propose):
    erratum = propose(RULE, MENDED)
    address = reverse("erratum", args=[other_group.slug, erratum.pk])
    assert client_of(stranger).get(address).status_code == 404


def test_what_was_withdrawn_leaves_the_queue(desk, group, propose, member):
    erratum = propose(RULE, MENDED)
    delete_note(user=member, note=erratum.note)
    assert "rarely" not in desk.get(queue(group)).content.decode()
    assert desk.get(at("erratum", erratum)).status_code == 404


# Accepting ---------------------------------------------------------------------------------------


def test_one_press_accepts_what_touches_no_other_note(desk, propose, opening, group, member):
    erratum = propose(RULE, MENDED)
    assert "A slip." in shown(desk, erratum)
    response = accept(desk, erratum, summary="The author said so.")
    assert f"{member} reads so" in messages_of(response)
    opening.refresh_from_db()
    assert MENDED in opening.body
    assert opening.current.summary == "The author said so."
    page = desk.get(queue(group)).content.decode()
    assert "Accepted" in page
    assert "Nothing is waiting" in page


def test_what_it_does_to_other_notes_is_looked_at_first(desk, propose, write, passage, opening):
    erratum = propose(RULE, MENDED)
    note = write("Is it?", pointer=passage("rule is seldom"))
    write("For me.", pointer=passage("seldom written"), audience="me")
    response = accept(desk, erratum)
    found = foresight(response)
    assert [item.label for item in found.items] == ["Wording changed"]
    page = response.content.decode()
    assert "Is it?" in page  # a member may read it
    assert "For me." not in page
    assert "1 note that is not shared is touched too" in page
    opening.refresh_from_db()
    assert opening.current.number == 1
    confirm(desk, erratum, response)
    note.target.refresh_from_db()
    assert note.target.exact == "rule is rarely"


def test_the_way_back_keeps_what_was_typed(desk, propose, write, passage):
    erratum = propose(RULE, MENDED)
    write(pointer=passage("rule is seldom"))
    looked = accept(desk, erratum, summary="Because.")
    back = confirm(desk, erratum, looked, _back="1").content.decode()
    assert fields_of(back)["summary"] == "Because."
    erratum.refresh_from_db()
    assert erratum.is_open


def test_a_look_changes_nothing(desk, propose, opening):
    erratum = propose(RULE, MENDED)
    assert foresight(accept(desk, erratum, _look="1")).changed
    opening.refresh_from_db()
    assert RULE in opening.body


def test_an_edit_in_between_is_shown(desk, propose, edit, opening):
    erratum = propose(RULE, MENDED)
    edit("A village", "A small village")
    response = accept(desk, erratum)
    assert response.status_code == 409
    page = response.content.decode()
    assert "since you opened it" in page
    assert "<ins> small</ins>" in page
    assert fields_of(page)["base_version"] == "2"
    confirm(desk, erratum, response)
    opening.refresh_from_db()
    assert MENDED in opening.body


def test_the_second_facilitator_hears_that_it_is_done(desk, propose, admin):
    erratum = propose(RULE, MENDED)
    accept_correction(user=admin, erratum=erratum, base_version=1)
    assert "accepted already" in messages_of(accept(desk, erratum, base_version=2))
    sent = desk.post(at("erratum-refusal", erratum), {"answer": "No."}, follow=True)
    assert "accepted already" in messages_of(sent)


@pytest.mark.parametrize("base", ["", "x", "-1", "9" * 30])
def test_a_forged_version_changes_nothing(desk, propose, base):
    erratum = propose(RULE, MENDED)
    assert accept(desk, erratum, base_version=base).status_code == 422
    erratum.refresh_from_db()
    assert erratum.is_open


# By hand -----------------------------------------------------------------------------------------


def test_what_no_rule_can_do_is_written_by_hand(desk, propose, opening):
    erratum = propose(ACROSS, JOINED)
    page = shown(desk, erratum)
    assert "cannot be put into the text by rule" in page
    body = fields_of(page)["body"]  # as a browser sends it: with CR LF
    written = body.replace(VERSE.replace("\n", "\r\n"), f"Walk the field {JOINED}")
    accept(desk, erratum, body=written)
    opening.refresh_from_db()
    assert f"Walk the field {JOINED} *shares* one field" in opening.body
    assert "\r" not in opening.body
    erratum.refresh_from_db()
    assert erratum.state == "accepted"


def test_a_facilitator_may_find_words_of_their_own(desk, propose, opening):
    erratum = propose(RULE, MENDED)
    page = desk.get(f"{at('erratum', erratum)}?hand").content.decode()
    body = fields_of(page)["body"].replace("seldom", "hardly ever")
    accept(desk, erratum, body=body)
    opening.refresh_from_db()
    assert "hardly ever written" in opening.body


def test_who_changes_nothing_hears_so_and_keeps_the_form(desk, propose, opening):
    erratum = propose(ACROSS, JOINED)
    response = accept(desk, erratum, body=opening.body, summary="Hm.")
    assert response.status_code == 409
    assert "still reads as before" in response.content.decode()
    assert fields_of(response.content.decode())["summary"] == "Hm."


def test_a_text_that_cannot_be_rendered_is_kept_in_the_form(desk, propose, opening):
    erratum = propose(ACROSS, JOINED)
    response = accept(desk, erratum, body="::: verse\nNever closed")
    assert response.status_code == 422
    page = response.content.decode()
    assert "errorlist" in page
    assert "Never closed" in fields_of(page)["body"]


def test_by_hand_nobodys_words_are_overwritten_unseen(desk, propose, edit, opening):
    erratum = propose(ACROSS, JOINED)
    typed = opening.body.replace("A village", "One village")
    edit("seldom", "hardly ever")
    response = accept(desk, erratum, body=typed)
    assert response.status_code == 409
    page = response.content.decode()
    assert "hardly ever" in page
    assert "One village" in fields_of(page)["body"]
    opening.refresh_from_db()
    assert "hardly ever" in opening.body


# Declining ---------------------------------------------------------------------------------------


def test_declining_says_why(desk, propose, group, opening):
    erratum = propose(RULE, MENDED)
    sent = desk.post(at("erratum-refusal", erratum), {"answer": "He wrote so."}, follow=True)
    assert "reads why at the note" in messages_of(sent)
    erratum.refresh_from_db()
    assert (erratum.state, erratum.answer) == ("declined", "He wrote so.")
    opening.refresh_from_db()
    assert RULE in opening.body
    assert "He wrote so." in desk.get(queue(group)).content.decode()


@pytest.mark.parametrize("answer", ["", "  ", "long " * 300])
def test_a_refusal_that_cannot_be_comes_back(desk, propose, answer):
    erratum = propose(RULE, MENDED)
    response = desk.post(at("erratum-refusal", erratum), {"answer": answer})
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert answer.strip() in response.content.decode()
    erratum.refresh_from_db()
    assert erratum.is_open


# A section that is gone --------------------------------------------------------------------------


def test_of_words_that_are_gone_with_their_section_it_can_only_be_declined(desk, propose, chapter):
    erratum = propose("followed the price, and", "followed the prize, and")
    section = chapter.sections.get(order=1)
    edit_chapter(
        user=None, chapter=chapter, base_versions={}, changes=[draft(section, removed=True)]
    )
    page = shown(desk, erratum)
    assert "can only be declined" in page
    assert "They stood in this paragraph" in page


def test_a_decided_one_has_no_forms(desk, propose, admin, chapter):
    erratum = propose(RULE, MENDED)
    accept_correction(user=admin, erratum=erratum, base_version=1)
    page = shown(desk, erratum)
    assert "acceptance" not in page
    assert "refusal" not in page


def test_a_text_by_hand_is_never_put_into_another_section(
    desk, propose, opening, facilitator, key_of
):
    """The passage went to a section of its own meanwhile, whose versions count from one as well."""
    erratum = propose("None of this stands", "None of it stands")
    page = desk.get(f"{at('erratum', erratum)}?hand").content.decode()
    sent = fields_of(page) | {"body": "What was written for the opening."}
    split_section(
        user=facilitator, section=opening, base_version=1, block=key_of("1.4"), heading="Ledgers"
    )
    erratum.note.target.refresh_from_db()
    section = erratum.note.target.section
    assert section != opening
    stands = section.current.body
    for _press in range(2):
        response = desk.post(at("erratum-acceptance", erratum), sent)
        html = response.content.decode()
        assert response.status_code == 409
        assert "stand in another section by now" in html
        assert "What was written for the opening." in html
        assert fields_of(html)["body"].replace("\r\n", "\n").strip() == stands.strip()
    section.refresh_from_db()
    assert section.current.body == stands
