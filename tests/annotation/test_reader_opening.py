"""Opening the notes of a place or of a mark, on a desk and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from readings.annotation.models import Note
from readings.annotation.pointers import Pointer
from tests.fixtures.reader import PHONE

POST = "Post to Thursday Readers"


@pytest.fixture
def group_note(write, facilitator, passage):
    """Another's note on "shares one field"."""
    return write("Which field?", author=facilitator, pointer=passage("shares one field"))


def test_a_control_opens_the_notes_and_the_address_keeps_them(reader, write, key_of, axe):
    write("On the whole paragraph.", pointer=Pointer("block", key=key_of("1.2")))
    reader.page.reload()
    control = reader.control("1.2")
    expect(control).to_have_text("1")
    expect(control).to_have_attribute("aria-expanded", "false")
    control.click()
    expect(reader.threads).to_contain_text(["On the whole paragraph."])
    expect(reader.notes.get_by_role("heading", name="Notes on 1.2")).to_be_focused()
    expect(control).to_have_attribute("aria-expanded", "true")
    expect(reader.page).to_have_url(re.compile(rf"\?open=b/{key_of('1.2')}$"))
    axe(reader.page)
    reader.page.reload()
    expect(reader.threads).to_contain_text(["On the whole paragraph."])
    expect(control).to_have_attribute("aria-expanded", "true")


def test_escape_closes_and_gives_the_focus_back(reader, group_note):
    reader.control("1.2").click()
    expect(reader.threads).to_have_count(1)
    reader.page.keyboard.press("Escape")
    expect(reader.threads).to_have_count(0)
    expect(reader.control("1.2")).to_be_focused()
    expect(reader.page).to_have_url(re.compile(r"/$"))


def test_the_close_link_closes(reader, group_note):
    reader.open_block("1.2")
    reader.notes.get_by_role("link", name="Close").click()
    expect(reader.composer).to_have_count(0)
    expect(reader.control("1.2")).to_be_focused()


def test_the_control_closes_what_it_opened(reader):
    reader.open_block("1.2")
    reader.control("1.2").click()
    expect(reader.composer).to_have_count(0)


def test_without_notes_one_begins_to_write(reader):
    reader.control("2.2").click()
    expect(reader.body).to_be_focused()


def test_a_press_with_ctrl_opens_the_link_itself(reader):
    with reader.page.context.expect_page() as opened:
        reader.control("1.2").click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_load_state()
    assert opened.value.url.endswith("/notes/")
    expect(reader.composer).to_have_count(0)


@pytest.mark.parametrize("kind", ["section", "footnote", "chapter"])
def test_larger_places_take_notes_too(reader, kind):
    where = {"section": ".section-head [data-open]", "footnote": "#fn-1 [data-open]"}
    reader.page.locator(where.get(kind, "#notes [data-open]")).first.click()
    reader.body.fill(f"On the {kind}.")
    reader.composer.get_by_role("button", name=POST).click()
    expect(reader.threads).to_contain_text([f"On the {kind}."])
    assert Note.objects.get().target.kind == kind


def test_what_is_no_longer_there_is_said(reader, page_faults):
    page_faults.expect("status of 404")
    reader.page.route("**/notes/", lambda route: route.fulfill(status=404, body="gone"))
    reader.control("1.2").click()
    expect(reader.notes.get_by_role("alert")).to_contain_text("no longer there")


def test_a_lost_line_is_said(reader, page_faults):
    page_faults.expect("ERR_INTERNET_DISCONNECTED")
    reader.page.context.set_offline(True)
    reader.control("1.2").click()
    expect(reader.notes.get_by_role("alert")).to_contain_text("no connection")
    reader.page.context.set_offline(False)
    reader.control("2.2").click()
    expect(reader.body).to_be_focused()


# Marks ---------------------------------------------------------------------------------------


def test_pressing_a_mark_shows_the_notes_that_touch_it(reader, write, group_note, passage):
    write("Elsewhere.", pointer=passage("seldom written down"))
    reader.page.reload()
    reader.press_at("one field")
    expect(reader.threads).to_contain_text(["Which field?"])
    expect(reader.notes).to_contain_text("Only the notes that touch the words you pressed.")
    reader.notes.get_by_role("link", name="All on 1.2").click()
    expect(reader.threads).to_contain_text(["Which field?", "Elsewhere."])


def test_overlapping_notes_are_told_apart(reader, write, facilitator, passage):
    write("Wide.", author=facilitator, pointer=passage("village shares one field, and its"))
    write("Narrow.", author=facilitator, pointer=passage("one field, and its rule"))
    reader.page.reload()
    reader.press_at("one field")
    expect(reader.threads).to_contain_text(["Wide.", "Narrow."])
    reader.threads.filter(has_text="Wide.").hover()
    reader.expect_painted("hover", ["village shares one field, and its"])
    reader.threads.filter(has_text="Narrow.").hover()
    reader.expect_painted("hover", ["one field, and its rule"])
    reader.threads.filter(has_text="Wide.").get_by_role("link", name="Link").focus()
    reader.expect_painted("hover", ["village shares one field, and its"])


def test_a_mark_of_one_note_alone_shows_that_one(reader, write, facilitator, passage):
    write("Wide.", author=facilitator, pointer=passage("village shares one field, and its"))
    write("Narrow.", author=facilitator, pointer=passage("one field, and its rule"))
    reader.page.reload()
    reader.press_at("village")
    expect(reader.threads).to_contain_text(["Wide."])


def test_a_private_passage_is_painted_and_pressed_by_its_author_alone(
    reader, reader_of, write, facilitator, passage
):
    write("For my eyes.", audience="me", pointer=passage("price followed the fence"))
    reader.page.reload()
    reader.expect_painted("mine", ["price followed the fence"])
    assert reader.page.locator("main mark").count() == 0
    reader.press_at("followed the fence")
    expect(reader.threads).to_contain_text(["For my eyes."])
    expect(reader.threads).to_contain_text(["Only you"])
    other = reader_of(facilitator)
    with other.page.expect_response("**/mine/") as answer:
        other.go()
    assert answer.value.json() == {"passages": [], "blocks": []}
    assert other.painted("mine") == []
    other.press_at("followed the fence")
    expect(other.threads).to_have_count(0)


def test_the_thread_of_a_link_is_open_and_painted(reader, group_note):
    reader.page.goto(f"/notes/{group_note.uid}/")
    expect(reader.page.locator(f"#note-{group_note.uid}")).to_be_visible()
    reader.expect_painted("open", ["shares one field"])


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_a_link_to_one_of_many_notes_brings_it_into_sight(
    reader_of, member, write, key_of, options
):
    block = Pointer("block", key=key_of("1.2"))
    notes = [write(f"Note {number}.", pointer=block) for number in range(15)]
    last = write("The one meant.", parent=notes[-2])
    reader = reader_of(member, **options)
    reader.page.goto(f"/notes/{last.uid}/")
    expect(reader.page.locator(f"#note-{last.uid}")).to_be_in_viewport()
    # The address stays that of the note: it may be bookmarked, or loaded again.
    expect(reader.page).to_have_url(re.compile(f"note={last.uid}"))


def test_a_stale_highlight_is_not_painted_elsewhere(reader, write, passage):
    write("Mine.", pointer=passage("one field"))
    shown = reader.page.locator("main .section").first
    version = int(shown.get_attribute("data-version"))
    reader.page.route(
        "**/mine/",
        lambda route: route.fulfill(
            json={"passages": [[1, version + 1, 0, 5, "x"]], "blocks": []},
        ),
    )
    with reader.page.expect_response("**/mine/"):
        reader.page.reload()
    assert reader.painted("mine") == []


# On a phone ---------------------------------------------------------------------------------


def test_on_a_phone_the_notes_open_under_their_block(reader_of, member, group_note, axe):
    reader = reader_of(member, **PHONE).go()
    reader.control("1.2").tap()
    expect(reader.threads).to_have_count(1)
    expect(reader.notes.get_by_role("heading", name="Notes on 1.2")).to_be_in_viewport()
    assert reader.block("1.2").evaluate("(block) => block.nextElementSibling.id") == "notes"
    # Tall enough for the whole page: the dock covers whatever has to be scrolled yet.
    reader.page.set_viewport_size({"width": 390, "height": 3000})
    axe(reader.page)
    reader.notes.get_by_role("link", name="Close").tap()
    assert reader.notes.evaluate("(notes) => notes.parentElement.id") == "margin"


def test_a_mark_answers_to_the_finger(reader_of, member, group_note):
    reader = reader_of(member, **PHONE).go()
    box = reader.boxes("one field")[0]
    reader.page.touchscreen.tap((box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2)
    expect(reader.threads).to_contain_text(["Which field?"])


def test_a_link_to_a_note_opens_it_under_its_block_on_a_phone(reader_of, member, group_note):
    reader = reader_of(member, **PHONE)
    reader.page.goto(f"/notes/{group_note.uid}/")
    expect(reader.threads).to_contain_text(["Which field?"])
    assert reader.block("1.2").evaluate("(block) => block.nextElementSibling.id") == "notes"
