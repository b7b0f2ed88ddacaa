"""A picture in the text as readers meet it: seen, told, noted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readings.annotation.models import Note
from readings.text.actions import create_chapter, start_reading
from readings.text.writing import SectionDraft
from tests.fixtures.reader import DESK, PHONE


@pytest.fixture
def reading(group, book, keep_picture):
    picture = keep_picture(book, "teal", size=(1200, 500))
    body = f"""Before the picture.

![A field of sheep, seen from the wall](picture:{picture.key})

::: caption
The field in spring
:::

After ![a sheep](picture:{picture.key}) it."""
    chapter = create_chapter(
        user=None,
        book=book,
        number=14,
        title="The Picture",
        sections=[SectionDraft("", body)],
        footnotes={},
    )
    return start_reading(user=None, group=group, chapter=chapter)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_is_shown_within_its_column(reader_of, member, axe, size, scheme):
    reader = reader_of(member, **size, color_scheme=scheme).go()
    image = reader.block("1.2").get_by_role("img", name="A field of sheep, seen from the wall")
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("naturalWidth", 1200)
    box, column = image.bounding_box(), reader.block("1.1").bounding_box()
    assert column["x"] - 1 <= box["x"]
    assert box["x"] + box["width"] <= column["x"] + column["width"] + 1
    assert box["width"] / box["height"] == pytest.approx(1200 / 500, rel=0.02)
    axe(reader.page)


def test_a_picture_is_noted_by_keyboard(reader_of, member):
    reader = reader_of(member).go()
    reader.control("1.2").focus()
    reader.page.keyboard.press("Enter")
    expect(reader.notes).to_contain_text("A field of sheep, seen from the wall")
    reader.body.fill("Who keeps them?")
    reader.composer.get_by_role("button", name="Post to").click()
    expect(reader.control("1.2")).to_contain_text("1")
    target = Note.objects.get().target
    assert (target.block.kind, target.start, target.end) == ("image", target.end, target.start)


def test_words_around_a_picture_are_selected_as_they_stand(reader_of, member):
    """The picture is no text: the passage goes through it without a character more or less."""
    reader = reader_of(member).go()
    reader.select("After  it")
    expect(reader.note_button).to_be_visible()
    reader.note_button.click()
    reader.body.fill("Through the picture.")
    reader.composer.get_by_role("button", name="Post to").click()
    expect(reader.control("1.4")).to_contain_text("1")
    reader.go()
    expect(reader.block("1.4").locator("mark")).to_have_text(["After ", " it"])
    target = Note.objects.get().target
    assert target.exact == "After  it"
    text = target.section.current.plain_text
    assert text[target.start : target.end] == "After  it"


def test_a_picture_that_cannot_be_had_leaves_its_words(reader_of, member, book, page_faults):
    page_faults.expect("status of 404")
    picture = book.pictures.get()
    picture.file.storage.delete(picture.file.name)
    reader = reader_of(member).go()
    image = reader.block("1.2").get_by_role("img", name="A field of sheep, seen from the wall")
    expect(image).to_be_visible()
    expect(image).to_have_js_property("naturalWidth", 0)
