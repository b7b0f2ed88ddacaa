"""Notes in the admin: found and read by moderators."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.models import StudyGroup
from readings.text.actions import start_reading


@pytest.fixture
def moderator_client(person, client_of, grant):
    moderator = person("Moda", is_staff=True)
    grant(moderator, "moderate_note")
    return client_of(moderator)


@pytest.fixture
def address():
    return reverse("admin:readings_note_changelist")


def bodies(client, address, **query):
    rows = client.get(address, query).context["cl"].result_list
    return [note.body for note in rows]


def test_notes_are_found_by_words_author_group_and_chapter(
    moderator_client, address, write, facilitator, passage
):
    write("About the field.", pointer=passage("one field"))
    write("About the fence.", pointer=Pointer("chapter"), author=facilitator)
    assert bodies(moderator_client, address, q="FIELD") == ["About the field."]
    assert bodies(moderator_client, address, q="frida") == ["About the fence."]
    assert len(bodies(moderator_client, address, q="thursday")) == 2
    assert bodies(moderator_client, address, q="meadow") == []


def test_notes_are_filtered_by_group_and_by_being_answers(
    moderator_client, address, write, reading, facilitator
):
    asked = ask_question(
        user=facilitator, reading=reading, pointer=Pointer("chapter"), body="What?"
    )
    write("An answer.", question=asked)
    write("A note.", pointer=Pointer("chapter"))
    other = StudyGroup.objects.create(name="Other", slug="other")
    start_reading(user=None, group=other, chapter=reading.chapter)
    of_group = {"reading__group__id__exact": reading.group_id}
    assert bodies(moderator_client, address, **of_group) == ["A note.", "An answer."]
    assert bodies(moderator_client, address, reading__group__id__exact=other.pk) == []
    assert bodies(moderator_client, address, answers="yes") == ["An answer."]


def test_a_note_is_shown_with_its_place(moderator_client, write, passage):
    note = write("With *words*.", pointer=passage("one field"))
    reply = write("A reply.", parent=note)
    html = moderator_client.get(
        reverse("admin:readings_note_change", args=[note.pk])
    ).content.decode()
    assert "<em>words</em>" in html
    assert "Passage 1.2: “one field”" in html
    html = moderator_client.get(
        reverse("admin:readings_note_change", args=[reply.pk])
    ).content.decode()
    assert "A note by Mira" in html
