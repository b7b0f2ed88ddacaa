"""Whatever is corrected: no word is lost, and footnotes stay with what they document."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import get_args

from hypothesis import assume, given
from hypothesis import strategies as st

from readings.importing.correcting import (
    Change,
    Correction,
    apply,
    block_lines,
    kinds_for,
    lists_of,
)
from readings.importing.correcting.working import check_section, marks_of
from readings.importing.problems import ImportProblem
from readings.importing.storing import outline_as_data, outline_of_data
from readings.text import ruler
from readings.text.markdown import render_footnote
from tests.importing.outlines import books

KINDS = ("paragraph", "quote", "verse", "caption", "list", "reasons", "heading", "code", "section")


def words_of(book):
    """Every word that is text of a chapter, or was left out of one."""
    found = []
    for chapter in book.chapters:
        found += [chapter.chapter_title or "", *chapter.left_out]
        found += [section.heading or "" for section in chapter.sections]
        found += [block.text for block in chapter.blocks]
        own = [item.commentary for item in chapter.reasons if item.commentary]
        found += [ruler.plain_text(render_footnote(text)) for text in own]
    return Counter(" ".join(found).split())


def notes_of(book):
    """The footnotes' words, those of the marks in them left out."""
    return {
        re.sub(r"[0-9]", "", note.markdown)
        for chapter in book.chapters
        for note in chapter.footnotes
    }


def is_sound(book):
    for chapter in book.chapters:
        for section in chapter.sections:
            check_section(section)
        numbers = [note.number for note in chapter.footnotes]
        assert len(set(numbers)) == len(numbers)
        marks = marks_of(chapter.sections)
        for note in chapter.footnotes:
            if note.number in marks:
                assert note.about == marks[note.number]
            elif note.about is not None:
                section, block = note.about
                assert 0 <= block < len(chapter.sections[section].blocks)
                assert section >= 0
    data = json.loads(json.dumps(outline_as_data(book)))
    assert outline_as_data(outline_of_data(data)) == data


@st.composite
def corrections(draw, book):
    chapter = draw(st.integers(0, len(book.chapters) - 1))
    sections = book.chapters[chapter].sections
    section = draw(st.integers(0, max(0, len(sections) - 1)))
    blocks = sections[section].blocks if sections else ()
    block = draw(st.integers(0, max(0, len(blocks) - 1)))
    change = draw(st.sampled_from(get_args(Change)))
    value = draw(st.sampled_from(("", "A title"))) if "chapter" in change else ""
    value = draw(st.sampled_from(KINDS)) if change == "kind" else value
    value = (
        draw(st.sampled_from(("", "Other words", "- a", "[^1] b"))) if change == "reword" else value
    )
    whole = change in ("begin_chapter", "reword") and draw(st.booleans())
    number = draw(st.integers(0, 3)) if change in ("split_block", "take_back") else None
    return Correction(change, chapter, section, None if whole else block, value, number)


def applied(book, correction):
    try:
        return apply(book, correction)
    except ImportProblem:
        return None


def lost_words(before, after, correction):
    """The words that are gone, less the number that a title became, and those that came."""
    old, new = words_of(before), words_of(after)
    gone, come = old - new, new - old
    if correction.change == "begin_chapter":
        come -= Counter(correction.value.split())
        gone = Counter({word: n for word, n in gone.items() if not re.match(r"[0-9]+[.)]", word)})
    return gone, come


def own_words(book, correction):
    """The words of the block, or of the heading, that a correction is about."""
    section = book.chapters[correction.chapter].sections[correction.section]
    if correction.block is None:
        return (section.heading or "").split()
    return section.blocks[correction.block].text.split()


@given(st.data(), books())
def test_nothing_is_lost(data, book):
    for _ in range(3):
        correction = data.draw(corrections(book))
        after = applied(book, correction)
        if after is None:
            continue
        is_sound(after)
        gone, come = lost_words(book, after, correction)
        if correction.change == "leave_out":
            assert notes_of(after) <= notes_of(book)
        elif correction.change == "name_chapter":
            title = book.chapters[correction.chapter].chapter_title or ""
            assert gone <= Counter(title.split())
        elif correction.change == "reword":
            assert gone <= Counter(own_words(book, correction))
            assert come <= Counter(correction.value.split())
            assert notes_of(after) == notes_of(book)
        else:
            assert gone == come == Counter()
            assert notes_of(after) == notes_of(book)
        book = after


@given(st.data(), books())
def test_a_correction_is_kept_as_data(data, book):
    correction = data.draw(corrections(book))
    assert Correction.of_data(json.loads(json.dumps(correction.as_data()))) == correction


def marked_notes(chapter):
    """Of every block its words and the notes that are marked in it."""
    notes = {note.number: re.sub(r"\^[0-9]", "^", note.markdown) for note in chapter.footnotes}
    return [(block.text, [notes.get(n) for n in block.footnotes]) for block in chapter.blocks]


@given(books())
def test_joined_chapters_keep_every_mark_at_its_note(book):
    assume(len(book.chapters) > 1)
    after = apply(book, Correction("join_chapters", 1))
    first, second = book.chapters[:2]
    assert marked_notes(after.chapters[0]) == [*marked_notes(first), *marked_notes(second)]


@given(st.data(), books())
def test_a_chapter_that_is_parted_and_joined_again_is_the_same(data, book):
    chapter = book.chapters[0]
    assume(len(chapter.sections) > 1 and len(chapter.sections[1].blocks))
    parted = apply(
        book, Correction("begin_chapter", 0, 1, value=chapter.sections[1].heading or "T")
    )
    halves = [*marked_notes(parted.chapters[0]), *marked_notes(parted.chapters[1])]
    assert halves == marked_notes(chapter)
    joined = apply(parted, Correction("join_chapters", 1)).chapters[0]
    assert marked_notes(joined) == marked_notes(chapter)
    assert {n.number: n.markdown for n in joined.footnotes} == {
        n.number: n.markdown for n in chapter.footnotes
    }


@given(books())
def test_what_is_offered_can_be_done_or_says_why_not(book):
    for s, section in enumerate(book.chapters[0].sections):
        for b, block in enumerate(section.blocks):
            assert block.kind not in kinds_for(block) or block.kind == "heading"
            assert len(block_lines(block)) >= 1
            for kind in set(KINDS) - set(kinds_for(block)) - {block.kind}:
                assert applied(book, Correction("kind", 0, s, b, kind)) is None


@given(books())
def test_one_list_holds_the_reasons(book):
    for choice in lists_of(book.chapters[0]):
        after = applied(book, Correction("choose_reasons", 0, choice.section, choice.block))
        if after is not None:
            chosen = [c for c in lists_of(after.chapters[0]) if c.chosen]
            assert [(c.section, c.block, c.items) for c in chosen] == [
                (choice.section, choice.block, choice.items)
            ]
