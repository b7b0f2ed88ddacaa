"""Adding a picture to a section with a real browser: chosen, dragged, pasted, refused."""

from __future__ import annotations

import base64

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from readings.text.models import Picture
from tests.fixtures.painting import picture_file

BRING = """
(editor, [type, content]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "picture.png", { type: "image/png" }));
  const kind = type === "drop" ? DragEvent : ClipboardEvent;
  const event = new kind(type, { bubbles: true, cancelable: true,
    dataTransfer: data, clipboardData: data });
  editor.dispatchEvent(event);
  return event.defaultPrevented;
}
"""
WELL = picture_file(size=(300, 200))
PICTURE = {"name": "well.png", "mimeType": "image/png", "buffer": WELL}


@pytest.fixture
def page(page_of, admin, opening):
    page = page_of(admin, viewport={"width": 1300, "height": 1000})
    page.goto(reverse("admin:readings_section_change", args=[opening.pk]))
    expect(page.locator(".markdownx-preview ol.reasons")).to_be_visible()
    return page


def said(page):
    return page.locator(".picture-adder [role=status]")


def test_a_picture_is_chosen_described_and_seen(page, opening, axe):
    editor = page.get_by_label("Text:")
    editor.press("Control+Home")
    page.get_by_label("Add a picture").set_input_files(PICTURE)
    expect(said(page)).to_contain_text("Write between its brackets")
    expect(editor).to_be_focused()
    page.keyboard.insert_text("An old well")
    key = Picture.objects.get().key
    assert editor.input_value().startswith(f"![An old well](picture:{key})\n\n::: verse")
    image = page.get_by_role("region", name="Preview").get_by_role("img", name="An old well")
    expect(image).to_have_js_property("naturalWidth", 300)
    axe(page)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert opening.blocks.get(kind="image", removed_at=None).number == "1.1"


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_picture_is_brought_to_the_editor(page, way):
    editor = page.get_by_label("Text:")
    before = editor.input_value()
    editor.press("Control+End")
    content = base64.b64encode(WELL).decode()
    assert editor.evaluate(BRING, [way, content])
    expect(said(page)).to_contain_text("The picture stands in the text")
    assert editor.input_value() == f"{before}\n\n![](picture:{Picture.objects.get().key})"


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_file_that_is_no_picture_changes_nothing(page, way, page_faults):
    page_faults.expect("status of 400")
    editor = page.get_by_label("Text:")
    before = editor.input_value()
    assert editor.evaluate(BRING, [way, base64.b64encode(b"x").decode()])
    expect(said(page)).to_contain_text("“picture.png” was not added: it is no JPEG")
    assert editor.input_value() == before


def test_a_line_that_is_down_is_told(page, page_faults):
    page_faults.expect("Failed to load|ERR_FAILED")
    page.route("**/pictures/", lambda route: route.abort())
    page.get_by_label("Add a picture").set_input_files(PICTURE)
    expect(said(page)).to_contain_text("could not be sent")
