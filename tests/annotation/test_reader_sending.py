"""No word is lost: lost lines, expired sessions, refusals, stale pages, double presses."""

from __future__ import annotations

import re

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from readings.annotation.models import Note
from readings.editing.actions import edit_chapter
from readings.text.markdown import MAX_NOTE
from readings.text.writing import SectionDraft
from tests.fixtures.text import FENCE

POST = "Post to Thursday Readers"
KEPT = "Draft kept on this device."


def post(reader):
    reader.composer.get_by_role("button", name=POST).click()


def problem(reader):
    return reader.composer.get_by_role("alert")


def test_a_lost_line_keeps_the_words_and_the_button(reader, page_faults):
    page_faults.expect("ERR_INTERNET_DISCONNECTED|htmx:(sendError|afterRequest)")
    reader.open_block("1.2")
    reader.body.fill("Through the tunnel.")
    reader.page.context.set_offline(True)
    post(reader)
    expect(problem(reader)).to_have_text("Not sent: no connection. Your words are kept.")
    reader.page.context.set_offline(False)
    expect(problem(reader)).to_contain_text("You are online again")
    expect(reader.body).to_have_value("Through the tunnel.")
    post(reader)
    expect(reader.threads).to_contain_text(["Through the tunnel."])
    assert Note.objects.count() == 1
    assert reader.drafts() == {}


def test_a_lost_answer_stores_the_note_once(reader, page_faults):
    page_faults.expect("ERR_FAILED|htmx:(sendError|afterRequest)")
    reader.open_block("1.2")
    reader.body.fill("Did it arrive?")

    def store_and_lose(route):
        route.fetch()
        route.abort()

    reader.page.route("**/notes/", store_and_lose, times=1)
    post(reader)
    expect(problem(reader)).to_be_visible()
    assert Note.objects.count() == 1
    reader.go()
    reader.open_block("1.2")
    expect(reader.threads).to_have_count(1)
    # The note stands on the page now: its draft has done its work.
    expect(reader.body).to_have_value("")
    assert reader.drafts() == {}


def test_sending_the_same_words_again_stores_them_once(reader, page_faults):
    page_faults.expect("ERR_FAILED|htmx:(sendError|afterRequest)")
    reader.open_block("1.2")
    reader.body.fill("Once.")

    def store_and_lose(route):
        route.fetch()
        route.abort()

    reader.page.route("**/notes/", store_and_lose, times=1)
    post(reader)
    expect(problem(reader)).to_be_visible()
    post(reader)
    expect(reader.threads).to_have_count(1)
    assert Note.objects.count() == 1


def test_other_words_after_a_lost_answer_are_a_note_of_their_own(reader, page_faults):
    page_faults.expect("ERR_FAILED|htmx:(sendError|afterRequest)")
    reader.open_block("1.2")
    reader.body.fill("First.")

    def store_and_lose(route):
        route.fetch()
        route.abort()

    reader.page.route("**/notes/", store_and_lose, times=1)
    post(reader)
    expect(problem(reader)).to_be_visible()
    reader.body.fill("First, and more.")
    post(reader)
    expect(reader.threads.last).to_contain_text("First, and more.")
    assert sorted(Note.objects.values_list("body", flat=True)) == ["First, and more.", "First."]


def test_a_double_press_sends_once(reader):
    sent = []
    reader.page.on(
        "request", lambda request: sent.append(request) if request.method == "POST" else None
    )
    reader.open_block("1.2")
    reader.body.fill("Twice pressed.")
    reader.composer.get_by_role("button", name=POST).dblclick()
    expect(reader.threads).to_have_count(1)
    assert len([request for request in sent if request.url.endswith("/notes/")]) == 1
    assert Note.objects.count() == 1


def test_a_press_while_the_first_is_on_its_way_is_stopped(reader):
    held = []
    reader.open_block("1.2")
    reader.body.fill("Patience.")
    # Playwright wants a function of Python's own, not a list's method.
    reader.page.route("**/notes/", lambda route: held.append(route))  # noqa: PLW0108
    button = reader.composer.get_by_role("button", name=POST)
    with reader.page.expect_request(lambda request: request.method == "POST"):
        button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    reader.body.press("Control+Enter")
    assert len(held) == 1
    held[0].continue_()
    expect(reader.threads).to_have_count(1)
    assert Note.objects.count() == 1


def test_an_expired_session_keeps_the_words_and_leads_back(reader, page_faults, member):
    page_faults.expect("status of 401|htmx:responseError|Response Status Error")
    reader.open_block("1.2")
    reader.body.fill("Written too long.")
    Session.objects.all().delete()
    post(reader)
    expect(problem(reader)).to_contain_text("you are signed out")
    problem(reader).get_by_role("link", name="Sign in again").click()
    reader.page.get_by_label("Name").fill("Mira")
    reader.page.get_by_label("Password").fill("correct-horse-battery")
    reader.page.locator("main").get_by_role("button", name="Sign in").click()
    expect(reader.body).to_have_value("Written too long.")
    post(reader)
    expect(reader.threads).to_contain_text(["Written too long."])


def test_an_expired_session_brings_a_passage_back_too(reader, page_faults):
    page_faults.expect("status of 401|htmx:responseError|Response Status Error")
    reader.drag("shares one field")
    reader.note_button.click()
    reader.body.fill("Written too long.")
    Session.objects.all().delete()
    post(reader)
    problem(reader).get_by_role("link", name="Sign in again").click()
    reader.page.get_by_label("Name").fill("Mira")
    reader.page.get_by_label("Password").fill("correct-horse-battery")
    reader.page.locator("main").get_by_role("button", name="Sign in").click()
    expect(reader.composer.locator("[data-quote]")).to_have_text("shares one field")
    expect(reader.body).to_have_value("Written too long.")


def test_a_forged_or_old_token_keeps_the_words(reader, page_faults):
    page_faults.expect("status of 403|htmx:responseError|Response Status Error")
    reader.open_block("1.2")
    reader.body.fill("Old page.")
    reader.page.context.clear_cookies(name="csrftoken")
    post(reader)
    expect(problem(reader)).to_contain_text("Your words are kept on this device")
    problem(reader).get_by_role("link", name="Load the page again").click()
    expect(reader.body).to_have_value("Old page.")
    post(reader)
    expect(reader.threads).to_contain_text(["Old page."])


def test_a_refused_note_comes_back_with_its_words(reader, page_faults):
    page_faults.expect("status of 422")
    reader.open_block("1.2")
    long = "word " * (MAX_NOTE // 5 + 1)
    reader.body.fill(long)
    post(reader)
    expect(reader.composer.locator(".errorlist")).to_be_visible()
    expect(reader.body).to_be_focused()
    expect(reader.body).to_have_value(re.compile("^word word"))
    reader.body.fill("Short.")
    post(reader)
    expect(reader.threads).to_contain_text(["Short."])
    assert reader.drafts() == {}


def test_a_site_in_trouble_keeps_the_words(reader, page_faults):
    page_faults.expect("status of 500|htmx:responseError|Response Status Error")
    reader.open_block("1.2")
    reader.body.fill("Trouble.")
    reader.page.route("**/notes/", lambda route: route.fulfill(status=500), times=1)
    post(reader)
    expect(problem(reader)).to_contain_text("the site has a problem")
    post(reader)
    expect(reader.threads).to_contain_text(["Trouble."])


# A page that has become stale ---------------------------------------------------------------


def rewrite(chapter, body):
    section = chapter.sections.select_related("version").get(order=1)
    edit_chapter(
        user=None,
        chapter=chapter,
        base_versions={section.pk: section.version.number},
        changes=[SectionDraft(heading=section.heading, body=body, section_id=section.pk, order=1)],
        summary="",
    )


def test_a_note_from_a_stale_page_lands_where_its_words_are_now(reader, chapter):
    reader.drag("price followed the fence")
    reader.note_button.click()
    reader.body.fill("Still true.")
    rewrite(chapter, f"A new beginning.\n\n{FENCE}")
    post(reader)
    expect(reader.threads).to_contain_text(["Still true."])
    target = Note.objects.get().target
    text = target.section.version.plain_text
    assert text[target.start : target.end] == "price followed the fence"


def test_a_note_on_words_that_are_gone_is_refused_with_its_draft_and_finds_other_words(
    reader, chapter, page_faults
):
    page_faults.expect("status of 409")
    reader.drag("price followed the fence")
    reader.note_button.click()
    reader.body.fill("Where did it go?")
    rewrite(chapter, "Sheep may graze here again.")
    post(reader)
    expect(reader.composer.locator(".errorlist")).to_be_visible()
    expect(reader.body).to_have_value("Where did it go?")
    assert Note.objects.count() == 0
    reader.go()
    box = reader.page.locator("[data-draft-box]")
    box.locator("summary").click()
    box.get_by_role("button", name="Open").click()
    expect(reader.body).to_have_value("Where did it go?")
    expect(reader.composer.locator("[data-quote]")).to_have_text("price followed the fence")
    reader.drag("may graze")
    reader.note_button.click()
    expect(reader.body).to_have_value("Where did it go?")
    expect(reader.composer.locator("[data-quote]")).to_have_text("may graze")
    post(reader)
    expect(reader.threads).to_contain_text(["Where did it go?"])
    assert Note.objects.get().target.exact == "may graze"
    assert reader.drafts() == {}
