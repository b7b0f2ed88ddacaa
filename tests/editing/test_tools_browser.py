"""The section tools in a real browser: with the keyboard alone, on a phone, and for everybody."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from readings.editing.admin.tool_forms import TOOLS
from tests.editing.keyboard import press, tab_to

ACROSS = "in order to:\nknow one another"
FENCE = "Why the fence went up"


def address(name, section):
    return reverse(f"admin:readings_section_{name}", args=[section.pk])


@pytest.fixture
def section_page(page_of, admin, opening):
    page = page_of(admin, viewport={"width": 1300, "height": 900})
    page.goto(reverse("admin:readings_section_change", args=[opening.pk]))
    expect(page.locator(".markdownx-preview ol.reasons")).to_be_visible()
    return page


def title(page, words):
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


def test_a_section_is_split_after_a_look_by_keyboard(
    section_page, opening, chapter, write, passage, page_of, member, reading
):
    page = section_page
    torn = write(pointer=passage("They kept to it")).target
    kept = write(pointer=passage("None of this")).target
    tab_to(page, page.get_by_role("link", name="Split…"))
    page.keyboard.press("Enter")
    title(page, "Split this section")
    choices = page.get_by_role("radio")
    expect(choices).to_have_count(2)  # not before the first, nor between reasons and lead-in
    tab_to(page, choices.first)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="1.4 None of this stands")).to_be_checked()
    press(page, "Split")
    expect(page.locator(".field-heading .errorlist")).to_have_text(
        "Give the new section a heading."
    )
    expect(page.get_by_role("radio", name="1.4 None of this stands")).to_be_checked()
    tab_to(page, page.get_by_label("Heading of the new section"))
    page.keyboard.type("The ledger")
    press(page, "See what this edit does")
    title(page, "What this edit does")
    expect(page.locator(".preflight-sum")).to_contain_text("2 kept in place")
    press(page, "Back to the form")
    expect(page.get_by_label("Heading of the new section")).to_have_value("The ledger")
    assert chapter.sections.count() == 2
    press(page, "Split")
    expect(page.locator(".messagelist")).to_contain_text("Split at 1.4")
    expect(page.get_by_label("Heading:")).to_have_value("The ledger")
    for target, section in ((torn, opening), (kept, chapter.sections.get(heading="The ledger"))):
        target.refresh_from_db()
        assert (target.section, target.state) == (section, "placed")
    reader = page_of(member)
    reader.goto(f"{reading.get_absolute_url()}#s-the-ledger")
    expect(reader.locator("#s-the-ledger h2")).to_have_text("The ledger")
    expect(reader.locator("#s-the-ledger mark")).to_have_text("None of this")


def test_a_split_through_a_passage_is_seen_before_it_is_done(
    page_of, admin, opening, chapter, write, passage
):
    target = write(pointer=passage("before you draw it\nA village shares")).target
    page = page_of(admin, viewport={"width": 390, "height": 844})
    page.goto(address("split", opening))
    page.get_by_role("radio", name="1.2 A village").check()
    page.get_by_label("Heading of the new section").fill("A village")
    page.get_by_role("button", name="Split").click()
    title(page, "What this edit does")
    expect(page.locator(".preflight-item")).to_contain_text("Needs a new place")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messagelist")).to_contain_text("1 without a place now")
    target.refresh_from_db()
    assert target.state == "orphaned"


def test_a_section_is_moved_by_keyboard(page_of, admin, opening, chapter, member, reading):
    chapter.sections.filter(pk=opening.pk).update(heading="A field")
    page = page_of(admin)
    page.goto(address("move", opening))
    chosen = page.get_by_role("radio", name="First")
    expect(chosen).to_be_checked()
    tab_to(page, chosen)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=f"After “{FENCE}”")).to_be_checked()
    press(page, "Move")
    expect(page.locator(".messagelist")).to_contain_text("Moved from place 1 to place 2.")
    page = page_of(member)
    page.goto(reading.get_absolute_url())
    expect(page.locator("main .section h2")).to_have_text([FENCE, "A field"])
    expect(page.locator("main .section").first.locator(".number-of").first).to_have_text("1.1")


def test_an_old_fragment_leads_to_its_section(page_of, member, reading, chapter, admin):
    page = page_of(admin)
    page.goto(address("rename", chapter.sections.get(order=1)))
    page.get_by_label("Heading").fill("The price")
    page.get_by_label("Address").fill("")
    page.get_by_role("button", name="Rename").click()
    expect(page.locator(".messagelist")).to_contain_text(f"“{FENCE}” is “The price” now.")
    reader = page_of(member, viewport={"width": 390, "height": 500})
    reader.goto(reading.get_absolute_url())
    expect(reader.locator("#s-the-price h2")).not_to_be_in_viewport()
    reader.goto(f"{reading.get_absolute_url()}#s-why-the-fence-went-up")
    expect(reader.locator("#s-the-price h2")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_tools_are_accessible_and_fit_a_phone(page_of, admin, axe, opening, chapter, scheme):
    page = page_of(admin, color_scheme=scheme, viewport={"width": 390, "height": 844})
    fence = chapter.sections.get(order=1)
    for name in TOOLS:
        for section in (opening, fence):  # one of the two cannot be moved or merged
            page.goto(address(name, section))
            title(page, str(TOOLS[name].title))
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto(address("split", fence))
    page.get_by_role("button", name="Split").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    axe(page)
