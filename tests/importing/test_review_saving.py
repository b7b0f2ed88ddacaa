"""What the review saves: names, chapters, and newer texts of chapters that stand."""

from __future__ import annotations

from django.urls import reverse

from readings.annotation.actions import add_note
from readings.annotation.pointers import Pointer
from readings.text.models import Book, Chapter, Reading
from tests.importing.making import WELL, WELLS, document


def test_what_was_looked_at_becomes_the_groups_own_chapter(desk, facilitator, group):
    draft = desk.begin()
    response = desk.save(draft, number="9", chapter_title="The Old Well", rights="Our own.")
    reading = Reading.objects.get()
    assert response.url == reading.get_absolute_url()
    made = reading.chapter
    assert (made.number, made.title) == (9, "The Old Well")
    assert (made.book.title, made.book.group, made.book.rights) == (
        "The Commons",
        group,
        "Our own.",
    )
    opening = made.sections.get(order=0)
    assert [reason.text for reason in opening.reasons.all()] == ["drink from it", "meet at it"]
    assert opening.current.created_by == facilitator
    assert made.footnotes.get().body == "Almanac of the Parish, p. 3."
    page = desk.client.get(response.url).content.decode()
    assert "The chapter is saved, and on the group's list." in page.replace("&#x27;", "'")


def test_an_editor_brings_in_a_text_for_all(site_desk, admin_client):
    listed = admin_client.get(reverse("admin:readings_chapter_changelist")).content.decode()
    assert site_desk.new in listed
    draft = site_desk.begin()
    done = site_desk.client.get(site_desk.save(draft).url).content.decode()
    chapter = Chapter.objects.get()
    assert chapter.book.group is None
    assert reverse("admin:readings_chapter_change", args=[chapter.pk]) in done
    assert not Reading.objects.exists()


def test_chapters_are_named(desk, outline_now):
    draft = desk.begin(document(WELLS, "html"), "wells.html")
    sent = {"change": "name_chapter", "chapter": "1", "number": "5", "title": "The Pail"}
    desk.send(draft, "corrections", **sent)
    desk.save(draft)
    assert [str(c) for c in Chapter.objects.order_by("number")] == ["1. The Rope", "5. The Pail"]


def test_names_are_kept_without_saving(desk):
    draft = desk.begin()
    desk.save(draft, do="keep", title="Other Commons", author="B. Miller", chapter_title="A Well")
    html = desk.html(draft)
    assert 'value="Other Commons"' in html
    assert 'value="A Well"' in html
    assert not Book.objects.exists()


def test_names_that_are_missing_are_asked_for_and_nothing_typed_is_lost(desk):
    draft = desk.begin("Words without a title, which go on for quite a while here.\n")
    response = desk.save(draft, author="B. Miller")
    html = response.content.decode()
    assert response.status_code == 422
    assert "Say which book the text belongs to." in html
    assert 'value="B. Miller"' in html
    assert not Book.objects.exists()


def test_a_chapter_at_least_comes_in(desk):
    draft = desk.begin(document(WELLS, "html"), "wells.html")
    response = desk.save(draft, chapters=[])
    assert "Choose at least one chapter." in response.content.decode()


def test_the_same_text_again_changes_nothing(desk):
    desk.save(desk.begin())
    desk.save(desk.begin(WELL.replace("\n", "\r\n")))
    assert Chapter.objects.count() == 1
    assert Reading.objects.count() == 1


def test_another_text_under_a_number_that_is_taken_is_refused(desk):
    desk.save(desk.begin())
    draft = desk.begin(WELL.replace("meet at it", "mend it"))
    response = desk.save(draft)
    assert response.status_code == 422
    assert "“7. The Well” is there already, with another text." in response.content.decode()
    assert Chapter.objects.count() == 1


def test_a_newer_text_updates_the_chapter_and_says_what_becomes_of_the_notes(desk, facilitator):
    desk.save(desk.begin())
    chapter = Chapter.objects.get(title="The Well")
    block = chapter.blocks.get(number="2.1")
    reading = Reading.objects.get(chapter=chapter)
    pointer = Pointer("block", key=block.key)
    add_note(author=facilitator, reading=reading, pointer=pointer, body="A note.")
    draft = desk.begin(WELL.replace("meet at it", "mend it"))
    assert "Update “7. The Well” to what this text says." in desk.html(draft)
    assert "No note or question points at" not in desk.html(draft)
    assert chapter.sections.get(order=0).current.number == 1
    chapter.refresh_from_db()
    desk.save(draft, update=f"{chapter.pk}/{chapter.revision}")
    section = chapter.sections.get(order=0)
    assert (section.current.number, section.current.created_by) == (2, facilitator)
    assert "mend it" in section.current.plain_text
    assert chapter.sections.get(order=1).current.number == 1


def test_a_chapter_that_changed_meanwhile_is_looked_at_again(desk):
    desk.save(desk.begin())
    chapter = Chapter.objects.get()
    seen = chapter.revision
    first = desk.begin(WELL.replace("meet at it", "mend it"))
    second = desk.begin(WELL.replace("Who may draw", "Who may drink"))
    desk.save(second, update=f"{chapter.pk}/{seen}")
    response = desk.save(first, update=f"{chapter.pk}/{seen}")
    assert "has changed meanwhile" in response.content.decode()
    chapter.refresh_from_db()
    assert chapter.sections.get(order=1).heading == "Who may drink"
    desk.save(first, update=f"{chapter.pk}/{chapter.revision}")
    assert chapter.sections.get(order=1).heading == "Who may draw"


def test_the_text_that_is_there_offers_no_update(desk):
    desk.save(desk.begin())
    assert "are there already" not in desk.html(desk.begin())


def test_a_saved_import_is_in_work_no_more(desk):
    draft = desk.begin()
    group_page = draft.group.get_absolute_url()
    assert draft.get_absolute_url() in desk.client.get(group_page).content.decode()
    desk.save(draft)
    assert draft.get_absolute_url() not in desk.client.get(group_page).content.decode()
    assert "is saved" in desk.html(draft)
    assert desk.client.get(reverse("import-source", args=[draft.uid])).status_code == 410
    for name in ("corrections", "undo", "names", "source", "attempts"):
        assert desk.send(draft, name).status_code < 500
    assert Chapter.objects.count() == 1
