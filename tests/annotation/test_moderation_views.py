"""The pages of moderation, as everybody in the cast sees and sends them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from readings.annotation import flagged
from readings.annotation.models import Flag, Note
from readings.annotation.moderating import flag_note, hide_note, show_note
from readings.annotation.pointers import Pointer
from readings.groups.models import Membership

HTMX = {"HX-Request": "true"}


@pytest.fixture
def note(write, passage):
    return write("Hard words.", pointer=passage("one field"))


@pytest.fixture
def queue_page(group):
    return f"/groups/{group.slug}/flags/"


def at(note, what):
    return f"/notes/{note.uid}/{what}/"


def text(response):
    return " ".join(response.content.decode().split())


def test_a_member_flags_and_reads_what_came_of_it(
    note, other, facilitator, client_of, queue_page, group
):
    client = client_of(other)
    page = text(client.get(at(note, "flag")))
    assert "Hard words." in page
    assert "Mira and the other members are not told." in page
    sent = client.post(at(note, "flag"), {"reason": "unkind", "words": "It hurts."}, follow=True)
    assert "Flagged. The facilitators look at it" in text(sent)
    assert "Waiting" in text(client.get(f"{queue_page}mine/"))
    assert "What you flagged" in text(client.get(group.get_absolute_url()))

    looks = client_of(facilitator)
    shown = text(looks.get(queue_page))
    assert "Olu" in shown
    assert "It hurts." in shown
    assert "Hard words." in shown
    settled = looks.post(at(note, "flags/settlement"), {"upto": Flag.objects.get().pk}, follow=True)
    assert "Left as it is." in text(settled)
    mine = text(client.get(f"{queue_page}mine/"))
    assert "Looked at, and left as it is" in mine
    assert "Frida" in mine


def test_a_refused_flag_keeps_its_words(note, other, client_of):
    response = client_of(other).post(at(note, "flag"), {"words": "It hurts so."})
    assert response.status_code == 422
    assert "Say what is wrong with it." in text(response)
    assert "It hurts so." in text(response)
    response = client_of(other).post(at(note, "flag"), {"reason": "other"})
    assert response.status_code == 422
    assert "Say in a few words" in response.context["form"].errors["words"][0]


def test_an_open_flag_is_changed_or_taken_back(note, other, client_of):
    client = client_of(other)
    client.post(at(note, "flag"), {"reason": "unkind", "words": "Eh."})
    page = client.get(at(note, "flag"))
    assert page.context["form"].initial == {"reason": "unkind", "words": "Eh."}
    assert "Take it back" in text(page)
    gone = client.post(at(note, "flag/withdrawal"), follow=True)
    assert "You have taken your flag back." in text(gone)
    again = client.post(at(note, "flag/withdrawal"), follow=True)
    assert "There is no flag of yours any more" in text(again)


def test_who_flags_a_lone_facilitator_is_told_where_it_goes(
    write, passage, member, facilitator, client_of, queue_page
):
    note = write("Hard words.", pointer=passage("one field"), author=facilitator)
    client = client_of(member)
    page = text(client.get(at(note, "flag")))
    assert "Frida is the only facilitator of this group." in page
    sent = text(client.post(at(note, "flag"), {"reason": "unkind"}, follow=True))
    assert "The moderators of the site look at it." in sent
    theirs = client_of(facilitator)
    for address in (queue_page, "/", f"/g/{note.reading.group.slug}/", note.get_absolute_url()):
        shown = text(theirs.get(address, follow=True))
        assert "It is unkind" not in shown
        assert "flagged note" not in shown
        assert "waiting for you</span>" not in shown


def test_the_queue_is_counted_where_facilitators_look(
    note, other, facilitator, member, client_of, group
):
    flag_note(user=other, note=note, reason="unkind")
    client = client_of(facilitator)
    assert "1 flagged note is waiting for you" in text(client.get("/"))
    assert "waiting for you</span>" in text(client.get(group.get_absolute_url()))
    for user in (member, other):
        for address in ("/", group.get_absolute_url()):
            shown = text(client_of(user).get(address))
            assert "flagged note" not in shown
            assert "waiting for you</span>" not in shown


def test_a_facilitator_hides_from_the_note_and_from_the_queue(
    note, other, facilitator, client_of, queue_page
):
    client = client_of(facilitator)
    panel = text(client.get(note.get_absolute_url(), follow=True))
    assert f'href="/notes/{note.uid}/hiding/"' in panel
    flag_note(user=other, note=note, reason="unkind", words="It hurts.")
    form = text(client.get(at(note, "hiding")))
    assert "It hurts." in form
    refused = client.post(at(note, "hiding"), {"reason": " ", "back": "flags"})
    assert refused.status_code == 422
    assert 'name="back" value="flags"' in text(refused)
    assert "Say why: everybody" in refused.context["form"].errors["reason"][0]
    long = client.post(at(note, "hiding"), {"reason": "x" * 501})
    assert (long.status_code, "x" * 501 in text(long)) == (422, True)
    done = client.post(at(note, "hiding"), {"reason": "Unkind.", "back": "flags"}, follow=True)
    assert done.redirect_chain[-1][0] == queue_page
    page = text(done)
    assert "Nothing is waiting." in page
    assert "Hidden by Frida on" in page
    again = text(client.post(at(note, "hiding"), {"reason": "Twice."}, follow=True))
    assert "Frida has hidden this note already." in again
    shown = text(client.post(at(note, "showing"), follow=True))
    assert "Everybody can read the note again." in shown
    assert Note.objects.get().hidden_at is None


def test_a_line_stands_in_its_place_and_replies_below(
    note, write, other, facilitator, member, client_of, reading
):
    reply = write("Under it.", parent=note, author=facilitator)
    hide_note(user=facilitator, note=note, reason="Unkind & <b>loud</b>.")
    page = text(client_of(other).get(note.get_absolute_url(), follow=True))
    assert "Hidden by Frida on" in page
    assert "Unkind &amp; &lt;b&gt;loud&lt;/b&gt;." in page
    assert "Hard words." not in page
    assert "Show the words" not in page
    assert "Under it." in page
    # The reply's author is answered, for the head cannot be.
    assert "Reply to Frida" in page
    sent = client_of(other).post(
        f"/notes/{reply.uid}/replies/", {"body": "Under that."}, headers=HTMX
    )
    assert sent.status_code == 200
    theirs = text(client_of(member).get(note.get_absolute_url(), follow=True))
    assert "Hidden from others by Frida on" in theirs
    assert "Hard words." in theirs
    assert f"/notes/{note.uid}/edit/" in theirs
    assert f"/notes/{note.uid}/showing/" not in theirs
    looks = text(client_of(facilitator).get(note.get_absolute_url(), follow=True))
    assert "Show the words" in looks
    assert "Hard words." in looks
    assert f"/notes/{note.uid}/showing/" in looks


def test_who_answers_what_was_just_hidden_keeps_their_words(note, other, facilitator, client_of):
    hide_note(user=facilitator, note=note, reason="Unkind.")
    response = client_of(other).post(at(note, "replies"), {"body": "But why?"}, headers=HTMX)
    assert response.status_code == 422
    assert "no longer there" in text(response)
    assert "But why?" in text(response)
    gone = text(client_of(other).get(at(note, "flag"), follow=True))
    assert "there is nothing to flag" in gone


def test_an_author_is_told_at_home_that_a_note_was_hidden_and_shown(
    note, member, other, facilitator, client_of
):
    hide_note(user=facilitator, note=note, reason="Unkind.")
    assert "Frida hid what you wrote: <span" in text(client_of(member).get("/"))
    assert "hid what" not in text(client_of(other).get("/"))
    show_note(user=facilitator, note=note)
    home = text(client_of(member).get("/"))
    assert "Frida restored what you wrote" in home
    assert "hid what" not in home
    assert "restored what" not in text(client_of(other).get("/"))


def test_marks_and_counts_go_and_come_back(note, facilitator, other, client_of, reading):
    client = client_of(other)
    base = reading.get_absolute_url()
    assert "<mark" in text(client.get(base))
    hide_note(user=facilitator, note=note, reason="Unkind.")
    assert "<mark" not in text(client.get(base))
    assert "Write a note on 1.2" in text(client.get(base))
    show_note(user=facilitator, note=note)
    assert "<mark" in text(client.get(base))
    assert "1 note on 1.2" in text(client.get(base))


def test_a_hidden_head_keeps_its_mark_while_others_answer_below(
    note, write, facilitator, other, client_of, reading
):
    write("Under it.", parent=note, author=facilitator)
    hide_note(user=facilitator, note=note, reason="Unkind.")
    page = text(client_of(other).get(reading.get_absolute_url()))
    assert "<mark" in page
    assert "1 note on 1.2" in page


def test_a_facilitator_until_a_date_moderates_until_then(note, other, group, client_of, queue_page):
    membership = group.memberships.get(user=other)
    membership.role, membership.until = "facilitator", timezone.now() + timedelta(hours=1)
    membership.save()
    client = client_of(other)
    assert client.get(queue_page).status_code == 200
    Membership.objects.filter(pk=membership.pk).update(until=timezone.now())
    assert client.get(queue_page).status_code == 403
    assert client.post(at(note, "hiding"), {"reason": "No."}).status_code == 403
    page = text(client.get(note.get_absolute_url(), follow=True))
    assert f"/notes/{note.uid}/flag/" in page
    assert f"/notes/{note.uid}/hiding/" not in page


def test_a_long_list_of_hidden_notes_is_paged(
    write, facilitator, client_of, queue_page, monkeypatch
):
    monkeypatch.setattr(flagged, "SHOWN", 2)
    for number in range(5):
        made = write(f"Words {number}.", pointer=Pointer("chapter"))
        hide_note(user=facilitator, note=made, reason="No.")
    client, seen, address = client_of(facilitator), [], queue_page
    while address:
        page = client.get(address).context["queue"]
        seen += [note.body for note in page.hidden]
        address = page.before and f"{queue_page}?before={page.before}"
    assert seen == [f"Words {number}." for number in (4, 3, 2, 1, 0)]
    assert client.get(f"{queue_page}?before={'9' * 30}").status_code == 200


def test_a_panel_that_was_kept_shows_no_hidden_words(
    write, key_of, facilitator, other, member, client_of, reading
):
    block = Pointer("block", key=key_of("1.2"))
    notes = [write(f"Hard words {n}.", pointer=block) for n in range(2)]
    address = f"{reading.get_absolute_url()}b/{block.key}/notes/"

    def panel(user):
        return client_of(user).get(address, headers=HTMX).content.decode()

    for user in (other, facilitator, member):
        assert "Hard words 0." in panel(user)
    hide_note(user=facilitator, note=notes[0], reason="Unkind.")
    for _again in range(2):
        # The facilitator first: what was made for them is for nobody else.
        assert "Hard words 0." in panel(facilitator)
        assert "Hard words 0." not in panel(other)
        assert "Hard words 0." in panel(member)
    show_note(user=facilitator, note=notes[0])
    hide_note(user=facilitator, note=notes[0], reason="Other reason.")
    assert "Other reason." in panel(other)
    facilitator.display_name = "Renamed"
    facilitator.save()
    assert "Hidden by Renamed" in panel(other)
