"""How notices come: chosen on a page of one's account, and switched off from the mail itself."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from playwright.sync_api import expect

from readings.accounts.actions import change_notices
from readings.groups.models import User

ADDRESS = "/accounts/notices/"
KEY = "qYw8-3xTz_0aB1cD2eF3gH4iJ5kL6mN7"
OFF = f"/accounts/notices/off/{KEY}/"
SENT = {"notices": "soon", "about": ["notices_of_replies"]}


def chosen(user):
    user.refresh_from_db()
    return (user.notices, [name for name in User.ABOUT if getattr(user, name)])


@pytest.fixture
def keyed(member):
    User.objects.filter(pk=member.pk).update(notice_key=KEY)
    return member


# The page ----------------------------------------------------------------------------------------


def test_new_accounts_begin_with_a_mail_a_day_about_everything(member):
    assert chosen(member) == ("daily", list(User.ABOUT))


def test_what_is_chosen_is_kept(member_client, member):
    answer = member_client.post(ADDRESS, SENT)
    assert answer.url == ADDRESS
    assert chosen(member) == ("soon", ["notices_of_replies"])
    page = member_client.get(ADDRESS).text
    assert "Kept: so notices come from now on." in page
    assert page.count(" checked") == 2


def test_about_nothing_is_a_choice_too(member_client, member):
    assert member_client.post(ADDRESS, {"notices": "soon"}).status_code == 302
    assert chosen(member) == ("soon", [])


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "This field is required."),
        ({"notices": "hourly"}, "Select a valid choice"),
        ({"notices": "soon", "about": ["is_superuser"]}, "Select a valid choice"),
    ],
)
def test_what_there_is_not_to_choose_is_refused_and_changes_nothing(
    member_client, member, sent, said
):
    page = member_client.post(ADDRESS, {"about": ["notices_of_replies"], "x": "1", **sent})
    assert page.status_code == 422
    assert said in page.text.split("has-error")[1]
    assert chosen(member) == ("daily", list(User.ABOUT))


def test_the_verb_itself_refuses_what_there_is_not(member):
    with pytest.raises(ValidationError):
        change_notices(person=member, notices="hourly", about=())
    assert chosen(member) == ("daily", list(User.ABOUT))


def test_without_a_confirmed_address_they_stay_on_the_site(member_client, member):
    said = "You have no confirmed e-mail address"
    address = EmailAddress(user=member, email="mira@example.org", primary=True, verified=False)
    assert said in member_client.get(ADDRESS).text
    address.save()
    page = member_client.get(ADDRESS).text
    assert said in page
    assert 'href="/accounts/email/"' in page.split("<main")[1]
    assert "Only on the site" in member_client.get("/accounts/").text
    EmailAddress.objects.update(verified=True)
    page = member_client.get(ADDRESS).text
    assert said not in page
    assert "mira@example.org" in page
    assert "One e-mail a day" in member_client.get("/accounts/").text


def test_the_page_names_ones_own_clock(member_client, member):
    User.objects.filter(pk=member.pk).update(time_zone="Pacific/Auckland")
    assert "Pacific, Auckland" in member_client.get(ADDRESS).text


def test_where_an_address_is_given_one_is_told_of_mail(member_client, client, settings):
    page = member_client.get("/accounts/email/").text
    assert f'href="{ADDRESS}"' in page.split("<main")[1]
    settings.SIGN_UP = "open"
    assert "at most one mail a day" in client.get("/accounts/signup/").text


# The link in each mail ---------------------------------------------------------------------------


def test_a_program_that_follows_links_changes_nothing(client, keyed):
    page = client.get(OFF)
    assert page.status_code == 200
    assert "Switch them off" in page.text
    assert client.head(OFF).status_code == 200
    assert chosen(keyed)[0] == "daily"


def test_the_button_works_signed_out_and_twice(client, keyed):
    for _turn in range(2):
        page = client.post(OFF)
        assert page.status_code == 200
        assert "No more mail of this kind" in page.text
        assert chosen(keyed)[0] == "none"
    assert "No more mail of this kind" in client.get(OFF).text


def test_a_mail_program_does_it_in_one_step(keyed):
    """RFC 8058: a POST without cookies, from nowhere, which is answered without a redirect."""
    program = Client(enforce_csrf_checks=True)
    answer = program.post(OFF, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert chosen(keyed)[0] == "none"


def test_it_is_for_whose_mail_it_is_and_not_for_who_is_signed_in(
    facilitator_client, facilitator, keyed
):
    facilitator_client.post(OFF)
    assert (chosen(keyed)[0], chosen(facilitator)[0]) == ("none", "daily")


@pytest.mark.parametrize("forged", ["x", KEY[:-1], KEY + "x", KEY.lower(), "0", "None"])
def test_a_forged_key_is_nobodys(client, keyed, facilitator, forged):
    address = OFF.replace(KEY, forged)
    assert client.get(address).status_code == client.post(address).status_code == 404
    assert chosen(keyed)[0] == chosen(facilitator)[0] == "daily"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, keyed, method):
    assert getattr(client, method)(OFF).status_code == 405
    assert chosen(keyed)[0] == "daily"


def test_the_page_tells_nobody_whose_mail_it_is(client, keyed):
    for page in (client.get(OFF), client.post(OFF)):
        assert "Mira" not in page.text
        assert "no-store" in page["Cache-Control"]


# In a browser ------------------------------------------------------------------------------------


def test_one_chooses_by_keyboard_without_scripts_on_a_phone(page_of, member):
    page = page_of(member, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto("/accounts/")
    page.get_by_role("link", name="How notices come").click()
    page.get_by_label("One e-mail a day").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Replies to me")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept: so notices come from now on.")).to_be_visible()
    about = ["notices_of_questions", "notices_of_corrections"]
    assert chosen(member) == ("soon", about)


def test_one_switches_off_by_the_link_signed_out(new_context, keyed):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(OFF)
    page.get_by_role("button", name="Switch them off").press("Enter")
    expect(page.get_by_role("heading", name="No more mail of this kind")).to_be_visible()
    assert chosen(keyed)[0] == "none"
    page.get_by_role("link", name="Choose otherwise").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
