"""Drafts are kept on the device and come back where they belong."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readings.annotation.actions import add_note
from readings.annotation.models import Note
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from tests.fixtures.browser import sign_in
from tests.fixtures.reader import PHONE

POST = "Post to Thursday Readers"
KEPT = "Draft kept on this device."


def post(reader):
    reader.composer.get_by_role("button", name=POST).click()


def problem(reader):
    return reader.composer.get_by_role("alert")


def test_a_draft_is_kept_while_typing_and_survives_closing_and_leaving(reader, key_of):
    reader.open_block("1.2")
    reader.body.press_sequentially("Half a thou")
    expect(reader.composer).to_contain_text(KEPT)
    reader.page.keyboard.press("Escape")
    expect(reader.composer).to_have_count(0)
    reader.open_block("1.2")
    expect(reader.body).to_have_value("Half a thou")
    expect(reader.composer).to_contain_text("Your draft is back.")
    reader.page.goto("/")
    reader.go()
    reader.open_block("1.2")
    expect(reader.body).to_have_value("Half a thou")
    assert list(reader.drafts()) == [f"b/{key_of('1.2')}"]


def test_a_draft_on_chosen_words_comes_back_with_them(reader):
    reader.drag("shares one field")
    reader.note_button.click()
    reader.body.fill("Later.")
    reader.go()
    box = reader.page.locator("[data-draft-box]")
    expect(box).to_contain_text("Drafts kept on this device: 1")
    box.locator("summary").click()
    expect(box).to_contain_text("Later.")
    box.get_by_role("button", name="Open").click()
    expect(reader.composer.locator("[data-quote]")).to_have_text("shares one field")
    expect(reader.body).to_have_value("Later.")
    expect(box).to_have_count(0)
    post(reader)
    expect(reader.threads).to_contain_text(["Later."])
    assert Note.objects.get().target.exact == "shares one field"
    assert reader.drafts() == {}


def test_words_chosen_in_a_block_take_its_draft_along(reader):
    reader.open_block("1.2")
    reader.body.fill("About some words.")
    reader.composer.get_by_role("button", name="Choose words").click()
    reader.composer.get_by_role("option").first.click()
    assert [place.split("/")[0] for place in reader.drafts()] == ["passage"]
    post(reader)
    expect(reader.threads).to_contain_text(["About some words."])
    assert Note.objects.get().target.exact == "A"
    assert reader.drafts() == {}


def test_a_draft_can_be_thrown_away(reader):
    reader.open_block("1.2")
    reader.body.fill("No.")
    reader.composer.get_by_role("button", name="Throw the draft away").click()
    expect(reader.body).to_have_value("")
    expect(reader.body).to_be_focused()
    assert reader.drafts() == {}


def test_a_listed_draft_can_be_thrown_away(reader):
    reader.open_block("1.2")
    reader.body.fill("No.")
    reader.page.keyboard.press("Escape")
    box = reader.page.locator("[data-draft-box]")
    box.locator("summary").click()
    box.get_by_role("button", name="Throw away").click()
    expect(box).to_have_count(0)
    assert reader.drafts() == {}


def test_the_list_opens_the_place_of_a_draft(reader, axe):
    for number in ("1.2", "2.2"):
        reader.open_block(number)
        reader.body.fill(f"On {number}.")
    reader.page.keyboard.press("Escape")
    box = reader.page.locator("[data-draft-box]")
    expect(box).to_contain_text("Drafts kept on this device: 2")
    box.locator("summary").click()
    axe(reader.page)
    box.get_by_role("listitem").filter(has_text="On 1.2.").get_by_role(
        "button", name="Open"
    ).click()
    expect(reader.body).to_have_value("On 1.2.")
    expect(reader.body).to_be_focused()
    expect(box).to_contain_text("Drafts kept on this device: 1")


def test_an_emptied_composer_leaves_no_draft(reader):
    reader.open_block("1.2")
    reader.body.fill("x")
    assert len(reader.drafts()) == 1
    reader.body.fill("")
    assert reader.drafts() == {}


def test_drafts_of_replies_and_edits_come_back(reader, write, passage):
    note = write("First words.", pointer=passage("one field"))
    article = reader.page.locator(f"#note-{note.uid}")
    reader.open_block("1.2")
    article.locator("summary", has_text="Reply").click()
    article.get_by_label("Reply to Mira").fill("To myself.")
    reader.go()
    reader.open_block("1.2")
    expect(article.get_by_label("Reply to Mira")).to_have_value("To myself.")
    article.get_by_role("link", name="Edit").click()
    article.get_by_label("Change your note").fill("Better words.")
    reader.go()
    box = reader.page.locator("[data-draft-box]")
    expect(box).to_contain_text("Drafts kept on this device: 2")
    reader.open_block("1.2")
    expect(box).to_contain_text("Drafts kept on this device: 1")
    article.get_by_role("link", name="Edit").click()
    expect(article.get_by_label("Change your note")).to_have_value("Better words.")
    article.get_by_role("button", name="Save").click()
    expect(article.locator(":scope > .note-body")).to_have_text("Better words.")
    assert [place.split("/")[0] for place in reader.drafts()] == ["reply"]


def test_the_list_leads_to_the_thread_of_a_reply(reader, write, passage):
    note = write("First words.", pointer=passage("one field"))
    reader.open_block("1.2")
    article = reader.page.locator(f"#note-{note.uid}")
    article.locator("summary", has_text="Reply").click()
    article.get_by_label("Reply to Mira").fill("To myself.")
    reader.go()
    box = reader.page.locator("[data-draft-box]")
    box.locator("summary").click()
    box.get_by_role("button", name="Open").click()
    expect(article.get_by_label("Reply to Mira")).to_have_value("To myself.")


def test_drafts_belong_to_one_person(reader, page_of, facilitator, live_server, reading):

    reader.open_block("1.2")
    reader.body.fill("Mira's.")
    sign_in(reader.page.context, facilitator, live_server.url)
    reader.go()
    reader.open_block("1.2")
    expect(reader.body).to_have_value("")
    expect(reader.page.locator("[data-draft-box]")).to_have_count(0)


@pytest.mark.parametrize("how", ["full", "forbidden"])
def test_a_device_that_keeps_nothing_says_so_and_still_posts(reader, how):
    broken = {
        "full": "Storage.prototype.setItem = () => "
        "{ throw new DOMException('', 'QuotaExceededError'); }",
        "forbidden": "Object.defineProperty(window, 'localStorage', "
        "{get() { throw new DOMException('', 'SecurityError'); }})",
    }
    reader.page.add_init_script(broken[how])
    reader.go()
    reader.open_block("1.2")
    reader.body.fill("Not kept.")
    expect(reader.composer).to_contain_text("This device keeps no drafts")
    post(reader)
    expect(reader.threads).to_contain_text(["Not kept."])


# Answers to questions ----------------------------------------------------------------------


@pytest.fixture
def question(facilitator, reading):

    return ask_question(
        user=facilitator, reading=reading, pointer=Pointer("chapter"), body="Whose field?"
    )


def test_the_draft_of_an_answer_is_kept_until_it_is_stored(page_of, member, question):
    page = page_of(member)
    page.goto(question.get_absolute_url())
    page.get_by_label("Your answer").fill("The village's.")
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("The village's.")
    page.get_by_role("button", name=POST).click()
    expect(page.locator("[data-note]")).to_contain_text(["The village's."])
    page.get_by_text("Add another answer").click()
    expect(page.get_by_label("Your answer")).to_have_value("")


def test_a_draft_on_a_phone_is_listed_there_too(reader_of, member):
    reader = reader_of(member, **PHONE).go()
    reader.open_block("1.2")
    reader.body.fill("On the train.")
    reader.notes.get_by_role("link", name="Close").tap()
    expect(reader.page.locator("[data-draft-box]")).to_contain_text("Drafts kept on this device: 1")


def test_a_note_that_another_tab_has_sent_is_no_draft_any_more(reader, reading, member, passage):
    """The same person's other tab posted the draft that both tabs share."""
    reader.open_block("1.2")
    reader.body.fill("Shared by two tabs.")
    uid = next(iter(reader.drafts().values()))["uid"]
    add_note(
        author=member,
        reading=reading,
        body="Shared by two tabs.",
        pointer=passage("one field"),
        uid=uid,
    )
    reader.go()
    reader.open_block("1.2")
    expect(reader.threads).to_have_count(1)
    expect(reader.body).to_have_value("")
