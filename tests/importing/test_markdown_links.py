"""Links inside a file of Markdown lead to the sections that its headings begin."""

from __future__ import annotations

import pytest

from readings.importing.markdown import read_markdown
from tests.importing.outlines import chapter_of

BOOK = """# Chapter 1: The Rope {#rope .first}

More [of knots](#of-knots), [the next](#bucket) and `[code](#bucket)`.

## Of knots

### A small one ###

See [it](#a-small-one), [the title](#rope), [nothing](#lost) and \\[words](#rope).

Oak {#oak}
---

1. [A bucket](#bucket)

# Chapter 2: The Bucket {#bucket}

It hangs on [a rope](#rope "the rope"), [oak](#oak) or [knots](#of-knots-1).[^1]

## Of knots

Again.

[^1]: See [oak](#oak).
"""


def test_links_lead_to_chapters_and_sections():
    rope, bucket = read_markdown(BOOK).chapters
    assert (rope.chapter_title, bucket.chapter_title) == ("The Rope", "The Bucket")
    assert [section.heading for section in rope.sections] == [None, "Of knots", "Oak"]
    texts = [block.markdown for block in rope.blocks]
    assert texts[0] == (
        "More [of knots](#s-of-knots), [the next](../the-bucket/#s-opening) and `[code](#bucket)`."
    )
    assert "[it](#s-of-knots), [the title](#s-opening), [nothing](#lost)" in texts[2]
    assert "\\[words](#rope)" in texts[2]
    assert texts[3] == "1. [A bucket](../the-bucket/#s-opening)"
    first = next(bucket.blocks).markdown
    assert '[a rope](../the-rope/#s-opening "the rope")' in first
    assert "[oak](../the-rope/#s-oak) or [knots](#s-of-knots)" in first
    assert bucket.footnotes[0].markdown == "See [oak](../the-rope/#s-oak)."


def test_a_link_to_nothing_is_a_doubt_of_its_block():
    rope, bucket = read_markdown(BOOK).chapters
    (doubt,) = rope.doubts
    assert (doubt.section, doubt.block, doubt.code) == (1, 1, "link")
    assert doubt.message in rope.warnings
    assert "“#lost”" in doubt.message
    assert bucket.doubts == ()


def test_a_chapter_alone_has_its_links_too():
    outline = chapter_of("# Wells\n\nSee [below](#ropes).\n\n## Ropes {-}\n\nOf hemp.\n")
    assert [section.heading for section in outline.sections] == [None, "Ropes"]
    assert next(outline.blocks).markdown == "See [below](#s-ropes)."


@pytest.mark.parametrize("words", ["Sets {a, b}", "C {", "Braces {}"])
def test_words_in_braces_stay(words):
    outline = chapter_of(f"# Wells\n\n## {words}\n\nOf hemp.\n")
    assert outline.sections[0].heading == words


@pytest.mark.parametrize("signs", [" ", " {#a", " #", "](#a", "[a](#a) ", "`](#a ", "{.a} "])
def test_long_lines_of_signs_take_no_time(signs):
    line = signs * (6_000 // len(signs))
    outline = chapter_of(f"# T\n\n## A{line}\n\n{line.strip()} and words.\n")
    assert len(outline.sections) == 1


def test_the_projects_own_addresses_stay_in_its_own_form():
    text = "---\nbook: B\ntitle: T\n---\n\n[a](#ropes) [b](#s-ropes)\n\n## Ropes {#x}\n\nHemp.\n"
    outline = chapter_of(text)
    assert next(outline.blocks).markdown == "[a](#ropes) [b](#s-ropes)"
    assert outline.sections[1].heading == "Ropes {#x}"
    assert outline.doubts == ()
