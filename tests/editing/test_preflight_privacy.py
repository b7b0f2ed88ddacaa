"""“What this edit does” gives nobody sight of words that are not theirs to read."""

from __future__ import annotations

from readings.annotation.models import Target
from readings.discussion.actions import add_own_question, ask_question
from readings.groups.actions import add_member
from tests.editing.looking import foresight, replaced

LAST = "None of this stands in the ledger 🐑."
RULE = "its rule is seldom written down"


def test_private_notes_are_only_counted(form_page, write, passage, client_of, admin):
    write("Quicksilver.", pointer=passage(RULE), audience="me")
    body = replaced(form_page, ("seldom", "hardly ever"))
    for client in (form_page.client, client_of(admin)):
        form_page.client = client
        response = form_page.send(body=body)
        html = response.content.decode()
        assert (foresight(response).items, foresight(response).private) == ([], 1)
        assert "1 note that is not shared is touched too" in html
        assert "Quicksilver" not in html
        assert "Mira" not in html


def test_a_private_note_beside_a_shared_one_is_not_placed(form_page, write, passage):
    write("Ours.", pointer=passage(LAST))
    write("Quicksilver.", pointer=passage(LAST), audience="me")
    response = form_page.send(body=replaced(form_page, (LAST, "End.")))
    assert "Quicksilver" not in response.content.decode()
    assert [item.pointing for item in foresight(response).items] == ["1 note"]


def test_editors_see_that_words_stand_there_and_moderators_which(
    form_page, write, passage, staff, grant
):
    write("Ours to read.", pointer=passage(LAST))
    body = replaced(form_page, (LAST, "End."))
    assert "Ours to read." not in form_page.send(body=body).content.decode()
    grant(staff, "moderate_note")
    assert foresight(form_page.send(body=body)).items[0].words == [("Mira", "Ours to read.")]


def test_an_editor_who_is_a_member_reads_the_groups_words(form_page, write, passage, staff, group):
    write("Ours to read.", pointer=passage(LAST))
    add_member(group=group, user=staff)
    found = foresight(form_page.send(body=replaced(form_page, (LAST, "End."))))
    assert found.items[0].words == [("Mira", "Ours to read.")]


def test_questions_are_counted_with_their_places(form_page, reading, facilitator, passage):
    own = add_own_question(
        user=None, chapter=reading.chapter, pointer=passage(LAST), body="Whose field?"
    )
    ask_question(user=facilitator, reading=reading, pointer=passage(RULE), body="Really ours?")
    body = replaced(form_page, (LAST, "End."), ("seldom", "hardly ever"))
    response = form_page.send(body=body)
    assert [group for group, _counts in foresight(response).groups] == [
        "The chapter's own questions", "Thursday Readers"
    ]  # fmt: skip
    assert "Really ours?" not in response.content.decode()
    assert Target.objects.get(pk=own.target_id).state == "placed"
