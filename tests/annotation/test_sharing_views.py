"""The pages on which somebody shares, copies and moves what they wrote."""

from __future__ import annotations

import re
import uuid

import pytest

from readings.annotation.actions import add_note, delete_note
from readings.annotation.models import Note
from readings.discussion.actions import ask_question
from readings.groups.actions import add_member, archive_group, leave_group
from readings.groups.models import StudyGroup
from readings.text.actions import start_reading
from tests.annotation.sharing_world import HTMX, address, said, sent, share

VERBS = ("group", "copy", "move")


# Choosing ----------------------------------------------------------------------------------------


def test_a_private_note_can_be_shared_copied_and_moved(ours, private, there):
    page = ours.get(address(private))
    for verb in VERBS:
        assert f"/sharing/{verb}/" in page.content.decode()
    assert "Sunday Circle" in said(page)


def test_what_is_shared_is_not_shared_again(ours, shared, there):
    page = ours.get(address(shared)).content.decode()
    assert "/sharing/group/" not in page
    assert "/sharing/move/?to=sunday-circle" in page


def test_without_another_group_that_is_said(ours, shared, reading):
    page = ours.get(address(shared))
    assert "None of your other groups reads this chapter" in said(page)
    assert "/sharing/copy/?" not in page.content.decode()


def test_only_groups_that_read_the_chapter_and_are_written_in_are_offered(
    ours, shared, there, stranger, member
):
    archive_group(user=stranger, group=there.group)
    assert "None of your other groups" in said(ours.get(address(shared)))
    assert ours.get(address(shared, "copy", there)).status_code == 404


def test_in_an_archived_group_there_is_only_the_copy(ours, private, there, facilitator, group):
    archive_group(user=facilitator, group=group)
    page = ours.get(address(private)).content.decode()
    assert "/sharing/copy/?to=sunday-circle" in page
    assert "/sharing/move/?" not in page
    assert "/sharing/group/" not in page
    for verb in ("group", "move"):
        assert ours.get(address(private, verb, there)).status_code == 403


def test_a_reply_can_be_copied_alone(ours, shared, write, there):
    page = ours.get(address(write("A reply.", parent=shared))).content.decode()
    assert "/sharing/copy/?to=" in page
    assert "/sharing/move/?to=" not in page


def test_a_private_reply_leads_to_the_note_that_it_is_under(ours, private, write):
    page = ours.get(address(write("And so on.", parent=private)))
    assert "They are shared together." in said(page)
    assert address(private) in page.content.decode()


@pytest.mark.parametrize("verb", ["copy", "move"])
def test_a_group_that_is_not_one_s_own_is_not_found(ours, shared, there, member, verb):
    leave_group(user=member, group=there.group)
    assert ours.get(address(shared, verb, there)).status_code == 404
    assert ours.post(address(shared, verb, there), {"seen": "x"}).status_code == 404
    assert ours.get(f"{address(shared, verb)}?to=nowhere").status_code == 404


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_another_s_note_is_not_shared(facilitator_client, shared, there, verb, facilitator):
    add_member(group=there.group, user=facilitator)
    to = there if verb in ("copy", "move") else None
    assert facilitator_client.get(address(shared, verb, to)).status_code == 403
    if verb:
        assert facilitator_client.post(address(shared, verb, to)).status_code == 403


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_strangers_find_nothing(stranger_client, shared, there, verb):
    assert stranger_client.get(address(shared, verb)).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_only_reading_and_sending(ours, shared, there, verb):
    for method in ("put", "delete", "patch"):
        assert getattr(ours, method)(address(shared, verb, there)).status_code == 405


# Sharing with the group --------------------------------------------------------------------------


def test_the_look_says_who_and_how_many(ours, private, write, facilitator, person, group):
    add_member(group=group, user=person("Zoe Long-Name"))
    write("And this of mine.", parent=private)
    page = said(ours.get(address(private, "group")))
    assert "2 people will see it" in page
    assert "Frida Facilitator" in page
    assert "Zoe Long-Name" in page
    assert "Everyone who joins the group later will see it too." in page
    assert "1 reply goes along" in page
    assert "And this of mine." in page
    assert "Mine so far." in page


def test_sharing_by_the_page(ours, private, facilitator_client, facilitator):
    page = ours.get(address(private, "group"))
    response = ours.post(address(private, "group"), sent(page), follow=True)
    assert "Shared with Thursday Readers." in said(response)
    assert Note.objects.get(pk=private.pk).audience == "group"
    assert facilitator_client.get(private.get_absolute_url()).status_code == 302


def test_sharing_in_the_margin_brings_thread_and_counts(ours, private, key_of, reading):
    headers = {**HTMX, "HX-Current-URL": f"http://testserver{reading.get_absolute_url()}"}
    page = ours.get(address(private, "group"), headers=headers)
    assert b"<html" not in page.content
    response = ours.post(address(private, "group"), sent(page), headers=headers)
    found = response.content.decode()
    assert f'id="note-{private.uid}"' in found
    assert "Shared with Thursday Readers." in found
    assert "Only you" not in found
    assert "hx-swap-oob" in found
    assert "<mark" in found


def test_somebody_who_joined_meanwhile_is_shown_first(ours, private, person, group):
    page = ours.get(address(private, "group"))
    add_member(group=group, user=person("Zoe"))
    response = ours.post(address(private, "group"), sent(page))
    assert response.status_code == 409
    assert "Since you looked, these would see it too: Zoe." in said(response)
    assert Note.objects.get(pk=private.pk).audience == "me"
    again = ours.post(address(private, "group"), sent(response))
    assert again.status_code == 302
    assert Note.objects.get(pk=private.pk).audience == "group"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_sending_without_a_look_shows_it(ours, private, headers):
    response = ours.post(address(private, "group"), {}, headers=headers)
    assert response.status_code == 409
    assert "Nothing was done yet" in said(response)
    assert Note.objects.get(pk=private.pk).audience == "me"


@pytest.mark.parametrize(("method", "status"), [("get", 200), ("post", 422)])
def test_what_cannot_be_shared_is_told_why(ours, shared, method, status):
    response = getattr(ours, method)(address(shared, "group"))
    assert response.status_code == status
    assert "The group sees this note already." in said(response)


def test_a_withheld_answer_is_looked_at_truthfully(
    ours, facilitator, reading, write, passage, person, group
):
    question = ask_question(
        user=facilitator, reading=reading, pointer=passage("one field"), body="Which?",
        reveal="answered",
    )  # fmt: skip
    zoe = person("Zoe")
    add_member(group=group, user=zoe)
    add_note(author=zoe, reading=reading, question=question, body="This.")
    page = said(ours.get(address(write("That.", question=question, audience="me"), "group")))
    assert "1 person has answered and will see it" in page
    assert "Frida" not in page
    assert "from now on you see those of the others" in page


# Replies that promised something else ------------------------------------------------------------


def promised(page):
    (found,) = re.findall(r'name="promised" value="(\w*)"', page.content.decode())
    return found


@pytest.mark.parametrize("what", ["shared", "moved"])
def test_a_reply_is_not_posted_to_others_than_its_form_said(
    ours, what, private, shared, there, reading, member, key_of
):
    note = private if what == "shared" else shared
    card = f"{note.get_absolute_url()}card/"
    was = promised(ours.get(card, headers=HTMX))
    if what == "shared":
        share(member, note)
    else:
        ours.post(address(note, "move", there), sent(ours.get(address(note, "move", there))))
    fields = {"body": "Between us.", "promised": was, "uid": str(uuid.uuid4())}
    for headers in ({}, HTMX):
        response = ours.post(f"{note.get_absolute_url()}replies/", fields, headers=headers)
        assert response.status_code == 422
        assert "sees this thread by now" in said(response)
        assert "Between us." in response.content.decode()
    again = {**fields, "promised": promised(response)}
    assert ours.post(f"{note.get_absolute_url()}replies/", again).status_code == 302


def test_a_deleted_note_is_told_so(ours, shared, member, there):
    delete_note(user=member, note=shared)
    assert "You have deleted this note" in said(ours.get(address(shared, "copy", there)))


# Queries -----------------------------------------------------------------------------------------

QUERIES = {"": 4, "group": 6, "copy": 5, "move": 8}


@pytest.mark.parametrize("size", [2, 30])
@pytest.mark.parametrize("verb", QUERIES)
def test_as_many_queries_for_many_people_as_for_few(
    verb, size, ours, private, shared, write, there, person, group, django_assert_num_queries
):
    note = private if verb == "group" else shared
    for number in range(size):
        user = person(f"Reader {number}")
        for one in (group, there.group):
            add_member(group=one, user=user)
        write("Mine.", parent=note)
        if note == shared:
            write("Theirs.", parent=note, author=user)
    with django_assert_num_queries(QUERIES[verb]):
        ours.get(address(note, verb, there if verb in ("copy", "move") else None))


@pytest.mark.parametrize("size", [1, 20])
def test_as_many_queries_for_many_groups_as_for_few(
    size, ours, shared, member, there, django_assert_num_queries
):
    for number in range(size):
        group = StudyGroup.objects.create(name=f"Circle {number}", slug=f"circle-{number}")
        add_member(group=group, user=member)
        start_reading(user=None, group=group, chapter=there.chapter)
    with django_assert_num_queries(QUERIES[""]):
        page = ours.get(address(shared)).content.decode()
    assert page.count("/sharing/move/?to=") >= size


def test_a_copy_counts_as_writing_and_says_when_to_go_on(ours, shared, there, settings):
    page = sent(ours.get(address(shared, "copy", there)))
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "write": "0/m"}
    answer = ours.post(address(shared, "copy", there), {**page, "audience": "group"})
    assert answer.status_code == 429
    assert "That was too often in a short time" in said(answer)
    assert not Note.objects.filter(reading=there).exists()
