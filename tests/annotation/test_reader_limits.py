"""Who writes too often keeps every word: it is said when to send it, and then it is sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readings.annotation.models import Erratum, Note
from studyguide.settings import RATE_LIMITS as SITE
from tests.fixtures.reader import DESK, PHONE

POST = "Post to Thursday Readers"
TOO_OFTEN = "That was too often in a short time: wait"
NONE_LEFT = {**SITE, "write": "0/m,0/h", "preview": "0/m,0/h"}
FAULT = "status of 429|htmx:responseError|Response Status Error"


@pytest.fixture
def held(settings, page_faults):
    """Nobody may write for a while; calling it ends that."""
    page_faults.expect(FAULT)
    settings.RATE_LIMITS = NONE_LEFT

    def let_go():
        settings.RATE_LIMITS = SITE

    return let_go


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_note_is_kept_and_sent_later(reader_of, member, held, size):
    reader = reader_of(member, **size).go()
    reader.open_block("1.2")
    reader.body.fill("Too much at once.")
    reader.composer.get_by_role("button", name=POST).click()
    told = reader.composer.locator("[data-form-message]")
    expect(told).to_contain_text(TOO_OFTEN)
    expect(told).to_contain_text("Your words are still here.")
    expect(reader.body).to_have_value("Too much at once.")
    assert reader.drafts()["b/" + reader.block("1.2").get_attribute("data-block")]["body"]
    # The page may even be left.
    reader.go()
    held()
    reader.open_block("1.2")
    expect(reader.body).to_have_value("Too much at once.")
    reader.composer.get_by_role("button", name=POST).click()
    expect(reader.threads).to_contain_text(["Too much at once."])
    assert Note.objects.count() == 1
    assert reader.drafts() == {}


def test_so_by_the_keyboard_and_in_the_form_as_it_came_back(reader, held):
    reader.open_block("1.2")
    reader.body.fill("By keys alone.")
    reader.body.press("Control+Enter")
    expect(reader.composer.locator("[data-form-message]")).to_contain_text(TOO_OFTEN)
    held()
    reader.body.press("Control+Enter")
    expect(reader.threads).to_contain_text(["By keys alone."])
    assert Note.objects.count() == 1


def test_a_reply_and_a_change_are_kept(reader, write, passage, held):
    note = write("First words.", pointer=passage("one field"))
    reader.go(f"?note={note.uid}")
    thread = reader.page.locator(f"#note-{note.uid}")
    thread.locator("> details summary").first.click()
    body = thread.locator("textarea").first
    body.fill("A reply too many.")
    thread.get_by_role("button", name=POST).first.click()
    expect(thread.locator("[data-form-message]").first).to_contain_text(TOO_OFTEN)
    expect(thread.locator("textarea").first).to_have_value("A reply too many.")
    held()
    thread.get_by_role("button", name=POST).first.click()
    expect(thread.locator("article.reply")).to_contain_text(["A reply too many."])


def test_a_correction_is_kept(reader, held):
    reader.drag("seldom")
    reader.note_button.click()
    reader.body.fill("Better so.")
    reader.composer.get_by_role("button", name="Propose a correction").click()
    form = reader.page.locator("form[data-composer=erratum]")
    form.locator("[name=new_words]").fill("rarely")
    form.locator("button.primary").click()
    expect(form.locator("[data-form-message]")).to_contain_text(TOO_OFTEN)
    expect(form.locator("[name=new_words]")).to_have_value("rarely")
    expect(form.locator("[name=body]")).to_have_value("Better so.")
    assert Erratum.objects.count() == 0
    held()
    form.locator("button.primary").click()
    expect(reader.threads.first).to_contain_text("rarely")
    assert Erratum.objects.count() == 1


def test_a_preview_says_it_where_the_preview_would_stand(reader, held):
    reader.open_block("1.2")
    reader.body.fill("*soft*")
    reader.composer.get_by_role("button", name="Preview").click()
    expect(reader.composer.locator("[data-preview]")).to_contain_text(TOO_OFTEN)
    expect(reader.body).to_have_value("*soft*")


def test_a_proxy_that_refuses_does_not_put_its_page_into_the_form(reader, page_faults):
    page_faults.expect(FAULT)
    refuse = {"status": 429, "body": "<html><body><h1>nginx</h1></body></html>"}
    reader.open_block("1.2")
    reader.body.fill("Not its business.")
    reader.page.route("**/notes/", lambda route: route.fulfill(**refuse), times=1)
    reader.composer.get_by_role("button", name=POST).click()
    expect(reader.composer.get_by_role("alert")).to_contain_text("That was too often")
    expect(reader.body).to_have_value("Not its business.")
    expect(reader.page.get_by_text("nginx")).to_have_count(0)
    reader.composer.get_by_role("button", name=POST).click()
    expect(reader.threads).to_contain_text(["Not its business."])


def test_without_scripts_the_page_has_the_words_and_says_when(page_of, member, reading, held):
    page = page_of(member, java_script_enabled=False, **DESK)
    page.goto(f"{reading.get_absolute_url()}notes/")
    page.locator("textarea[name=body]").fill("Without scripts.")
    page.get_by_role("button", name=POST).click()
    expect(page.get_by_text(TOO_OFTEN)).to_be_visible()
    expect(page.locator("textarea[name=body]")).to_have_value("Without scripts.")
    held()
    page.get_by_role("button", name=POST).click()
    expect(page.locator(".note-body", has_text="Without scripts.")).to_be_visible()
    assert Note.objects.count() == 1


def test_it_says_seconds_where_seconds_are_left(reader, settings, page_faults, monkeypatch):
    page_faults.expect(FAULT)
    settings.RATE_LIMITS = {**SITE, "write": "0/m"}
    monkeypatch.setattr("readings.groups.limits.time.time", lambda: 1_000_000_040.0)
    reader.open_block("1.2")
    reader.body.fill("In a while.")
    reader.composer.get_by_role("button", name=POST).click()
    expect(reader.composer.locator("[data-form-message]")).to_contain_text("wait 40 seconds")
