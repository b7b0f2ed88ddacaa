"""Counting notes anew, after an edit of the text, gives what was counted note by note."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from readings.annotation import tallies
from readings.annotation.actions import delete_note
from readings.annotation.models import Tally
from readings.annotation.pointers import Pointer
from readings.text.actions import create_chapter, start_reading
from readings.text.writing import SectionDraft

LONG = 1001  # blocks; SQLite gives up on an expression a thousand deep


def counted(reading):
    rows = Tally.objects.filter(reading=reading).exclude(count=0)
    return {(kind, ref): count for kind, ref, count in rows.values_list("kind", "ref", "count")}


@pytest.fixture
def talk(write, passage, opening, key_of, facilitator):
    """Notes of every kind and state."""

    def say():
        reasons = opening.reasons.order_by("number")
        pointers = [
            Pointer("chapter"),
            Pointer("section", section=opening.pk),
            Pointer("block", key=key_of("1.2")),
            Pointer("reason", key=reasons[0].key),
            Pointer("footnote", number=1),
            passage("one field"),
            passage("early\nNone of this"),
            passage("hear of"),
            passage("the price", nth=1),
        ]
        for pointer in pointers:
            head = write(pointer=pointer)
            write("Mine alone.", pointer=pointer, audience="me")
            write("A reply.", parent=head, author=facilitator)
            gone = write("Gone.", pointer=pointer)
            write("Under a stub.", parent=gone, author=facilitator)
            delete_note(user=gone.author, note=gone)

    return say


def test_counting_anew_changes_nothing(talk, reading):
    talk()
    before = counted(reading)
    assert {kind for kind, _ in before} == {"chapter", "section", "block", "reason"}
    tallies.recount(reading.pk, 900)
    assert counted(reading) == before


def test_what_was_counted_wrong_is_mended(talk, reading):
    talk()
    right = counted(reading)
    Tally.objects.filter(reading=reading).update(count=77)
    Tally.objects.filter(reading=reading, kind="reason").delete()
    Tally.objects.create(reading=reading, kind="block", ref=10**9, count=5)
    tallies.recount(reading.pk, 900)
    assert counted(reading) == right
    assert set(Tally.objects.values_list("seq", flat=True)) == {900}


def test_counting_asks_no_more_of_the_database_for_more_notes(talk, reading):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            tallies.recount(reading.pk, 900)
        return len(asked)

    talk()
    few = queries()
    for _ in range(3):
        talk()
    assert queries() == few < 10


def test_private_notes_leave_no_trace_when_counting_anew(write, passage, reading):
    write(audience="me", pointer=passage("one field"))
    tallies.recount(reading.pk, 900)
    assert not Tally.objects.exists()


def test_a_passage_may_run_over_any_number_of_blocks(book, group, member, write):
    body = "\n\n".join(["word"] * LONG)
    chapter = create_chapter(
        user=None,
        book=book,
        number=1,
        title="Long",
        sections=[SectionDraft("", body)],
        footnotes={},
    )
    long = start_reading(user=None, group=group, chapter=chapter)
    section = chapter.sections.select_related("version").get()
    text = section.version.plain_text
    whole = Pointer("passage", section=section.pk, version=1, start=0, end=len(text), exact=text)
    note = write(reading=long, pointer=whole)
    tallies.recount(long.pk, 900)
    blocks = Tally.objects.filter(reading=long, kind="block")
    assert (blocks.count(), blocks.get(count=1).ref) == (LONG, note.target.block_id)
