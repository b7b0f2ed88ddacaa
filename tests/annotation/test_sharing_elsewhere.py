"""The pages on which somebody copies and moves what they wrote."""

from __future__ import annotations

import re
import uuid

import pytest

from readings.annotation.models import Note
from readings.groups.actions import add_member
from tests.annotation.sharing_world import HTMX, address, said, sent

# Copying -----------------------------------------------------------------------------------------


def test_copying_by_the_page(ours, shared, there, stranger):
    page = ours.get(address(shared, "copy", there))
    assert "1 person will see it: " in said(page)
    assert "Sam Facilitator" in said(page)
    fields = {**sent(page), "audience": "group"}
    response = ours.post(address(shared, "copy", there), fields, follow=True)
    assert "Copied to Sunday Circle." in said(response)
    made = Note.objects.get(reading=there)
    assert str(made.uid) == fields["uid"]
    # A double press.
    ours.post(address(shared, "copy", there), fields)
    assert Note.objects.filter(reading=there).count() == 1


def test_copying_in_the_margin_leaves_the_note_there(ours, shared, there):
    page = ours.get(address(shared, "copy", there), headers=HTMX)
    fields = {**sent(page), "audience": "me"}
    response = ours.post(address(shared, "copy", there), fields, headers=HTMX)
    made = Note.objects.get(reading=there)
    assert made.audience == "me"
    found = response.content.decode()
    assert made.get_absolute_url() in found
    assert f'id="note-{shared.uid}"' in found


def test_copying_a_reply_in_the_margin(ours, shared, write, there):
    reply = write("A reply.", parent=shared)
    page = ours.get(address(reply, "copy", there), headers=HTMX)
    fields = {**sent(page), "audience": "group"}
    response = ours.post(address(reply, "copy", there), fields, headers=HTMX)
    assert "A reply." in response.content.decode()
    assert Note.objects.get(reading=there).parent is None


def test_the_first_button_is_as_the_other_group_has_it(ours, shared, there):
    def first():
        page = ours.get(address(shared, "copy", there)).content.decode()
        return re.findall(r'button primary" type="submit" name="audience" value="(\w+)"', page)

    assert first() == ["group"]
    there.group.first_audience = "me"
    there.group.save()
    assert first() == ["me"]


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    "changes", [{"audience": ""}, {"audience": "all"}, {"uid": "x"}, {"uid": ""}]
)
def test_a_copy_with_odd_fields_is_refused(ours, shared, there, changes, headers):
    fields = {**sent(ours.get(address(shared, "copy", there))), "audience": "group", **changes}
    response = ours.post(address(shared, "copy", there), fields, headers=headers)
    assert response.status_code == 422
    assert b"errorlist" in response.content
    assert not Note.objects.filter(reading=there).exists()


def test_a_copy_after_somebody_joined_there(ours, shared, there, person):
    page = ours.get(address(shared, "copy", there))
    add_member(group=there.group, user=person("Zoe"))
    fields = {**sent(page), "audience": "group"}
    response = ours.post(address(shared, "copy", there), fields)
    assert response.status_code == 409
    assert sent(response)["uid"] == fields["uid"]
    assert not Note.objects.filter(reading=there).exists()


def test_the_page_says_where_the_copy_of_a_lost_note_stands(ours, shared, there):
    shared.target.state, shared.target.start, shared.target.end = "orphaned", None, None
    shared.target.save()
    assert "it will stand on the section" in said(ours.get(address(shared, "copy", there)))


# Moving ------------------------------------------------------------------------------------------


def test_moving_by_the_page(ours, shared, there, facilitator_client, facilitator, stranger_client):
    page = ours.get(address(shared, "move", there))
    assert "1 person will see it who does not now" in said(page)
    assert "1 person will no longer see it" in said(page)
    response = ours.post(address(shared, "move", there), sent(page), follow=True)
    assert "Moved to Sunday Circle." in said(response)
    assert facilitator_client.get(shared.get_absolute_url()).status_code == 404
    assert stranger_client.get(shared.get_absolute_url()).status_code == 302


def test_moving_in_the_margin_takes_it_off_the_page(ours, shared, there, reading):
    headers = {**HTMX, "HX-Current-URL": f"http://testserver{reading.get_absolute_url()}"}
    page = ours.get(address(shared, "move", there), headers=headers)
    response = ours.post(address(shared, "move", there), sent(page), headers=headers)
    found = response.content.decode()
    assert "You moved this thread to Sunday Circle." in found
    assert "hx-swap-oob" in found
    assert "<mark" not in found


def test_both_chapters_show_the_move(ours, shared, there, reading):
    pages = [one.get_absolute_url() for one in (reading, there)]
    assert [b"<mark" in ours.get(page).content for page in pages] == [True, False]
    ours.post(address(shared, "move", there), sent(ours.get(address(shared, "move", there))))
    assert [b"<mark" in ours.get(page).content for page in pages] == [False, True]


def test_a_thread_with_others_words_is_refused_by_name(ours, shared, write, there, facilitator):
    write("Mine too.", author=facilitator, parent=shared)
    for method, status in (("get", 200), ("post", 422)):
        response = getattr(ours, method)(address(shared, "move", there))
        assert response.status_code == status
        assert "Frida wrote under it and cannot see Sunday Circle" in said(response)
        assert "/sharing/copy/?to=sunday-circle" in response.content.decode()


def test_a_move_after_a_reply_came(ours, shared, there, write, person, group):
    page = ours.get(address(shared, "move", there))
    write("One more.", parent=shared)
    response = ours.post(address(shared, "move", there), sent(page))
    assert response.status_code == 409
    assert "One more." in said(response)


def test_who_had_it_open_and_replies_is_told_and_keeps_the_words(
    ours, shared, there, facilitator_client, facilitator, group
):
    ours.post(address(shared, "move", there), sent(ours.get(address(shared, "move", there))))
    reply = f"{shared.get_absolute_url()}replies/"
    fields = {"body": "Late & <b>lost</b>.", "promised": str(group.pk)}
    answer = facilitator_client.post(reply, fields)
    assert answer.status_code == 404
    assert "Late &amp; &lt;b&gt;lost&lt;/b&gt;." in answer.content.decode()
    assert "Sunday" not in said(answer)
    assert not Note.objects.filter(body__startswith="Late").exists()
    # What never was looks the same.
    nowhere = facilitator_client.post(f"/notes/{uuid.uuid4()}/replies/", fields)
    assert (nowhere.status_code, said(nowhere)) == (404, said(answer))


@pytest.mark.parametrize("promised", ["", "me", "0", "9" * 20, "x"])
def test_a_reply_that_was_for_no_group_of_ones_own_is_just_not_found(
    stranger_client, shared, group, promised
):
    reply = f"{shared.get_absolute_url()}replies/"
    for key in (promised, str(group.pk)):
        answer = stranger_client.post(reply, {"body": "Late.", "promised": key})
        assert answer.status_code == 404
        assert b"Late." not in answer.content


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_second_press_is_told_that_it_stands_there(ours, shared, there, headers):
    fields = sent(ours.get(address(shared, "move", there)))
    assert ours.post(address(shared, "move", there), fields).status_code == 302
    again = ours.post(address(shared, "move", there), fields, headers=headers)
    assert again.status_code == 422
    assert "It stands in Sunday Circle already." in said(again)
