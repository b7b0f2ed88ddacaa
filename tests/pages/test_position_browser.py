"""One's place, the contents, and the questions beside the text."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.text.models import ReadingPosition
from tests.fixtures.reader import PHONE

POST = "Post to Thursday Readers"


def test_the_place_follows_to_another_device(long_page, long_reading, page_of, member):
    with long_page.page.expect_response("**/position/") as answer:
        long_page.block("2.3").evaluate("(block) => block.scrollIntoView({behavior: 'instant'})")
    assert answer.value.status == 204
    assert ReadingPosition.objects.get(user=member).block.number == "2.3"
    phone = page_of(member, **PHONE)
    phone.goto("/")
    phone.get_by_role("link", name="Continue at 2.3").click()
    expect(phone.locator("[data-block]").filter(has_text="2.3").first).to_be_in_viewport()


def test_opening_the_page_forgets_no_place(long_page, long_reading, member):
    block = long_reading.chapter.blocks.get(number="3.1")
    ReadingPosition.objects.create(user=member, reading=long_reading, block=block)
    sent = []
    long_page.page.on("request", lambda request: sent.append(request.url))
    long_page.page.reload()
    expect(long_page.page.locator(".contents [aria-current]")).to_have_text(re.compile("Before"))
    long_page.page.goto("/")
    assert not [url for url in sent if url.endswith("/position/")]
    assert ReadingPosition.objects.get(user=member).block == block


def test_going_up_to_the_contents_forgets_no_place(reader_of, member, long_reading):
    reader = reader_of(member, of=long_reading, **PHONE).go()
    page = reader.page
    with page.expect_response("**/position/"):
        reader.block("2.3").evaluate("(block) => block.scrollIntoView({behavior: 'instant'})")
    page.locator(".dock").get_by_role("link", name="Contents").tap()
    current = page.locator(".contents [aria-current]")
    expect(current).to_have_text(re.compile("Before"))
    expect(current).to_be_in_viewport()
    page.evaluate("() => dispatchEvent(new Event('pagehide'))")
    page.goto("/")
    expect(page.get_by_role("link", name="Continue at 2.3")).to_be_visible()


def test_leaving_the_page_sends_the_place_at_once(long_page, member):
    long_page.block("3.2").evaluate("(block) => block.scrollIntoView({behavior: 'instant'})")
    expect(long_page.page.locator(".contents [aria-current]")).to_have_text(re.compile("After"))
    with long_page.page.expect_response("**/position/"):
        long_page.page.evaluate("() => dispatchEvent(new Event('pagehide'))")
    assert ReadingPosition.objects.get(user=member).block.number == "3.2"


def test_the_contents_follow_the_reading(long_page):
    current = long_page.page.locator(".contents [aria-current]")
    expect(current).to_have_text(re.compile("Before"))
    long_page.block("2.2").evaluate("(block) => block.scrollIntoView({behavior: 'instant'})")
    expect(current).to_have_text(re.compile("During"))
    long_page.page.keyboard.press("Control+Home")
    expect(current).to_have_text(re.compile("Before"))


# Questions beside the text ------------------------------------------------------------------


@pytest.fixture
def questions(long_reading, facilitator):
    """Three questions: two on one block, one further on."""
    chapter = long_reading.chapter
    return [
        ask_question(
            user=facilitator,
            reading=long_reading,
            pointer=Pointer("block", key=chapter.blocks.get(number=number).key),
            body=f"On {number}: " + "how so? " * length,
        )
        for number, length in [("1.2", 30), ("1.2", 5), ("2.4", 5)]
    ]


def test_questions_stand_beside_their_passage_without_covering_each_other(
    questions, reader_of, member, long_reading
):
    reader = reader_of(member, of=long_reading).go()
    boxes = [reader.page.locator(f"#question-{q.pk}").bounding_box() for q in questions]
    first, second, third = boxes
    assert abs(first["y"] - reader.block("1.2").bounding_box()["y"]) < 2
    assert second["y"] >= first["y"] + first["height"]
    assert abs(third["y"] - reader.block("2.4").bounding_box()["y"]) < 2
    text = reader.page.locator("main").bounding_box()
    assert all(box["x"] >= text["x"] + text["width"] for box in boxes)


def test_a_question_makes_room_for_open_notes(questions, reader_of, member, long_reading, axe):
    reader = reader_of(member, of=long_reading).go()
    card = reader.page.locator(f"#question-{questions[0].pk}")
    expect(card).to_be_in_viewport()
    reader.open_block("1.2")
    # The notes stay in sight: the question that scrolls behind them steps aside.
    reader.block("1.2").evaluate("(block) => block.scrollIntoView({behavior: 'instant'})")
    expect(card).to_be_hidden()
    axe(reader.page)
    reader.page.keyboard.press("Escape")
    expect(card).to_be_visible()


def test_questions_leave_room_for_what_the_margin_begins_with(
    questions, reader_of, member, long_reading
):
    reader = reader_of(member, of=long_reading).go()
    reader.open_block("1.1")
    reader.body.fill("A draft.")
    reader.page.keyboard.press("Escape")
    reader.page.locator("[data-draft-box] summary").click()
    reader.page.wait_for_function(
        """(id) => document.getElementById(id).getBoundingClientRect().top
          >= document.querySelector("#notes").getBoundingClientRect().bottom""",
        arg=f"question-{questions[0].pk}",
    )


def test_on_a_phone_questions_stand_under_their_block(questions, reader_of, member, long_reading):
    reader = reader_of(member, of=long_reading, **PHONE).go()
    page = reader.page
    following = (
        "(block) => [block.nextElementSibling.id, block.nextElementSibling.nextElementSibling.id]"
    )
    first, second, third = (f"question-{question.pk}" for question in questions)
    assert reader.block("1.2").evaluate(following) == [first, second]
    assert reader.block("2.4").evaluate(following)[0] == third
    page.set_viewport_size({"width": 1300, "height": 800})
    expect(page.locator(f"#margin #{third}")).to_be_visible()
