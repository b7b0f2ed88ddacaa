"""The review in a real browser: on a desk, on a phone and by the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import expect

from readings.importing.models import ImportDraft
from readings.text.models import Chapter
from tests.fixtures.reader import DESK, PHONE
from tests.importing.making import WELL, WELLS, document


def outline(page):
    return page.locator("#outline")


def test_a_text_is_pasted_put_right_and_saved(page_of, facilitator, group, hands, axe):
    page = page_of(facilitator, **hands.options)
    page.goto(group.get_absolute_url())
    hands.press(page.get_by_role("link", name="Bring in a text"))
    hands.write(page.get_by_label("Or paste a text"), WELL)
    hands.press(page.get_by_role("button", name="Look at it"))
    expect(page.get_by_role("heading", name="Look at “The Commons”")).to_be_visible()
    kind = page.get_by_label("Kind of 2.1")
    if hands.way == "keyboard":
        hands.tab_to(kind)
        page.keyboard.type("Quote")
    else:
        kind.select_option("quote")
    hands.press(page.get_by_role("button", name="Change 2.1"))
    said = page.locator("[data-said]")
    expect(said).to_have_text("2.1 is changed: quote.")
    # Whoever works by the keyboard goes on where they were.
    expect(page.get_by_label("Kind of 2.1")).to_be_focused()
    expect(page.locator("[data-part='live']")).to_have_text("2.1 is changed: quote.")
    axe(page)
    hands.press(page.get_by_role("button", name="Undo", exact=True))
    expect(said).to_have_text("The last correction is taken back.")
    expect(page.get_by_label("Kind of 2.1")).to_have_value("paragraph")
    page.get_by_label("Kind of 2.1").select_option("quote")
    hands.press(page.get_by_role("button", name="Change 2.1"))
    expect(said).to_have_text("2.1 is changed: quote.")
    hands.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("The chapter is saved, and on the group's list.")).to_be_visible()
    expect(page.locator("main blockquote")).to_contain_text("Nobody asked who might draw from it")
    assert Chapter.objects.get().book.group == group


def test_one_leaves_and_comes_back(page_of, facilitator, group):
    page = page_of(facilitator, **DESK)
    page.goto(f"/groups/{group.slug}/texts/new/")
    page.get_by_label("Or paste a text").fill(WELL)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_label("Kind of 2.1").select_option("quote")
    page.get_by_role("button", name="Change 2.1").click()
    expect(page.locator("[data-said]")).to_be_visible()
    other = page_of(facilitator, **PHONE)
    other.goto(group.get_absolute_url())
    other.get_by_role("region", name="Go on with your import").get_by_role("link").tap()
    expect(other.get_by_label("Kind of 2.1")).to_have_value("quote")
    # The first page is out of date after a correction on the second.
    other.get_by_label("Kind of 2.1").select_option("verse")
    other.get_by_role("button", name="Change 2.1").tap()
    expect(other.locator("[data-said]")).to_have_text("2.1 is changed: verse.")
    page.get_by_label("Kind of 2.1").select_option("caption")
    page.get_by_role("button", name="Change 2.1").click()
    expect(page.get_by_role("alert")).to_contain_text("The outline had changed meanwhile")
    expect(page.get_by_label("Kind of 2.1")).to_have_value("verse")


def test_chapters_begin_and_go_on(page_of, facilitator, group, axe):
    page = page_of(facilitator, **DESK)
    page.goto(f"/groups/{group.slug}/texts/new/")
    file = {"name": "wells.epub", "mimeType": "", "buffer": document(WELLS, "epub")}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    chapters = page.get_by_role("navigation", name="Chapters of the file")
    expect(chapters.get_by_role("link")).to_have_count(2)
    axe(page)
    # Wherever the page stands, nothing lies over the small links of its blocks.
    page.locator(".found-meta a").last.evaluate(
        "link => scrollBy({top: link.getBoundingClientRect().top - 40, behavior: 'instant'})"
    )
    axe(page)
    block = page.locator("#b-0-1")
    block.get_by_text("More").click()
    block.get_by_role("button", name="Begins a chapter").click()
    expect(chapters.get_by_role("link")).to_have_count(3)
    expect(outline(page).get_by_role("heading", name="2. A quote about ropes.")).to_be_visible()
    page.get_by_role("button", name="Join with the chapter before").click()
    expect(chapters.get_by_role("link")).to_have_count(2)
    chapters.get_by_role("link", name="2. The Bucket").click()
    page.locator("#b-0-0").get_by_role("link", name="line").click()
    expect(page.locator(".lines > :target")).to_contain_text("Of oak, with a handle.")
    expect(page.locator(".lines > :target")).to_be_in_viewport()


def test_a_refusal_stands_beside_its_block_and_the_names_still_save(page_of, facilitator, group):
    page = page_of(facilitator, **DESK)
    page.goto(f"/groups/{group.slug}/texts/new/")
    page.get_by_label("Or paste a text").fill(WELL)
    page.get_by_role("button", name="Look at it").click()
    block = page.locator("#b-0-0")
    block.get_by_text("More").click()
    block.get_by_role("button", name="Join with the next").click()
    expect(block.get_by_role("alert")).to_contain_text("cannot be joined")
    page.get_by_label("Book").fill("Wells")
    page.get_by_role("button", name="Keep the names, save later").click()
    expect(page.get_by_role("heading", name="Look at “Wells”")).to_be_visible()
    assert ImportDraft.objects.get().title == "Wells"
