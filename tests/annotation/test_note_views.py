"""Sending notes over HTTP: as whole pages, and as partials for htmx."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from readings.annotation.models import Note
from tests.annotation.sending import HTMX, change_the_text


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
