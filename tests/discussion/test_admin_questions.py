"""A chapter's own questions in the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.annotation.models import Question
from readings.annotation.pointers import Pointer
from readings.discussion.actions import add_own_question, adopt_question, ask_question
from tests.fixtures.admin import errors_of


@pytest.fixture
def new(admin_page):
    return admin_page(reverse("admin:readings_question_add"))


@pytest.fixture
def own(chapter):
    return add_own_question(
        user=None, chapter=chapter, pointer=Pointer("chapter"), body="Whose field?"
    )


def change(question):
    return reverse("admin:readings_question_change", args=[question.pk])


@pytest.mark.parametrize(
    ("place", "number", "words"),
    [
        ("chapter", "", ""),
        ("section", "2", ""),
        ("block", "2.1", "We counted the days that a neighbour had gone without asking."),
        ("reason", "2", "hear of trouble early"),
    ],
)
def test_a_question_is_written_on_a_place(new, chapter, admin, place, number, words):
    new.send(chapter=chapter.pk, place=place, number=number, body="What *follows*?")
    made = Question.objects.get()
    assert (made.group, made.author, made.target.kind) == (None, admin, place)
    assert made.target.exact == words
    assert "<em>follows</em>" in made.html


@pytest.mark.parametrize(
    ("place", "number"),
    [("section", "3"), ("section", "0"), ("section", ""), ("block", "9.9"), ("reason", "3"),
     ("reason", "two")],
)  # fmt: skip
def test_a_place_that_is_not_there_is_refused(new, chapter, place, number):
    response = new.send(chapter=chapter.pk, place=place, number=number, body="What?")
    assert "has none with this number" in errors_of(response)
    assert not Question.objects.exists()


def test_a_question_without_words_is_refused(new, chapter):
    assert "required" in errors_of(new.send(chapter=chapter.pk, place="chapter", body=" "))


def test_words_are_changed_and_groups_keep_theirs(admin_page, own, reading, facilitator):
    copy = adopt_question(user=facilitator, reading=reading, question=own)
    admin_page(change(own)).send(body="Whose **meadow**?")
    own.refresh_from_db()
    copy.refresh_from_db()
    assert own.body == "Whose **meadow**?"
    assert "<strong>meadow</strong>" in own.html
    assert copy.body == "Whose field?"


def test_a_question_is_taken_off_the_list_and_put_back(
    admin_page, own, reading, facilitator_client
):
    from django.urls import reverse

    chapter = (reading.group.slug, reading.chapter.book.slug, reading.chapter.slug)
    questions = reverse("questions", args=chapter)
    page = admin_page(change(own))
    assert "Whose field?" in facilitator_client.get(questions).content.decode()
    del page.fields["offered"]
    page.send()
    assert "Whose field?" not in facilitator_client.get(questions).content.decode()
    admin_page(change(own)).send(offered="on")
    assert "Whose field?" in facilitator_client.get(questions).content.decode()


def test_a_groups_question_is_shown_and_not_changed(admin_client, reading, facilitator, member):
    theirs = ask_question(
        user=facilitator,
        reading=reading,
        pointer=Pointer("chapter"),
        body="Ours?",
        assignees=[member],
    )
    html = admin_client.get(change(theirs)).content.decode()
    assert "Ours?" in html
    assert "Mira" in html
    assert "<textarea" not in html
    assert admin_client.post(change(theirs), {"body": "Mine."}).status_code == 403


def test_questions_are_found_and_filtered(admin_client, own, reading, facilitator):
    ask_question(user=facilitator, reading=reading, pointer=Pointer("chapter"), body="Ours?")
    address = reverse("admin:readings_question_changelist")

    def found(**query):
        rows = admin_client.get(address, query).context["cl"].result_list
        return sorted(question.body for question in rows)

    assert found(q="field") == ["Whose field?"]
    assert found(whose="yes") == ["Ours?"]
    assert found(whose="no") == ["Whose field?"]
