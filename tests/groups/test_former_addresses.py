"""A group at another address is found at its old ones, by its members."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.annotation.models import Note
from readings.groups.actions import change_group, found_group
from readings.groups.models import FormerGroupAddress
from readings.text.actions import change_chapter
from tests.fixtures.admin import AdminPage

OLD, NEW = "thursday-readers", "friday-readers"


@pytest.fixture
def move(admin, group):
    """Gives the group an address: `move("friday-readers")`."""
    return lambda slug: change_group(user=admin, group=group, slug=slug)


def rows():
    return sorted(FormerGroupAddress.objects.values_list("slug", "group__slug"))


def test_every_page_of_a_group_is_found_at_its_new_address(
    addresses, group, move, facilitator_client, stranger_client
):
    below = [
        path for path in addresses.values() if path.startswith((f"/g/{OLD}/", f"/groups/{OLD}/"))
    ]
    assert len(below) > 15
    move(NEW)
    for path in below:
        response = facilitator_client.get(f"{path}?a=1")
        if response.status_code == 405:  # it takes a form alone: see below
            continue
        assert (path, response.status_code) == (path, 301)
        assert response["Location"] == f"{path.replace(OLD, NEW)}?a=1"
        assert "no-cache" in response["Cache-Control"]
        refused = stranger_client.get(path)
        assert (path, refused.status_code) == (path, 404)
        assert NEW.encode() not in refused.content


def test_what_is_sent_to_an_old_address_is_stored(reading, move, member_client):
    old = f"{reading.get_absolute_url()}notes/"
    move(NEW)
    sent = {"body": "Written meanwhile.", "audience": "group", "kind": "chapter"}
    response = member_client.post(old, sent)
    assert (response.status_code, response["Location"]) == (308, old.replace(OLD, NEW))
    member_client.post(old, sent, follow=True)
    assert Note.objects.filter(body="Written meanwhile.").exists()


def test_a_group_and_its_chapter_lead_on_together(reading, chapter, move, member_client):
    old = reading.get_absolute_url()
    move(NEW)
    change_chapter(user=None, chapter=chapter, slug="price")
    response = member_client.get(old, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1] == (f"/g/{NEW}/the-commons/price/", 301)


def test_after_many_changes_the_way_is_one_step(move, member_client):
    for slug in (NEW, "saturday-readers", "readers"):
        move(slug)
    for was in (OLD, NEW, "saturday-readers"):
        assert member_client.get(f"/g/{was}/")["Location"] == "/g/readers/"
    assert len(rows()) == 3


def test_there_and_back_leaves_one_way_alone(move, member_client):
    move(NEW)
    move(OLD)
    assert member_client.get(f"/g/{OLD}/").status_code == 200
    assert rows() == [(NEW, OLD)]


def test_an_address_that_is_used_again_is_its_new_owners(
    move, other_group, admin, member, member_client, stranger_client
):
    move(NEW)
    change_group(user=admin, group=other_group, slug=OLD)
    assert stranger_client.get(f"/g/{OLD}/").status_code == 200
    assert member_client.get(f"/g/{OLD}/").status_code == 404
    assert (OLD, OLD) not in rows()
    move(OLD + "-2")
    found_group(user=member, name="Anew", slug=NEW)
    assert member_client.get(f"/g/{NEW}/").status_code == 200
    assert NEW not in dict(rows())


def test_a_new_group_takes_no_address_that_leads_somewhere(move, member):
    move(NEW)
    assert found_group(user=member, name="Thursday Readers").slug == f"{OLD}-2"


def test_other_facts_leave_no_address_behind(admin, group, move):
    change_group(user=admin, group=group, name="Friday Readers", description="At noon.")
    move(OLD)
    assert rows() == []


def test_the_admins_form_leaves_a_way_on(admin_client, group, member_client):
    page = AdminPage(admin_client, reverse("admin:readings_studygroup_change", args=[group.pk]))
    page.save(slug=NEW)
    assert member_client.get(f"/g/{OLD}/")["Location"] == f"/g/{NEW}/"
