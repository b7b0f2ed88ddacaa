"""Deleting one's account: what is in the way, the pause, and taking it back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from readings.annotation.actions import add_note
from readings.annotation.parting import leave_group
from readings.groups.actions import add_member, archive_group
from readings.groups.models import AuditEntry, Membership, StudyGroup, User
from readings.pages.farewell import farewell
from readings.text.actions import start_reading
from tests.exporting.mydata import exported, proven
from tests.fixtures.addresses import sign_in_elsewhere
from tests.fixtures.cast import PASSWORD

PAGE, KEEP = "/accounts/deletion/", "/accounts/deletion/undo/"
FACILITATOR = Membership.Role.FACILITATOR


def words(page):
    return " ".join(re.sub(r"<[^>]*>", " ", page.text.split("<main")[1]).split())


def ask(client, how="name"):
    """Sends the page's form, in which something is always chosen."""
    chosen = re.findall(r'name="(signed-\d+)" value="name"', client.get(PAGE).text)
    return client.post(PAGE, dict.fromkeys(chosen, how))


def acts(user):
    entries = AuditEntry.objects.filter(person=user, what__startswith="account.")
    return list(entries.order_by("pk").values_list("what", flat=True))


# What it says ----------------------------------------------------------------------------------


def test_the_page_says_what_becomes_of_everything(everything):
    said = words(proven(everything).get(PAGE))
    assert "2 notes that you kept for yourself." in said
    assert "1 import that you began" in said
    assert "What you shared with Thursday Readers stays Under the name As “Former member”" in said
    assert "after a pause of 14 days" in said


def test_groups_that_were_left_under_the_name_are_asked_about_too(everything, other_group, chapter):
    add_member(group=other_group, user=everything)
    reading = start_reading(user=None, group=other_group, chapter=chapter)
    add_note(author=everything, reading=reading, body="Words in a group that I leave.")
    add_member(group=other_group, user=User.objects.get(username="hanna"), role=FACILITATOR)
    leave_group(user=everything, group=other_group)
    assert "What you shared with Sunday Circle stays" in words(proven(everything).get(PAGE))


@pytest.mark.parametrize("size", [2, 20])
def test_the_page_asks_as_often_for_many_groups_as_for_few(
    size, everything, django_assert_num_queries
):
    for n in range(size):
        group = StudyGroup.objects.create(name=f"Group {n}", slug=f"group-{n}")
        add_member(group=group, user=everything, role=FACILITATOR)
    client = proven(everything)
    with django_assert_num_queries(7):
        page = client.get(PAGE)
    assert words(page).count("Group ") == size


# What is in the way ----------------------------------------------------------------------------


def test_the_time_is_by_ones_own_clock(person):
    """Late in the day of UTC it is the day after in Kathmandu."""
    late = datetime(2099, 3, 1, 20, 0, tzinfo=UTC)
    user = person("Kim", time_zone="Asia/Kathmandu")
    User.objects.filter(pk=user.pk).update(deletion_due_at=late)
    client = proven(user)
    for path in ("/", PAGE):
        assert "March 2, 2099, 1:45 a.m." in client.get(path).text
    assert exported(user)["profile"]["deletion_due_at"] == "2099-03-02T01:45:00+05:45"


def test_the_only_facilitator_of_others_is_refused(member, facilitator, group):
    client = proven(facilitator)
    page = client.get(PAGE)
    assert "You are the only facilitator of Thursday Readers" in words(page)
    assert "/groups/thursday-readers/people/" in page.text
    assert "/groups/thursday-readers/archive/" in page.text
    assert 'class="button danger"' not in page.text
    assert client.post(PAGE).status_code == 422
    facilitator.refresh_from_db()
    assert not facilitator.is_going


@pytest.mark.parametrize("way", ["hand over", "archive", "alone", "until a date"])
def test_what_is_in_the_way_can_be_settled(way, member, facilitator, group, person):
    other = Membership.objects.get(user=member)
    if way == "hand over":
        Membership.objects.filter(pk=other.pk).update(role=FACILITATOR)
    elif way == "archive":
        archive_group(user=facilitator, group=group)
    elif way == "alone":
        other.delete()
    else:
        add_member(group=group, user=person("Kim"), role=FACILITATOR)
        later = timezone.now() + timedelta(days=1)
        Membership.objects.filter(user=facilitator).update(until=later)
    assert farewell(facilitator).is_possible


def test_a_facilitator_until_a_date_is_no_successor(member, facilitator, group):
    later = timezone.now() + timedelta(days=90)
    Membership.objects.filter(user=member).update(role=FACILITATOR, until=later)
    assert not farewell(facilitator).is_possible


def test_the_last_administrator_is_refused(admin, person):
    client = proven(admin)
    assert "the only administrator of this site" in words(client.get(PAGE))
    assert client.post(PAGE).status_code == 422
    other = person("Olga", is_staff=True, is_superuser=True)
    User.objects.filter(pk=other.pk).update(deletion_due_at=timezone.now())
    assert client.post(PAGE).status_code == 422, "who is going administers nothing for long"
    User.objects.filter(pk=other.pk).update(deletion_due_at=None)
    assert client.post(PAGE).status_code == 302


# Asking ----------------------------------------------------------------------------------------


def test_asking_wants_the_password_once_more(member_client, member):
    answer = member_client.post(PAGE)
    assert (answer.status_code, answer.url) == (
        302,
        f"/accounts/reauthenticate/?next={PAGE.replace('/', '%2F')}",
    )
    member.refresh_from_db()
    assert not member.is_going
    # What was chosen is not lost: it is done once the password was right.
    member_client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": PAGE})
    member.refresh_from_db()
    assert member.is_going


def test_who_has_a_code_alone_is_not_asked_for_what_they_do_not_have(person, client_of):
    gus = person("Gus", password=None)
    assert client_of(gus).post(PAGE).status_code == 302
    gus.refresh_from_db()
    assert gus.is_going


def test_asking_begins_a_pause_in_which_everything_works(everything, group, settings):
    settings.ACCOUNT_DELETION_DAYS = 3
    phone = sign_in_elsewhere(everything)
    client = proven(everything)
    before = timezone.now()
    page = client.post(PAGE, {f"signed-{group.pk}": "former"}, follow=True)
    assert "Your account is to be deleted" in page.text
    assert "Thursday Readers: As “Former member”" in words(page)
    everything.refresh_from_db()
    assert before <= everything.deletion_due_at - timedelta(days=3) <= timezone.now()
    assert everything.deletion_signed[str(group.pk)] == "former"
    assert not Session.objects.filter(pk=phone.session_key).exists()
    assert acts(everything) == ["account.deletion_asked"]
    entry = AuditEntry.objects.get(what="account.deletion_asked")
    assert (entry.actor, entry.about) == (everything, "")
    assert "example.org" not in str(entry.facts)
    for path in ("/", f"/g/{group.slug}/", "/g/thursday-readers/the-commons/the-fence/", PAGE):
        page = client.get(path)
        assert page.status_code == 200, path
        assert "Keep my account" in page.text, path
    again = Client()
    given = {"login": everything.username, "password": PASSWORD}
    assert again.post("/accounts/login/", given).status_code == 302


def test_a_message_goes_to_the_address_there_is(everything, member):
    ask(proven(everything))
    message = mail.outbox[-1]
    assert message.to == ["mira.walker@example.org"]
    assert message.subject == "Study Guide: your account is to be deleted"
    assert f"http://testserver{PAGE}" in message.body
    assert "(by the clock of Europe/Paris)" in message.body
    assert "&#" not in message.body
    sent = len(mail.outbox)
    proven(member).post(PAGE)
    assert len(mail.outbox) == sent


def test_a_mail_server_that_is_away_keeps_nothing(everything, monkeypatch):
    def away(*_args):
        raise OSError

    monkeypatch.setattr("readings.pages.mail.send_mail", away)
    assert ask(proven(everything)).status_code == 302
    everything.refresh_from_db()
    assert everything.is_going


def test_asking_twice_changes_nothing(everything, group):
    client = proven(everything)
    ask(client)
    everything.refresh_from_db()
    due = everything.deletion_due_at
    assert client.post(PAGE, {f"signed-{group.pk}": "former"}).status_code == 200
    everything.refresh_from_db()
    assert everything.deletion_due_at == due
    assert acts(everything) == ["account.deletion_asked"]


def test_a_choice_that_there_is_not_is_refused(everything, group):
    page = proven(everything).post(PAGE, {f"signed-{group.pk}": "nobody"})
    assert page.status_code == 422
    assert "errorlist" in page.text
    everything.refresh_from_db()
    assert not everything.is_going


# Taking it back --------------------------------------------------------------------------------


def test_it_is_taken_back_with_one_press(everything):
    client = proven(everything)
    ask(client)
    page = client.post(KEEP, follow=True)
    assert "Your account stays, with everything in it." in page.text
    assert "Keep my account" not in page.text
    everything.refresh_from_db()
    assert not everything.is_going
    assert everything.deletion_signed == {}
    assert acts(everything) == ["account.deletion_asked", "account.kept"]
    assert "Mira Walker" in str(exported(everything))


def test_taking_back_what_was_not_asked_says_nothing(member_client, member):
    page = member_client.post(KEEP, follow=True)
    assert "Your account stays" not in page.text
    assert acts(member) == []


def test_the_pages_of_others_say_nothing_of_it(everything, facilitator, client_of):
    ask(proven(everything))
    chapter = "/g/thursday-readers/the-commons/the-fence/"
    for path in (chapter, "/g/thursday-readers/", "/groups/thursday-readers/people/"):
        page = client_of(facilitator).get(path)
        assert page.status_code == 200
        assert "to be deleted" not in page.text


def test_the_admin_says_it_too(person, client_of):
    user = person("Edda", is_staff=True, deletion_due_at=timezone.now() + timedelta(days=1))
    page = client_of(user).get("/admin/")
    assert "Your account is to be deleted." in page.text
    assert f'href="{PAGE}"' in page.text
