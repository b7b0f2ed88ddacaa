"""A section's page in the admin: one save is one edit, and nothing that was typed is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter
from readings.editing.drafts import draft_of
from readings.text.models import SectionVersion
from readings.text.writing import ReasonDraft
from tests.fixtures.admin import errors_of, messages_of


@pytest.fixture
def address(opening):
    return reverse("admin:readings_section_change", args=[opening.pk])


@pytest.fixture
def form_page(admin_page, address):
    return admin_page(address)


def reasons_of(section):
    rows = section.reasons.filter(removed_at=None).order_by("number")
    return [(reason.key, reason.text) for reason in rows]


def test_an_edit_takes_the_notes_along(form_page, opening, write, passage):
    target = write(pointer=passage("one field")).target
    gone = write(pointer=passage("None of this stands in the ledger 🐑.")).target
    body = form_page.fields["body"].replace("A village", "Long ago a village")
    response = form_page.save(
        body=body.replace("None of this stands in the ledger 🐑.", "The end.")
    )
    assert response.status_code == 200
    target.refresh_from_db()
    gone.refresh_from_db()
    opening.refresh_from_db()
    assert (target.state, target.exact) == ("placed", "one field")
    assert opening.current.plain_text[target.start : target.end] == "one field"
    assert (gone.state, gone.first_exact) == ("orphaned", "None of this stands in the ledger 🐑.")


def test_the_editor_is_told_what_the_edit_did(form_page, write, passage):
    write(pointer=passage("one field"))
    write(pointer=passage("seldom written down"))
    write(pointer=passage("None of this stands in the ledger 🐑."))
    body = form_page.fields["body"].replace("seldom written", "seldom ever written")
    said = messages_of(
        form_page.save(body=body.replace("None of this stands in the ledger 🐑.", "End."))
    )
    assert "3 places that notes or questions point at" in said
    assert "1 kept in place, 0 moved with the passage, 1 with changed wording" in said
    assert "1 without a place now" in said


def test_a_save_is_one_version_with_its_author_and_reason(form_page, opening, admin):
    before = opening.versions.count()
    form_page.save(heading="A field", summary="It needs a heading.")
    opening.refresh_from_db()
    version = opening.current
    assert opening.versions.count() == before + 1
    assert (version.heading, version.summary) == ("A field", "It needs a heading.")
    assert version.created_by == admin


def test_saving_what_stands_changes_nothing(form_page, opening):
    before = opening.versions.count()
    assert "The text is as it was." in messages_of(form_page.save())
    assert opening.versions.count() == before


def test_line_ends_of_browsers_are_no_change_and_are_not_stored(form_page, opening):
    form_page.save(body="One\r\n\r\nTwo\r\n::: reasons\r\n:::")
    opening.refresh_from_db()
    assert opening.body == "One\n\nTwo\n::: reasons\n:::"


def test_reasons_in_another_order_keep_their_notes(form_page, opening, write):

    (first, _), (second, _) = reasons_of(opening)
    target = write(pointer=Pointer("reason", key=second)).target
    row = form_page.row_of("reasons", "text", "hear of trouble early")
    form_page.save(**{f"{row}-number": "1"})
    assert [key for key, _ in reasons_of(opening)] == [second, first]
    target.refresh_from_db()
    assert (target.state, target.exact) == ("placed", "hear of trouble early")
    text = opening.versions.order_by("-number")[0].plain_text
    assert text[target.start : target.end] == "hear of trouble early"


def test_reasons_are_added_changed_and_removed(form_page, opening):
    (first, _), (second, _) = reasons_of(opening)
    row = form_page.row_of("reasons", "text", "know one another")
    form_page.add_row("reasons", text="share  tools", commentary="Often.")
    form_page.save(
        **{
            f"{row}-DELETE": "on",
            form_page.row_of("reasons", "text", "hear of trouble early")
            + "-text": "hear of trouble",
        }
    )
    (changed, text), (_new, added) = reasons_of(opening)
    assert (changed, text, added) == (second, "hear of trouble", "share tools")
    assert opening.reasons.get(key=first).removed_at is not None


def test_an_empty_row_for_a_new_reason_is_no_reason(form_page, opening):
    form_page.add_row("reasons", number="1")
    form_page.save(summary="Nothing.")
    assert len(reasons_of(opening)) == 2


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("::: verse\nno end", "has no end"),
        ("::: table\nx\n:::", "unknown here"),
        ("No place for the list.", "no place for them"),
        ("x" * 400_001 + "\n\n::: reasons\n:::", "400000 is the most"),
    ],
)
def test_a_text_that_cannot_be_rendered_is_kept_in_the_form(form_page, opening, body, complaint):
    before = opening.versions.count()
    response = form_page.save(body=body, heading="A new heading")
    form = response.context["adminform"].form
    assert complaint in str(form.errors["body"])
    assert form["body"].value().replace("\r\n", "\n") == body
    assert form["heading"].value() == "A new heading"
    assert opening.versions.count() == before


def test_a_reason_without_words_is_refused_beside_it(form_page, opening):
    row = form_page.row_of("reasons", "text", "know one another")
    response = form_page.save(**{f"{row}-text": "  "})
    assert "This field is required." in errors_of(response)
    assert reasons_of(opening)[0][1] == "know one another"


def test_a_stale_form_is_refused_with_what_was_typed(form_page, opening, chapter, admin):
    edit_chapter(
        user=admin,
        chapter=chapter,
        base_versions={opening.pk: 1},
        changes=[replace(draft_of(opening), heading="Theirs")],
    )
    mine = form_page.fields["body"] + "\n\nMine."
    row = form_page.add_row("reasons", text="mine too")
    response = form_page.save(body=mine)
    assert "Somebody else has saved “Theirs” since you opened it." in errors_of(response)
    assert response.context["adminform"].form["body"].value() == mine
    assert f'name="{row}-text"' in response.content.decode()
    assert "mine too" in response.content.decode()
    opening.refresh_from_db()
    assert (opening.heading, opening.current.number) == ("Theirs", 2)


def test_a_section_that_was_removed_meanwhile_is_refused_with_what_was_typed(
    form_page, opening, chapter, admin
):
    gone = replace(draft_of(opening), removed=True)
    edit_chapter(user=admin, chapter=chapter, base_versions={opening.pk: 1}, changes=[gone])
    response = form_page.save(body="My words.")
    assert "Somebody else has saved" in errors_of(response)
    assert response.context["adminform"].form["body"].value() == "My words."


def test_reasons_that_somebody_removed_meanwhile_are_still_in_the_form(
    form_page, opening, chapter, admin
):
    fewer = replace(draft_of(opening), reasons=(ReasonDraft("only this one"),))
    edit_chapter(user=admin, chapter=chapter, base_versions={opening.pk: 1}, changes=[fewer])
    row = form_page.row_of("reasons", "text", "know one another")
    response = form_page.save(**{f"{row}-text": "know each other well"})
    html = response.content.decode()
    assert "Somebody else has saved" in errors_of(response)
    assert "know each other well" in html
    assert "hear of trouble early" in html


def test_an_address_that_another_section_has_is_refused(form_page):
    response = form_page.save(slug="why-the-fence-went-up")
    assert "already has a section at this address" in errors_of(response)


def test_versions_are_listed_and_shown_as_they_were(form_page, opening, admin_client, address):
    form_page.save(
        body=form_page.fields["body"].replace("ledger", "book"), summary="A plainer word."
    )
    html = admin_client.get(address).content.decode()
    assert "A plainer word." in html
    first = SectionVersion.objects.get(section=opening, number=1)
    shown = reverse("admin:readings_sectionversion_change", args=[first.pk])
    assert shown in html
    old = admin_client.get(shown)
    assert "stands in the ledger" in old.content.decode()
    assert admin_client.post(shown, {"body": "x"}).status_code == 403


def test_all_versions_of_one_section_are_a_page_away(form_page, opening, chapter, admin_client):
    form_page.save(heading="A field")
    address = reverse("admin:readings_sectionversion_changelist")
    found = admin_client.get(address, {"section__id__exact": opening.pk}).context["cl"].result_list
    assert [(version.section_id, version.number) for version in found] == [
        (opening.pk, 2),
        (opening.pk, 1),
    ]


def test_the_list_finds_sections_by_their_words(admin_client, chapter):
    found = admin_client.get(reverse("admin:readings_section_changelist"), {"q": "neighbour"})
    assert [section.name for section in found.context["cl"].result_list] == [
        "Why the fence went up"
    ]
