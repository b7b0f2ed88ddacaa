"""A person asks for the deletion of their account, sees it on every page, and takes it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readings.groups.models import User
from tests.fixtures.cast import PASSWORD

PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_asked_seen_everywhere_and_taken_back(page_of, everything, reading, scripts):
    page = page_of(everything, java_script_enabled=scripts, viewport=PHONE)
    page.goto("/accounts/")
    page.get_by_role("link", name="Delete my account").press("Enter")
    page.get_by_label("As “Former member”").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Delete my account").press("Enter")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("heading", name="Your account is to be deleted")).to_be_visible()
    expect(page.get_by_text("Thursday Readers: As “Former member”")).to_be_visible()
    for path in ("/", reading.get_absolute_url()):
        page.goto(path)
        expect(page.get_by_text("your account is to be deleted.")).to_be_visible()
    assert User.objects.get(pk=everything.pk).deletion_signed == {str(reading.group_id): "former"}
    page.get_by_role("button", name="Keep my account").press("Enter")
    expect(page.get_by_text("Your account stays, with everything in it.")).to_be_visible()
    page.goto(reading.get_absolute_url())
    expect(page.get_by_role("button", name="Keep my account")).to_have_count(0)
    assert not User.objects.get(pk=everything.pk).is_going
