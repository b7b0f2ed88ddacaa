"""People without e-mail or password: a code from the facilitator, a lost phone, a new code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from readings.groups.actions import add_person_by_name, hand_over_code, sign_out_devices, use_code
from readings.groups.models import Membership, SignInCode, User

SIGN_IN = "/sign-in/code/"


@pytest.fixture
def guest(group, facilitator):
    return add_person_by_name(user=facilitator, group=group, name="Gus")


@pytest.fixture
def code(group, facilitator, guest):
    return hand_over_code(user=facilitator, group=group, person=guest)[0]


@pytest.fixture(autouse=True)
def _no_limits_of_other_tests():
    cache.clear()


def place(group, guest, what):
    return f"/groups/{group.slug}/people/{guest.memberships.get().pk}/{what}/"


def test_a_person_is_added_by_name_and_gets_a_code(facilitator_client, group, reading):
    response = facilitator_client.post(f"/groups/{group.slug}/people/new/", {"name": "Gus  Gray"})
    guest = User.objects.get(username="gus gray")
    assert (guest.host, guest.email, guest.has_usable_password()) == (group, None, False)
    assert group.memberships.get(user=guest).role == "member"
    device = Client()
    sent = {"code": response.context["code"].lower().replace("-", " "), "time_zone": "Asia/Tokyo"}
    signed_in = device.post(SIGN_IN, sent)
    assert signed_in["Location"] == "/"
    assert device.get(reading.get_absolute_url()).status_code == 200


def test_the_device_stays_signed_in(code, settings):
    device = Client()
    device.post(SIGN_IN, {"code": code})
    assert device.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE


def test_a_code_works_once(code):
    assert Client().post(SIGN_IN, {"code": code}).status_code == 302
    response = Client().post(SIGN_IN, {"code": code})
    assert response.status_code == 422
    assert "mistyped, used or old" in response.context["form"].errors["code"][0]


@pytest.mark.parametrize("typed", ["", "AAAAA-AAAAA", "?", "é" * 40, "0" * 41])
def test_a_wrong_code_lets_nobody_in_and_stays_in_its_field(code, typed):
    client = Client()
    response = client.post(SIGN_IN, {"code": typed})
    assert response.status_code == 422
    assert response.context["form"].errors["code"]
    assert "_auth_user_id" not in client.session


def test_an_old_code_lets_nobody_in(code):
    SignInCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert use_code(code=code) is None


def test_a_new_code_puts_an_end_to_the_old_one(code, group, facilitator, guest):
    fresh, _made = hand_over_code(user=facilitator, group=group, person=guest)
    assert use_code(code=code) is None
    assert use_code(code=fresh) == guest


def test_codes_are_kept_as_digests(code):
    kept = SignInCode.objects.get()
    assert code not in str(kept.__dict__)
    assert kept.digest == SignInCode.digest_of(code)


def test_a_lost_phone_is_signed_out_and_a_new_code_lets_in_again(
    code, group, guest, reading, facilitator_client
):
    phone = Client()
    phone.post(SIGN_IN, {"code": code})
    assert phone.get(reading.get_absolute_url()).status_code == 200
    facilitator_client.post(place(group, guest, "devices"))
    assert phone.get(reading.get_absolute_url()).status_code == 302
    response = facilitator_client.post(place(group, guest, "code"))
    assert phone.post(SIGN_IN, {"code": response.context["code"]}).status_code == 302
    assert phone.get(reading.get_absolute_url()).status_code == 200


def test_signing_out_takes_the_unused_code_along(code, group, guest, facilitator):
    sign_out_devices(user=facilitator, group=group, person=guest)
    assert use_code(code=code) is None


def test_no_code_for_people_who_sign_in_on_their_own(
    group, facilitator, member, facilitator_client
):
    for verb in (hand_over_code, sign_out_devices):
        with pytest.raises(PermissionDenied):
            verb(user=facilitator, group=group, person=member)
    assert facilitator_client.post(place(group, member, "code")).status_code == 403
    assert member.has_usable_password()


def test_who_has_chosen_a_password_has_no_code_any_more(code, guest, group, facilitator):
    guest.set_password("a-long-walk-home")
    guest.save()
    assert use_code(code=code) is None
    with pytest.raises(PermissionDenied):
        hand_over_code(user=facilitator, group=group, person=guest)


def test_another_group_s_facilitator_has_no_power_over_the_account(
    guest, other_group, stranger, client_of
):
    """A code is as good as a password: it opens all groups that the person is in."""
    Membership.objects.create(group=other_group, user=guest)
    with pytest.raises(PermissionDenied):
        hand_over_code(user=stranger, group=other_group, person=guest)
    theirs = other_group.memberships.get(user=guest)
    address = f"/groups/{other_group.slug}/people/{theirs.pk}/code/"
    assert client_of(stranger).post(address).status_code == 403


def test_guessing_is_slowed_down_and_says_until_when(code):
    client = Client()
    answers = {client.post(SIGN_IN, {"code": f"AAAAA-{n:05}"}).status_code for n in range(10)}
    assert answers == {422}
    assert client.post(SIGN_IN, {"code": code}).status_code == 429


def test_a_taken_name_is_said_beside_the_field(facilitator_client, group, member):
    response = facilitator_client.post(f"/groups/{group.slug}/people/new/", {"name": "MIRA"})
    assert response.status_code == 422
    assert "already uses the name" in response.context["form"].errors["name"][0]
