"""The admin asks the database as often for much as for little."""

from __future__ import annotations

import pytest
from django.contrib import admin as django_admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readings.annotation.actions import add_note
from readings.annotation.moderating import flag_note
from readings.annotation.pointers import Pointer
from readings.discussion.actions import add_own_question, ask_question
from readings.editing.errata import propose_correction
from readings.groups.actions import add_member, found_group, make_join_link
from readings.text.actions import create_chapter, start_reading
from readings.text.writing import ReasonDraft, SectionDraft
from tests.fixtures.admin import AdminPage

BODY = "A field.[^1]\n\n::: reasons\n:::"


@pytest.fixture
def grow(person, book, admin, keep_picture):
    """Makes `count` of everything: chapters with readings by groups of their own, and more."""
    made = iter(range(1000))

    def make_one():
        n = next(made)
        someone = person(f"Person {n}")
        group = found_group(user=someone, name=f"Group {n}")
        other = person(f"Other {n}")
        add_member(group=group, user=other)
        chapter = _chapter(book, n)
        keep_picture(book, (n, n, n))
        reading = start_reading(user=admin, group=group, chapter=chapter)
        make_join_link(user=someone, group=group)
        for pointer in (
            Pointer("chapter"),
            Pointer("reason", key="r1"),
            Pointer("block", key="p3"),
        ):
            note = add_note(author=someone, reading=reading, body="Words.", pointer=pointer)
            flag_note(user=other, note=note, reason="unkind")
        footnote = Pointer("footnote", number=1, exact="Source 1.")
        propose_correction(
            author=someone, reading=reading, pointer=footnote, new_words="Source 2.", why="Eh."
        )
        add_own_question(user=admin, chapter=chapter, pointer=Pointer("chapter"), body="Own?")
        ask_question(user=someone, reading=reading, pointer=Pointer("chapter"), body="Ours?")

    def make(count):
        for _ in range(count):
            make_one()

    return make


def _chapter(book, n, sections=1, reasons=2, footnotes=1):
    reason_drafts = tuple(ReasonDraft(f"reason {i}") for i in range(reasons))
    return create_chapter(
        user=None,
        book=book,
        number=100 + n,
        title=f"Chapter {n}",
        sections=[
            SectionDraft(f"Section {i}", BODY, reason_drafts, order=i) for i in range(sections)
        ],
        footnotes={i: f"Source {i}." for i in range(1, footnotes + 1)},
    )


def queries(client, address):
    client.get(address)  # content types are asked for once in a process
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


def test_lists_ask_no_more_for_more_rows(grow, admin_client):
    lists = [
        reverse(f"admin:readings_{model._meta.model_name}_changelist")
        for model in django_admin.site._registry
        if model._meta.app_label == "readings"
    ]
    grow(1)
    few = {url: queries(admin_client, url) for url in lists}
    grow(5)
    many = {url: queries(admin_client, url) for url in lists}
    assert many == few
    assert max(few.values()) <= 12


@pytest.fixture
def small_and_big(book):
    return _chapter(book, 1), _chapter(book, 2, sections=9, reasons=2, footnotes=20)


def test_a_chapters_page_asks_no_more_for_more_rows(small_and_big, admin_client):
    few, many = (
        queries(admin_client, reverse("admin:readings_chapter_change", args=[chapter.pk]))
        for chapter in small_and_big
    )
    assert many == few <= 12


def test_a_sections_page_asks_no_more_for_more_reasons(book, admin_client):
    sections = [_chapter(book, n, reasons=n * 10).sections.get() for n in (1, 3)]
    few, many = (
        queries(admin_client, reverse("admin:readings_section_change", args=[section.pk]))
        for section in sections
    )
    assert many == few <= 8


def test_saving_a_chapter_asks_no_more_for_rows_that_stay(small_and_big, admin_client):
    counts = []
    for chapter in small_and_big:
        page = AdminPage(admin_client, reverse("admin:readings_chapter_change", args=[chapter.pk]))
        with CaptureQueriesContext(connection) as captured:
            response = admin_client.post(page.address, page.fields)
        assert response.status_code == 302
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_rows_page_asks_a_bounded_number_of_times(grow, admin_client):
    grow(2)
    for model in django_admin.site._registry:
        if model._meta.app_label == "readings":
            name = f"admin:readings_{model._meta.model_name}_change"
            row = model._base_manager.order_by("pk").last()
            assert queries(admin_client, reverse(name, args=[row.pk])) <= 20
