"""Pictures in the review: told with their words, and saved with the chapters that show them."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from readings.annotation.actions import add_note
from readings.annotation.pointers import Pointer
from readings.importing.models import ImportPicture
from readings.importing.running import read_draft, save_draft
from readings.text.models import Book, Chapter, Picture, Reading
from readings.text.pictures import check_picture
from tests.fixtures.painting import opened, picture_file
from tests.fixtures.pictures import stored_files
from tests.importing.making import document

WELL, OAK = picture_file(), picture_file("JPEG", "brown", size=(300, 200))
TEXT = """---
title: Wells
---

# The Rope

Before.

![An old well](well.png){alt="An old well"}

# The Bucket

![](oak.jpg)

Of oak.
"""


@pytest.fixture(params=["epub", "docx"])
def saved(request):
    return document(TEXT, request.param, well_png=WELL, oak_jpg=OAK)


@pytest.fixture
def begin(desk):
    """A draft of a file that was read, if not at once then by a task."""

    def make(data, name):
        draft = desk.begin(data, name)
        read_draft(draft.pk, draft.run)
        draft.refresh_from_db()
        assert draft.state == "ready", draft.problem
        return draft

    return make


def bundle(picture, words="A well"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "well.md", f"---\nbook: Wells\nnumber: 1\ntitle: The Well\n---\n\nBefore.\n\n"
            f"![{words}](well.png)\n\nAfter it.\n",
        )  # fmt: skip
        archive.writestr("well.png", picture)
    return out.getvalue()


def test_pictures_are_told_and_nothing_is_kept(desk, begin, saved, db):
    before = stored_files()
    draft = begin(saved, "wells.bin")
    html = desk.html(draft)
    assert "An old well" in html
    assert "has no description" in desk.html(draft, "?chapter=1")
    assert "picture:" not in html
    assert not Picture.objects.exists()
    assert stored_files() == before


def test_pictures_are_shown_small_to_the_owner_alone(
    desk, begin, saved, member_client, stranger_client, admin_client, client_of, facilitator
):
    draft = begin(saved, "wells.bin")
    key = check_picture(WELL).key
    address = reverse("import-picture", args=[draft.uid, key])
    html = desk.html(draft)
    assert f'<img src="{address}" alt="An old well"' in html
    response = desk.client.get(address)
    shown = opened(response.content)
    assert (shown.format, max(shown.size) <= 480) == ("WEBP", True)
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"].startswith("private")
    assert response["X-Content-Type-Options"] == "nosniff"
    for other in (member_client, stranger_client, admin_client):
        assert other.get(address).status_code == 404
    assert desk.client.get(reverse("import-picture", args=[draft.uid, "none"])).status_code == 404
    assert desk.client.post(address).status_code == 405
    desk.save(draft)
    draft.refresh_from_db()
    save_draft(draft.pk, draft.run)
    assert desk.client.get(address).status_code == 404
    assert not ImportPicture.objects.exists()


def test_pictures_of_a_book_that_is_here_are_shown_too(desk, site_desk, keep_picture, book):
    """In a text of one's own they are named by their keys; others stay words."""
    picture = keep_picture(book, "red")
    text = f"# T\n\nWords.\n\n![A rim](picture:{picture.key})\n"
    seen = site_desk.html(site_desk.begin(text, form="markdown"))
    assert f'<img src="/pictures/{picture.key}/" alt="A rim"' in seen
    kept = desk.html(desk.begin(text, form="markdown"))
    assert f"/pictures/{picture.key}/" not in kept
    assert "A rim" in kept


def test_the_chapters_that_are_saved_bring_their_pictures(
    desk, begin, saved, facilitator, member_client, stranger_client, group
):
    draft = begin(saved, "wells.bin")
    desk.save(draft, chapters=[0])
    draft.refresh_from_db()
    save_draft(draft.pk, draft.run)
    picture = Picture.objects.get()
    assert picture.key == check_picture(WELL).key
    assert picture.book.group == group
    address = reverse("picture", args=[picture.key])
    page = member_client.get(Reading.objects.get().get_absolute_url()).content.decode()
    assert f'src="{address}"' in page
    assert member_client.get(address).status_code == 200
    assert stranger_client.get(address).status_code == 404


def test_a_facilitator_takes_no_picture_of_a_text_that_is_not_theirs(desk, keep_picture, book):
    """Whoever writes a key into a text gets nothing by it."""
    secret = keep_picture(book, "red")
    draft = desk.begin(f"# T\n\nWords.\n\n![x](picture:{secret.key})\n", form="markdown")
    response = desk.save(draft, title="Ours", number="1")
    told = response.content.decode() + desk.html(draft)
    assert "there is no picture" in told
    assert not Chapter.objects.filter(book__title="Ours").exists()
    assert not Picture.objects.exclude(pk=secret.pk).exists()


def test_a_newer_file_is_foreseen_with_its_pictures_and_nothing_is_written(desk, begin, member):
    first = begin(bundle(WELL), "well.zip")
    desk.save(first)
    first.refresh_from_db()
    save_draft(first.pk, first.run)
    reading = Reading.objects.get()
    image = reading.chapter.blocks.get(kind="image")
    note = add_note(
        author=member, reading=reading, pointer=Pointer("block", key=image.key), body="Old."
    )
    before = stored_files()
    second = begin(bundle(OAK), "well.zip")
    html = desk.html(second, "?saving=1")
    assert "there is no picture" not in html
    assert stored_files() == before
    assert Picture.objects.count() == 1
    standing = reading.chapter
    standing.refresh_from_db()
    desk.save(second, update=f"{standing.pk}/{standing.revision}")
    second.refresh_from_db()
    save_draft(second.pk, second.run)
    note.target.refresh_from_db()
    assert note.target.state == "placed"
    assert check_picture(OAK).key in reading.chapter.blocks.get(key=image.key).html


def test_markdown_with_pictures_stands_beside_its_outline_line_by_line(desk, begin):
    html = desk.html(begin(bundle(WELL), "well.zip"))
    assert "![A well](well.png)" in html
    assert 'href="#l-9"' in html
    assert Book.objects.count() == 0
