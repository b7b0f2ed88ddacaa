"""People, groups, memberships and joining links in the admin."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission as DjangoPermission
from django.test import Client
from django.urls import reverse

from readings.groups.actions import make_join_link
from readings.groups.models import Membership, StudyGroup, User
from tests.fixtures.admin import errors_of, messages_of


def change(row):
    return reverse(f"admin:readings_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture
def new_user(admin_page):
    return admin_page(reverse("admin:readings_user_add"))


def test_a_person_is_made_with_a_password_and_can_sign_in(new_user):
    new_user.send(display_name="Ana  María", password1="meadow-7-gate", password2="meadow-7-gate")
    made = User.objects.get(username="ana maría")
    assert (made.display_name, made.email) == ("Ana María", None)
    signed_in = Client().post(
        reverse("account_login"), {"login": "Ana María", "password": "meadow-7-gate"}
    )
    assert signed_in.status_code == 302


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"display_name": "MIRA"}, "already signs in with that name"),
        ({"display_name": ""}, "required"),
        ({"email": "mira@example.org"}, "already uses that e-mail"),
        ({"password2": "other-7-gate"}, "match"),
        ({"password1": "12345", "password2": "12345"}, "too short"),
    ],
)
def test_a_person_that_cannot_be(new_user, member, fields, complaint):
    User.objects.filter(pk=member.pk).update(email="mira@example.org")
    good = {"display_name": "New", "email": "", "password1": "meadow-7", "password2": "meadow-7"}
    assert complaint in errors_of(new_user.send(**{**good, **fields}))
    assert not User.objects.filter(username="new").exists()


def test_a_person_is_switched_off_not_deleted(admin_page, admin_client, member):
    page = admin_page(change(member))
    del page.fields["is_active"]
    page.send()
    member.refresh_from_db()
    assert not member.is_active
    delete = reverse("admin:readings_user_delete", args=[member.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403


def test_names_are_folded_and_stay_unique(admin_page, member, facilitator):
    admin_page(change(member)).send(username="MIRA  Two", display_name="Mira Two")
    member.refresh_from_db()
    assert (member.username, member.display_name) == ("mira two", "Mira Two")
    taken = admin_page(change(member)).send(username="FRIDA")
    assert "already signs in with that name" in errors_of(taken)


def test_the_permission_to_moderate_is_granted_to_one_person(admin_page, member):
    page = admin_page(change(member))
    granted = DjangoPermission.objects.get(codename="moderate_note")
    page.send(is_staff="on", user_permissions=str(granted.pk))
    member = User.objects.get(pk=member.pk)
    assert member.has_perm("readings.moderate_note")
    assert "delete_note" not in page.html


def test_a_password_is_set_anew(admin_client, member):
    address = reverse("admin:auth_user_password_change", args=[member.pk])
    new = {"password1": "other-7-gate", "password2": "other-7-gate", "usable_password": "true"}
    assert admin_client.post(address, new).status_code == 302
    member.refresh_from_db()
    assert member.check_password("other-7-gate")


def test_a_group_is_founded_with_its_facilitator(admin_page, member):
    page = admin_page(reverse("admin:readings_studygroup_add"))
    page.send(name="Morning", time_zone="Europe/Berlin", facilitator=member.pk, description="Tea.")
    made = StudyGroup.objects.get(slug="morning")
    assert (made.time_zone, made.description) == ("Europe/Berlin", "Tea.")
    assert made.memberships.get().user == member
    assert made.memberships.get().role == "facilitator"


def test_a_group_needs_a_facilitator_and_a_real_time_zone(admin_page):
    page = admin_page(reverse("admin:readings_studygroup_add"))
    said = errors_of(page.send(name="Morning", time_zone="Mars/Olympus"))
    assert "no time zone called “Mars/Olympus”" in said
    assert "required" in said
    assert not StudyGroup.objects.filter(name="Morning").exists()


def test_changing_a_group_leaves_its_numbers_alone(admin_page, group):
    page = admin_page(change(group))
    StudyGroup.objects.filter(pk=group.pk).update(seq=41)
    page.send(name="Friday Readers")
    group.refresh_from_db()
    assert (group.name, group.seq) == ("Friday Readers", 41)


def test_a_groups_page_leads_to_its_lists(admin_client, client_of, person, group):
    lists = [
        reverse(f"admin:readings_{name}_changelist") + f"?group__id__exact={group.pk}"
        for name in ("reading", "membership", "joinlink")
    ]
    html = admin_client.get(change(group)).content.decode()
    assert all(f'href="{url}"' in html for url in lists)
    assert all(admin_client.get(url).status_code == 200 for url in lists)
    staff_client = client_of(person("Stefan", is_staff=True))
    html = staff_client.get(change(group)).content.decode()
    assert [f'href="{url}"' in html for url in lists] == [True, False, False]


def test_second_factors_show_no_secret_and_can_be_taken_away(admin_client, member):
    lost = Authenticator.objects.create(
        user=member, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    address = reverse("admin:mfa_authenticator_change", args=[lost.pk])
    html = admin_client.get(address).content.decode()
    assert "Mira" in html
    assert "JBSWY3DPEHPK3PXP" not in html
    delete = reverse("admin:mfa_authenticator_delete", args=[lost.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.exists()


def test_members_are_added_promoted_and_removed(
    admin_page, admin_client, group, facilitator, stranger
):
    page = admin_page(reverse("admin:readings_membership_add"))
    page.send(user=stranger.pk, group=group.pk, role="member")
    made = Membership.objects.get(user=stranger, group=group)
    assert group.activities.get().kind == "member.joined"
    admin_page(change(made)).send(role="facilitator")
    made.refresh_from_db()
    assert made.role == "facilitator"
    delete = reverse("admin:readings_membership_delete", args=[made.pk])
    admin_client.post(delete, {"post": "yes"})
    assert not Membership.objects.filter(user=stranger, group=group).exists()


def test_a_facilitator_until_a_date_is_added(admin_page, group, facilitator, stranger):
    page = admin_page(reverse("admin:readings_membership_add"))
    page.send(
        user=stranger.pk, group=group.pk, role="facilitator", until_0="2199-01-01", until_1="10:00"
    )
    made = Membership.objects.get(user=stranger, group=group)
    assert (made.role, made.until.year) == ("facilitator", 2199)


def test_a_time_that_is_over_is_said_beside_it(admin_page, group, facilitator, stranger):
    page = admin_page(reverse("admin:readings_membership_add"))
    response = page.send(
        user=stranger.pk, group=group.pk, role="facilitator", until_0="2020-01-01", until_1="10:00"
    )
    assert "still to come" in errors_of(response)
    assert not Membership.objects.filter(user=stranger, group=group).exists()


def test_nobody_is_twice_in_a_group(admin_page, group, member):
    page = admin_page(reverse("admin:readings_membership_add"))
    response = page.send(user=member.pk, group=group.pk, role="facilitator")
    assert "already in the group" in errors_of(response)
    assert Membership.objects.get(user=member, group=group).role == "member"


def test_several_members_are_removed_at_once(admin_client, group, member, facilitator, person):
    address = reverse("admin:readings_membership_changelist")
    Membership.objects.create(group=group, user=person("Omar"))
    chosen = list(group.memberships.exclude(user=facilitator).values_list("pk", flat=True))
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    assert admin_client.post(address, data).status_code == 302
    assert [left.user for left in group.memberships.all()] == [facilitator]


def test_the_last_facilitator_is_not_removed(admin_client, admin_page, group, facilitator):
    own = group.memberships.get(user=facilitator)
    address = reverse("admin:readings_membership_changelist")
    data = {"action": "delete_selected", "_selected_action": [own.pk], "post": "yes"}
    said = "the only facilitator"
    assert said in admin_client.post(address, data).content.decode()
    delete = reverse("admin:readings_membership_delete", args=[own.pk])
    assert said in admin_client.post(delete, {"post": "yes"}).content.decode()
    response = admin_page(change(own)).send(role="member")
    assert "only facilitator" in errors_of(response)
    own.refresh_from_db()
    assert own.facilitates


def test_of_all_facilitators_chosen_at_once_one_stays(admin_client, group, facilitator, person):
    Membership.objects.create(group=group, user=person("Omar"), role="facilitator")
    address = reverse("admin:readings_membership_changelist")
    chosen = list(group.memberships.values_list("pk", flat=True))
    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    response = admin_client.post(address, data, follow=True)
    assert "only facilitator" in messages_of(response)
    assert group.memberships.filter(role="facilitator").count() == 1


def test_a_joining_link_is_revoked(admin_client, group, facilitator):
    link = make_join_link(user=facilitator, group=group)
    address = reverse("admin:readings_joinlink_changelist")
    data = {"action": "revoke", "_selected_action": [link.pk]}
    response = admin_client.post(address, data, follow=True)
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert "1 joining link no longer works" in messages_of(response)
    again = admin_client.post(address, data, follow=True)
    assert "0 joining links no longer work" in messages_of(again)


def test_members_and_groups_are_found(admin_client, group, member, stranger):
    found = admin_client.get(reverse("admin:readings_membership_changelist"), {"q": "mira"})
    assert [row.user for row in found.context["cl"].result_list] == [member]
    suggested = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": "readings", "model_name": "membership", "field_name": "user", "term": "sam"},
    )
    assert [entry["text"] for entry in suggested.json()["results"]] == ["Sam"]
