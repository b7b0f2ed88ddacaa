"""Two editors with the same section open: no words are overwritten unseen, none typed are lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.fixtures.admin import AdminPage, errors_of, fields_of, messages_of

LAST = "None of this stands in the ledger 🐑."


@pytest.fixture
def address(opening):
    return reverse("admin:readings_section_change", args=[opening.pk])


@pytest.fixture
def mine(admin_page, address):
    """The page as the second editor opened it."""
    return admin_page(address)


@pytest.fixture
def theirs(mine, person, client_of, address):
    """The first editor's save, after the second had opened the page."""
    client = client_of(person("Stefan", is_staff=True))

    def save(old, new, summary="Theirs."):
        page = AdminPage(client, address)
        page.save(body=page.fields["body"].replace(old, new), summary=summary)

    save("A village", "A small village")
    return save


@pytest.fixture
def refused(mine, theirs):
    """What the second editor gets for an own change of the ending, and a new reason."""
    mine.add_row("reasons", text="share tools")
    response = mine.send(body=mine.fields["body"].replace(LAST, "My ending."), summary="Mine.")
    assert "Somebody else has saved" in errors_of(response)
    return response


def choose(mine, response, choice, **changes):
    data = fields_of(response.content.decode()) | {"_conflict": choice, **changes}
    return mine.client.post(mine.address, data, follow=True)


def text_of(opening):
    opening.refresh_from_db()
    return opening.body


def test_the_second_sees_who_changed_what_and_why(refused):
    conflict = refused.context["conflict"]
    said = [(v.number, str(v.created_by), v.summary) for v in conflict.versions]
    assert said == [(2, "Stefan", "Theirs.")]
    ((part, pieces),) = conflict.differences
    changed = [(p.kind, p.text) for p in pieces if p.kind in ("gone", "new")]
    assert (part, changed) == ("Text", [("new", " small")])
    assert "<ins> small</ins>" in refused.content.decode()


def test_the_typed_text_is_still_in_the_form(refused, opening):
    form = refused.context["adminform"].form
    assert "My ending." in form["body"].value()
    assert form["summary"].value() == "Mine."
    assert "share tools" in refused.content.decode()
    assert "A small village" in text_of(opening)
    assert LAST in text_of(opening)


def test_sending_the_same_again_still_overwrites_nothing(mine, refused, opening):
    data = fields_of(refused.content.decode())
    again = mine.client.post(mine.address, data, follow=True)
    assert "Somebody else has saved" in errors_of(again)
    assert LAST in text_of(opening)


def test_mine_is_kept_in_place_of_theirs(mine, refused, opening):
    response = choose(mine, refused, "mine")
    assert "was changed successfully" in messages_of(response)
    assert "My ending." in text_of(opening)
    assert "A village" in text_of(opening)
    assert "share tools" in opening.current.plain_text
    assert "A small village" in opening.versions.get(number=2).body


def test_mine_is_looked_at_before_it_is_saved(mine, refused, opening, write, passage):
    target = write(pointer=passage("small village")).target
    looked = choose(mine, refused, "mine")
    assert [item.label for item in looked.context["foresight"].items] == ["Wording changed"]
    assert LAST in text_of(opening)
    assert "was changed successfully" in messages_of(mine.confirm(looked))
    target.refresh_from_db()
    assert "My ending." in text_of(opening)
    assert (target.state, target.exact) == ("changed", "village")


def test_theirs_is_taken_and_mine_stands_beside(mine, refused, opening):
    response = choose(mine, refused, "theirs")
    form, beside = response.context["adminform"].form, response.context["beside"]
    assert response.context["errors"] == []
    assert "A small village" in form["body"].value()
    assert "My ending." in beside.body
    assert "share tools" in beside.reasons
    data = fields_of(response.content.decode())
    assert data["base_version"] == "2"
    assert LAST in text_of(opening)


def test_one_edits_on_with_both_at_hand(mine, refused, opening):
    response = choose(mine, refused, "both")
    form, beside = response.context["adminform"].form, response.context["beside"]
    assert errors_of(response) == ""
    assert "My ending." in form["body"].value()
    assert "A small village" in beside.body
    assert LAST in text_of(opening)
    data = fields_of(response.content.decode())
    data["body"] = data["body"].replace("A village", "A small village")
    saved = mine.client.post(mine.address, data, follow=True)
    assert "was changed successfully" in messages_of(saved)
    assert "A small village" in text_of(opening)
    assert "My ending." in text_of(opening)


@pytest.mark.parametrize("choice", ["mine", "both"])
def test_a_third_edit_is_seen_before_anything_else(mine, theirs, refused, opening, choice):
    theirs("one field", "two fields", "Again theirs.")
    response = choose(mine, refused, choice)
    conflict = response.context["conflict"]
    assert [version.number for version in conflict.versions] == [3]
    assert "My ending." in response.context["adminform"].form["body"].value()
    assert "two fields" in text_of(opening)


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_a_version_that_never_was_opens_nothing(mine, refused, opening, seen):
    for choice in ("mine", "both", "theirs", "nonsense"):
        response = choose(mine, refused, choice, seen_version=seen)
        assert response.status_code == 200
        assert LAST in text_of(opening)


@pytest.mark.parametrize("who", ["stranger", "member", "facilitator"])
def test_nobody_else_sees_the_conflict(who, request, client_of, mine, refused):
    client = client_of(request.getfixturevalue(who))
    for choice in ("mine", "both", "theirs"):
        data = fields_of(refused.content.decode()) | {"_conflict": choice}
        response = client.post(mine.address, data, follow=True)
        assert response.status_code == 403
        assert "small village" not in response.content.decode()
