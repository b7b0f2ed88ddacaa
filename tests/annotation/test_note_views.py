"""Opening and sending notes over HTTP: as whole pages, and as partials for htmx."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from readings.annotation.actions import delete_note
from readings.annotation.models import Note
from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter
from readings.text.writing import SectionDraft

HTMX = {"HX-Request": "true"}
NOBODYS = "00000000-0000-4000-8000-000000000000"  # the same for every process of the tests


@pytest.fixture
def base(reading):
    return reading.get_absolute_url()


@pytest.fixture
def ours(client_of, member):
    return client_of(member)


@pytest.fixture
def fields(passage):
    def make(words="one field", **changes):
        p = passage(words)
        return {
            "uid": str(uuid.uuid4()),
            "kind": "passage",
            "section": p.section,
            "version": p.version,
            "start": p.start,
            "end": p.end,
            "exact": p.exact,
            "body": "My words.",
            "audience": "group",
            **changes,
        }

    return make


def change_the_text(chapter, opening, old, new):
    body = opening.body.replace(old, new).replace("::: reasons\n:::\n\n", "")
    draft = SectionDraft("", body, (), opening.pk, 0, opening.slug)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft])


def test_a_note_is_stored_and_opened(ours, base, fields):
    response = ours.post(f"{base}notes/", fields(), follow=True)
    assert response.status_code == 200
    assert "My words." in response.content.decode()
    assert Note.objects.get().target.exact == "one field"


def test_htmx_gets_the_note_and_the_new_count(ours, base, fields, key_of):
    response = ours.post(f"{base}notes/", fields(), headers=HTMX)
    content = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in content
    assert f'id="note-{Note.objects.get().uid}"' in content
    assert f'id="count-{key_of("1.2")}"' in content
    assert "hx-swap-oob" in content


def test_a_private_note_swaps_no_count(ours, base, fields):
    response = ours.post(f"{base}notes/", fields(audience="me"), headers=HTMX)
    assert "hx-swap-oob" not in response.content.decode()
    assert Note.objects.get().audience == "me"


def test_a_reply_counts_on_its_thread_s_place(ours, base, write, passage, key_of, opening):
    note = write(pointer=passage("one field"))
    sent = {"uid": str(uuid.uuid4()), "body": "Mine."}
    content = ours.post(f"{note.get_absolute_url()}replies/", sent, headers=HTMX).content.decode()
    assert f'id="count-{key_of("1.2")}"' in content
    assert "2 notes on 1.2" in content
    assert f'<span id="contents-{opening.pk}" hx-swap-oob="true">2 notes</span>' in content


def test_deleting_sends_the_paragraph_without_the_mark(ours, write, passage, key_of, opening):
    note = write(pointer=passage("one field"))
    address = note.get_absolute_url()
    gone = ours.post(f"{address}deletion/", headers=HTMX).content.decode()
    assert f'<div hx-swap-oob="true" class="block block-paragraph" id="b-{key_of("1.2")}"' in gone
    assert "<mark" not in gone
    assert "Write a note on 1.2" in gone
    assert f'<span id="contents-{opening.pk}" hx-swap-oob="true"></span>' in gone
    back = ours.post(f"{address}restoration/", headers=HTMX).content.decode()
    assert f'<div hx-swap-oob="true" class="block block-paragraph" id="b-{key_of("1.2")}"' in back
    assert "one field</mark>" in back
    assert f'<span id="contents-{opening.pk}" hx-swap-oob="true">1 note</span>' in back


def test_deleting_a_private_note_changes_nothing_in_the_text(ours, write, passage):
    note = write(pointer=passage("one field"), audience="me")
    for verb in ("deletion", "restoration"):
        content = ours.post(f"{note.get_absolute_url()}{verb}/", headers=HTMX).content.decode()
        assert "hx-swap-oob" not in content


@pytest.mark.parametrize("page", ["r/{key}/", "b/{key}/notes/"])
def test_pages_without_the_text_get_no_counts(ours, base, fields, opening, page):
    key = opening.reasons.first().key
    headers = {**HTMX, "HX-Current-URL": f"http://testserver{base}{page.format(key=key)}"}
    made = {
        "uid": str(uuid.uuid4()),
        "kind": "reason",
        "key": key,
        "body": "Hm.",
        "audience": "group",
    }
    assert "hx-swap-oob" not in ours.post(f"{base}notes/", made, headers=headers).content.decode()
    headers["HX-Current-URL"] = f"http://testserver{base}?open=r/{key}"
    made["uid"] = str(uuid.uuid4())
    assert (
        "2 notes on reason 1" in ours.post(f"{base}notes/", made, headers=headers).content.decode()
    )


def test_sending_twice_stores_once(ours, base, fields):
    data = fields()
    first, second = (ours.post(f"{base}notes/", data, headers=HTMX) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert "1 note on 1.2" in second.content.decode()
    assert Note.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"body": "  "}, "Write something first."),
        ({"body": "x" * 20_001}, "at most 20000"),
        ({"kind": "planet"}, "planet"),
    ],
)
def test_bad_input_is_said_and_keeps_the_words(ours, base, fields, headers, wrong, words):
    response = ours.post(f"{base}notes/", fields(**wrong), headers=headers)
    content = response.content.decode()
    assert response.status_code == 422
    assert words in content
    if "body" not in wrong:
        assert "My words." in content
    assert not Note.objects.exists()


def test_an_edited_page_places_the_note_on_its_words(ours, base, fields, chapter, opening):
    data = fields()
    change_the_text(chapter, opening, "A village", "Some other village")
    assert ours.post(f"{base}notes/", data, headers=HTMX).status_code == 200
    target = Note.objects.get().target
    assert target.section.version.plain_text[target.start : target.end] == "one field"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_words_that_are_gone_are_refused_with_the_draft(
    ours, base, fields, chapter, opening, headers
):
    data = fields()
    change_the_text(chapter, opening, "*shares* one field", "owns nothing")
    response = ours.post(f"{base}notes/", data, headers=headers)
    assert response.status_code == 409
    assert "My words." in response.content.decode()
    assert "kept as a draft" in response.content.decode()
    assert not Note.objects.exists()


def test_after_the_session_expired_htmx_is_told_to_sign_in(base, fields):
    headers = {**HTMX, "HX-Current-URL": f"http://testserver{base}?open=b/p1"}
    response = Client().post(f"{base}notes/", fields(), headers=headers)
    assert response.status_code == 401
    content = response.content.decode()
    assert f"next={base}%3Fopen%3Db/p1" in content.replace("%2F", "/")
    assert "Your words are kept" in content


def test_the_way_back_after_signing_in_is_on_this_site(base, fields):
    headers = {**HTMX, "HX-Current-URL": "https://elsewhere.example/trap"}
    response = Client().post(f"{base}notes/", fields(), headers=headers)
    assert "elsewhere" not in response.content.decode()


# Without JavaScript ----------------------------------------------------------------------------


def block_form(key, **changes):
    return {"kind": "block", "key": key, "body": "By hand.", "audience": "group", **changes}


def test_words_typed_by_hand_make_a_passage(ours, base, key_of):
    data = block_form(key_of("1.2"), words="shares  one\nfield")
    assert ours.post(f"{base}notes/", data).status_code == 302
    assert Note.objects.get().target.exact == "shares one field"


@pytest.mark.parametrize(
    ("words", "said"), [("no such words", "do not stand"), ("e", "more than once")]
)
def test_words_that_name_no_passage_are_said(ours, base, key_of, words, said):
    response = ours.post(f"{base}notes/", block_form(key_of("1.2"), words=words))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "By hand." in response.content.decode()


def test_no_words_mean_the_whole_paragraph(ours, base, key_of):
    ours.post(f"{base}notes/", block_form(key_of("1.2")))
    assert Note.objects.get().target.kind == "block"


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
