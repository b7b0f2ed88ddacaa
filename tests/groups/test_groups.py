"""Founding a group, its settings, its archive."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from readings.annotation.actions import add_note, edit_note
from readings.annotation.models import Note
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.actions import archive_group, change_group, make_join_link, reopen_group
from readings.groups.models import Activity, AuditEntry, StudyGroup

FACTS = {"name": "Night Readers", "description": "By lamp.", "time_zone": "Europe/Lisbon"}


def test_anybody_with_an_account_founds_a_group_and_facilitates_it(stranger, client_of):
    client = client_of(stranger)
    assert "Found a group" in client.get("/").content.decode()
    response = client.post("/groups/new/", FACTS)
    group = StudyGroup.objects.get(name="Night Readers")
    assert response["Location"] == group.get_absolute_url()
    assert group.memberships.get().user == stranger
    assert group.memberships.get().facilitates
    assert (group.description, group.time_zone) == ("By lamp.", "Europe/Lisbon")
    assert AuditEntry.objects.get(group=group).what == "group.founded"


def test_the_site_can_leave_founding_to_its_staff(stranger, person, client_of, settings):
    settings.FOUND_GROUPS = "staff"
    client = client_of(stranger)
    assert client.get("/groups/new/").status_code == 403
    assert client.post("/groups/new/", FACTS).status_code == 403
    assert "Found a group" not in client.get("/").content.decode()
    assert client_of(person("Edda", is_staff=True)).post("/groups/new/", FACTS).status_code == 302
    assert StudyGroup.objects.filter(name="Night Readers").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"name": "a" * 121}, "name"), ({"time_zone": "Mars"}, "time_zone")],
)
def test_bad_input_is_said_beside_its_field_and_founds_nothing(member_client, group, wrong, field):
    response = member_client.post("/groups/new/", {**FACTS, **wrong})
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert "By lamp." in response.content.decode()
    assert StudyGroup.objects.count() == 1


SETTINGS = {**FACTS, "who_invites": "members", "first_audience": "me", "shows_name": "on"}


def test_facilitators_change_the_settings(facilitator_client, group):
    address = f"/groups/{group.slug}/settings/"
    assert facilitator_client.get(address).status_code == 200
    response = facilitator_client.post(address, SETTINGS, follow=True)
    assert "The settings are stored." in response.content.decode()
    group.refresh_from_db()
    assert (group.name, group.who_invites, group.first_audience, group.shows_name) == (
        "Night Readers", "members", "me", True,
    )  # fmt: skip
    assert "name" in AuditEntry.objects.get(what="group.changed").facts["fields"]


def test_bad_settings_change_nothing_and_the_page_keeps_the_group_s_name(facilitator_client, group):
    response = facilitator_client.post(f"/groups/{group.slug}/settings/", {**SETTINGS, "name": ""})
    assert response.status_code == 422
    assert "Thursday Readers" in response.content.decode()
    group.refresh_from_db()
    assert group.who_invites == "facilitators"


def test_members_do_not_change_the_settings(member, group):
    with pytest.raises(PermissionDenied):
        change_group(user=member, group=group, name="Mine")


@pytest.mark.parametrize(("first", "checked"), [("group", "Post to"), ("me", "Keep for me")])
def test_the_composer_begins_with_the_group_s_audience(
    member_client, group, facilitator, reading, first, checked
):
    """The button that Ctrl+Enter and the eye take; what is kept of the page does not hide that."""
    address = f"{reading.get_absolute_url()}notes/"
    member_client.get(address)
    change_group(user=facilitator, group=group, first_audience=first)
    content = member_client.get(address).content.decode()
    primary = re.findall(
        r'class="button primary" type="submit" name="audience"[^>]*>([^<]*)', content
    )
    assert [words.startswith(checked) for words in primary] == [True]


@pytest.fixture
def archived(group, facilitator, write):
    write("Before.")
    return archive_group(user=facilitator, group=group)


def test_an_archived_group_is_read_and_not_written(
    archived, reading, member, facilitator, member_client, facilitator_client, group
):
    note = Note.objects.get()
    reading.group.refresh_from_db()
    note = Note.objects.select_related("reading__group").get(pk=note.pk)
    chapter = reading.get_absolute_url()
    assert member_client.get(chapter).status_code == 200
    panel = member_client.get(note.get_absolute_url(), follow=True).content.decode()
    assert "Before." in panel
    for control in ("data-composer", "/deletion/", "/edit/"):
        assert control not in panel
    for refused in (
        lambda: add_note(author=member, reading=reading, body="After."),
        lambda: edit_note(user=member, note=note, body="After."),
        lambda: ask_question(
            user=facilitator, reading=reading, pointer=Pointer("chapter"), body="Why?"
        ),
        lambda: make_join_link(user=facilitator, group=archived),
        lambda: change_group(user=facilitator, group=archived, name="New"),
    ):
        with pytest.raises(PermissionDenied, match="archived"):
            refused()
    page = facilitator_client.get(group.get_absolute_url()).content.decode()
    assert "has been archived since" in page
    assert "Open it again" in page
    assert "Open it again" not in member_client.get(group.get_absolute_url()).content.decode()


def test_links_into_an_archived_group_say_so(group, facilitator):
    link = make_join_link(user=facilitator, group=group)
    archive_group(user=facilitator, group=group)
    response = Client().post(link.get_absolute_url(), {"name": "Nia", "password": "a-long-walk"})
    assert response.status_code == 410
    assert "archived" in response.content.decode()


def test_a_group_is_opened_again_as_it_was(archived, facilitator_client, group, reading, member):
    facilitator_client.post(f"/groups/{group.slug}/reopening/")
    reading.group.refresh_from_db()
    assert reading.group.archived_at is None
    assert add_note(author=member, reading=reading, body="After.").pk


def test_opening_twice_is_once(archived, facilitator):
    reopen_group(user=facilitator, group=archived)
    reopen_group(user=facilitator, group=archived)
    assert Activity.objects.filter(kind="group.reopened").count() == 1


def test_the_archive_page_archives(facilitator_client, group):
    address = f"/groups/{group.slug}/archive/"
    assert facilitator_client.get(address).status_code == 200
    group.refresh_from_db()
    assert group.archived_at is None
    facilitator_client.post(address)
    group.refresh_from_db()
    assert group.archived_at is not None
