"""What a password may be, wherever one is chosen: anything but short, common, one's name, a day."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AbstractUser
from django.core import mail
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from readings.groups.actions import make_join_link
from readings.groups.models import StudyGroup, User
from tests.fixtures.cast import PASSWORD

LONG = "correct horse battery staple and 46 more letters, Ünïcode too"
GOOD = [
    "zuckerwatte",  # no capital, no digit, no sign
    "QWRTPSDFGH",
    "739105827464",
    "!?!?!.!?",
    "  spaces around  ",
    "пароль-длинный",
    "馬馬馬馬電池電池",
    LONG + "x" * 90,
]
BAD = {
    "sh0rt-1": "too short",
    "password1": "too common",
    "iloveyou": "too common",
    "12345678": "too common",
    "24121987": "a date",
    "12241987": "a date",
    "19871224": "a date",
}


@pytest.fixture(params=["sign-up", "link", "change", "mail", "admin"])
def choose(request, db, group, facilitator, member, admin_client, settings):
    """`choose(password)`: the page that comes, and whose password it should be now."""
    settings.SIGN_UP = "open"
    settings.ACCOUNT_RATE_LIMITS = False
    link = make_join_link(user=facilitator, group=group).get_absolute_url()

    def sign_up(password):
        given = {"username": "Nia", "email": "n@example.org", "password1": password}
        return Client().post(reverse("account_signup"), given), "nia"

    def follow(password):
        return Client().post(link, {"name": "Nia", "password": password}), "nia"

    def change(password):
        client = Client()
        client.force_login(member)
        twice = {"password1": password, "password2": password}
        return client.post(
            reverse("account_change_password"), {"oldpassword": PASSWORD, **twice}
        ), "mira"

    def by_mail(password):
        User.objects.filter(pk=member.pk).update(email="mira@example.org")
        client = Client()
        client.post(reverse("account_reset_password"), {"email": "mira@example.org"})
        path = re.findall(r"http://testserver(\S+/key/\S+)", str(mail.outbox[0].body))[0]
        form = client.get(path, follow=True).redirect_chain[0][0]
        return client.post(form, {"password1": password, "password2": password}), "mira"

    def by_an_admin(password):
        page = reverse("admin:auth_user_password_change", args=[member.pk])
        twice = {"password1": password, "password2": password, "usable_password": "true"}
        return admin_client.post(page, twice), "mira"

    ways = {
        "sign-up": sign_up, "link": follow, "change": change, "mail": by_mail, "admin": by_an_admin,
    }  # fmt: skip
    return ways[request.param]


@pytest.mark.parametrize("password", GOOD)
def test_anything_long_enough_may_be_a_password(choose, password):
    page, name = choose(password)
    assert page.status_code == 302, page.text
    assert User.objects.get(username=name).check_password(password)


@pytest.mark.parametrize("password", BAD)
def test_what_is_tried_first_may_not(choose, password):
    page, name = choose(password)
    assert page.status_code in (200, 422)
    assert BAD[password] in page.text
    found = User.objects.filter(username=name).first()
    assert found is None or not found.check_password(password)


def test_a_password_is_compared_as_it_was_typed(client, person, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    somebody: AbstractUser = person("Nia")
    somebody.set_password(f" {LONG} ")
    somebody.save()
    near = [LONG, f" {LONG.upper()} ", f" {LONG[:-1]} ", f" {LONG} x", f" {LONG}  "]
    for password in near:
        client.post(reverse("account_login"), {"login": "nia", "password": password})
        assert "_auth_user_id" not in client.session, password
    client.post(reverse("account_login"), {"login": "nia", "password": f" {LONG} "})
    assert "_auth_user_id" in client.session


def test_the_old_password_is_asked_for(member_client, member):
    new = {"password1": "another-horse-7", "password2": "another-horse-7"}
    for old in ({}, {"oldpassword": ""}, {"oldpassword": "wrong-words"}):
        page = member_client.post(reverse("account_change_password"), {**old, **new})
        assert page.status_code == 200
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


INPUT = re.compile(r"<input[^>]*\bname=\"(?:old)?password\d?\"[^>]*>")


def test_fields_are_masked_and_named_for_password_managers(
    client, member_client, group, facilitator, settings
):
    settings.SIGN_UP = "open"
    pages = {
        reverse("account_login"): (client, ["current-password"]),
        reverse("account_signup"): (client, ["new-password"]),
        make_join_link(user=facilitator, group=group).get_absolute_url(): (
            client, ["new-password"],
        ),
        reverse("account_change_password"): (
            member_client, ["current-password", "new-password", "new-password"],
        ),
        reverse("account_reauthenticate"): (member_client, ["current-password"]),
    }  # fmt: skip
    for path, (who, uses) in pages.items():
        fields = INPUT.findall(who.get(path).text)
        assert len(fields) == len(uses), path
        for field, use in zip(fields, uses, strict=True):
            assert 'type="password"' in field, path
            assert f'autocomplete="{use}"' in field, path


def test_nothing_else_is_asked_that_only_oneself_should_know(client, db, settings):
    """No hint and no question takes the place of a password."""
    settings.SIGN_UP = "open"
    for name, fields in {
        "account_login": {"login", "password", "time_zone"},
        "account_signup": {"username", "email", "password1", "time_zone"},
        "account_reset_password": {"email"},
    }.items():
        form = client.get(reverse(name)).context["form"]
        assert set(form.fields) == fields


def test_a_password_can_be_pasted(new_context, db):
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(reverse("account_login"))
    page.evaluate("words => navigator.clipboard.writeText(words)", LONG)
    field = page.get_by_label("Password", exact=True)
    field.focus()
    page.keyboard.press("ControlOrMeta+v")
    expect(field).to_have_value(LONG)


def test_a_new_site_has_no_accounts(db):
    """Nor any group: whoever sets it up makes the first account, with a password of their own."""
    assert User.objects.count() == 0
    assert StudyGroup.objects.count() == 0
