"""Roles: changed by facilitators, until a date, and never without a facilitator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from readings.discussion.continuing import begin_round
from readings.groups.actions import (
    change_person,
    change_role,
    enrol,
    leave_group,
    make_join_link,
    remove_member,
)
from readings.groups.models import AuditEntry, FormerMember, JoinLink, Membership, StudyGroup
from readings.groups.permissions import Permission, allows
from readings.importing.drafting import begin_import
from readings.importing.models import ImportDraft
from readings.text.queries import get_reading

TONIGHT = timedelta(hours=4)


@pytest.fixture
def theirs(group, member):
    return group.memberships.get(user=member)


def role_page(membership):
    return f"/groups/{membership.group.slug}/people/{membership.pk}/role/"


def lapse(membership):
    Membership.objects.filter(pk=membership.pk).update(until=timezone.now() - TONIGHT)


def test_a_member_becomes_a_facilitator_for_good(facilitator_client, theirs):
    response = facilitator_client.post(role_page(theirs), {"role": "facilitator"}, follow=True)
    assert "Mira is a facilitator now." in response.content.decode()
    theirs.refresh_from_db()
    assert (theirs.role, theirs.until, theirs.facilitates) == ("facilitator", None, True)


def test_a_facilitator_until_a_date_is_one_until_then(
    facilitator, theirs, member, group, reading, client_of
):
    change_role(
        user=facilitator, membership=theirs, role="facilitator", until=timezone.now() + TONIGHT
    )
    slugs = (group.slug, reading.chapter.book.slug, reading.chapter.slug)
    ask = f"{reading.get_absolute_url()}questions/new/"
    assert client_of(member).get(ask).status_code == 200
    draft = begin_import(user=member, group=group, data=b"Words.", name="a.txt")
    assert ImportDraft.objects.visible_to(member).get() == draft

    lapse(theirs)
    assert client_of(member).get(ask).status_code == 403
    known = StudyGroup.objects.visible_to(member).get(pk=group.pk)
    for seen in (known, get_reading(member, *slugs).group, StudyGroup.objects.get(pk=group.pk)):
        assert not allows(member, Permission.ASK, seen)
        assert allows(member, Permission.ANNOTATE, seen)
    assert not ImportDraft.objects.visible_to(member).exists()
    assert list(group.memberships.facilitating()) == [group.memberships.get(user=facilitator)]
    pills = client_of(member).get(f"/groups/{group.slug}/people/").content.decode()
    assert pills.count('<span class="pill">Facilitator</span>') == 1


def test_a_role_cannot_end_before_it_begins(facilitator_client, theirs):
    yesterday = (timezone.now() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    response = facilitator_client.post(
        role_page(theirs), {"role": "facilitator", "until": yesterday}
    )
    assert response.status_code == 422
    assert "still to come" in response.context["form"].errors["until"][0]
    assert f'value="{yesterday}"' in response.content.decode()


def test_a_member_has_no_until(facilitator_client, theirs):
    facilitator_client.post(role_page(theirs), {"role": "member", "until": "2030-01-01T10:00"})
    theirs.refresh_from_db()
    assert (theirs.role, theirs.until) == ("member", None)


def test_the_last_facilitator_stays_one(facilitator, facilitator_client, group, theirs):
    own = group.memberships.get(user=facilitator)
    later = timezone.now() + TONIGHT
    for refused in (
        lambda: leave_group(user=facilitator, group=group),
        lambda: change_role(user=facilitator, membership=own, role="member"),
        lambda: change_role(user=facilitator, membership=own, role="facilitator", until=later),
        lambda: remove_member(user=facilitator, membership=own),
    ):
        with pytest.raises(ValidationError, match="only facilitator"):
            refused()
    response = facilitator_client.post(role_page(own), {"role": "member"})
    assert response.status_code == 422
    assert "only facilitator" in response.content.decode()
    # A facilitator until a date does not count: the group would be left alone afterwards.
    change_role(user=facilitator, membership=theirs, role="facilitator", until=later)
    with pytest.raises(ValidationError):
        leave_group(user=facilitator, group=group)
    change_role(user=facilitator, membership=theirs, role="facilitator")
    leave_group(user=facilitator, group=group)
    assert group.memberships.get().user == theirs.user


def test_an_admin_may_not_take_the_last_facilitator_either(admin, facilitator, group):
    own = group.memberships.get(user=facilitator)
    for refused in (
        lambda: change_role(user=admin, membership=own, role="member"),
        lambda: remove_member(user=admin, membership=own),
    ):
        with pytest.raises(ValidationError):
            refused()


def test_roles_are_for_facilitators_to_change(member, stranger, theirs):
    for person in (member, stranger):
        with pytest.raises(PermissionDenied):
            change_role(user=person, membership=theirs, role="facilitator")


def test_a_membership_of_another_group_is_not_found(facilitator_client, group, stranger):
    other = stranger.memberships.get()
    address = f"/groups/{group.slug}/people/{other.pk}/"
    for what in ("role", "removal"):
        assert facilitator_client.get(f"{address}{what}/").status_code == 404
    for what in ("code", "devices"):
        assert facilitator_client.post(f"{address}{what}/").status_code == 404


def test_the_audit_log_knows_who_changed_a_role(facilitator, theirs, member):
    change_role(user=facilitator, membership=theirs, role="facilitator")
    change_role(user=facilitator, membership=theirs, role="facilitator")  # nothing changes
    entry = AuditEntry.objects.get(what="role.changed")
    assert (entry.actor, entry.person, entry.group) == (facilitator, member, theirs.group)
    assert entry.facts == {"role": "facilitator", "until": None, "before": "member"}


def test_nothing_in_the_audit_log_changes_or_goes(facilitator, theirs, admin_client):
    change_role(user=facilitator, membership=theirs, role="facilitator")
    entry = AuditEntry.objects.get()
    for refused in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(what="nothing"),
    ):
        with pytest.raises(TypeError):
            refused()
    address = "/admin/readings/auditentry/"
    assert "role.changed" in admin_client.get(address).content.decode()
    assert admin_client.get(f"{address}{entry.pk}/change/").status_code == 200
    assert admin_client.post(f"{address}{entry.pk}/change/", {"what": "a"}).status_code == 403
    assert admin_client.post(f"{address}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get(f"{address}add/").status_code == 403


@pytest.mark.parametrize("end", ["demoted", "lapsed", "left", "removed"])
def test_a_facilitator_s_link_ends_with_the_role_of_who_made_it(facilitator, theirs, member, end):
    change_role(user=facilitator, membership=theirs, role="facilitator")
    group = theirs.group
    link = make_join_link(user=member, group=group, role="facilitator")
    if end == "demoted":
        change_role(user=facilitator, membership=theirs, role="member")
    elif end == "lapsed":
        lapse(theirs)
    elif end == "left":
        leave_group(user=member, group=group)
    else:
        remove_member(user=facilitator, membership=theirs)
    assert not JoinLink.objects.active().filter(pk=link.pk).exists()
    link.refresh_from_db()
    assert Client().get(link.get_absolute_url()).status_code == 410


def test_who_facilitates_until_a_date_gives_nobody_more_than_that(
    facilitator, theirs, member, person, client_of
):
    until = timezone.now() + TONIGHT
    change_role(user=facilitator, membership=theirs, role="facilitator", until=until)
    third = Membership.objects.create(group=theirs.group, user=person("Omar"))
    for membership in (theirs, third):
        for later in (None, until + TONIGHT):
            with pytest.raises(ValidationError, match="your own"):
                change_role(user=member, membership=membership, role="facilitator", until=later)
    response = client_of(member).post(role_page(theirs), {"role": "facilitator"})
    assert response.status_code == 422
    with pytest.raises(ValidationError, match="your own"):
        change_role(
            user=member, membership=theirs.group.memberships.get(user=facilitator), role="member"
        )
    with pytest.raises(PermissionDenied):
        make_join_link(user=member, group=theirs.group, role="facilitator")
    change_role(user=member, membership=third, role="facilitator", until=until)
    with pytest.raises(PermissionDenied):
        begin_round(user=member, group=theirs.group, name="Mine", with_members=True)


def test_two_who_remove_one_person_remove_them_once(facilitator, theirs, facilitator_client):
    stale = Membership.objects.select_related("user", "group").get(pk=theirs.pk)
    remove_member(user=facilitator, membership=theirs)
    for late in (
        lambda: remove_member(user=facilitator, membership=stale),
        lambda: change_role(user=facilitator, membership=stale, role="facilitator"),
    ):
        with pytest.raises(Membership.DoesNotExist):
            late()
    assert FormerMember.objects.count() == 1
    assert AuditEntry.objects.filter(what="member.removed").count() == 1


def test_what_admins_do_to_people_is_in_the_audit_log(admin, member, group, person):
    enrolled = enrol(user=admin, group=group, person=person("Omar"))
    change_person(user=admin, person=member, is_staff=True)
    added, changed = AuditEntry.objects.order_by("pk")
    assert (added.what, added.actor, added.person) == ("member.added", admin, enrolled.user)
    assert (changed.what, changed.person) == ("person.changed", member)
    assert changed.facts == {"fields": ["is_staff"]}
    with pytest.raises(PermissionDenied):
        enrol(user=member, group=group, person=person("Noor"))
