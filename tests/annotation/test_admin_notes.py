"""Notes in the admin: found and read by moderators."""

from __future__ import annotations

import pytest
from django.urls import reverse

from readings.annotation.models import Flag, Note
from readings.annotation.moderating import flag_note, hide_note
from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question
from readings.groups.actions import add_member
from readings.groups.models import AuditEntry, StudyGroup
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


# Hiding for the site -----------------------------------------------------------------------------


def chosen(action, *rows, **more):
    return {"action": action, "_selected_action": [row.pk for row in rows], **more}


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_notes_are_hidden_with_a_reason_and_shown_again(moderator_client, address, write, passage):
    note = write("Hard words.", pointer=passage("one field"))
    asked = moderator_client.post(address, chosen("hide", note))
    assert asked.status_code == 200
    assert "Hard words." in asked.content.decode()
    refused = moderator_client.post(address, chosen("hide", note, confirmed="1", reason=" "))
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    long = moderator_client.post(address, chosen("hide", note, confirmed="1", reason="y" * 501))
    assert (long.status_code, "y" * 501 in long.content.decode()) == (422, True)
    sent = chosen("hide", note, confirmed="1", reason="Unlawful.")
    assert "1 note is hidden." in said(moderator_client.post(address, sent, follow=True))
    note.refresh_from_db()
    assert (note.hidden_reason, note.hidden_for_site) == ("Unlawful.", True)
    assert AuditEntry.objects.get(what="note.hidden").facts["for_site"] is True
    assert bodies(moderator_client, address, hidden="yes") == ["Hard words."]
    assert bodies(moderator_client, address, hidden="no") == []
    again = moderator_client.post(address, chosen("hide", note), follow=True)
    assert "hidden already" in said(again)
    shown = moderator_client.post(address, chosen("show", note), follow=True)
    assert "1 note is shown again." in said(shown)
    note.refresh_from_db()
    assert note.hidden_at is None


def test_staff_without_the_right_hides_nothing(
    client_of, person, address, write, passage, facilitator
):
    note = write("Hard words.", pointer=passage("one field"))
    client = client_of(person("Ed", is_staff=True))
    sent = chosen("hide", note, confirmed="1", reason="Mine.")
    assert client.post(address, sent).status_code == 403
    hide_note(user=facilitator, note=note, reason="No.")
    assert client.post(address, chosen("show", note)).status_code == 403
    assert client.get(reverse("admin:readings_flag_changelist")).status_code == 403
    assert Note.objects.get().hidden_by == facilitator


def test_a_moderator_hides_nothing_of_their_own(person, client_of, grant, address, write, group):
    moderator = person("Moda", is_staff=True)
    grant(moderator, "moderate_note")
    add_member(group=group, user=moderator)
    note = write("Mine.", author=moderator, pointer=Pointer("chapter"))
    sent = chosen("hide", note, confirmed="1", reason="Mine.")
    answer = said(client_of(moderator).post(address, sent, follow=True))
    assert "Others decide about what you wrote yourself." in answer
    assert "0 notes are hidden." in answer


def test_flags_that_nobody_in_the_group_can_look_at(moderator_client, write, member, facilitator):
    flags = reverse("admin:readings_flag_changelist")
    theirs = write("Of a member.", pointer=Pointer("chapter"))
    flag_note(user=facilitator, note=theirs, reason="unkind")
    own = [
        write(f"Of the facilitator {n}.", pointer=Pointer("chapter"), author=facilitator)
        for n in range(2)
    ]
    made = [flag_note(user=member, note=note, reason="unkind") for note in own]
    assert "Flags (2 open)" in moderator_client.get("/admin/").content.decode()
    page = moderator_client.get(flags).content.decode()
    assert "Of the facilitator 1." in page
    assert "Of a member." not in page
    left = moderator_client.post(flags, chosen("leave", made[0]), follow=True)
    assert "1 note is left as it is." in said(left)
    asked = moderator_client.post(flags, chosen("hide", made[1]))
    assert "Of the facilitator 1." in asked.content.decode()
    sent = chosen("hide", made[1], confirmed="1", reason="Unkind.")
    assert "1 note is hidden." in said(moderator_client.post(flags, sent, follow=True))
    outcomes = Flag.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["", "left", "hidden"]
    shown = moderator_client.get(reverse("admin:readings_flag_change", args=[made[1].pk]))
    assert "Mira" in shown.content.decode()
