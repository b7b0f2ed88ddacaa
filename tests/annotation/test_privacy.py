"""Who reads which words: private, withheld, hidden and deleted ones, and other groups'."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from readings.annotation.models import Note, Question
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.actions import add_member
from readings.text.actions import start_reading

SECRET = "zebra-words"


@pytest.fixture
def pages(reading, key_of):
    base = reading.get_absolute_url()
    return [
        "/",
        base,
        f"{base}notes/",
        f"{base}b/{key_of('1.2')}/notes/",
        f"{base}?open=b/{key_of('1.2')}",
        f"{base}mine/",
        f"{base}questions/",
    ]


def test_a_private_note_is_read_by_its_author_alone(
    write, passage, pages, client_of, member, facilitator, admin, key_of
):
    note = write(SECRET, audience="me", pointer=passage("one field"))
    place = next(page for page in pages if page.endswith(f"b/{key_of('1.2')}/notes/"))
    assert SECRET in client_of(member).get(place).content.decode()
    for other in (facilitator, admin):
        client = client_of(other)
        for page in [*pages, f"{pages[1]}?note={note.uid}"]:
            assert SECRET not in client.get(page).content.decode()
        assert client.get(note.get_absolute_url()).status_code == 404


def test_a_private_passage_makes_no_mark_for_anybody(write, passage, reading, client_of, member):
    write(audience="me", pointer=passage("one field"))
    assert b"<mark" not in client_of(member).get(reading.get_absolute_url()).content


def test_two_groups_on_one_chapter_see_nothing_of_each_other(
    write, passage, pages, chapter, other_group, stranger, client_of
):
    write(SECRET, pointer=passage("one field"))
    elsewhere = start_reading(user=None, group=other_group, chapter=chapter)
    client = client_of(stranger)
    base = elsewhere.get_absolute_url()
    assert client.get(base).status_code == 200
    for page in pages[1:]:
        here = page.replace(pages[1], base)
        content = client.get(here).content.decode()
        assert SECRET not in content
        assert "<mark" not in content
        assert client.get(page).status_code == 404


def test_a_former_member_sees_nothing_any_more(write, pages, client_of, member, group, reading):
    note = write(SECRET)
    client = client_of(member)
    group.memberships.filter(user=member).delete()
    assert SECRET not in client.get("/").content.decode()
    assert [client.get(page).status_code for page in pages[1:]] == [404] * len(pages[1:])
    assert client.get(note.get_absolute_url()).status_code == 404


def test_a_hidden_note_is_seen_by_its_author_alone(write, reading, member, facilitator):
    note = write()
    Note.objects.filter(pk=note.pk).update(hidden_at=timezone.now(), hidden_by=facilitator)
    assert Note.objects.visible_to(member).filter(pk=note.pk).exists()
    assert not Note.objects.visible_to(facilitator).filter(pk=note.pk).exists()


def test_what_was_said_under_a_hidden_note_does_not_show_it(
    write, passage, reading, group, facilitator, person, client_of
):
    other = person("Olu")
    add_member(group=group, user=other)
    head = write(SECRET, pointer=passage("one field"))
    reply = write("Under it.", parent=head, author=facilitator)
    Note.objects.filter(pk=head.pk).update(hidden_at=timezone.now(), hidden_by=facilitator)
    page = client_of(other).get(f"{reading.get_absolute_url()}?note={reply.uid}").content.decode()
    assert "Under it." in page
    assert SECRET not in page


@pytest.fixture
def withheld(reading, facilitator):
    return ask_question(
        user=facilitator,
        reading=reading,
        pointer=Pointer("chapter"),
        body="What follows?",
        reveal=Question.Reveal.ANSWERED,
    )


def test_answers_are_withheld_until_one_has_answered(
    write, withheld, member, facilitator, client_of
):
    answer = write(SECRET, question=withheld)
    write("Under it.", parent=answer)
    client = client_of(facilitator)
    before = client.get(withheld.get_absolute_url()).content.decode()
    assert SECRET not in before
    assert "Under it." not in before
    assert "Answer to see what the others wrote." in before
    write("My own.", question=withheld, author=facilitator)
    after = client.get(withheld.get_absolute_url()).content.decode()
    assert SECRET in after
    assert "Under it." in after


def test_taking_ones_answer_back_withholds_the_others_again(write, withheld, facilitator):
    from readings.annotation.actions import delete_note

    answer = write(SECRET, question=withheld)
    own = write("My own.", question=withheld, author=facilitator)
    assert Note.objects.visible_to(facilitator).filter(pk=answer.pk).exists()
    delete_note(user=facilitator, note=own)
    assert not Note.objects.visible_to(facilitator).filter(pk=answer.pk).exists()


def test_a_withheld_answer_is_no_news(write, withheld, facilitator, client_of):
    write(SECRET, question=withheld)
    home = client_of(facilitator).get("/").content.decode()
    assert SECRET not in home
    assert "answered a question" not in home


def test_deleted_words_are_gone_from_every_page(write, passage, pages, client_of, facilitator):
    from readings.annotation.actions import delete_note

    note = write(SECRET, pointer=passage("one field"))
    write("A reply stays.", parent=note)
    delete_note(user=note.author, note=note)
    client = client_of(facilitator)
    contents = [client.get(page).content.decode() for page in pages]
    assert not any(SECRET in content for content in contents)
    assert any("This note was deleted by its author." in content for content in contents)
    assert any("A reply stays." in content for content in contents)


def test_a_deleted_note_without_replies_leaves_no_stub(
    write, passage, pages, client_of, facilitator
):
    from readings.annotation.actions import delete_note

    note = write(SECRET, pointer=passage("one field"))
    delete_note(user=note.author, note=note)
    contents = [client_of(facilitator).get(page).content.decode() for page in pages]
    assert not any("deleted" in content or "<mark" in content for content in contents)


def test_a_reading_position_is_seen_by_nobody_else(reading, key_of, client_of, member, facilitator):
    base = reading.get_absolute_url()
    client_of(member).post(f"{base}position/", {"block": key_of("2.2")})
    assert "Continue at 2.2" in client_of(member).get("/").content.decode()
    assert "Continue at" not in client_of(facilitator).get("/").content.decode()
    assert "Continue at" not in client_of(facilitator).get(base).content.decode()


def test_signed_out_people_land_on_the_place_after_signing_in(write, passage, member):
    note = write(pointer=passage("one field"))
    client = Client()
    response = client.get(note.get_absolute_url())
    assert response.status_code == 302
    sign_in = response["Location"]
    response = client.post(sign_in, {"login": "Mira", "password": "correct-horse-battery"})
    assert response.status_code == 302
    assert response["Location"] == note.get_absolute_url()
