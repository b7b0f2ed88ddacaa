"""The pages of questions: asking on the group's clock, answering, and where they stand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from readings.annotation.models import Note, Question
from readings.annotation.pointers import Pointer

DUE = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)

FORM = {"kind": "chapter", "body": "Whose field is it?", "everyone": "on", "reveal": "at once"}


@pytest.fixture
def new(reading):
    return f"{reading.get_absolute_url()}questions/new/"


def test_the_due_date_is_on_the_groups_clock(new, facilitator, group, client_of):
    group.time_zone = "Asia/Tokyo"
    group.save()
    facilitator.time_zone = "America/New_York"
    facilitator.save()
    response = client_of(facilitator).post(new, {**FORM, "due_at": "2026-12-03T19:00"})
    assert response.status_code == 302
    question = Question.objects.get()
    assert question.due_at == datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
    page = client_of(facilitator).get(f"/questions/{question.pk}/edit/")
    assert 'value="2026-12-03T19:00"' in page.content.decode()


@pytest.mark.parametrize(
    ("zone", "said", "status"),
    [
        ("UTC", "2026-03-29T02:30", 302),  # an hour that the facilitator's own clock leaves out
        ("Europe/Berlin", "2026-03-29T02:30", 422),  # and that the group's own clock leaves out
        ("Pacific/Kiritimati", "0001-01-01T00:00", 422),
        ("America/New_York", "9999-12-31T23:59", 422),
    ],
)
def test_a_due_date_is_a_time_on_the_groups_clock(
    client_of, facilitator, group, new, zone, said, status
):
    group.time_zone, facilitator.time_zone = zone, "Europe/Berlin"
    group.save(update_fields=["time_zone"])
    facilitator.save(update_fields=["time_zone"])
    response = client_of(facilitator).post(new, {**FORM, "due_at": said})
    assert response.status_code == status
    assert Question.objects.exists() == (status == 302)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"body": " "}, "body"),
        ({"body": "x" * 5001}, "body"),
        ({"due_at": "next Thursday"}, "due_at"),
        ({"everyone": ""}, "assignees"),
        ({"reveal": "never"}, "reveal"),
    ],
)
def test_bad_input_is_said_beside_the_field(new, facilitator, client_of, wrong, field):
    response = client_of(facilitator).post(new, {**FORM, **wrong})
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not Question.objects.exists()


def test_a_question_on_words_that_are_gone_keeps_what_was_written(new, facilitator, client_of):
    data = {**FORM, "kind": "passage", "section": "1", "version": "1", "start": "0", "end": "4"}
    response = client_of(facilitator).post(new, {**data, "exact": "gone"})
    assert response.status_code == 422
    assert "Whose field is it?" in response.content.decode()


def test_members_answer_read_each_other_and_reply(ask, member, facilitator, client_of, write):
    question = ask()
    page = question.get_absolute_url()
    client_of(member).post(f"{page}answers/", {"body": "My answer."})
    answer = Note.objects.get()
    assert "My answer." in client_of(facilitator).get(page).content.decode()
    client_of(facilitator).post(f"/notes/{answer.uid}/replies/", {"body": "And yet."})
    assert "And yet." in client_of(member).get(page).content.decode()


def test_an_empty_answer_is_refused_and_said(ask, member, client_of):
    response = client_of(member).post(f"{ask().get_absolute_url()}answers/", {"body": " "})
    assert response.status_code == 422
    assert "Write something first." in response.content.decode()


def test_the_question_stands_on_the_chapter_page_beside_its_block(
    ask, passage, reading, member, client_of, key_of
):
    ask(pointer=passage("one field"), due_at=DUE)
    content = client_of(member).get(reading.get_absolute_url()).content.decode()
    assert f'data-beside="b-{key_of("1.2")}"' in content
    assert "1 to answer" in content


def test_a_reason_page_holds_its_questions_and_its_lead_in(
    ask, opening, reading, member, client_of
):
    reason = opening.reasons.get(number=2)
    ask(body="Early enough?", pointer=Pointer("reason", key=reason.key))
    ask(body="Another matter?")
    content = client_of(member).get(f"{reading.get_absolute_url()}r/{reason.key}/").content.decode()
    assert "They kept to it in order to:" in content
    assert "Early enough?" in content
    assert "Another matter?" not in content


def test_the_composers_words_and_place_travel_to_the_question(new, passage, facilitator, client_of):
    p = passage("one field")
    place = {"section": p.section, "version": p.version, "start": p.start, "end": p.end}
    query = {"kind": "passage", "exact": p.exact, "body": "Whose field?", **place}
    client = client_of(facilitator)
    content = client.get(new, query).content.decode()
    assert "Whose field?" in content
    assert "one field" in content
    sent = {**FORM, **query, "everyone": "on"}
    assert client.post(new, sent).status_code == 302
    assert Question.objects.get().target.exact == "one field"


def test_only_facilitators_are_offered_to_ask(reading, member, facilitator, client_of, key_of):
    panel = f"{reading.get_absolute_url()}b/{key_of('1.2')}/notes/"
    assert "Ask a question on 1.2" in client_of(facilitator).get(panel).content.decode()
    assert "Ask a question" not in client_of(member).get(panel).content.decode()
