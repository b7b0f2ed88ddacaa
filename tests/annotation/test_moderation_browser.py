"""A note is flagged, hidden and shown again, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readings.annotation.models import Flag, Note
from tests.fixtures.hands import DESK
from tests.fixtures.reader import PHONE


@pytest.fixture
def note(write, passage):
    return write("Hard words.", pointer=passage("one field"))


@pytest.fixture
def opened(page_of):
    """A page that keeps no place: what would be sent when it is left is no part of this."""

    def make(user, **options):
        page = page_of(user, **options)
        page.route("**/position/", lambda route: route.fulfill(status=204))
        return page

    return make


def thread(page, note):
    return page.locator(f"#note-{note.uid}")


def test_from_the_flag_to_the_line_and_back(
    hands, opened, other, facilitator, member, note, write, axe
):
    write("Under it.", parent=note, author=facilitator)
    reads = opened(other, **hands.options)
    reads.goto(note.get_absolute_url())
    hands.press(thread(reads, note).get_by_role("link", name="Flag").first)
    expect(reads.get_by_role("heading", name="Flag a note")).to_be_visible()
    reads.wait_for_load_state()  # with its styles
    axe(reads)
    hands.tick(reads.get_by_label("It is unkind or hurtful"))
    hands.write(reads.get_by_label("In your words"), "It hurts.")
    hands.press(reads.get_by_role("button", name="Flag the note"))
    expect(reads.get_by_text("Flagged. The facilitators look at it")).to_be_visible()
    assert Flag.objects.get().words == "It hurts."

    looks = opened(facilitator, **hands.options)
    looks.goto("/")
    hands.press(looks.get_by_role("link", name="1 flagged note is waiting for you"))
    expect(looks.get_by_text("It hurts.")).to_be_visible()
    looks.wait_for_load_state()
    axe(looks)
    hands.press(looks.locator(".hide-fold > summary"))
    hands.write(looks.get_by_label("Why"), "Unkind.")
    axe(looks)
    hands.press(looks.get_by_role("button", name="Hide the note"))
    expect(looks.get_by_text("Nothing is waiting.")).to_be_visible()

    reads.goto(note.get_absolute_url())
    expect(thread(reads, note)).to_contain_text("Hidden by Frida on")
    expect(thread(reads, note)).to_contain_text("Unkind.")
    expect(thread(reads, note)).to_contain_text("Under it.")
    expect(thread(reads, note)).not_to_contain_text("Hard words.")
    expect(reads.locator("mark")).not_to_have_count(0)  # for what is said under it
    wrote = opened(member, **hands.options)
    wrote.goto(note.get_absolute_url())
    expect(thread(wrote, note)).to_contain_text("Hidden from others by Frida")
    expect(thread(wrote, note)).to_contain_text("Hard words.")

    looks.goto(note.get_absolute_url())
    words = thread(looks, note).get_by_text("Hard words.")
    expect(words).to_be_hidden()
    hands.press(thread(looks, note).locator("summary").filter(has_text="Show the words"))
    expect(words).to_be_visible()
    hands.press(thread(looks, note).get_by_role("button", name="Restore"))
    expect(looks.get_by_text("Everybody can read the note again.")).to_be_visible()
    reads.reload()
    expect(thread(reads, note)).to_contain_text("Hard words.")


def test_who_reads_on_answers_below_the_line(reader_of, other, facilitator, note, write):
    from readings.annotation.moderating import hide_note

    write("Under it.", parent=note, author=facilitator)
    hide_note(user=facilitator, note=note, reason="Unkind.")
    reader = reader_of(other).go(f"?note={note.uid}")
    fold = thread(reader.page, note).locator(".reply-fold")
    fold.locator("summary").click()
    fold.get_by_label("Reply to Frida").fill("Under that.")
    fold.get_by_role("button", name="Post to").click()
    expect(thread(reader.page, note).locator("[data-replies] > .note")).to_have_count(2)
    expect(reader.control("1.2")).to_have_text("2")
    assert Note.objects.get(body="Under that.").parent.body == "Under it."


def test_a_reason_that_is_refused_is_still_there_on_a_phone(opened, facilitator, note, page_faults):
    page_faults.expect("status of 422")
    page = opened(facilitator, **PHONE)
    page.goto(f"/notes/{note.uid}/hiding/")
    page.get_by_label("Why").evaluate("box => { box.value = 'x'.repeat(501); }")
    page.locator("main form").evaluate("form => form.submit()")
    expect(page.locator(".errorlist")).to_be_visible()
    expect(page.get_by_label("Why")).to_have_value("x" * 501)
    page.get_by_label("Why").fill("Unkind.")
    page.get_by_role("button", name="Hide the note").tap()
    expect(page.get_by_text("Its words are kept, and you can restore it.")).to_be_visible()


@pytest.mark.parametrize("way", [DESK, PHONE])
def test_without_scripts_all_of_it_works(opened, other, facilitator, note, way):
    plain = opened(other, **way, java_script_enabled=False)
    plain.goto(note.get_absolute_url())
    plain.get_by_role("link", name="Flag", exact=True).click()
    plain.get_by_label("It is off the topic").check()
    plain.get_by_role("button", name="Flag the note").click()
    looks = opened(facilitator, **way, java_script_enabled=False)
    looks.goto(f"/groups/{note.reading.group.slug}/flags/")
    looks.get_by_role("button", name="Leave it as it is").click()
    looks.goto(note.get_absolute_url())
    looks.get_by_role("link", name="Hide", exact=True).click()
    looks.get_by_label("Why").fill("Off the topic.")
    looks.get_by_role("button", name="Hide the note").click()
    looks.get_by_text("Show the words").click()
    expect(looks.get_by_text("Hard words.")).to_be_visible()
    looks.get_by_role("button", name="Restore").click()
    assert Note.objects.get().hidden_at is None
