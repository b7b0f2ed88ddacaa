"""Whatever a chapter holds: its file gives it back, to the block."""

from __future__ import annotations

from hypothesis import given, settings

from readings.exporting.markdown import ChapterText, chapter_markdown
from readings.text.markdown import render_footnote
from tests.exporting.chapters import chapters, shown, told
from tests.importing.outlines import chapter_of


def read(chapter: ChapterText) -> ChapterText:
    return told(chapter_of(chapter_markdown(chapter).encode()))


@settings(max_examples=50)
@given(chapters())
def test_a_chapter_comes_back_to_the_block(chapter):
    again = read(chapter)
    assert shown(again) == shown(chapter)
    assert again.facts == chapter.facts
    assert [section.tied for section in again.sections] == [
        dict(section.tied) for section in chapter.sections
    ]


@settings(max_examples=50)
@given(chapters())
def test_footnotes_come_back(chapter):
    again = read(chapter)
    assert {n: render_footnote(body) for n, body in again.footnotes.items()} == {
        n: render_footnote(body) for n, body in chapter.footnotes.items()
    }


@settings(max_examples=50)
@given(chapters())
def test_the_second_file_is_the_first(chapter):
    once = chapter_markdown(chapter)
    assert chapter_markdown(read(chapter)) == once
