"""Roles: changed by facilitators, until a date, and never without a facilitator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from readings.groups.actions import change_role, leave_group, remove_member
from readings.groups.models import AuditEntry, Membership, StudyGroup
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
