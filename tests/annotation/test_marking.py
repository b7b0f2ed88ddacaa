"""The text with the group's marks: what is in it, what is not, and when it is rendered anew."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from readings.annotation import marking
from readings.annotation.actions import delete_note, restore_note
from readings.annotation.marking import counts, marked_sections
from readings.annotation.models import Tally
from readings.annotation.pointers import Pointer
from readings.text.actions import create_chapter, start_reading
from readings.text.models import Section
from readings.text.ruler import plain_text
from readings.text.writing import ReasonDraft, SectionDraft


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def page(reading):
    """The chapter's text as one string, as a page shows it now."""

    def render(of=reading):
        sections = list(Section.objects.current().filter(chapter=of.chapter_id).order_by("order"))
        of.chapter.refresh_from_db()
        html = marked_sections(of, sections, counts(of, Tally.Kind.SECTION))
        return "".join(html[section.pk] for section in sections)

    return render


def marks(html):
    return [
        (m[1], plain_text(m[2])) for m in re.finditer(r'<mark class="(m\d)">(.*?)</mark>', html)
    ]


def test_a_passage_is_marked_in_its_words(write, passage, page):
    write(pointer=passage("one field"))
    assert marks(page()) == [("m1", "one field")]


def test_overlapping_passages_are_told_apart_by_depth(write, passage, page):
    for words in ("shares one field", "one field, and its rule", "field, and"):
        write(pointer=passage(words))
    found = marks(page())
    assert "".join(words for _depth, words in found) == "shares one field, and its rule"
    assert [depth for depth, _words in found][-1] == "m1"
    assert "m3" in {depth for depth, _words in found}


def test_the_depth_is_capped_and_the_page_bounded(write, passage, page):
    for _ in range(9):
        write(pointer=passage("one field"))
    assert marks(page()) == [("m3", "one field")]


def test_a_passage_over_two_blocks_is_marked_in_both(write, passage, page):
    write(pointer=passage("early\nNone of this"))
    assert [words for _depth, words in marks(page())] == ["early", "None of this"]


def test_the_words_stay_the_same_with_and_without_marks(write, passage, page):
    before = plain_text(page())
    for words in ("A village shares one", "field, and its rule", "know one another"):
        write(pointer=passage(words))
    html = page()
    assert len(marks(html)) >= 3
    assert plain_text(html) == before


def test_notes_on_whole_blocks_count_and_mark_nothing(write, page, key_of):
    write(pointer=Pointer("block", key=key_of("1.2")))
    html = page()
    assert marks(html) == []
    assert 'aria-label="1 note on 1.2"' in html


def test_counts_stand_at_blocks_and_reasons(write, page, opening):
    reason = opening.reasons.get(number=1)
    write(pointer=Pointer("reason", key=reason.key))
    html = page()
    assert 'aria-label="1 note on reason 1"' in html
    assert 'aria-label="Write a note on reason 2"' in html


def test_deleting_takes_the_mark_away_and_undo_brings_it_back(write, passage, page):
    note = write(pointer=passage("one field"))
    page()
    delete_note(user=note.author, note=note)
    assert marks(page()) == []
    restore_note(user=note.author, note=note)
    assert marks(page()) == [("m1", "one field")]


def test_a_deleted_note_with_a_reply_keeps_its_mark(write, passage, page):
    note = write(pointer=passage("one field"))
    write(parent=note)
    delete_note(user=note.author, note=note)
    assert marks(page()) == [("m1", "one field")]


def test_a_new_note_renders_one_block_anew(write, passage, page, monkeypatch):
    write(pointer=passage("one field"))
    page()
    rendered = []
    original = marking._block_html

    def spy(block, *rest):
        rendered.append(block)
        return original(block, *rest)

    monkeypatch.setattr(marking, "_block_html", spy)
    page()
    assert rendered == []
    write(pointer=passage("None of this"))
    page()
    assert [block.number for block in rendered] == ["1.4"]


def test_groups_do_not_share_what_is_cached(write, passage, page, other_group, chapter):
    write(pointer=passage("one field"))
    elsewhere = start_reading(user=None, group=other_group, chapter=chapter)
    assert marks(page()) != []
    assert marks(page(elsewhere)) == []


def test_a_footnote_without_a_mark_gets_one_off_the_text(book, group, page):
    chapter = create_chapter(
        user=None,
        book=book,
        number=1,
        title="Verse",
        sections=[SectionDraft("", "::: verse\nOne line\nand another\n:::")],
        footnotes={1: "From an almanac."},
        documents={1: (0, 0)},
    )
    html = page(start_reading(user=None, group=group, chapter=chapter))
    assert re.search(r'another<sup class="fn" data-off-text><a href="#fn-1" id="fnref-1"', html)
    assert "another1" not in plain_text(html)


def test_a_list_in_a_commentary_does_not_swallow_the_controls(book, group, page):
    chapter = create_chapter(
        user=None,
        book=book,
        number=1,
        title="Reasons",
        sections=[
            SectionDraft(
                "", "To:\n\n::: reasons\n:::", (ReasonDraft("come", "- a\n- b"), ReasonDraft("go"))
            )
        ],
        footnotes={},
    )
    html = page(start_reading(user=None, group=group, chapter=chapter))
    first, second = html.split('data-reason="')[1:]
    assert "reason 1" in first.split("reason-commentary")[0]
    assert "reason 2" in second
