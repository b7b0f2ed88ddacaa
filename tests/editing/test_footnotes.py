"""Footnotes and their marks stay together when the text or the notes are edited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readings.annotation.pointers import Pointer
from readings.editing.actions import edit_chapter, edit_footnotes
from readings.text.actions import create_chapter, start_reading
from readings.text.writing import SectionDraft

VERSE = "::: verse\nOne line\nand another\n:::"
MARKED = "A plain paragraph.[^2]"
NOTES = {1: "From an almanac.", 2: "From a ledger."}


@pytest.fixture
def chapter(book):
    """Footnote 1 documents the verse, without a mark; footnote 2 has its mark in two sections."""
    return create_chapter(
        user=None,
        book=book,
        number=1,
        title="Verse",
        sections=[
            SectionDraft("", f"{VERSE}\n\n{MARKED}"),
            SectionDraft("Later", "Said again.[^2]", order=1),
        ],
        footnotes=NOTES,
        documents={1: (0, 0)},
    )


@pytest.fixture
def shown(reading, member_client):
    """The page as members see it; asked before an edit too, so that it comes from the cache."""

    def get():
        return member_client.get(reading.get_absolute_url()).content.decode()

    get()
    return get


@pytest.fixture
def edit(chapter):
    def save(order, body, **changes):
        section = chapter.sections.get(order=order)
        draft = SectionDraft(section.heading, body, (), section.pk, order, section.slug)
        edit_chapter(
            user=None,
            chapter=chapter,
            base_versions={},
            changes=[replace(draft, **changes)],
        )

    return save


def marks(html, number):
    return html.count(f'data-footnote="{number}"')


def backs(html):
    """Where the ways back from the sources lead."""
    return [part.partition('"')[0] for part in html.split('class="fn-back" href="#')[1:]]


def assert_backs_lead_somewhere(html):
    for place in backs(html):
        assert html.count(f'id="{place}"') == 1


def test_a_footnote_that_goes_takes_its_mark_along(chapter, shown):
    assert marks(shown(), 1) == 1
    edit_footnotes(user=None, chapter=chapter, footnotes={2: NOTES[2]})
    assert marks(shown(), 1) == 0


def test_a_mark_in_the_text_takes_the_place_of_the_one_at_the_end(shown, edit):
    edit(0, f"{VERSE}\n\nAs the verse says.[^1][^2]")
    assert marks(shown(), 1) == 1
    assert_backs_lead_somewhere(shown())


def test_a_footnote_whose_block_is_gone_has_no_way_back(shown, edit):
    assert len(backs(shown())) == 2
    edit(0, MARKED)
    assert backs(shown()) == ["fnref-2"]
    assert_backs_lead_somewhere(shown())


def test_the_way_back_leads_to_the_first_mark_that_is_left(shown, edit):
    edit(0, f"{VERSE}\n\nA plain paragraph.")
    assert len(backs(shown())) == 2
    assert_backs_lead_somewhere(shown())


def test_the_same_footnotes_again_are_no_edit(chapter, shown, group, write, facilitator):
    target = write(pointer=Pointer("footnote", number=2)).target
    chapter.refresh_from_db()
    revision, happened = chapter.revision, group.activities.count()
    assert edit_footnotes(user=None, chapter=chapter, footnotes=NOTES) == []
    chapter.refresh_from_db()
    target.refresh_from_db()
    assert (chapter.revision, target.state) == (revision, "placed")
    assert group.activities.count() == happened


def test_a_footnote_that_comes_back_is_another(chapter, shown, write, group):
    """Its number may mean something else by now; the note stays with the words it was made on."""
    target = write(pointer=Pointer("footnote", number=2)).target
    edit_footnotes(user=None, chapter=chapter, footnotes={1: NOTES[1]})
    edit_footnotes(user=None, chapter=chapter, footnotes={1: NOTES[1], 2: "Of something else."})
    target.refresh_from_db()
    assert (target.state, target.exact) == ("orphaned", NOTES[2])


def test_another_group_that_reads_the_chapter_hears_of_it(chapter, shown, other_group):
    start_reading(user=None, group=other_group, chapter=chapter)
    edit_footnotes(user=None, chapter=chapter, footnotes={**NOTES, 3: "New."})
    assert other_group.activities.get().kind == "text.edited"
