"""Leaving a group, being removed from it, and how what one shared is signed afterwards."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from readings.annotation.actions import add_note
from readings.annotation.models import Note
from readings.annotation.parting import leave_group, remove_member, sign_as_former
from readings.groups.actions import add_member
from readings.groups.models import Activity, AuditEntry, FormerMember, Membership, User

SIGNED = FormerMember.Signed


@pytest.fixture
def notes(write, member, reading):
    shared = write("Said to all.")
    private = write("Said to nobody.", audience="me")
    reply = add_note(author=member, reading=reading, parent=shared, body="And more.")
    return shared, private, reply


def leaving(group):
    return f"/groups/{group.slug}/leaving/"


def removal(group, user):
    return f"/groups/{group.slug}/people/{group.memberships.get(user=user).pk}/removal/"


def thread(client, note):
    return client.get(note.get_absolute_url(), follow=True).content.decode()


def test_the_page_says_what_leaving_means(member_client, group, notes):
    content = member_client.get(leaving(group)).content.decode()
    assert "You shared 2 notes with the group." in content
    assert "You kept 1 note for yourself" in content


def test_who_left_sees_nothing_from_the_next_request_on(
    member_client, member, group, reading, notes, facilitator_client
):
    pages = [reading.get_absolute_url(), group.get_absolute_url(), notes[0].get_absolute_url()]
    response = member_client.post(leaving(group), {"signed": "name"}, follow=True)
    assert "You have left Thursday Readers." in response.content.decode()
    assert [member_client.get(page).status_code for page in pages] == [404] * 3
    assert not Note.objects.visible_to(member).exists()
    assert "Mira" in thread(facilitator_client, notes[0])
    people = facilitator_client.get(f"/groups/{group.slug}/people/").content.decode()
    assert "Were in the group" in people


def test_signed_as_former_member_nothing_leads_back(
    member_client, member, group, notes, facilitator_client, admin_client
):
    thread(facilitator_client, notes[0])  # fills what is kept of the page
    member_client.post(leaving(group), {"signed": "former"})
    content = thread(facilitator_client, notes[0])
    assert "Former member" in content
    assert "Mira" not in content
    assert "Said to all." in content
    assert "And more." in content
    people = facilitator_client.get(f"/groups/{group.slug}/people/").content.decode()
    assert "Mira" not in people
    for note in notes:
        note.refresh_from_db()
    shared, private, reply = notes
    assert shared.author == reply.author != member
    assert not shared.author.is_active
    assert private.author == member


def test_two_who_left_stay_two(group, write, member, person, notes):
    other = person("Omar")
    Membership.objects.create(group=group, user=other)
    theirs = write("Another's words.", author=other)
    for user in (member, other):
        leave_group(user=user, group=group, signed=SIGNED.FORMER)
    theirs.refresh_from_db()
    notes[0].refresh_from_db()
    assert theirs.author != notes[0].author
    assert str(theirs.author) == str(notes[0].author) == "Former member"


def test_notes_in_other_groups_keep_their_name(other_group, group, member, notes, client_of):
    Membership.objects.create(group=other_group, user=member)
    leave_group(user=member, group=group, signed=SIGNED.FORMER)
    assert other_group.memberships.filter(user=member).exists()
    assert User.objects.get(pk=member.pk).display_name == "Mira"


def test_a_facilitator_removes_a_member(facilitator_client, group, member, notes, client_of):
    page = removal(group, member)
    assert "Mira shared 2 notes" in facilitator_client.get(page).content.decode()
    response = facilitator_client.post(page, {"signed": "name"}, follow=True)
    assert "Mira is no longer in the group." in response.content.decode()
    assert client_of(member).get(group.get_absolute_url()).status_code == 404
    left = FormerMember.objects.get()
    assert (left.user, left.removed_by.display_name) == (member, "Frida")
    assert AuditEntry.objects.get(what="member.removed").person == member


def test_nobody_removes_themselves_by_the_other_door(facilitator_client, facilitator, group):
    assert facilitator_client.get(removal(group, facilitator))["Location"] == leaving(group)


def test_the_last_facilitator_is_told_why_they_cannot_leave(facilitator_client, group):
    response = facilitator_client.post(leaving(group), {"signed": "name"})
    assert response.status_code == 422
    assert "only facilitator" in response.content.decode()
    assert group.memberships.count() == 1


@pytest.mark.parametrize("sent", [{"signed": ""}, {"signed": "nobody"}])
def test_an_odd_choice_removes_nobody(facilitator_client, group, member, sent):
    assert facilitator_client.post(removal(group, member), sent).status_code == 422
    assert group.memberships.filter(user=member).exists()


def test_members_remove_nobody(member, facilitator, group):
    with pytest.raises(PermissionDenied):
        remove_member(user=member, membership=group.memberships.get(user=facilitator))


def test_who_was_removed_may_be_invited_again(group, facilitator, member, notes):
    remove_member(user=facilitator, membership=group.memberships.get(user=member))
    Membership.objects.create(group=group, user=member)
    assert Note.objects.visible_to(member).filter(author=member).count() == 3


def test_no_row_leads_from_the_nameless_to_the_person(group, member, facilitator, notes):
    Activity.objects.all().delete()
    group.memberships.get(user=member).delete()
    add_member(group=group, user=member)
    leave_group(user=member, group=group, signed=SIGNED.FORMER)
    nobody = Note.objects.get(pk=notes[0].pk).author
    # Nobody's row says when it was made: that is when the person left.
    assert nobody.date_joined == group.created_at
    assert not Activity.objects.filter(object_id=member.pk, kind__startswith="member.").exists()
    assert not Activity.objects.filter(actor=member).exists()


def test_the_avatar_of_the_nameless_is_not_the_person_s(group, member):
    colours = set()
    for colour in range(4):
        member.colour = colour
        member.save()
        colours.add(sign_as_former(person=member, group=group).colour)
    assert len(colours) == 1


def test_who_left_twice_is_named_as_they_chose_the_last_time(group, member, facilitator_client):
    leave_group(user=member, group=group)
    Membership.objects.create(group=group, user=member)
    leave_group(user=member, group=group, signed=SIGNED.FORMER)
    assert "Mira" not in facilitator_client.get(f"/groups/{group.slug}/people/").content.decode()
