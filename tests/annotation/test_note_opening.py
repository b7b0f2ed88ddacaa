"""Opening notes over HTTP: as whole pages, and as partials for htmx."""

from __future__ import annotations

import pytest
from django.test import Client

from readings.annotation.actions import delete_note
from readings.annotation.pointers import Pointer
from tests.annotation.sending import HTMX, NOBODYS, change_the_text

# Opening ---------------------------------------------------------------------------------------


def test_a_block_shows_its_notes_with_replies_and_a_composer(write, passage, ours, base, key_of):
    head = write("Head words.", pointer=passage("one field"))
    write("Reply words.", parent=head)
    content = ours.get(f"{base}b/{key_of('1.2')}/notes/").content.decode()
    assert "Head words." in content
    assert "Reply words." in content
    assert "Post to Thursday Readers" in content
    assert "Keep for me" in content


def test_a_pressed_mark_shows_only_the_notes_that_touch_it(write, passage, ours, base, key_of):
    touching = write("Touching.", pointer=passage("one field"))
    write("Far away.", pointer=passage("seldom written"))
    span = f"?from={touching.target.start + 2}&to={touching.target.start + 3}"
    content = ours.get(f"{base}b/{key_of('1.2')}/notes/{span}").content.decode()
    assert "Touching." in content
    assert "Far away." not in content


def test_a_passage_from_the_block_before_is_found_by_its_mark(write, passage, ours, base, key_of):
    target = write("Over both.", pointer=passage("early\nNone of this")).target
    span = f"?from={target.end - 2}&to={target.end}"
    assert "Over both." in ours.get(f"{base}b/{key_of('1.4')}/notes/{span}").content.decode()


def test_many_notes_come_in_pages(write, ours, base, key_of):
    key = key_of("1.2")
    for n in range(45):
        write(f"Note {n:02d}.", pointer=Pointer("block", key=key))
    seen, address = [], f"{base}b/{key}/notes/"
    while address:
        content = ours.get(address).content.decode()
        seen += [n for n in range(45) if f"Note {n:02d}." in content]
        after = content.partition('href="?after=')[2].partition('"')[0]
        address = f"{base}b/{key}/notes/?after={after}" if after else ""
    assert seen == list(range(45))


def test_more_notes_for_htmx_are_notes_alone(write, ours, base, key_of):
    key = key_of("1.2")
    first = write(pointer=Pointer("block", key=key))
    write("Second.", pointer=Pointer("block", key=key))
    content = ours.get(
        f"{base}b/{key}/notes/?after={first.target_id}", headers=HTMX
    ).content.decode()
    assert "Second." in content
    assert "composer" not in content.split("reply-fold")[0]


def test_a_link_to_a_note_opens_it_beside_its_passage(write, passage, ours, base, key_of):
    note = write("Linked.", pointer=passage("one field"))
    response = ours.get(note.get_absolute_url(), follow=True)
    assert response.redirect_chain[-1][0] == f"{base}?note={note.uid}#b-{key_of('1.2')}"
    assert "Linked." in response.content.decode()
    assert "is-open" in response.content.decode()


def test_a_link_to_a_note_many_pages_down_opens_it_all_the_same(write, ours, base, key_of):
    key = key_of("1.2")
    notes = [write(f"Note {n:02d}.", pointer=Pointer("block", key=key)) for n in range(30)]
    content = ours.get(f"{base}?note={notes[-1].uid}").content.decode()
    assert "Note 29." in content


@pytest.mark.parametrize("ask", ["card", "link"])
def test_one_s_own_deleted_note_offers_the_way_back(write, passage, ours, member, ask):
    note = write("Thrown away.", pointer=passage("one field"), author=member)
    delete_note(user=member, note=note)
    address = note.get_absolute_url()
    if ask == "card":
        response = ours.get(f"{address}card/", headers=HTMX)
    else:
        response = ours.get(address, follow=True)
    assert response.status_code == 200
    content = response.content.decode()
    assert "Thrown away." not in content
    assert f'action="{address}restoration/"' in content


def test_a_lost_note_is_shown_with_the_words_it_was_made_on(
    write, passage, ours, base, chapter, opening
):
    note = write("Still here.", pointer=passage("None of this stands in the ledger 🐑."))
    change_the_text(chapter, opening, "None of this stands in the ledger 🐑.", "The end.")
    content = ours.get(f"{base}notes/").content.decode()
    for words in ("Still here.", "Needs a new place", "None of this stands in the ledger 🐑."):
        assert words in content
    assert ours.get(note.get_absolute_url(), follow=True).status_code == 200


def test_changed_words_can_be_compared(write, passage, ours, base, chapter, opening):
    note = write("On the rule.", pointer=passage("its rule is seldom written down"))
    change_the_text(chapter, opening, "seldom written", "seldom ever written")
    content = ours.get(f"{base}?note={note.uid}").content.decode()
    assert "Wording changed: compare" in content
    assert "its rule is seldom ever written down" in content


@pytest.mark.parametrize(
    "address",
    ["b/p999/notes/", "r/r999/notes/", "s/nowhere/notes/", "f/99/notes/", "f/x/notes/", "r/r999/"],
)
def test_places_that_do_not_exist_are_not_found(ours, base, address):
    assert ours.get(base + address).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["?note=nonsense", f"?note={NOBODYS}", "?open=b/p999", "?open=x", "?after=x", "?from=1"],
)
def test_odd_addresses_of_the_chapter_page_still_show_the_chapter(ours, base, query):
    assert ours.get(base + query).status_code == 200


@pytest.mark.parametrize("said", ["1.2", "1,2", " 1 . 2 ", "01.02"])
def test_a_number_that_people_say_jumps_there(ours, base, key_of, said):
    response = ours.get(f"{base}go/", {"to": said})
    assert response["Location"] == f"{base}#b-{key_of('1.2')}"


@pytest.mark.parametrize("said", ["", "9.9", "two point five", "1.2.3", "１.２" * 400])
def test_an_unknown_number_says_so(ours, base, said):
    response = ours.get(f"{base}go/", {"to": said}, follow=True)
    assert "There is no paragraph" in response.content.decode()


def test_the_preview_is_the_renderer_and_refuses_in_plain_words(ours):
    response = ours.post("/preview/", {"content": "**a**\nb <script>x</script>"})
    content = response.content.decode()
    assert "<strong>a</strong>" in content
    assert "<script" not in content
    assert ours.post("/preview/", {"content": "x" * 20_001}).status_code == 400
    signed_out = Client().post("/preview/", {"content": "a"})
    assert signed_out.status_code == 403
    assert signed_out["Content-Type"].startswith("text/plain")


def test_one_s_own_passages_are_told_to_their_owner(write, passage, ours, base, facilitator):
    note = write(pointer=passage("one field"))
    write(pointer=passage("seldom"), author=facilitator)
    target = note.target
    assert ours.get(f"{base}mine/").json() == {
        "passages": [[target.section_id, 1, target.start, target.end, str(note.uid)]],
        "blocks": [],
    }
