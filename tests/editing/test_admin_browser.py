"""Editing in the admin with a real browser: preview, dragging, the keyboard, new rows."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from readings.annotation.pointers import Pointer


@pytest.fixture
def desk(page_of, admin):
    """The admin's browser page."""
    return page_of(admin, viewport={"width": 1300, "height": 900})


@pytest.fixture
def section_page(desk, opening):
    desk.goto(reverse("admin:readings_section_change", args=[opening.pk]))
    expect(desk.locator(".markdownx-preview ol.reasons")).to_be_visible()
    return desk


def texts(page):
    rows = page.locator("#reasons-group tr.form-row:not(.empty-form) .field-text textarea")
    return [row.input_value() for row in rows.all()]


def places(page):
    fields = page.locator("#reasons-group tr.form-row:not(.empty-form) input._reorder_")
    return [field.input_value() for field in fields.all()]


def save(page):
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")


def stored(section):
    rows = section.reasons.filter(removed_at=None).order_by("number")
    return [reason.text for reason in rows]


def test_a_section_is_edited_with_a_preview(section_page, opening, write, passage):
    target = write(pointer=passage("one field")).target
    editor = section_page.get_by_label("Text:")
    preview = section_page.get_by_role("region", name="Preview")
    editor.press("Control+Home")
    editor.press_sequentially("New *words* first.\n\n")
    expect(preview.locator("em").first).to_have_text("words")
    expect(preview).to_contain_text("hear of trouble early")
    section_page.get_by_label("Why:").fill("An opening line.")
    save(section_page)
    expect(section_page.locator(".messagelist")).to_contain_text("1 kept in place")
    expect(section_page.locator(".versions")).to_contain_text("An opening line.")
    opening.refresh_from_db()
    target.refresh_from_db()
    assert opening.body.startswith("New *words* first.\n\n")
    assert opening.current.plain_text[target.start : target.end] == "one field"


def test_the_preview_says_what_is_wrong_before_saving(section_page):
    editor = section_page.get_by_label("Text:")
    editor.fill("::: verse\nno end")
    preview = section_page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("“::: verse” has no end")


def test_tab_leaves_the_editor_and_shortcuts_are_the_browsers(section_page):
    editor = section_page.get_by_label("Text:")
    before = editor.input_value()
    editor.focus()
    for key in ("Control+d", "Control+[", "Control+]", "Tab"):
        editor.press(key)
    expect(editor).not_to_be_focused()
    assert editor.input_value() == before
    section_page.keyboard.press("Shift+Tab")
    expect(editor).to_be_focused()


def test_reasons_are_dragged_into_order(section_page, opening, write):
    second = opening.reasons.get(text="hear of trouble early")
    target = write(pointer=Pointer("reason", key=second.key)).target
    grips = section_page.locator("#reasons-group .grip")
    grips.nth(1).drag_to(grips.nth(0))
    assert texts(section_page) == ["hear of trouble early", "know one another"]
    assert places(section_page) == ["1", "2"]
    save(section_page)
    assert stored(opening) == ["hear of trouble early", "know one another"]
    target.refresh_from_db()
    assert (target.state, target.exact) == ("placed", "hear of trouble early")


def test_reasons_are_moved_with_the_keyboard_alone(section_page, opening):
    up = section_page.get_by_role("button", name="Move up: 2. hear of trouble early")
    up.focus()
    section_page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(section_page.locator("#reasons-group [role=status]")).to_have_text(
        "Now at place 1 of 2."
    )
    assert texts(section_page) == ["hear of trouble early", "know one another"]
    section_page.keyboard.press("Enter")
    assert texts(section_page) == ["hear of trouble early", "know one another"]
    section_page.get_by_role("button", name="Move down: 2. hear of trouble early").press("Enter")
    assert texts(section_page) == ["know one another", "hear of trouble early"]
    up.press("Enter")
    save(section_page)
    assert stored(opening) == ["hear of trouble early", "know one another"]


def test_a_new_reason_can_be_moved_among_the_others(section_page, opening):
    section_page.get_by_role("button", name="Add another Reason").click()
    row = section_page.locator("#reasons-2")
    row.locator("textarea").first.fill("share tools")
    row.get_by_role("button", name="Move up").click()
    assert texts(section_page) == ["know one another", "share tools", "hear of trouble early"]
    assert places(section_page) == ["1", "2", "3"]
    save(section_page)
    assert stored(opening) == ["know one another", "share tools", "hear of trouble early"]


def test_reasons_are_reordered_by_number_without_scripts(new_context, admin, live_server, opening):
    from tests.fixtures.browser import sign_in

    context = new_context(java_script_enabled=False)
    sign_in(context, admin, live_server.url)
    page = context.new_page()
    page.goto(reverse("admin:readings_section_change", args=[opening.pk]))
    page.locator("#id_reasons-1-number").fill("1")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    assert stored(opening) == ["hear of trouble early", "know one another"]


def test_a_new_section_has_a_living_editor(desk, chapter):
    desk.goto(reverse("admin:readings_chapter_change", args=[chapter.pk]))
    desk.get_by_role("button", name="Add another Section").click()
    row = desk.locator("#sections-2")
    row.get_by_label("Heading").fill("Gates")
    row.get_by_label("Text").press_sequentially("They *close*.")
    expect(row.locator(".markdownx-preview em")).to_have_text("close")
    row.get_by_label("Text").press("Tab")
    expect(row.get_by_label("Text")).not_to_be_focused()
    save(desk)
    gates = chapter.sections.get(heading="Gates")
    assert (gates.body, gates.order) == ("They *close*.", 2)


def test_sections_are_dragged_into_order(desk, chapter):
    desk.goto(reverse("admin:readings_chapter_change", args=[chapter.pk]))
    grips = desk.locator("#sections-group .grip")
    grips.nth(1).drag_to(grips.nth(0))
    save(desk)
    rows = chapter.sections.order_by("order").values_list("heading", flat=True)
    assert list(rows) == ["Why the fence went up", ""]


def test_a_chapter_is_made_by_hand(desk, book):
    desk.goto(reverse("admin:readings_chapter_add"))
    desk.locator(".field-book .select2-selection").click()
    desk.locator(".select2-search__field").fill("Comm")
    desk.get_by_role("option", name="The Commons").click()
    desk.get_by_label("Title").fill("By hand")
    desk.locator("#sections-0").get_by_label("Text").fill("An opening.")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("was added successfully")
    assert book.chapters.get(title="By hand").sections.get().body == "An opening."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editing_pages_are_accessible(page_of, admin, axe, opening, write, scheme):
    write(pointer=Pointer("chapter"))
    page = page_of(admin, color_scheme=scheme)
    addresses = [
        "/admin/",
        reverse("admin:readings_section_change", args=[opening.pk]),
        reverse("admin:readings_section_changelist"),
        reverse("admin:readings_chapter_change", args=[opening.chapter_id]),
        reverse("admin:readings_chapter_add"),
        reverse("admin:readings_note_changelist"),
        reverse("admin:readings_question_add"),
        reverse("admin:readings_sectionversion_change", args=[opening.current.pk]),
        reverse("admin:readings_user_change", args=[admin.pk]),
        reverse("admin:auth_user_password_change", args=[admin.pk]),
        reverse("admin:readings_membership_add"),
    ]
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        axe(page)


def test_the_editing_pages_fit_a_phone(page_of, admin, opening):
    page = page_of(admin, viewport={"width": 390, "height": 800})
    for address in (
        reverse("admin:readings_section_change", args=[opening.pk]),
        reverse("admin:readings_chapter_change", args=[opening.chapter_id]),
    ):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
