"""My data: the page, and the two files with everything of one person and nobody else's words."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import Any, cast

import pytest
from django.test import Client
from django.utils import timezone

from readings.annotation.actions import add_note, edit_note
from readings.annotation.models import Note
from readings.annotation.parting import leave_group
from readings.groups.actions import add_member
from readings.groups.models import User
from tests.exporting.mydata import PAGE, body, exported, page_of_data, proven
from tests.fixtures.cast import PASSWORD

FILES = (f"{PAGE}json/", f"{PAGE}html/")
QUERIES = {PAGE: 14, f"{PAGE}json/": 27, f"{PAGE}html/": 27}


def notes_by_text(user):
    return {note["text"]: note for note in exported(user)["notes"]}


# Whoever asks -----------------------------------------------------------------------------------


def test_the_page_says_what_there_is(everything):
    page = proven(everything).get(PAGE).text
    words = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    assert "7 notes" in words
    assert "4 shared with a group, 2 for you alone, 1 deleted" in words
    assert "1 of them proposes a correction" in words
    assert "1 question that you asked" in words
    assert "In 1 group that you left, your notes are signed “Former member”" in words


def test_files_are_for_who_has_shown_that_it_is_them(member_client, member):
    page = member_client.get(PAGE)
    assert "Confirm that it is you" in page.text
    assert f"{PAGE}json/" not in page.text
    for path in FILES:
        answer = member_client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, PAGE)
    (way,) = re.findall(r'href="(/accounts/reauthenticate/[^"]*)"', page.text)
    assert "Is it you?" in member_client.get(way).text
    shown = member_client.post(way, {"password": PASSWORD, "next": PAGE}, follow=True)
    assert f"{PAGE}json/" in shown.text
    assert body(member_client.get(FILES[0])).startswith(b"{")


def test_that_holds_for_five_minutes(member, monkeypatch):
    client = proven(member)
    now = timezone.now().timestamp()
    monkeypatch.setattr("time.time", lambda: now + 301)
    assert client.get(FILES[0]).status_code == 302


def test_who_has_a_code_alone_has_their_data_too(person, client_of):
    client = client_of(person("Gus", password=None))
    assert "Confirm that it is you" not in client.get(PAGE).text
    for path in FILES:
        assert "Gus" in body(client.get(path)).decode()


@pytest.mark.parametrize("path", [PAGE, *FILES])
def test_nobody_else_has_them(path, db):
    assert Client().get(path)["Location"].startswith("/accounts/login/")
    assert Client().post(path).status_code == 302


@pytest.mark.parametrize(
    ("path", "kind", "ending"),
    [(FILES[0], "application/json", "json"), (FILES[1], "text/html; charset=utf-8", "html")],
)
def test_a_file_is_kept_by_nobody_on_the_way(path, kind, ending, member):
    answer = proven(member).get(path)
    body(answer)
    name = f"my-data-{timezone.localdate().isoformat()}.{ending}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Type"] == kind
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


# What is in them --------------------------------------------------------------------------------


def test_notes_of_every_kind_with_their_words_of_before(everything):
    notes = notes_by_text(everything)
    shared = notes["Shared words, mended."]
    assert shared["for"] == "group"
    assert [old["text"] for old in shared["earlier_texts"]] == ["Shared words."]
    assert shared["place"]["quote"] == "one field"
    assert shared["place"]["paragraph"] == "1.2"
    assert shared["chapter"] == "The Fence"
    assert notes["Private words, mended."]["for"] == "me"
    assert notes["Words taken back, mended."]["deleted_at"]
    assert notes["My answer."]["kind"] == "answer"
    assert notes["My answer."]["question_address"].startswith("http://testserver/")
    reply, own = notes["A reply of mine."], notes["Private words to myself."]
    assert (reply["kind"], reply["answers_myself"]) == ("reply", False)
    assert own["answers_myself"] is True
    assert own["place"]["quote"] == "the ledger"
    correction = notes["My reason."]["correction"]
    assert (correction["old_words"], correction["new_words"]) == ("a neighbour", "any neighbour")
    assert len(notes) == 7


def test_an_address_of_a_note_leads_to_it(everything):
    note = notes_by_text(everything)["Shared words, mended."]
    client = proven(everything)
    assert client.get(note["address"].removeprefix("http://testserver")).status_code == 302
    assert client.get(note["chapter_address"].removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("read", [exported, page_of_data])
def test_nobody_elses_words(everything, read):
    text = str(read(everything))
    assert "My refusal." in text
    assert "My reason to hide it." in text
    for words in ("Not my words.", "Not my reason.", "Frida", "Hanna"):
        assert words not in text


@pytest.mark.parametrize("read", [exported, page_of_data])
def test_a_refusal_of_ones_own_proposal_is_anothers_words(everything, facilitator, propose, read):
    erratum = propose("the price", "a price", why="Mine.", author=everything)
    erratum.state, erratum.decided_by, erratum.answer = "declined", facilitator, "Theirs alone."
    erratum.decided_at = timezone.now()
    erratum.save()
    text = str(read(everything))
    assert "Mine." in text
    assert "Theirs alone." not in text


def test_what_was_cut_loose_is_ones_own_no_longer(write, member, group, facilitator):
    write("Loose words.")
    write("Kept words.", audience="me")
    leave_group(user=member, group=group, signed="former")
    found = exported(member)
    assert [note["text"] for note in found["notes"]] == ["Kept words."]
    assert [row["notes_are_mine"] for row in found["former_groups"]] == [False]
    page = page_of_data(member)
    assert "Loose words." not in page
    assert "are no longer yours" in page


def test_the_audit_log_does_not_say_who_did_it(everything, facilitator):
    entries = exported(everything)["audit_log"]
    removed = next(entry for entry in entries if entry["what"] == "member.removed")
    assert (removed["i_did_it"], removed["concerns"]) == (True, "Gus")
    assert all(entry["concerns"] is None for entry in entries if not entry["i_did_it"])


def test_times_have_the_offset_of_ones_own_clock(person):
    user = person("Kim", time_zone="Asia/Kathmandu")
    found = exported(user)
    for said in (found["written_at"], found["profile"]["joined_at"]):
        assert datetime.fromisoformat(said).utcoffset() == timedelta(hours=5, minutes=45)
    assert "(+0545)" in page_of_data(user)


def test_hostile_words_stay_words(write, member):
    User.objects.filter(pk=member.pk).update(display_name="</title><script>alert(1)</script>")
    write("<img src=x onerror=alert(1)> ![a](https://elsewhere.example/a.png)")
    page = page_of_data(member)
    assert "<script" not in page
    assert "<img" not in page
    assert "alert(1)&lt;/script&gt;" in page


def test_every_key_has_words(everything):
    """The page that people read says nothing in the words of programs."""
    labels = re.findall(r"<dt>(.*?)</dt>", page_of_data(everything))
    assert labels
    assert [label for label in labels if "_" in label or label[0].islower()] == []


# However much there is --------------------------------------------------------------------------


@pytest.mark.parametrize("path", QUERIES)
@pytest.mark.parametrize("size", [2, 60])
def test_as_many_queries_for_many_notes_as_for_few(
    path, size, everything, reading, passage, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("readings.exporting.personal.notes.CHUNK", 10)
    for n in range(size):
        note = add_note(author=everything, reading=reading, body=f"Note {n}.")
        edit_note(user=everything, note=note, body=f"Note {n}, mended.")
    client = proven(everything)
    with django_assert_num_queries(QUERIES[path]):
        answer = client.get(path)
        if path != PAGE:
            text = body(answer).decode()
            assert all(f"Note {n}." in text and f"Note {n}, mended." in text for n in range(size))


def test_words_of_before_stand_under_their_own_note(everything, other_group, chapter, write):
    """Also over several groups, where notes were written in no order."""
    from readings.text.actions import start_reading

    add_member(group=other_group, user=everything)
    other = start_reading(user=None, group=other_group, chapter=chapter)
    here = Note.objects.filter(author=everything).first().reading
    for n, reading in enumerate([other, here, other, here]):
        note = add_note(author=everything, reading=reading, body=f"First {n}")
        for again in range(n):
            edit_note(user=everything, note=note, body=f"Then {n}.{again}")
    for note in exported(everything)["notes"]:
        told = re.match(r"Then (\d)", note["text"])
        if told:
            n = int(told[1])
            then = [f"Then {n}.{again}" for again in range(n - 1)]
            assert [old["text"] for old in note["earlier_texts"]] == [f"First {n}", *then]


def test_a_long_file_is_written_to_the_disk(everything, monkeypatch):
    monkeypatch.setattr("readings.pages.mydata.IN_MEMORY", 10)
    made = []

    def make(max_size):
        made.append(cast("Any", SpooledTemporaryFile(max_size=max_size)))  # noqa: SIM115 (the site closes it)
        return made[-1]

    monkeypatch.setattr("readings.pages.mydata.SpooledTemporaryFile", make)
    answer = proven(everything).get(FILES[1])
    assert made[0]._rolled
    assert body(answer).endswith(b"</html>\n")
    assert made[0].closed
