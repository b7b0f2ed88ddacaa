"""An editor adds pictures to a section in the admin."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from readings.text.models import Picture
from readings.text.pictures import check_picture
from tests.fixtures.admin import errors_of
from tests.fixtures.painting import picture_file

UNKNOWN = f"{'0' * 32}-60x40"


@pytest.fixture
def pictures(opening):
    return reverse("admin:readings_section_pictures", args=[opening.pk])


@pytest.fixture
def send(client_of, staff, pictures):
    def post(data, name="well.png", kind="image/png", client=None):
        file = SimpleUploadedFile(name, data, content_type=kind)
        return (client or client_of(staff)).post(pictures, {"image": file})

    return post


def test_a_picture_becomes_the_books(send, opening):
    answer = send(picture_file())
    key = check_picture(picture_file()).key
    assert (answer.status_code, answer.json()) == (200, {"image_code": f"![](picture:{key})"})
    assert opening.chapter.book.pictures.get().key == key
    assert send(picture_file()).json() == answer.json()
    assert Picture.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html><script>alert(1)</script></html>", "no JPEG, PNG, WebP or GIF"),
        (b"<svg onload='alert(1)'/>", "SVG drawing"),
        (b"GIF89a<script>alert(1)</script>", "damaged"),
        (b"", "no JPEG, PNG, WebP or GIF"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(send, data, why):
    answer = send(data, name="<b>well</b>.gif", kind="image/gif")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/json"
    assert why in answer.json()["problem"]
    assert not Picture.objects.exists()


def test_neither_name_nor_sender_say_what_it_is(send):
    send(picture_file("JPEG"), name="page.html", kind="text/html")
    assert Picture.objects.get().format == "jpeg"


def test_no_file_at_all_is_told(client_of, staff, pictures):
    answer = client_of(staff).post(pictures)
    assert answer.status_code == 400
    assert answer.json()["problem"]


def test_only_those_who_edit_texts_add_pictures(
    send, client_of, client, facilitator, member, stranger, pictures
):
    for person in (client, *map(client_of, (facilitator, member, stranger))):
        refused = send(picture_file(), client=person)
        assert refused.status_code == 403
        assert refused["Content-Type"].startswith("text/plain")
    assert not Picture.objects.exists()


def test_only_posting_adds_pictures(client_of, staff, pictures):
    assert client_of(staff).get(pictures).status_code == 405
    nowhere = reverse("admin:readings_section_pictures", args=[0])
    assert client_of(staff).post(nowhere).status_code == 404


def test_a_token_is_asked_for(staff, pictures):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert client.post(pictures, {"image": SimpleUploadedFile("a", b"")}).status_code == 403


def test_a_section_is_saved_with_its_picture(send, form_page, opening):
    code = send(picture_file()).json()["image_code"]
    form_page.save(body=f"{form_page.fields['body']}\n\n{code}")
    assert opening.blocks.filter(kind="image", removed_at=None).count() == 1


def test_a_picture_that_there_is_not_is_told_beside_the_text(form_page, opening):
    before = opening.body
    body = f"{form_page.fields['body']}\n\n![x](picture:{UNKNOWN})"
    response = form_page.save(body=body)
    assert f"there is no picture “{UNKNOWN}”" in errors_of(response)
    opening.refresh_from_db()
    assert opening.body == before


def test_the_preview_shows_pictures_and_says_which_are_missing(client_of, staff, opening, picture):
    address = reverse("admin:readings_section_preview", args=[opening.pk])
    body = "::: reasons\n:::\n\n![A well](picture:{})"
    shown = client_of(staff).post(address, {"content": body.format(picture.key)})
    assert f'src="/pictures/{picture.key}/" alt="A well"' in shown.content.decode()
    told = client_of(staff).post(address, {"content": body.format(UNKNOWN)}).content.decode()
    assert "there is no picture" in told
    assert "<img" not in told


def test_a_section_that_is_not_saved_yet_takes_no_pictures(admin_client, chapter):
    address = reverse("admin:readings_chapter_change", args=[chapter.pk])
    assert "data-pictures" not in admin_client.get(address).content.decode()
