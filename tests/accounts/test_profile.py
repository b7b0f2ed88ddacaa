"""Who one is to others: name, colour, clock and language, each kept and shown everywhere."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from readings.accounts.actions import change_profile
from readings.groups.models import User
from tests.fixtures.cast import PASSWORD

PROFILE = "/accounts/profile/"


def sent(**changes):
    return {"name": "Mira", "colour": "0", "time_zone": "", **changes}


def test_a_new_name_is_shown_and_signs_in(client, member_client, member):
    answer = member_client.post(PROFILE, sent(name="  Mira   Lind "))
    assert answer.url == "/accounts/"
    assert "Your profile is changed." in member_client.get("/accounts/").text
    member.refresh_from_db()
    assert (member.display_name, member.username) == ("Mira Lind", "mira lind")
    signed = client.post("/accounts/login/", {"login": "Mira Lind", "password": PASSWORD})
    assert signed.url == "/"


def test_a_name_to_sign_in_with_that_is_another_stays(member_client, member):
    User.objects.filter(pk=member.pk).update(username="m.lind")
    assert "You go on signing in as “m.lind”" in member_client.get(PROFILE).text
    member_client.post(PROFILE, sent(name="Mira Lind"))
    member.refresh_from_db()
    assert (member.display_name, member.username) == ("Mira Lind", "m.lind")


@pytest.mark.parametrize("name", ["Frida", "FRIDA", " frida "])
def test_nobody_takes_the_name_of_another(member_client, member, facilitator, name):
    page = member_client.post(PROFILE, sent(name=name))
    assert page.status_code == 422
    assert "Somebody here already uses the name" in page.text
    assert f'value="{name.strip()}"' in page.text or f'value="{name}"' in page.text
    member.refresh_from_db()
    assert member.display_name == "Mira"


def test_nor_is_one_shown_by_the_name_that_another_is_shown_by(member_client, facilitator):
    User.objects.filter(pk=facilitator.pk).update(display_name="Frida the Elder")
    page = member_client.post(PROFILE, sent(name="frida the elder"))
    assert page.status_code == 422


def test_the_verb_itself_refuses_a_name_that_is_taken(member, facilitator):
    with pytest.raises(ValidationError) as refused:
        change_profile(person=member, name="Frida", colour=0, time_zone="")
    assert "name" in refused.value.message_dict


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "   "}, "This field is required."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"colour": "12"}, "Select a valid choice"),
        ({"colour": ""}, "This field is required."),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(member_client, member, changes, said):
    page = member_client.post(PROFILE, sent(**changes))
    assert page.status_code == 422
    field = page.text.split('<div class="field has-error">')[1]
    assert said in field.split('<div class="form-actions">')[0]
    member.refresh_from_db()
    assert (member.display_name, member.time_zone) == ("Mira", "")


def test_the_clock_is_one_s_own(member_client, member):
    page = member_client.get(PROFILE).text
    assert "As the site has it (UTC)" in page
    assert '<optgroup label="Europe">' in page
    member_client.post(PROFILE, sent(time_zone="Asia/Tokyo"))
    member.refresh_from_db()
    assert member.time_zone == "Asia/Tokyo"


def test_an_old_name_of_a_zone_stays_until_another_is_chosen(member_client, member):
    User.objects.filter(pk=member.pk).update(time_zone="US/Pacific")
    page = member_client.get(PROFILE).text
    assert '<option value="US/Pacific" selected>US, Pacific</option>' in page
    assert member_client.post(PROFILE, sent(time_zone="US/Pacific")).status_code == 302


def test_a_language_is_offered_where_there_are_several(member_client, member, settings):
    assert 'name="language"' not in member_client.get(PROFILE).text
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    assert 'name="language"' in member_client.get(PROFILE).text
    member_client.post(PROFILE, sent(language="de"))
    page = member_client.get("/accounts/password/change/", headers={"Accept-Language": "en"})
    assert '<html lang="de"' in page.text
    assert page["Content-Language"] == "de"


def test_a_language_that_is_gone_counts_as_none(member_client, member):
    User.objects.filter(pk=member.pk).update(language="de")
    assert '<html lang="en"' in member_client.get("/accounts/").text


def test_what_others_see_follows_at_once(
    member_client, member, facilitator_client, reading, write, passage
):
    note = write("Which?", author=member, pointer=passage("shares one field"))
    address = facilitator_client.get(note.get_absolute_url()).url
    assert "Mira" in facilitator_client.get(address).text
    member_client.post(PROFILE, sent(name="Mira Lind", colour="7"))
    page = facilitator_client.get(address).text
    assert "Mira Lind" in page
    assert "hue-7" in page


def test_the_account_page_leads_to_everything(member_client):
    page = member_client.get("/accounts/").text
    for address in (
        PROFILE,
        "/accounts/reading/",
        "/accounts/notices/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
    ):
        assert f'href="{address}"' in page
    assert 'href="/accounts/"' in member_client.get("/").text
