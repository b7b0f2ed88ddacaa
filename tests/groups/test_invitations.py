"""Links with an end: by time, by number, by role, to one person by e-mail; who may make them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from readings.groups.actions import (
    change_group,
    join,
    leave_group,
    make_join_link,
    remove_member,
    revoke_join_link,
)
from readings.groups.models import AuditEntry, JoinLink, Membership

SOON = timedelta(days=3)


@pytest.fixture
def invitations(group):
    return f"/groups/{group.slug}/invitations/"


def newcomer(link, name="Nia"):
    return Client().post(link.get_absolute_url(), {"name": name, "password": "a-long-walk-home"})


def test_a_link_whose_time_is_over_says_so(group, facilitator):
    link = make_join_link(user=facilitator, group=group, expires_at=timezone.now() + SOON)
    assert newcomer(link).status_code == 302
    JoinLink.objects.update(expires_at=timezone.now())
    response = newcomer(link, "Noor")
    assert response.status_code == 410
    assert "Its time is over." in response.content.decode()


def test_a_link_lets_in_as_many_as_it_says(group, facilitator, stranger):
    link = make_join_link(user=facilitator, group=group, max_uses=1)
    assert newcomer(link).status_code == 302
    response = newcomer(link, "Noor")
    assert response.status_code == 410
    assert "As many people as it was made for" in response.content.decode()
    with pytest.raises(JoinLink.DoesNotExist):
        join(link=link, user=stranger)


def test_a_member_who_follows_a_used_link_goes_on_into_the_group(group, facilitator, client_of):
    link = make_join_link(user=facilitator, group=group)
    revoke_join_link(user=facilitator, link=link)
    response = client_of(facilitator).get(link.get_absolute_url())
    assert response["Location"] == f"/g/{group.slug}/start/"


def test_who_is_in_the_group_uses_nothing_up(group, facilitator, member):
    link = make_join_link(user=facilitator, group=group, max_uses=1)
    join(link=link, user=member)
    link.refresh_from_db()
    assert (link.uses, link.state) == (0, JoinLink.State.OPEN)


def test_who_was_removed_does_not_come_back_by_a_link_of_before(
    group, facilitator, member, client_of
):
    before = make_join_link(user=facilitator, group=group)
    remove_member(user=facilitator, membership=group.memberships.get(user=member))
    client = client_of(member)
    for method in (client.get, client.post):
        response = method(before.get_absolute_url())
        assert response.status_code == 410
        assert "You were removed from this group after it was made." in response.content.decode()
    with pytest.raises(JoinLink.DoesNotExist):
        join(link=before, user=member)
    # Others still join by it; and whoever is invited anew is back.
    assert newcomer(before).status_code == 302
    after = make_join_link(user=facilitator, group=group)
    assert client.post(after.get_absolute_url()).status_code == 302
    assert group.memberships.filter(user=member).exists()


def test_who_left_on_their_own_comes_back_by_the_same_link(group, facilitator, member):
    link = make_join_link(user=facilitator, group=group)
    leave_group(user=member, group=group)
    assert join(link=link, user=member).user == member


def test_the_links_of_who_was_removed_go_with_them(group, facilitator, member):
    change_group(user=facilitator, group=group, who_invites="members")
    link = make_join_link(user=member, group=group)
    kept = make_join_link(user=facilitator, group=group)
    remove_member(user=facilitator, membership=group.memberships.get(user=member))
    assert newcomer(link).status_code == 410
    assert newcomer(kept).status_code == 302


def test_a_link_for_a_facilitator_makes_one(group, facilitator, stranger):
    link = make_join_link(user=facilitator, group=group, role="facilitator", max_uses=30)
    assert link.max_uses == 1
    assert join(link=link, user=stranger).facilitates


def test_a_link_cannot_end_before_it_begins(group, facilitator):
    with pytest.raises(ValidationError):
        make_join_link(user=facilitator, group=group, expires_at=timezone.now())
    assert not JoinLink.objects.exists()


def test_members_invite_where_the_group_lets_them(
    group, facilitator, member, client_of, invitations
):
    assert client_of(member).get(invitations).status_code == 403
    change_group(user=facilitator, group=group, who_invites="members")
    client = client_of(member)
    response = client.post(invitations, {"lasts": "1", "role": "facilitator"})
    link = JoinLink.objects.get()
    assert response["Location"] == f"{invitations}{link.pk}/"
    assert (link.created_by, link.role) == (member, "member")
    assert link.expires_at
    assert link.expires_at - timezone.now() <= timedelta(days=1)
    with pytest.raises(PermissionDenied):
        make_join_link(user=member, group=group, role="facilitator")


def test_a_member_sees_and_revokes_their_own_links_alone(
    group, facilitator, member, client_of, invitations
):
    change_group(user=facilitator, group=group, who_invites="members")
    theirs = make_join_link(user=facilitator, group=group)
    own = make_join_link(user=member, group=group)
    client = client_of(member)
    assert client.get(invitations).context["links"] == [own]
    assert client.get(f"{invitations}{theirs.pk}/").status_code == 404
    assert client.post(f"{invitations}{theirs.pk}/revocation/").status_code == 404
    with pytest.raises(PermissionDenied):
        revoke_join_link(user=member, link=theirs)
    assert client.post(f"{invitations}{own.pk}/revocation/").status_code == 302
    assert client_of(facilitator).get(invitations).context["links"] == [theirs, own]


def test_another_group_s_link_is_not_there(group, other_group, facilitator, person, client_of):
    host = person("Hanna")
    Membership.objects.create(group=other_group, user=host, role="facilitator")
    link = make_join_link(user=host, group=other_group)
    client = client_of(facilitator)
    for rest in ("", "revocation/"):
        address = f"/groups/{group.slug}/invitations/{link.pk}/{rest}"
        assert client.generic("POST" if rest else "GET", address).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"max_uses": "0"}, "max_uses"),
        ({"max_uses": "many"}, "max_uses"),
        ({"lasts": "99"}, "lasts"),
    ],
)
def test_wrong_terms_are_said_beside_their_field(facilitator_client, invitations, wrong, field):
    response = facilitator_client.post(invitations, {"role": "member", "lasts": "7", **wrong})
    assert response.status_code == 422
    assert response.context["link_form"].errors[field]
    assert not JoinLink.objects.exists()


def test_one_person_is_invited_by_mail(
    facilitator_client, invitations, mailoutbox, settings, group
):
    settings.SITE_URL = "https://read.example.org"
    response = facilitator_client.post(
        f"{invitations}mail/", {"email": "nia@example.org", "role": "member"}, follow=True
    )
    link = JoinLink.objects.get()
    message = mailoutbox[0]
    assert message.to == ["nia@example.org"]
    assert message.subject == "Frida invites you to read with Thursday Readers"
    assert f"https://read.example.org{link.get_absolute_url()}" in message.body
    assert "on its way to nia@example.org" in response.content.decode()
    assert (link.max_uses, link.email) == (1, "nia@example.org")
    assert newcomer(link).status_code == 302
    assert newcomer(link, "Noor").status_code == 410


def test_a_mail_that_cannot_be_sent_loses_nothing(
    facilitator_client, invitations, monkeypatch, settings
):
    def refuse(*_args, **_options):
        raise ConnectionRefusedError

    monkeypatch.setattr("readings.groups.mail.send_mail", refuse)
    response = facilitator_client.post(
        f"{invitations}mail/", {"email": "nia@example.org", "role": "member"}
    )
    content = response.content.decode()
    assert response.status_code == 422
    assert "could not be sent" in content
    assert 'value="nia@example.org"' in content
    assert response.context["links"] == [JoinLink.objects.get()]


@pytest.mark.parametrize("address", ["", "nia", "nia@example.org\nBcc: all@example.org"])
def test_an_odd_address_is_refused(facilitator_client, invitations, mailoutbox, address):
    response = facilitator_client.post(f"{invitations}mail/", {"email": address, "role": "member"})
    assert response.status_code == 422
    assert not mailoutbox
    assert not JoinLink.objects.exists()


def test_the_page_of_a_link_has_a_line_for_a_chat(facilitator_client, group, facilitator, settings):
    link = make_join_link(user=facilitator, group=group)
    content = facilitator_client.get(
        f"/groups/{group.slug}/invitations/{link.pk}/"
    ).content.decode()
    assert f"Follow this link, and choose a name and a password: {settings.SITE_URL}" in content


def test_a_preview_of_a_link_shows_the_group_s_name_only_where_it_allows_that(
    group, facilitator, reading
):
    """What a chat program reads to make a preview: the head of the page, and nothing else."""
    link = make_join_link(user=facilitator, group=group)

    def head():
        return Client().get(link.get_absolute_url()).content.decode().partition("</head>")[0]

    assert group.name not in head()
    assert facilitator.display_name not in head()
    change_group(user=facilitator, group=group, shows_name=True)
    assert group.name in head()
    assert facilitator.display_name not in head()
    assert str(reading.chapter) not in head()


def test_the_audit_log_knows_links_without_their_secrets(group, facilitator):
    link = make_join_link(user=facilitator, group=group, email="nia@example.org")
    revoke_join_link(user=facilitator, link=link)
    made, revoked = AuditEntry.objects.order_by("pk")
    assert (made.what, made.actor, made.group) == ("invitation.made", facilitator, group)
    assert (revoked.what, revoked.facts) == ("invitation.revoked", {"link": link.pk})
    assert link.token not in str(made.facts)
    assert "nia" not in str(made.facts)


def test_an_old_link_can_still_be_found_and_revoked(
    facilitator_client, facilitator, group, invitations
):
    old = make_join_link(user=facilitator, group=group)
    for _newer in range(60):
        JoinLink.objects.create(group=group, created_by=facilitator, revoked_at=timezone.now())
    assert facilitator_client.get(invitations).context["links"][0] == old
    assert facilitator_client.get(f"{invitations}{old.pk}/").status_code == 200
    facilitator_client.post(f"{invitations}{old.pk}/revocation/")
    old.refresh_from_db()
    assert old.revoked_at is not None


def test_nobody_floods_the_post(facilitator_client, invitations, mailoutbox, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "invite": "2/h/user"}
    for n in range(3):
        sent = {"email": f"nia{n}@example.org", "role": "member"}
        response = facilitator_client.post(f"{invitations}mail/", sent)
    assert response.status_code == 429
    content = response.content.decode()
    assert 'value="nia2@example.org"' in content
    assert "an hour" in content
    assert response["Retry-After"] == "3600"
    assert len(mailoutbox) == 2
    assert JoinLink.objects.count() == 2
