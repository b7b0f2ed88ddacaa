"""A reader proposes a correction and an editor decides, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readings.annotation.models import Erratum, Note
from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter
from tests.editing.standing import draft
from tests.fixtures.hands import DESK, Hands
from tests.fixtures.reader import PHONE

RULE = "its rule is seldom written down"
MENDED = "its rule is rarely written down"
PROPOSE, SEND = "Propose a correction", "Propose the correction"


@pytest.fixture
def edit(admin, opening):
    def save(old, new):
        opening.refresh_from_db()
        edit_chapter(
            user=admin,
            chapter=opening.chapter,
            base_versions={opening.pk: opening.current.number},
            changes=[draft(opening, body=opening.body.replace(old, new))],
        )

    return save


def form(page):
    return page.locator("#erratum")


def words(page):
    return page.get_by_label("As it should read")


def why(page):
    return form(page).get_by_label("Why")


def chosen(reader, text=RULE):
    """Some words chosen with the mouse, and the form for them."""
    reader.drag(text)
    reader.note_button.click()
    expect(reader.body).to_be_focused()
    reader.composer.get_by_role("button", name=PROPOSE).click()
    expect(words(reader.page)).to_be_focused()
    expect(words(reader.page)).to_have_value(text)


# Proposing ---------------------------------------------------------------------------------------


def test_words_chosen_by_mouse_are_mended(reader, axe):
    chosen(reader)
    reader.expect_painted("open", [RULE])
    expect(form(reader.page)).to_contain_text("Thursday Readers sees this as a note.")
    axe(reader.page)
    words(reader.page).fill(MENDED)
    why(reader.page).fill("The ledger says so.")
    form(reader.page).get_by_role("button", name=SEND).click()
    expect(reader.threads).to_have_count(1)
    expect(reader.threads.locator("del")).to_have_text("seldom")
    expect(reader.threads.locator("ins")).to_have_text("rarely")
    expect(form(reader.page)).to_have_count(0)
    expect(reader.control("1.2")).to_have_text("1")
    reader.expect_painted("mine", [RULE])
    assert reader.drafts() == {}
    erratum = Erratum.objects.get()
    assert (erratum.old_words, erratum.new_words) == (RULE, MENDED)
    axe(reader.page)


def test_a_paragraph_is_mended_by_mouse_by_keyboard_and_by_finger(hands, reader_of, member):
    reader = reader_of(member, **hands.options).go()
    page = reader.page
    hands.press(reader.control("1.4"))
    hands.press(reader.composer.get_by_role("button", name=PROPOSE))
    expect(words(page)).to_be_focused()
    hands.write(words(page), "None of it stands in the ledger.")
    hands.write(why(page), "There is no sheep.")
    hands.press(form(page).get_by_role("button", name=SEND))
    expect(reader.threads).to_contain_text(["There is no sheep."])
    assert hands.steps == 5
    assert Erratum.objects.get().new_words == "None of it stands in the ledger."
    reader.threads.get_by_role("button", name="Withdraw").click()
    expect(reader.notes.get_by_role("button", name="Undo")).to_be_visible()
    assert not Erratum.objects.for_editors().exists()


def test_what_was_written_as_a_note_becomes_the_reason(reader):
    reader.open_block("1.4")
    reader.body.fill("Was it the ledger?")
    reader.composer.get_by_role("button", name=PROPOSE).click()
    expect(why(reader.page)).to_have_value("Was it the ledger?")
    expect(form(reader.page)).to_contain_text("Draft kept on this device.")
    place = next(iter(reader.drafts()))
    assert place.startswith("erratum/passage/")
    reader.page.reload()
    box = reader.page.locator("[data-draft-box]")
    box.locator("summary").click()
    box.get_by_role("button", name="Open").click()
    expect(why(reader.page)).to_have_value("Was it the ledger?")
    expect(box).to_have_count(0)


def test_a_heading_is_mended_and_its_draft_found_again(reader, axe):
    page, place = reader.page, "s/why-the-fence-went-up"
    page.goto(f"{page.url}?open={place}")
    reader.notes.get_by_role("button", name=PROPOSE).click()
    expect(words(page)).to_have_value("Why the fence went up")
    axe(page)
    words(page).fill("How the fence went up")
    expect(form(page)).to_contain_text("Draft kept on this device.")
    reader.go()
    box = page.locator("[data-draft-box]")
    box.locator("summary").click()
    box.get_by_role("button", name="Open").click()
    expect(words(page)).to_have_value("How the fence went up")
    why(page).fill("It says how.")
    form(page).get_by_role("button", name=SEND).click()
    expect(reader.threads.locator("ins")).to_have_text("How")
    assert reader.drafts() == {}
    assert Erratum.objects.get().note.target.kind == "section"


def test_a_draft_of_both_fields_survives_leaving(reader):
    chosen(reader)
    words(reader.page).fill(MENDED)
    expect(form(reader.page)).to_contain_text("Draft kept on this device.")
    reader.go()
    box = reader.page.locator("[data-draft-box]")
    box.locator("summary").click()
    expect(box).to_contain_text(MENDED)
    box.get_by_role("button", name="Open").click()
    expect(words(reader.page)).to_have_value(MENDED)
    expect(why(reader.page)).to_have_value("")
    reader.expect_painted("open", [RULE])
    why(reader.page).fill("The ledger.")
    form(reader.page).get_by_role("button", name=SEND).click()
    expect(reader.threads).to_have_count(1)
    assert reader.drafts() == {}


def test_a_refused_form_keeps_everything(reader, page_faults):
    page_faults.expect("status of 422")
    chosen(reader)
    why(reader.page).fill("I forgot to mend it.")
    form(reader.page).get_by_role("button", name=SEND).click()
    expect(form(reader.page)).to_contain_text("change what is wrong")
    expect(words(reader.page)).to_be_focused()
    expect(why(reader.page)).to_have_value("I forgot to mend it.")
    words(reader.page).fill(MENDED)
    form(reader.page).get_by_role("button", name=SEND).click()
    expect(reader.threads).to_have_count(1)
    assert Note.objects.count() == 1


def test_words_that_are_gone_meanwhile_leave_the_draft(reader, edit, page_faults):
    page_faults.expect("status of 409")
    chosen(reader)
    words(reader.page).fill(MENDED)
    why(reader.page).fill("The ledger.")
    edit("seldom", "hardly ever")
    form(reader.page).get_by_role("button", name=SEND).click()
    expect(form(reader.page)).to_contain_text("no longer there")
    expect(words(reader.page)).to_have_value(MENDED)
    reader.go()
    box = reader.page.locator("[data-draft-box]")
    box.locator("summary").click()
    box.get_by_role("button", name="Open").click()
    expect(form(reader.page)).to_contain_text("no longer there")
    expect(words(reader.page)).to_have_value(MENDED)
    expect(why(reader.page)).to_have_value("The ledger.")


def test_a_lost_line_loses_nothing(reader, page_faults):
    page_faults.expect("ERR_FAILED|htmx:(sendError|afterRequest)")
    reader.open_block("1.4")
    reader.body.fill("Was it the ledger?")
    reader.page.route("**/errata/new/", lambda route: route.abort())
    reader.composer.get_by_role("button", name=PROPOSE).click()
    expect(reader.page.locator("#toasts")).to_contain_text("no connection")
    expect(reader.body).to_have_value("Was it the ledger?")
    reader.page.unroute("**/errata/new/")
    reader.composer.get_by_role("button", name=PROPOSE).click()
    expect(why(reader.page)).to_have_value("Was it the ledger?")


# Deciding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_an_editor_accepts_and_the_reader_is_thanked(
    way, page_of, admin, reader_of, member, propose, write, passage, axe
):
    erratum = propose("seldom", "seldomly")
    write(pointer=passage("its rule is seldom"))
    hands = Hands(way)
    page = page_of(admin, **DESK)
    page.goto("/admin/")
    hands.press(page.locator("#content").get_by_role("link", name="Corrections proposed (1 open)"))
    expect(page.locator("#result_list ins")).to_have_text("seldomly")
    axe(page)
    hands.press(page.locator("#result_list tbody th a"))
    expect(page.locator(".proposed")).to_contain_text("and its rule is seldomseldomly written")
    axe(page)
    hands.press(page.get_by_role("button", name="Accept", exact=True))
    expect(page.get_by_role("heading", name="What this edit does")).to_be_visible()
    expect(page.locator(".preflight-item")).to_contain_text("Wording changed")
    hands.press(page.get_by_role("button", name="Save as a correction only"))
    expect(page.locator(".messagelist")).to_contain_text("the text is corrected")
    erratum.refresh_from_db()
    assert erratum.state == "accepted"
    reader = reader_of(member).go(f"?note={erratum.note.uid}")
    thread = reader.threads.filter(has_text="Corrected, thanks to Mira")
    expect(thread).to_have_count(1)
    expect(reader.block("1.2")).to_contain_text("its rule is seldomly written")
    axe(reader.page)


def test_an_editor_declines_with_a_reason_on_a_phone_in_the_dark(
    page_of, admin, reader_of, member, propose, axe
):
    erratum = propose(RULE, MENDED)
    page = page_of(admin, **PHONE, color_scheme="dark")
    page.goto(f"/admin/readings/erratum/{erratum.pk}/change/")
    expect(page.get_by_role("button", name="Decline")).to_be_visible()
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="Decline").tap()
    expect(page.get_by_label("Why, for the reader")).to_be_focused()
    page.get_by_label("Why, for the reader").fill("He wrote it so.")
    page.get_by_role("button", name="Decline").tap()
    expect(page.locator(".messagelist")).to_contain_text("Mira reads why")
    assert fits(page)
    reader = reader_of(member, **PHONE, color_scheme="dark").go(f"?note={erratum.note.uid}")
    expect(reader.threads).to_contain_text("The editors: He wrote it so.")


def test_what_no_rule_can_do_is_done_by_hand_with_the_proposal_beside(
    page_of, admin, propose, opening, edit, axe
):
    erratum = propose(RULE, MENDED)
    edit("seldom", "hardly")
    page = page_of(admin, **DESK)
    page.goto(f"/admin/readings/erratum/{erratum.pk}/change/")
    expect(page.locator(".proposed-now mark")).to_have_text("its rule is hardly written down")
    axe(page)
    page.get_by_role("link", name="Edit by hand").click()
    expect(page.get_by_role("heading", name="Mira proposes")).to_be_visible()
    expect(page.locator(".markdownx-preview ol.reasons")).to_be_visible()
    axe(page)
    editor = page.get_by_label("Text:")
    editor.fill(editor.input_value().replace("hardly", "rarely"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    erratum.refresh_from_db()
    opening.refresh_from_db()
    assert (erratum.state, erratum.version) == ("accepted", opening.current)
    assert erratum.note.target.exact == MENDED


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_footnote_is_mended_from_its_own_notes(reader):
    reader.page.locator("#fn-1 [data-open]").click()
    expect(reader.composer).to_be_visible()
    reader.composer.get_by_role("button", name=PROPOSE).click()
    expect(words(reader.page)).to_have_value("Almanac of the Parish, p. 3.")
    words(reader.page).fill("Almanac of the Parish, p. 4.")
    why(reader.page).fill("Seen it.")
    form(reader.page).get_by_role("button", name=SEND).click()
    expect(reader.threads.locator("ins")).to_have_text("4")
    target = Erratum.objects.get().note.target
    assert (target.kind, target.footnote.number) == (Pointer("footnote").kind, 1)


def test_a_facilitator_decides_on_a_phone(
    page_of, facilitator, group, book, propose, write, passage
):
    book.group = group
    book.save()
    erratum = propose(RULE, MENDED)
    write(pointer=passage("rule is seldom"))
    page = page_of(facilitator, **PHONE)
    page.goto(group.get_absolute_url())
    page.get_by_role("link", name="Corrections").tap()
    page.get_by_role("link", name="Decide").tap()
    page.get_by_role("button", name="Accept").tap()
    expect(page.get_by_role("heading", name="What this edit does")).to_be_visible()
    expect(page.locator(".preflight-item")).to_contain_text("Wording changed")
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(page.get_by_text("Nothing is waiting.")).to_be_visible()
    erratum.refresh_from_db()
    assert erratum.state == "accepted"


def test_the_queue_of_the_admin_fits_a_phone(page_of, propose, admin, axe):
    propose(RULE, MENDED)
    propose("None of this stands", f"None of it, {'not a word, ' * 12}stands")
    page = page_of(admin, **PHONE)
    page.goto("/admin/readings/erratum/")
    results = page.locator("#changelist-form .results")
    expect(results.locator(".field-proposal")).to_have_count(2)
    assert results.evaluate("box => box.scrollWidth - box.clientWidth") == 0
    expect(results.locator(".field-proposed").first).to_be_in_viewport(ratio=1)
    axe(page)
