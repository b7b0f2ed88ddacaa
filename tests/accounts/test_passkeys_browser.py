"""Passkeys in a real browser with a device of its own, under the strict policy and by keyboard."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from readings.groups.models import User
from tests.fixtures.cast import PASSWORD

START = "Use a passkey"


class Device:
    """An authenticator that says yes; `refuse` makes it one that does not know its owner."""

    def __init__(self, page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }  # fmt: skip
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.key = {"authenticatorId": made["authenticatorId"]}

    def refuse(self):
        self.session.send("WebAuthn.setUserVerified", {**self.key, "isUserVerified": False})

    def passkeys(self):
        return self.session.send("WebAuthn.getCredentials", self.key)["credentials"]


@pytest.fixture
def page(page_of, member):
    return page_of(member)


@pytest.fixture
def authenticator(page):
    return Device(page)


def prove(page):
    """Shows once more that it is oneself."""
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def add(page, name="My phone"):
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    prove(page)
    page.get_by_label("Name of the passkey").fill(name)
    page.get_by_role("button", name="Make the passkey").press("Enter")


def sign_out(page):
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_passkey_signs_in_alone(page, authenticator, member):
    add(page)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert len(authenticator.passkeys()) == 1
    sign_out(page)
    page.get_by_role("button", name=START).press("Enter")
    expect(page.get_by_role("heading", name="Home")).to_be_attached()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("My phone", exact=True).first).to_be_visible()
    expect(page.get_by_text("alone", exact=True)).to_be_visible()


def test_it_leads_on_to_the_place_that_was_asked_for(page, authenticator):
    add(page)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)
    page.goto("/accounts/reading/")
    page.get_by_role("button", name=START).click()
    expect(page.get_by_role("heading", name="How I read")).to_be_visible()


def test_a_password_is_not_enough_any_more(page, authenticator, member):
    add(page)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    codes = page.locator(".codes code").all_inner_texts()
    sign_out(page)
    page.get_by_label("Name or e-mail").fill(member.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Home")).to_be_attached()
    assert len(codes) == 10


def test_a_device_that_does_not_know_its_owner_signs_nobody_in(page, authenticator):
    add(page)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)
    authenticator.refuse()
    page.get_by_role("button", name=START).click()
    expect(page.get_by_text("The device gave no passkey")).to_be_visible()
    expect(page.get_by_role("button", name=START)).to_be_focused()


def test_the_same_device_is_told_that_it_has_one(page, authenticator):
    add(page)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("This device has a passkey for your account already.")).to_be_visible()


def test_it_is_renamed_and_removed(page, authenticator, member):
    add(page)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Rename My phone").click()
    page.get_by_label("Name of the passkey").fill("Old phone")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Old phone").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()
    assert not Authenticator.objects.filter(user=member).exists()


def test_it_proves_that_it_is_oneself(page, authenticator, member):
    add(page)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    User.objects.filter(pk=member.pk).update(time_zone="")
    sign_out(page)
    page.get_by_role("button", name=START).click()
    expect(page.get_by_role("heading", name="Home")).to_be_attached()
    page.goto("/accounts/2fa/recovery-codes/generate/")
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Make new recovery codes")).to_be_visible()


def test_where_no_device_answers_the_page_says_so(new_context, page_faults):
    page = new_context().new_page()
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/accounts/login/")
    page.get_by_role("button", name=START).click()
    expect(page.get_by_text("Passkeys do not work here")).to_be_visible()


def test_without_scripts_nothing_is_offered_that_does_not_work(new_context, page_of, member):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name=START)).to_be_hidden()
    page = page_of(member, java_script_enabled=False)
    page.goto("/accounts/2fa/webauthn/add/")
    prove(page)
    expect(page.get_by_text(re.compile("Passkeys need JavaScript"))).to_be_visible()
    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
