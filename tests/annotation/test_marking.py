"""The text with the group's marks: what is in it, what is not, and when it is rendered anew."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from readings.annotation import marking
from readings.annotation.actions import delete_note, restore_note
from readings.annotation.marking import counts, marked_sections
from readings.annotation.pointers import Pointer
from readings.text.actions import create_chapter, start_reading
from readings.text.models import Section
from readings.text.ruler import plain_text
from readings.text.writing import ReasonDraft, SectionDraft


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def shown(reading):
    """The chapter's text as one string, as a page shows it now."""

    def render(of=reading):
        sections = list(Section.objects.current().filter(chapter=of.chapter_id).order_by("order"))
        of.chapter.refresh_from_db()
        html = marked_sections(of, sections, counts(of))
        return "".join(html[section.pk] for section in sections)

    return render


def marks(html):
    return [
        (m[1], plain_text(m[2])) for m in re.finditer(r'<mark class="(m\d)">(.*?)</mark>', html)
    ]


def test_a_passage_is_marked_in_its_words(write, passage, shown):
    write(pointer=passage("one field"))
    assert marks(shown()) == [("m1", "one field")]


def test_overlapping_passages_are_told_apart_by_depth(write, passage, shown):
    for words in ("shares one field", "one field, and its rule", "field, and"):
        write(pointer=passage(words))
    found = marks(shown())
    assert "".join(words for _depth, words in found) == "shares one field, and its rule"
    assert [depth for depth, _words in found][-1] == "m1"
    assert "m3" in {depth for depth, _words in found}


def test_the_depth_is_capped_and_the_page_bounded(write, passage, shown):
    for _ in range(9):
        write(pointer=passage("one field"))
    assert marks(shown()) == [("m3", "one field")]


def test_a_passage_over_two_blocks_is_marked_in_both(write, passage, shown):
    write(pointer=passage("early\nNone of this"))
    assert [words for _depth, words in marks(shown())] == ["early", "None of this"]


def test_the_words_stay_the_same_with_and_without_marks(write, passage, shown):
    before = plain_text(shown())
    for words in ("A village shares one", "field, and its rule", "know one another"):
        write(pointer=passage(words))
    html = shown()
    assert len(marks(html)) >= 3
    assert plain_text(html) == before


def test_notes_on_whole_blocks_count_and_mark_nothing(write, shown, key_of):
    write(pointer=Pointer("block", key=key_of("1.2")))
    html = shown()
    assert marks(html) == []
    assert 'aria-label="1 note on 1.2"' in html


def test_counts_stand_at_blocks_and_reasons(write, shown, opening):
    reason = opening.reasons.get(number=1)
    write(pointer=Pointer("reason", key=reason.key))
    html = shown()
    assert 'aria-label="1 note on reason 1"' in html
    assert 'aria-label="Write a note on reason 2"' in html


def test_deleting_takes_the_mark_away_and_undo_brings_it_back(write, passage, shown):
    note = write(pointer=passage("one field"))
    shown()
    delete_note(user=note.author, note=note)
    assert marks(shown()) == []
    restore_note(user=note.author, note=note)
    assert marks(shown()) == [("m1", "one field")]


def test_a_deleted_note_with_a_reply_keeps_its_mark(write, passage, shown):
    note = write(pointer=passage("one field"))
    write(parent=note)
    delete_note(user=note.author, note=note)
    assert marks(shown()) == [("m1", "one field")]


def test_a_new_note_renders_one_block_anew(write, passage, shown, monkeypatch):
    write(pointer=passage("one field"))
    shown()
    rendered = []
    original = marking._block_html

    def spy(block, *rest):
        rendered.append(block)
        return original(block, *rest)

    monkeypatch.setattr(marking, "_block_html", spy)
    shown()
    assert rendered == []
    write(pointer=passage("None of this"))
    shown()
    assert [block.number for block in rendered] == ["1.4"]


def test_groups_do_not_share_what_is_cached(write, passage, shown, other_group, chapter):
    write(pointer=passage("one field"))
    elsewhere = start_reading(user=None, group=other_group, chapter=chapter)
    assert marks(shown()) != []
    assert marks(shown(elsewhere)) == []


def test_a_footnote_without_a_mark_gets_one_off_the_text(book, group, shown):
    chapter = create_chapter(
        user=None,
        book=book,
        number=1,
        title="Verse",
        sections=[SectionDraft("", "::: verse\nOne line\nand another\n:::")],
        footnotes={1: "From an almanac."},
        documents={1: (0, 0)},
    )
    html = shown(start_reading(user=None, group=group, chapter=chapter))
    assert re.search(r'another<sup class="fn" data-off-text><a href="#fn-1" id="fnref-1"', html)
    assert "another1" not in plain_text(html)


def test_a_list_in_a_commentary_does_not_swallow_the_controls(book, group, shown):
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
    html = shown(start_reading(user=None, group=group, chapter=chapter))
    first, second = html.split('data-reason="')[1:]
    assert "reason 1" in first.split("reason-commentary")[0]
    assert "reason 2" in second
