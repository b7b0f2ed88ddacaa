"""The pages of accounts: in the site's own look, said plainly, and nothing lost on the way."""

from __future__ import annotations

import re

import pytest
from allauth.account.utils import user_display
from django.urls import reverse

PASSWORD = "correct-horse-battery"
OURS = '<header class="bar">'

OPEN_PAGES = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
]
OWN_PAGES = [
    "account_change_password",
    "account_email",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
]
# They ask for the password first.
GUARDED_PAGES = ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"]


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_page_for_everybody_looks_like_the_site(client, db, name):
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert OURS in page.text
    assert "css/app" in page.text


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_page_looks_like_the_site(member_client, name):
    page = member_client.get(reverse(name))
    assert page.status_code == 200
    assert OURS in page.text
    assert reverse("account_logout") in page.text


@pytest.mark.parametrize("name", [*OWN_PAGES, *GUARDED_PAGES])
def test_own_page_asks_a_visitor_to_sign_in(client, db, name):
    page = client.get(reverse(name))
    assert page.status_code == 302
    assert name == "account_logout" or page.url.startswith(reverse("account_login"))


def test_signing_in_asks_for_a_name_or_an_e_mail(client, db):
    page = client.get(reverse("account_login"))
    assert "Name or e-mail</label>" in " ".join(page.text.split()).replace(" </label>", "</label>")
    assert "placeholder" not in page.text


@pytest.mark.parametrize(("had", "kept"), [("", "Asia/Tokyo"), ("Europe/Lisbon", "Europe/Lisbon")])
def test_signing_in_takes_on_the_device_s_time_zone_once(client, member, had, kept):
    type(member).objects.update(time_zone=had)
    given = {"login": member.username, "password": PASSWORD, "time_zone": "Asia/Tokyo"}
    assert client.post(reverse("account_login"), given).status_code == 302
    member.refresh_from_db()
    assert member.time_zone == kept


def test_people_are_called_by_the_name_that_others_see(member):
    assert user_display(member) == "Mira"


def test_who_has_no_address_is_told_where_a_new_password_comes_from(client, db):
    text = client.get(reverse("account_reset_password")).text
    assert "You gave no e-mail address?" in text
    assert "an administrator of this site can give you a new password" in text


def test_signing_in_leads_on_to_the_place_that_was_asked_for(client, member):
    wanted = reverse("account_change_password")
    page = client.get(wanted, follow=True)
    assert f'name="next" value="{wanted}"' in page.text
    given = {"login": member.username, "password": PASSWORD, "next": wanted}
    assert client.post(reverse("account_login"), given).url == wanted


def test_signing_in_leads_to_no_other_site(client, member):
    given = {"login": member.username, "password": PASSWORD, "next": "https://example.org/"}
    assert client.post(reverse("account_login"), given).url == reverse("home")


def test_a_wrong_password_is_said_in_the_form(client, member):
    page = client.post(
        reverse("account_login"), {"login": member.username, "password": "something else"}
    )
    assert 'class="errorlist nonfield"' in page.text
    assert f'value="{member.username}"' in page.text
    assert "something else" not in page.text


def test_an_error_stands_beside_its_field_and_is_tied_to_it(member_client):
    given = {"oldpassword": "wrong", "password1": "new-password-1", "password2": "new-password-1"}
    page = member_client.post(reverse("account_change_password"), given)
    field = page.text.split('<div class="field has-error">')[1].split('<div class="field">')[0]
    assert 'id="id_oldpassword_error"' in field
    assert 'aria-invalid="true"' in field
    described_by = field.split('aria-describedby="')[1].split('"')[0]
    assert "id_oldpassword_error" in described_by.split()


def test_signing_out_is_a_form_and_not_a_link(member_client):
    page = member_client.get(reverse("account_change_password"))
    assert f'<form method="post" action="{reverse("account_logout")}">' in page.text
    member_client.get(reverse("account_logout"))
    assert "_auth_user_id" in member_client.session
    member_client.post(reverse("account_logout"))
    assert "_auth_user_id" not in member_client.session


def test_password_can_be_changed(client, member_client, member):
    given = {
        "oldpassword": PASSWORD,
        "password1": "another-horse-7",
        "password2": "another-horse-7",
    }
    assert member_client.post(reverse("account_change_password"), given).status_code == 302
    member.refresh_from_db()
    assert member.check_password("another-horse-7")


def test_changing_the_password_is_asked_for_in_plain_words(member_client):
    page = member_client.get(reverse("account_change_password"))
    for label in ("Present password", "New password", "New password, once more"):
        assert re.search(rf">\s*{label}\s*</label>", page.text)
    assert "placeholder" not in page.text
