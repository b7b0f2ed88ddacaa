"""Books and documents in the admin: shown first, then imported whole, in part, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from readings.importing.keeping import KEPT_FOR
from readings.text.models import Book, Chapter
from tests.fixtures.admin import fields_of, messages_of
from tests.importing.making import document

ADDRESS = "admin:readings_chapter_import"
CHAPTER = "---\ntitle: The Well\n---\n\nWords of the *only* chapter.[^1]\n\n[^1]: A note.\n"
BOOK = """---
title: Wells
---

# The Rope

Of hemp.

# The Bucket

![Oak](oak.png)

Of oak.
"""


def folder():
    return Path(settings.DATA_DIR, "imports")


def kept():
    return sorted(folder().iterdir()) if folder().exists() else []


@pytest.fixture(autouse=True)
def empty_folder():
    for path in kept():
        path.unlink()


@pytest.fixture
def upload(admin_client):
    def send(data, name="well.txt", client=admin_client):
        return client.post(reverse(ADDRESS), {"file": SimpleUploadedFile(name, data)})

    return send


@pytest.fixture
def confirm(admin_client):
    def send(response, client=admin_client, **changes):
        data = fields_of(response.content.decode()) | changes | {"import": "x"}
        return client.post(reverse(ADDRESS), data, follow=True)

    return send


@pytest.mark.parametrize("kind", ["html", "epub", "docx", "odt"])
def test_a_document_is_shown_and_then_imported(upload, confirm, kind, admin):
    page = upload(document(CHAPTER, kind))
    html = page.content.decode()
    assert "Words of the only chapter." in html
    assert "A note." in html
    assert not Book.objects.exists()
    response = confirm(page, book="A Book", title="The Deep Well", number="4")
    assert "was imported" in messages_of(response)
    chapter = Chapter.objects.get()
    assert (chapter.book.title, str(chapter)) == ("A Book", "4. The Deep Well")
    assert chapter.sections.get().current.created_by == admin
    assert kept() == []


def test_a_book_is_imported_whole(upload, confirm):
    page = upload(document(BOOK, "epub"))
    html = page.content.decode()
    assert "The Rope" in html
    assert "A picture was left out" in html
    confirm(page)
    titles = Chapter.objects.order_by("number").values_list("number", "title")
    assert list(titles) == [(1, "The Rope"), (2, "The Bucket")]
    assert Book.objects.get().title == "Wells"


def test_one_chapter_of_a_book_is_imported(upload, confirm):
    confirm(upload(document(BOOK, "docx")), chapter="1", number="7")
    assert str(Chapter.objects.get()) == "7. The Bucket"


def test_a_number_for_many_chapters_is_refused(upload, confirm):
    shown = confirm(upload(document(BOOK, "docx")), number="7")
    assert "Choose the one chapter that this is for." in shown.content.decode()
    assert not Book.objects.exists()


def test_what_stands_in_the_way_is_said_and_the_file_stays(upload, confirm):
    confirm(upload(document(BOOK, "docx")))
    other = document(BOOK.replace("Of hemp", "Of flax"), "docx")
    shown = confirm(upload(other))
    assert "already has a chapter 1, with another text" in shown.content.decode()
    confirm(shown, book="Other Wells")
    assert Book.objects.count() == 2


def test_a_file_is_its_uploaders_alone(upload, confirm, client_of, person):
    page = upload(document(CHAPTER, "docx"))
    other = client_of(person("Stefan", is_staff=True))
    response = confirm(page, client=other, book="A Book")
    assert "kept no more" in messages_of(response)
    assert not Book.objects.exists()


@pytest.mark.parametrize("ticket", ["", "x", "../../secret", "WzFd:1:x"])
def test_a_ticket_must_be_ours(admin_client, ticket):
    data = {"kept": ticket, "book": "A Book", "import": "x"}
    response = admin_client.post(reverse(ADDRESS), data, follow=True)
    assert "kept no more" in messages_of(response)


def test_files_go_when_their_time_is_over(upload, confirm):
    page = upload(document(CHAPTER, "docx"))
    (old,) = kept()
    assert old.stat().st_mode & 0o077 == 0
    past = old.stat().st_mtime - KEPT_FOR - 1
    os.utime(old, (past, past))
    upload(document(CHAPTER, "odt"))
    assert old not in kept()
    assert "kept no more" in messages_of(confirm(page, book="A Book"))


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (document(CHAPTER, "epub")[:3000], "damaged"),
        (b"<html>" + b"<ul><li>" * 400, "nested too deeply"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "an old Word"),
    ],
)
def test_a_hostile_file_says_why_and_leaves_nothing(upload, data, complaint):
    response = upload(data)
    assert response.status_code == 200
    assert complaint in response.content.decode()
    assert not Book.objects.exists()
    assert kept() == []


def test_a_book_is_imported_in_the_browser(page_of, admin, axe):
    page = page_of(admin)
    page.goto(reverse(ADDRESS))
    file = {"name": "wells.epub", "mimeType": "", "buffer": document(BOOK, "epub")}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_text("2. The Bucket").first.click()
    page.get_by_role("heading", name="What was found").first.wait_for()
    axe(page)
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("“2. The Bucket” was imported.").wait_for()
    assert Chapter.objects.count() == 2
