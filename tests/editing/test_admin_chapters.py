"""A chapter's page in the admin: order and headings of sections, footnotes, a chapter by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter, edit_footnotes
from readings.editing.drafts import draft_of
from readings.text.models import Chapter, Section
from tests.fixtures.admin import errors_of, messages_of


@pytest.fixture
def address(chapter):
    return reverse("admin:readings_chapter_change", args=[chapter.pk])


@pytest.fixture
def form_page(admin_page, address):
    return admin_page(address)


def headings(chapter):
    rows = chapter.sections.filter(removed_at=None).order_by("order", "pk")
    return [section.heading for section in rows]


def footnotes(chapter):
    return dict(chapter.footnotes.filter(removed_at=None).values_list("number", "body"))


def versions(chapter):
    return sorted(chapter.sections.values_list("heading", "version__number"))


def test_sections_are_reordered_by_number(form_page, chapter, write, passage):
    target = write(pointer=passage("the price followed the fence")).target
    row = form_page.row_of("sections", "heading", "Why the fence went up")
    said = messages_of(form_page.save(**{f"{row}-order": "1"}, summary="The reasons first."))
    assert headings(chapter) == ["Why the fence went up", ""]
    target.refresh_from_db()
    assert (target.state, target.exact) == ("placed", "the price followed the fence")
    assert target.block.number == "1.2"
    assert chapter.sections.get(heading="").current.summary == "The reasons first."
    assert "1 kept in place" in said


def test_a_heading_alone_writes_that_section_alone(form_page, chapter):
    row = form_page.row_of("sections", "heading", "Why the fence went up")
    form_page.save(**{f"{row}-heading": "Why the fence came"})
    assert versions(chapter) == [("", 1), ("Why the fence came", 2)]


def test_a_new_section_comes_with_its_text(form_page, chapter):
    form_page.add_row("sections", heading="Gates", body="::: verse\r\nOpen\r\nShut\r\n:::")
    form_page.save()
    gates = chapter.sections.get(heading="Gates")
    assert headings(chapter) == ["", "Why the fence went up", "Gates"]
    assert [block.kind for block in gates.blocks.all()] == ["verse"]
    assert versions(chapter) == [("", 1), ("Gates", 1), ("Why the fence went up", 1)]


def test_a_new_section_with_a_place_goes_there(form_page, chapter):
    form_page.add_row("sections", heading="Gates", body="Open.", order=2)
    form_page.save()
    assert headings(chapter) == ["", "Gates", "Why the fence went up"]


def test_a_new_section_that_cannot_be_rendered_is_kept_in_the_form(form_page, chapter):
    row = form_page.add_row("sections", heading="Gates", body="::: verse\nopen")
    response = form_page.save()
    html = response.content.decode()
    assert "has no end" in errors_of(response)
    assert f'name="{row}-body"' in html
    assert "::: verse\nopen" in html
    assert headings(chapter) == ["", "Why the fence went up"]


def test_removing_a_section_keeps_its_notes_with_their_words(form_page, chapter, write, passage):
    target = write(pointer=passage("the price followed the fence")).target
    row = form_page.row_of("sections", "heading", "Why the fence went up")
    said = messages_of(form_page.save(**{f"{row}-DELETE": "on"}))
    target.refresh_from_db()
    assert headings(chapter) == [""]
    assert (target.state, target.exact) == ("orphaned", "the price followed the fence")
    assert "1 without a place now" in said


def test_the_text_of_other_sections_cannot_be_sent_along(form_page, opening):
    """A row of a section that stands has no text: what somebody sends for it is not looked at."""
    before = opening.body
    form_page.save(**{"sections-0-body": "Overwritten.", "sections-0-heading": "A field"})
    opening.refresh_from_db()
    assert (opening.heading, opening.body) == ("A field", before)
    assert opening.current.plain_text.startswith("Walk the field")


def test_a_stale_heading_is_refused_with_what_was_typed(form_page, chapter, opening, admin):
    edit_chapter(
        user=admin,
        chapter=chapter,
        base_versions={opening.pk: 1},
        changes=[replace(draft_of(opening), heading="Theirs")],
    )
    response = form_page.save(**{"sections-0-heading": "Mine"})
    assert "Somebody else has saved “Theirs” since you opened it." in errors_of(response)
    assert 'value="Mine"' in response.content.decode()
    assert headings(chapter) == ["Theirs", "Why the fence went up"]


def test_others_edits_do_not_stop_what_does_not_touch_them(form_page, chapter, opening, admin):
    edit_chapter(
        user=admin,
        chapter=chapter,
        base_versions={opening.pk: 1},
        changes=[replace(draft_of(opening), heading="Theirs")],
    )
    form_page.save(**{"sections-1-heading": "Mine"})
    assert headings(chapter) == ["Theirs", "Mine"]


def test_a_section_removed_meanwhile_is_refused_and_its_row_stays(
    form_page, chapter, opening, admin
):
    edit_chapter(
        user=admin,
        chapter=chapter,
        base_versions={opening.pk: 1},
        changes=[replace(draft_of(opening), removed=True)],
    )
    response = form_page.save(**{"sections-0-heading": "Mine", "sections-1-heading": "Mine too"})
    html = response.content.decode()
    assert "Somebody else has saved" in errors_of(response)
    assert 'value="Mine"' in html
    assert 'value="Mine too"' in html
    assert headings(chapter) == ["Why the fence went up"]


def test_a_section_of_another_chapter_cannot_be_named(form_page, chapter, book, admin):
    from readings.text.actions import create_chapter
    from readings.text.writing import SectionDraft

    other = create_chapter(
        user=admin, book=book, number=13, title="Other",
        sections=[SectionDraft("There", "Words.")], footnotes={},
    )  # fmt: skip
    there = other.sections.get()
    form_page.save(**{"sections-0-id": str(there.pk), "sections-0-heading": "Taken over"})
    there.refresh_from_db()
    assert there.heading == "There"
    assert headings(chapter)[1] == "Why the fence went up"


def test_a_chapters_facts_are_changed_without_a_version(form_page, chapter):
    form_page.save(title="The Fences", number="14", slug="fences")
    chapter.refresh_from_db()
    assert (chapter.title, chapter.number, chapter.slug) == ("The Fences", 14, "fences")
    assert versions(chapter) == [("", 1), ("Why the fence went up", 1)]


def test_footnotes_are_changed_added_and_removed(form_page, chapter):
    first = form_page.row_of("footnotes", "body", "Almanac of the Parish, p. 3.")
    second = form_page.row_of("footnotes", "body", "ibid., p. 9.")
    form_page.add_row("footnotes", number=3, body="A *letter*.")
    form_page.save(**{f"{first}-body": "Almanac, p. 4.", f"{second}-DELETE": "on"})
    assert footnotes(chapter) == {1: "Almanac, p. 4.", 3: "A *letter*."}
    assert "<em>letter</em>" in chapter.footnotes.get(number=3).html


def test_notes_on_footnotes_say_what_became_of_them(form_page, chapter, write):
    changed = write(pointer=Pointer("footnote", number=1)).target
    gone = write(pointer=Pointer("footnote", number=2)).target
    second = form_page.row_of("footnotes", "body", "ibid., p. 9.")
    said = messages_of(
        form_page.save(**{"footnotes-0-body": "Almanac, p. 4.", f"{second}-DELETE": "on"})
    )
    changed.refresh_from_db()
    gone.refresh_from_db()
    assert (changed.state, changed.exact) == ("changed", "Almanac, p. 4.")
    assert changed.first_exact == "Almanac of the Parish, p. 3."
    assert (gone.state, gone.exact) == ("orphaned", "ibid., p. 9.")
    assert "1 with changed wording, 1 without a place now" in said


def test_a_footnotes_number_once(form_page, chapter):
    form_page.add_row("footnotes", number=2, body="Another.")
    response = form_page.save()
    assert "only one footnote with the number 2" in errors_of(response)
    assert footnotes(chapter) == {1: "Almanac of the Parish, p. 3.", 2: "ibid., p. 9."}


def test_a_number_that_is_freed_can_be_given_again(form_page, chapter):
    row = form_page.row_of("footnotes", "body", "ibid., p. 9.")
    form_page.add_row("footnotes", number=2, body="Another.")
    form_page.save(**{f"{row}-DELETE": "on"})
    assert footnotes(chapter)[2] == "Another."


def test_a_stale_footnote_is_refused_with_what_was_typed(form_page, chapter, admin):
    edit_footnotes(user=admin, chapter=chapter, footnotes={1: "Theirs.", 2: "ibid., p. 9."})
    response = form_page.save(**{"footnotes-0-body": "Mine."})
    assert "Somebody else has changed footnote 1" in errors_of(response)
    assert "Mine." in response.content.decode()
    assert footnotes(chapter)[1] == "Theirs."


def test_a_footnote_beyond_all_measure_is_refused(form_page, chapter):
    response = form_page.save(**{"footnotes-0-body": "x" * 20_001})
    assert "20000 is the most" in errors_of(response)
    assert footnotes(chapter)[1].startswith("Almanac")


def test_a_chapter_is_made_by_hand(admin_page, book, admin):
    form_page = admin_page(reverse("admin:readings_chapter_add"))
    form_page.add_row("sections", heading="", body="An opening.[^1]")
    form_page.add_row("sections", heading="Gates", body="They close.", order=1)
    form_page.add_row("footnotes", number=1, body="A source.")
    response = form_page.save(book=book.pk, title="By hand")
    assert response.status_code == 200
    made = Chapter.objects.get(title="By hand")
    assert (made.number, made.slug) == (1, "by-hand")
    assert headings(made) == ["Gates", ""]
    assert footnotes(made) == {1: "A source."}
    assert made.sections.get(heading="").current.created_by == admin


def test_a_number_that_the_book_has_is_refused(admin_page, chapter, book):
    form_page = admin_page(reverse("admin:readings_chapter_add"))
    response = form_page.save(book=book.pk, title="Twice", number="12")
    assert "already has a chapter with this number" in errors_of(response)
    assert not Chapter.objects.filter(title="Twice").exists()


def test_the_page_shows_the_reasons_and_the_way_to_them(form_page, opening):
    assert "hear of trouble early" in form_page.html
    assert reverse("admin:readings_section_change", args=[opening.pk]) in form_page.html


def test_only_a_chapter_without_anything_can_be_deleted(admin_client, chapter, book):
    empty = Chapter.objects.create(book=book, number=40, title="Empty", slug="empty")
    delete = [reverse("admin:readings_chapter_delete", args=[c.pk]) for c in (chapter, empty)]
    answers = [admin_client.post(url, {"post": "yes"}).status_code for url in delete]
    assert answers == [403, 302]
    assert list(Chapter.objects.values_list("title", flat=True)) == ["The Fence"]
    assert Section.objects.count() == 2
