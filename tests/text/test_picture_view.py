"""A picture's own address: who gets it, and how it is answered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.text.actions import create_chapter, get_or_create_book, start_reading


@pytest.fixture
def address(picture, reading):
    return reverse("picture", args=[picture.key])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_is_what_was_found_in_it_and_nothing_else(kind, reading, keep_picture, member_client):
    picture = keep_picture(reading.chapter.book, kind=kind)
    answer = member_client.get(reverse("picture", args=[picture.key]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == f"image/{kind.lower()}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'inline; filename="{picture.name}"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    with picture.file.open("rb") as file:
        assert answer.content == file.read()


def test_it_may_be_kept_by_the_readers_browser_alone(address, member_client):
    answer = member_client.get(address)
    assert set(answer["Cache-Control"].split(", ")) == {
        "private", "max-age=31536000", "immutable"
    }  # fmt: skip
    assert "Cookie" in answer["Vary"]


def test_a_browser_that_has_it_is_told_so(address, member_client, stranger_client):
    etag = member_client.get(address)["ETag"]
    again = member_client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    other = member_client.get(address, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200
    # To know what stands there is no right to it.
    refused = stranger_client.get(address, headers={"If-None-Match": etag})
    assert refused.status_code == 404


def test_head_says_how_long_it_is(address, member_client, picture):
    answer = member_client.head(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert int(answer["Content-Length"]) == picture.size


def test_who_is_signed_out_signs_in_first(address, client):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/pictures/")


def test_strangers_and_nobody_learn_nothing(address, stranger_client, member_client):
    unknown = reverse("picture", args=["0" * 32 + "-60x40"])
    answers = [stranger_client.get(address), member_client.get(unknown)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "immutable" not in answers[0].get("Cache-Control", "")


def test_any_chapter_of_the_book_opens_all_its_pictures(
    address, book, other_group, stranger_client
):
    second = create_chapter(
        user=None, book=book, number=13, title="The Gate", sections=[], footnotes={}
    )
    start_reading(user=None, group=other_group, chapter=second)
    assert stranger_client.get(address).status_code == 200


def test_staff_see_pictures_that_no_group_reads(picture, admin_client):
    assert admin_client.get(reverse("picture", args=[picture.key])).status_code == 200


def test_the_same_picture_in_two_books(address, picture, keep_picture, member_client):
    """Each reader gets the one that they may see."""
    first = get_or_create_book(user=None, title="A Book of Others")
    assert keep_picture(first).key == picture.key
    assert member_client.get(address).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_to_it(address, member_client, method):
    assert getattr(member_client, method)(address).status_code == 405


def test_a_file_that_is_gone_is_no_crash(address, picture, member_client, caplog):
    picture.file.storage.delete(picture.file.name)
    assert member_client.get(address).status_code == 404
    assert f"Picture {picture.pk} has lost its file." in caplog.text


def test_it_is_no_address_of_the_static_files_or_of_media(picture, member_client, settings):
    assert settings.DATA_DIR / "pictures" != settings.MEDIA_ROOT
    for path in (f"/static/{picture.file.name}", f"/media/{picture.file.name}"):
        assert member_client.get(path).status_code == 404


@pytest.mark.parametrize("pictures", [1, 12])
def test_it_takes_three_queries(
    address, reading, keep_picture, member_client, django_assert_num_queries, pictures
):
    for number in range(pictures):
        keep_picture(reading.chapter.book, (number, 0, 0))
    with django_assert_num_queries(3):  # the session, the person, the picture
        assert member_client.get(address).status_code == 200
