"""Choosing words in a real browser: by mouse, by keyboard, by finger, and without dragging."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readings.annotation.models import Note
from tests.fixtures.reader import PHONE

POST = "Post to Thursday Readers"


def write_and_post(reader, words, button=POST):
    reader.body.fill(words)
    reader.composer.get_by_role("button", name=button).click()
    expect(reader.threads.last).to_contain_text(words)


def test_words_selected_by_mouse_become_a_note(reader):
    reader.drag("shares one field")
    reader.note_button.click()
    expect(reader.composer.locator("[data-quote]")).to_have_text("shares one field")
    expect(reader.body).to_be_focused()
    reader.expect_painted("open", ["shares one field"])
    write_and_post(reader, "Who is not sharing?")
    note = Note.objects.get()
    assert (note.target.exact, note.audience) == ("shares one field", "group")
    assert note.target.block.number == "1.2"


def test_a_selection_across_blocks_keeps_the_line_end_between_them(reader):
    reader.drag("before you draw it", until="A village")
    reader.note_button.click()
    write_and_post(reader, "Both.")
    assert Note.objects.get().target.exact == "before you draw it\nA village"


def test_a_footnote_mark_is_no_part_of_the_words(reader):
    reader.drag("written down.", until="They kept")
    reader.note_button.click()
    expect(reader.composer.locator("[data-quote]")).to_have_text("written down. They kept")


def test_characters_beyond_the_basic_plane_count_once(reader):
    reader.drag("the ledger", until=".")
    reader.select("ledger 🐑.")
    reader.note_button.click()
    write_and_post(reader, "A sheep.")
    assert Note.objects.get().target.exact == "ledger 🐑."


def test_a_selection_across_sections_is_cut_and_says_so(reader):
    reader.drag("in the ledger", until="We counted")
    reader.note_button.click()
    expect(reader.composer.locator("[data-cut]")).to_be_visible()
    expect(reader.composer.locator("[data-quote]")).to_have_text("in the ledger 🐑.")


def test_a_selection_within_a_section_is_not_called_cut(reader):
    reader.drag("shares one field")
    reader.note_button.click()
    expect(reader.body).to_be_focused()
    expect(reader.composer.locator("[data-cut]")).to_be_hidden()


def test_the_button_goes_when_the_selection_goes(reader):
    reader.drag("shares one field")
    expect(reader.note_button).to_be_visible()
    reader.press_at("followed the price")
    expect(reader.note_button).to_be_hidden()


def test_escape_takes_the_selection_back(reader):
    reader.drag("shares one field")
    expect(reader.note_button).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(reader.note_button).to_be_hidden()


def test_the_button_stands_beside_the_end_of_the_selection(reader):
    reader.drag("shares one field")
    expect(reader.note_button).to_be_visible()
    words, button = (
        reader.boxes("shares one field", scroll=False)[-1],
        reader.note_button.bounding_box(),
    )
    assert 0 <= button["y"] - words["bottom"] < 40
    assert abs(button["x"] - words["right"]) < 40


@pytest.mark.parametrize("words", ["Notes on the whole chapter", "Almanac of the Parish"])
def test_words_outside_the_text_take_no_note(reader, words):
    reader.drag("shares one field")
    expect(reader.note_button).to_be_visible()
    script = """(words) => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        if (walker.currentNode.data.includes(words)) {
          document.getSelection().selectAllChildren(walker.currentNode.parentElement);
          return document.getSelection().toString();
        }
      }
    }"""
    assert words in reader.page.evaluate(script, words)
    expect(reader.note_button).to_be_hidden()


# By keyboard -----------------------------------------------------------------------------------


def test_a_selection_grown_with_shift_and_arrows_is_noted_with_n(reader):
    box = reader.boxes("one field")[0]
    reader.page.mouse.dblclick(box["left"] + 4, (box["top"] + box["bottom"]) / 2)
    reader.page.keyboard.press("Control+Shift+ArrowRight")
    expect(reader.note_button).to_be_visible()
    reader.page.keyboard.press("n")
    expect(reader.composer.locator("[data-quote]")).to_contain_text("one field")
    expect(reader.body).to_be_focused()
    expect(reader.body).to_have_value("")


def tab_to(page, target):
    """Presses Tab until the target has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError("Tab never reached it")


def test_keyboard_alone_chooses_words_and_posts(reader):
    keyboard = reader.page.keyboard
    keyboard.press("g")
    keyboard.type("1.2")
    keyboard.press("Enter")
    tab_to(reader.page, reader.control("1.2"))
    keyboard.press("Enter")
    expect(reader.body).to_be_focused()
    choose = reader.composer.get_by_role("button", name="Choose words")
    for _ in range(3):
        keyboard.press("Shift+Tab")
        if choose.evaluate("(element) => element === document.activeElement"):
            break
    expect(choose).to_be_focused()
    keyboard.press("Enter")
    options = reader.composer.get_by_role("option")
    expect(options.first).to_be_focused()
    for _ in range(3):
        keyboard.press("ArrowRight")
    keyboard.press("Shift+ArrowRight")
    keyboard.press("Shift+ArrowLeft")
    expect(reader.composer.get_by_role("option", selected=True)).to_have_text(["one"])
    keyboard.press("Shift+ArrowRight")
    expect(reader.composer.get_by_role("option", selected=True)).to_have_text(["one", "field,"])
    expect(reader.composer.locator("[data-quote]")).to_have_text("one field,")
    reader.expect_painted("open", ["one field,"])
    keyboard.press("Escape")
    expect(choose).to_be_focused()
    tab_to(reader.page, reader.body)
    keyboard.type("By keyboard alone.")
    keyboard.press("Control+Enter")
    expect(reader.threads).to_contain_text(["By keyboard alone."])
    expect(reader.threads.last).to_be_focused()
    assert Note.objects.get().target.exact == "one field,"


def test_the_chosen_words_are_said(reader):
    reader.open_block("1.2")
    reader.composer.get_by_role("button", name="Choose words").click()
    reader.page.keyboard.press("Space")
    expect(reader.page.locator("[data-part=live]")).to_have_text("Chosen: A")


def test_words_are_chosen_by_pressing_the_first_and_the_last(reader, axe):
    reader.open_block("2.2")
    reader.composer.get_by_role("button", name="Choose words").click()
    options = reader.composer.get_by_role("option")
    options.filter(has_text="followed").first.click()
    options.filter(has_text="price,").click()
    expect(reader.composer.locator("[data-quote]")).to_have_text("followed the price,")
    axe(reader.page)
    write_and_post(reader, "Without dragging.")
    assert Note.objects.get().target.exact == "followed the price,"


def test_up_and_down_go_by_lines(reader):
    reader.page.set_viewport_size({"width": 1000, "height": 800})
    reader.open_block("1.2")
    reader.composer.get_by_role("button", name="Choose words").click()
    options = reader.composer.get_by_role("option")
    reader.page.keyboard.press("ArrowDown")
    second_line = options.evaluate_all(
        "(all) => all.findIndex((one) => one.offsetTop > all[0].offsetTop)"
    )
    expect(options.nth(second_line)).to_be_focused()
    reader.page.keyboard.press("ArrowUp")
    expect(options.first).to_be_focused()


def test_words_of_a_reason_are_chosen_among_its_own(reader, opening):
    reason = opening.reasons.get(number=2)
    reader.page.locator(f"#r-{reason.key} > [data-open]").click()
    reader.composer.get_by_role("button", name="Choose words").click()
    options = reader.composer.get_by_role("option")
    expect(options).to_have_text(["hear", "of", "trouble", "early"])
    options.nth(2).click()
    write_and_post(reader, "What trouble?")
    target = Note.objects.get().target
    assert (target.kind, target.exact) == ("passage", "trouble")


# By finger -------------------------------------------------------------------------------------


def test_on_a_phone_the_button_stands_at_the_bottom_and_the_composer_in_the_flow(
    reader_of, member, axe
):
    reader = reader_of(member, **PHONE).go()
    reader.page.locator("h1").tap()
    reader.select("shares one field")
    expect(reader.note_button).to_be_visible()
    button, words = reader.note_button.bounding_box(), reader.boxes("one field")[0]
    assert button["y"] > words["bottom"]
    assert 844 - 140 < button["y"] < 844
    axe(reader.page)
    reader.note_button.tap()
    expect(reader.composer.locator("[data-quote]")).to_have_text("shares one field")
    block = reader.block("1.2")
    assert block.evaluate("(block) => block.nextElementSibling.id") == "notes"
    reader.body.fill("By thumb.")
    reader.composer.get_by_role("button", name=POST).tap()
    expect(reader.threads).to_contain_text(["By thumb."])
    assert Note.objects.get().target.exact == "shares one field"


def test_turning_the_phone_into_a_desk_moves_the_words_along(reader_of, member):
    reader = reader_of(member, viewport={"width": 600, "height": 800}).go()
    reader.open_block("1.2")
    reader.body.fill("Still here.")
    assert reader.notes.evaluate("(notes) => notes.parentElement.id") != "margin"
    reader.page.set_viewport_size({"width": 1300, "height": 800})
    reader.page.wait_for_function("() => document.querySelector('#margin > #notes')")
    expect(reader.body).to_have_value("Still here.")
    expect(reader.body).to_be_focused()
    reader.page.set_viewport_size({"width": 600, "height": 800})
    reader.page.wait_for_function("() => document.querySelector('.block + #notes')")
    expect(reader.body).to_have_value("Still here.")
