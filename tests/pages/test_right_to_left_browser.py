"""A text that runs from right to left, in an interface that does not, and in one that does."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from readings.text.actions import start_reading
from readings.text.models import Book, Chapter
from tests.fixtures.reader import ReaderPage
from tests.pages.measuring import Measure, set_direction

HEBREW = Path(__file__).parents[1] / "fixtures" / "hebrew.md"
DESK = {"width": 1440, "height": 1000}
PHONE = {"width": 390, "height": 4000}  # nothing is half under the dock

# Where an element begins and ends, and which way its words run.
BOX = """element => {
  const { left, right } = element.getBoundingClientRect();
  return { left, right, direction: getComputedStyle(element).direction };
}"""
# Where the first line of its words begins: at the right edge for what runs from right to left.
FIRST_LINE = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const { left, right } = range.getClientRects()[0];
  return { left, right };
}"""


@pytest.fixture
def hebrew(group, member, db):
    call_command("import_chapter", str(HEBREW), verbosity=0)
    chapter = Chapter.objects.get(book__language="he")
    return start_reading(user=None, group=group, chapter=chapter)


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("he", "rtl"), ("ar-EG", "rtl"), ("fa", "rtl"), ("yi", "rtl"), ("az-Arab", "rtl"),
        ("en", "ltr"), ("de-AT", "ltr"), ("ur-Latn-PK", "ltr"), ("", "ltr"), ("HE", "rtl"),
    ],
)  # fmt: skip
def test_a_book_knows_which_way_it_runs(language, direction):
    assert Book(language=language).direction == direction


def test_sections_have_addresses_in_a_script_of_their_own(hebrew):
    sections = hebrew.chapter.sections.order_by("order")
    assert [section.slug for section in sections] == ["opening", "section"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_text_runs_its_own_way_in_an_english_interface(hebrew, member, page_of, axe, size):
    page = page_of(member, viewport=size)
    page.goto(hebrew.get_absolute_url())
    words = page.locator(".block-prose .block-text, .block .block-text").first
    box, line = words.evaluate(BOX), words.locator("p").first.evaluate(FIRST_LINE)
    assert box["direction"] == "rtl"
    assert box["right"] - line["right"] < 40  # on a phone the number stands before the words
    assert line["right"] - line["left"] > 100
    assert page.locator("h1").evaluate(BOX)["direction"] == "rtl"
    assert page.locator("html").evaluate(BOX)["direction"] == "ltr"
    assert page.locator(".section-head .meta span").first.evaluate(BOX)["direction"] == "ltr"
    assert Measure(page).sideways() == []
    axe(page)


def test_a_passage_is_marked_and_noted_in_it(hebrew, member, page_of):
    """The ruler counts code points, whichever way they run; a note is shown as it was written."""
    reader = ReaderPage(page_of(member, viewport=DESK), hebrew.get_absolute_url()).go()
    reader.select("המחיר")
    expect(reader.note_button).to_be_visible()
    (words,), button = reader.boxes("המחיר", 0, scroll=False), reader.note_button.bounding_box()
    assert button is not None
    assert button["x"] < words["left"], "the words end at their left"
    reader.page.keyboard.press("n")
    reader.body.fill("מה קדם למה? (price first)")
    reader.page.keyboard.press("Control+Enter")
    note = reader.threads.filter(has_text="מה קדם למה")
    expect(note).to_be_visible()
    assert note.locator(".note-body").first.evaluate(BOX)["direction"] == "rtl"
    assert note.locator("q.note-quote").inner_text() == "המחיר"
    reader.expect_painted("mine", ["המחיר"])
    expect(reader.go().page.locator("mark")).to_have_text(["המחיר"])


def test_an_interface_from_right_to_left_is_the_mirror_of_one_that_is_not(hebrew, member, page_of):
    page = page_of(member, viewport=DESK)
    page.goto(hebrew.get_absolute_url())
    contents, margin = page.locator(".contents, nav.contents").first, page.locator("#margin")
    before = contents.evaluate(BOX), margin.evaluate(BOX)
    assert before[0]["right"] < before[1]["left"]
    set_direction(page, "rtl")
    after = contents.evaluate(BOX), margin.evaluate(BOX)
    assert after[1]["right"] < after[0]["left"]
    for one, other in zip(before, after, strict=True):
        assert abs(one["left"] - (DESK["width"] - other["right"])) <= 16  # the scroll bar's width
    assert Measure(page).sideways() == []
