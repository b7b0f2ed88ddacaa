"""Books and readings in the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.text.models import Book, Reading
from tests.fixtures.admin import errors_of


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
