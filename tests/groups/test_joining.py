"""The joining link: made and revoked by facilitators, followed by newcomers and by people known."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from readings.annotation.parting import sign_as_former
from readings.groups.actions import join, make_join_link, revoke_join_link
from readings.groups.forms import NewcomerForm
from readings.groups.models import JoinLink, Membership, User

NEWCOMER = {"name": "Ana  María", "password": "a-long-walk-home"}


@pytest.fixture
def link(group, facilitator):
    return make_join_link(user=facilitator, group=group)


def test_a_newcomer_sees_whose_group_it_is_before_anything_is_shared(link, member):
    content = Client().get(link.get_absolute_url()).content.decode()
    assert "Thursday Readers" in content
    assert "Frida invites you" in content
    assert member.display_name not in content


def test_a_newcomer_joins_by_name_and_password_and_is_in_the_chapter(link, reading):
    client = Client()
    response = client.post(link.get_absolute_url(), NEWCOMER, follow=True)
    assert response.redirect_chain[-1][0] == reading.get_absolute_url()
    assert response.status_code == 200
    user = User.objects.get(username="ana maría")
    assert (user.display_name, user.email) == ("Ana María", None)
    assert user.memberships.get().role == Membership.Role.MEMBER


def test_a_newcomer_is_welcomed_by_the_group_s_name(link, reading):
    content = Client().post(link.get_absolute_url(), NEWCOMER, follow=True).content.decode()
    assert "Welcome to Thursday Readers." in content
    assert "igned in as" not in content


@pytest.mark.parametrize(
    ("sent", "kept"), [("Asia/Tokyo", "Asia/Tokyo"), ("Mars/Olympus", ""), ("../etc", ""), ("", "")]
)
def test_a_newcomer_s_times_are_those_of_their_device(link, reading, sent, kept):
    response = Client().post(link.get_absolute_url(), {**NEWCOMER, "time_zone": sent})
    assert response.status_code == 302
    assert User.objects.get(username="ana maría").time_zone == kept


def test_a_newcomer_signs_in_again_by_the_name_as_typed(link, reading):
    Client().post(link.get_absolute_url(), NEWCOMER)
    response = Client().post(
        "/accounts/login/", {"login": "ANA MARÍA ", "password": NEWCOMER["password"]}
    )
    assert response.status_code == 302


def test_a_group_without_a_chapter_opens_its_own_page(link, group):
    response = Client().post(link.get_absolute_url(), NEWCOMER, follow=True)
    assert response.redirect_chain[-1][0] == group.get_absolute_url()


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"name": ""}, "name", "required"),
        ({"name": "MIRA"}, "name", "already uses the name"),
        ({"password": "short"}, "password", "too short"),
        ({"password": "24121987"}, "password", "is a date"),
        ({"name": "Ana Wanderlust", "password": "ana wanderlust"}, "password", "too similar"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_loses_nothing(link, member, wrong, field, words):
    data = {**NEWCOMER, **wrong}
    response = Client().post(link.get_absolute_url(), data)
    assert response.status_code == 422
    assert any(words in error for error in response.context["form"].errors[field])
    content = response.content.decode()
    assert not data["name"] or f'value="{data["name"]}"' in content
    assert User.objects.count() == 2  # the cast alone


def test_somebody_known_signs_in_first_and_comes_back(link, stranger):
    client = Client()
    sign_in = client.get(link.get_absolute_url()).context["sign_in"]
    response = client.post(sign_in, {"login": "Sam", "password": "correct-horse-battery"})
    assert response["Location"] == link.get_absolute_url()
    client.post(link.get_absolute_url())
    assert stranger.memberships.filter(group=link.group).exists()


def test_looking_at_the_link_joins_nobody(link, stranger, client_of):
    client_of(stranger).get(link.get_absolute_url())
    assert not stranger.memberships.filter(group=link.group).exists()


def test_a_facilitator_who_follows_the_link_keeps_the_role(link, facilitator, client_of):
    client_of(facilitator).post(link.get_absolute_url())
    assert facilitator.memberships.get().role == Membership.Role.FACILITATOR


def test_a_revoked_link_says_so_and_lets_nobody_in(link, facilitator, stranger, client_of):
    revoke_join_link(user=facilitator, link=link)
    for client in (Client(), client_of(stranger)):
        response = client.post(link.get_absolute_url(), NEWCOMER)
        assert response.status_code == 410
        assert "no longer works" in response.content.decode()
    with pytest.raises(JoinLink.DoesNotExist):
        join(link=link, user=stranger)
    assert not User.objects.filter(username="ana maría").exists()


def test_an_unknown_link_is_not_found(db):
    assert Client().get("/join/guessed-by-somebody/").status_code == 404


def test_a_new_link_works_after_a_leak_and_the_old_one_does_not(link, facilitator, group):
    assert revoke_join_link(user=facilitator, link=link)
    assert not revoke_join_link(user=facilitator, link=link)
    fresh = make_join_link(user=facilitator, group=group)
    assert fresh.token != link.token
    assert Client().get(link.get_absolute_url()).status_code == 410
    assert Client().get(fresh.get_absolute_url()).status_code == 200


def test_numbers_are_spent_on_what_members_see_alone(link, group, facilitator, stranger):
    make_join_link(user=facilitator, group=group)
    join(link=link, user=stranger)
    join(link=link, user=stranger)
    group.refresh_from_db()
    assert group.seq == group.activities.count() == 1


def test_of_two_who_take_a_name_at_once_one_is_told(link, member, monkeypatch):
    """As when the other's account is written between the form's look and the write."""
    look = User.full_clean
    looks = []

    def see_nobody_the_first_time(self):
        looks.append(self)
        if len(looks) > 1:
            look(self)

    monkeypatch.setattr(User, "full_clean", see_nobody_the_first_time)
    monkeypatch.setattr(NewcomerForm, "clean_name", lambda form: form.cleaned_data["name"])
    response = Client().post(link.get_absolute_url(), {**NEWCOMER, "name": "Mira"})
    assert response.status_code == 422
    assert "Somebody already signs in with that name." in response.content.decode()
    assert User.objects.filter(username="mira").count() == 1


def test_only_facilitators_make_a_link_and_administrators_may_revoke_it(
    link, group, member, stranger, admin
):
    for person in (member, stranger):
        with pytest.raises(PermissionDenied):
            make_join_link(user=person, group=group)
        with pytest.raises(PermissionDenied):
            revoke_join_link(user=person, link=link)
    with pytest.raises(PermissionDenied):
        make_join_link(user=admin, group=group)
    assert revoke_join_link(user=admin, link=link)


def test_the_facilitators_page_shows_link_and_picture(link, facilitator, client_of, settings):
    response = client_of(facilitator).get(f"/groups/{link.group.slug}/invitations/{link.pk}/")
    content = response.content.decode()
    assert settings.SITE_URL + link.get_absolute_url() in content
    assert "<svg" in content
    assert "style=" not in content


def test_the_log_holds_routes_and_never_the_secret(link, caplog):
    Client().get(link.get_absolute_url())
    told = str([record.__dict__ for record in caplog.records if record.name.startswith("study")])
    assert "join/<slug:token>/" in told
    assert link.token not in told
    assert link.token not in caplog.text


def test_nobody_takes_a_name_that_others_are_shown_by(link, member, group):
    member.username = "another-name"
    member.save()
    sign_as_former(person=member, group=group)
    for name in ("mira", "Former member"):
        response = Client().post(link.get_absolute_url(), {**NEWCOMER, "name": name})
        assert response.status_code == 422
        assert "already uses the name" in response.context["form"].errors["name"][0]
