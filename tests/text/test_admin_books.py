"""Books and readings in the admin."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from readings.editing.actions import edit_chapter
from readings.text.actions import StillShown, create_chapter, delete_picture
from readings.text.models import Book, Picture, Reading
from readings.text.writing import ReasonDraft, SectionDraft
from tests.fixtures.admin import errors_of
from tests.fixtures.pictures import stored_files


@pytest.fixture
def staff_client(person, client_of):
    return client_of(person("Stefan", is_staff=True))


def change(row):
    return reverse(f"admin:readings_{row._meta.model_name}_change", args=[row.pk])


def delete(row):
    return reverse(f"admin:readings_{row._meta.model_name}_delete", args=[row.pk])


def test_staff_make_and_change_a_book(admin_page, staff_client):
    page = admin_page(reverse("admin:readings_book_add"), client=staff_client)
    page.send(title="The Well", author="B. Miller", language="en")
    made = Book.objects.get(title="The Well")
    assert (made.slug, made.author) == ("the-well", "B. Miller")
    admin_page(change(made), client=staff_client).send(slug="well", rights="Free.")
    made.refresh_from_db()
    assert (made.slug, made.rights) == ("well", "Free.")


def test_a_title_or_an_address_that_another_book_has_is_refused(admin_page, book):
    page = admin_page(reverse("admin:readings_book_add"))
    assert "a book with this title already" in errors_of(page.send(title="The Commons"))
    other = Book.objects.create(title="Other", slug="other")
    assert "already exists" in errors_of(admin_page(change(other)).send(slug="the-commons"))
    assert Book.objects.count() == 2


def test_only_an_empty_book_can_be_deleted(admin_client, chapter):
    empty = Book.objects.create(title="Empty", slug="empty")
    answers = [
        admin_client.post(delete(book), {"post": "yes"}).status_code
        for book in (chapter.book, empty)
    ]
    assert answers == [403, 302]
    assert list(Book.objects.all()) == [chapter.book]


def test_staff_put_a_chapter_on_a_groups_list(admin_page, staff_client, chapter, group):
    page = admin_page(reverse("admin:readings_reading_add"), client=staff_client)
    page.send(group=group.pk, chapter=chapter.pk, starts_on="2026-12-01")
    made = Reading.objects.get()
    assert (made.group, made.chapter, made.position) == (group, chapter, 1)
    admin_page(change(made), client=staff_client).send(position="4", starts_on="")
    made.refresh_from_db()
    assert (made.position, made.starts_on) == (4, None)


def test_a_chapter_once_for_a_group(admin_page, reading):
    page = admin_page(reverse("admin:readings_reading_add"))
    response = page.send(group=reading.group_id, chapter=reading.chapter_id)
    assert "already reads this chapter" in errors_of(response)
    assert Reading.objects.count() == 1


def test_a_reading_goes_as_long_as_nobody_has_written(admin_client, reading, write):
    from readings.annotation.pointers import Pointer
    from readings.text.actions import start_reading

    write(pointer=Pointer("chapter"))
    assert admin_client.post(delete(reading), {"post": "yes"}).status_code == 403
    from readings.groups.models import StudyGroup

    mistaken = start_reading(
        user=None,
        group=StudyGroup.objects.create(name="New", slug="new"),
        chapter=reading.chapter,
    )
    assert admin_client.post(delete(mistaken), {"post": "yes"}).status_code == 302
    assert list(Reading.objects.all()) == [reading]


def test_a_picture_is_looked_at_and_never_changed(staff_client, picture):
    page = staff_client.get(change(picture)).content.decode()
    assert f'src="/pictures/{picture.key}/"' in page
    assert f"![](picture:{picture.key})" in page
    assert 'name="_save"' not in page
    assert staff_client.get(reverse("admin:readings_picture_add")).status_code == 403


def test_only_a_picture_that_no_text_showed_can_be_deleted(
    staff_client, picture, chapter, keep_picture, django_capture_on_commit_callbacks
):
    unused = keep_picture(chapter.book, "red")
    section = chapter.sections.get(order=1)
    for body in (f"![A well](picture:{picture.key})", "Words again."):
        draft = SectionDraft(section.heading, body, (), section.pk, 1, section.slug)
        edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft])
    assert "deletelink" not in staff_client.get(change(picture)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            staff_client.post(delete(row), {"post": "yes"}).status_code for row in (picture, unused)
        ]
    assert answers == [403, 302]
    assert list(Picture.objects.all()) == [picture]
    assert unused.file.name not in stored_files()
    assert picture.file.name in stored_files()


@pytest.mark.parametrize("where", ["reason", "commentary", "footnote"])
def test_a_picture_that_a_reason_or_a_footnote_shows_stays(picture, book, where):
    words = f"![it](picture:{picture.key})"
    reason = {"reason": ReasonDraft(f"see {words}"), "commentary": ReasonDraft("see", words)}
    create_chapter(
        user=None,
        book=book,
        number=1,
        title="Pictures",
        sections=[SectionDraft("", "::: reasons\n:::", (reason.get(where, ReasonDraft("x")),))],
        footnotes={1: words if where == "footnote" else "x"},
    )
    with pytest.raises(StillShown):
        delete_picture(user=None, picture=picture)


def test_who_may_not_write_a_text_deletes_no_picture_of_it(picture, facilitator):
    with pytest.raises(PermissionDenied):
        delete_picture(user=facilitator, picture=picture)
