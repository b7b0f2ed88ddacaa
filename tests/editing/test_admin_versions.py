"""The versions of a section in the admin: who, when, why, what changed, the text, the way back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.fixtures.admin import AdminPage, fields_of, messages_of

LAST = "None of this stands in the ledger 🐑."


@pytest.fixture
def form_page(admin_page, opening):
    return admin_page(reverse("admin:readings_section_change", args=[opening.pk]))


@pytest.fixture
def edited(form_page, opening):
    """The opening with a second version, which has another ending."""
    form_page.save(
        body=form_page.fields["body"].replace(LAST, "Another ending."), summary="Plainer."
    )
    opening.refresh_from_db()
    return opening


def page_of_version(section, number):
    version = section.versions.get(number=number)
    return reverse("admin:readings_sectionversion_change", args=[version.pk])


def restoration_of(section, number):
    version = section.versions.get(number=number)
    return reverse("admin:readings_sectionversion_restoration", args=[version.pk])


def changes(response):
    return [
        (name, [(p.kind, p.text) for p in pieces if p.kind in ("gone", "new")])
        for name, pieces in response.context["differences"]
    ]


def test_a_version_says_who_when_why_and_what_changed(edited, admin_client):
    response = admin_client.get(page_of_version(edited, 2))
    html = response.content.decode()
    assert "Ada" in html
    assert "Plainer." in html
    ((part, pieces),) = changes(response)
    assert part == "Text"
    assert (
        "".join(text for kind, text in pieces if kind == "gone")
        == " None of this stands in the ledger 🐑".lstrip()
    )
    assert "This is the version that stands." in html


def test_two_versions_are_compared_the_older_first(edited, admin_client):
    response = admin_client.get(page_of_version(edited, 1), {"against": "2"})
    ((_part, pieces),) = changes(response)
    assert ("new", "Another ending") in pieces
    assert changes(admin_client.get(page_of_version(edited, 1))) == []
    for nonsense in ("99", "x", "9" * 30):
        assert (
            admin_client.get(page_of_version(edited, 1), {"against": nonsense}).status_code == 200
        )


def test_the_text_is_shown_as_it_was(edited, admin_client):
    html = admin_client.get(page_of_version(edited, 1)).content.decode()
    assert f"<p>{LAST}</p>" in html
    assert "hear of trouble early" in html
    assert "Walk the field<br>" in html


def test_a_version_is_restored(edited, admin_client):
    page = AdminPage(admin_client, page_of_version(edited, 1))
    response = admin_client.post(restoration_of(edited, 1), page.fields, follow=True)
    assert response.redirect_chain[-1][0] == reverse(
        "admin:readings_section_change", args=[edited.pk]
    )
    edited.refresh_from_db()
    assert (edited.current.number, edited.current.summary) == (3, "Version 1 restored.")
    assert LAST in edited.body


def test_what_restoring_does_is_shown_first(edited, admin_client, write, passage):
    target = write(pointer=passage("Another ending.")).target
    page = AdminPage(admin_client, page_of_version(edited, 1))
    looked = admin_client.post(restoration_of(edited, 1), page.fields, follow=True)
    (item,) = looked.context["foresight"].items
    assert (item.outcome, item.pieces[0].text) == ("lost", "Another ending.")
    assert page_of_version(edited, 1) in looked.content.decode()
    edited.refresh_from_db()
    assert edited.current.number == 2
    again = fields_of(looked.content.decode()) | {"summary": "It was better."}
    told = messages_of(admin_client.post(restoration_of(edited, 1), again, follow=True))
    assert "1 without a place now" in told
    edited.refresh_from_db()
    target.refresh_from_db()
    assert (edited.current.summary, target.state) == ("It was better.", "orphaned")


def test_notes_that_come_back_are_told(form_page, opening, write, passage, admin_client):
    write(pointer=passage(LAST))
    form_page.save(body=form_page.fields["body"].replace(LAST, "Another ending."))
    page = AdminPage(admin_client, page_of_version(opening, 1))
    looked = admin_client.post(restoration_of(opening, 1), page.fields, follow=True)
    assert [item.label for item in looked.context["foresight"].items] == ["Back in its place"]
    again = fields_of(looked.content.decode())
    told = messages_of(admin_client.post(restoration_of(opening, 1), again, follow=True))
    assert "1 back in place" in told


def test_an_edit_in_between_is_refused_politely(edited, admin_client, admin_page, form_page):
    page = AdminPage(admin_client, page_of_version(edited, 1))
    admin_page(form_page.address).save(heading="Theirs")
    response = admin_client.post(restoration_of(edited, 1), page.fields, follow=True)
    assert "Somebody else has saved “Theirs”" in messages_of(response)
    edited.refresh_from_db()
    assert (edited.heading, edited.current.number) == ("Theirs", 3)


def test_restoring_what_stands_changes_nothing(edited, admin_client):
    admin_client.post(restoration_of(edited, 2), {"base_version": "2"})
    edited.refresh_from_db()
    assert edited.current.number == 2


def test_a_restoration_is_a_post_with_a_version(edited, admin_client):
    address = restoration_of(edited, 1)
    assert admin_client.get(address).status_code == 405
    for base in ("", "x", "9" * 30):
        assert admin_client.post(address, {"base_version": base}).status_code == 404
    gone = reverse("admin:readings_sectionversion_restoration", args=[9999])
    assert admin_client.post(gone, {"base_version": "2"}).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "member", "facilitator"])
def test_nobody_else_sees_or_restores_versions(who, request, client_of, edited):
    client = client_of(request.getfixturevalue(who))
    asked = client.get(page_of_version(edited, 1), follow=True)
    sent = client.post(restoration_of(edited, 1), {"base_version": "2"}, follow=True)
    assert (asked.status_code, sent.status_code) == (403, 403)
    edited.refresh_from_db()
    assert edited.current.number == 2


def test_whoever_is_signed_out_signs_in_first(edited):
    response = Client().post(restoration_of(edited, 1), {"base_version": "2"})
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_a_versions_page_asks_no_more_for_more_versions(
    edited, admin_client, admin_page, form_page
):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(page_of_version(edited, 1))
        return len(captured)

    asked()
    few = asked()
    for turn in range(4):
        admin_page(form_page.address).save(heading=f"Heading {turn}")
    assert asked() == few <= 9
