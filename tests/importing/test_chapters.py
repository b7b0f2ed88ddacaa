"""Chapters with other habits: what each was written to show, and its whole outline."""

import json
from pathlib import Path

import pytest

from readings.importing.outline import section_markdown
from readings.importing.plaintext import read_plain_text

CHAPTERS = Path(__file__).parent / "chapters"
NAMES = sorted(path.stem for path in CHAPTERS.glob("*.txt"))


def kinds(outline):
    return [[block.kind for block in section.blocks] for section in outline.sections]


def headings(outline):
    return [section.heading for section in outline.sections]


def first_words(outline, kind):
    return [" ".join(b.text.split()[:3]) for b in outline.blocks if b.kind == kind]


@pytest.mark.parametrize("name", NAMES)
def test_the_outline_is_as_expected(chapter, name):
    expected = json.loads((CHAPTERS / f"{name}.json").read_text("utf-8"))
    assert chapter(name).as_json() == expected


@pytest.mark.parametrize("name", NAMES)
def test_windows_line_ends_change_nothing(chapter, name):
    text = (CHAPTERS / f"{name}.txt").read_bytes().replace(b"\r\n", b"\n")
    copied = read_plain_text(text.replace(b"\n", b"\r\n"), name=f"{name}.txt")
    assert copied == chapter(name)


def test_a_chapter_without_footnotes(chapter):
    outline = chapter("no_footnotes")
    assert (outline.book, outline.chapter_number) == ("The Small Orchard", 7)
    assert outline.footnotes == ()
    assert headings(outline) == [None, "When to Cut", "What to Take Away", "Is It Ever Too Late?"]
    # The sentence that leads it in is all that tells this quote.
    assert first_words(outline, "quote") == ["I cut too"]
    assert first_words(outline, "caption") == ["Pears against the"]
    assert outline.left_out == ("Home | Contents | Next", "« Previous | Next »")


def test_marks_in_brackets(chapter):
    outline = chapter("bracket_marks")
    marked = [block.footnotes for block in outline.blocks]
    assert marked == [(1, 2), (), (3,), (3, 4), (5,), (7,)]
    assert "today[^2]." in section_markdown(outline.sections[0])
    # Note 6 lost its mark, mark 7 its note; years, spans and counts stay numbers.
    assert [note.about for note in outline.footnotes][5] is None
    assert any("Mark 7" in warning for warning in outline.warnings)
    assert any("Footnote 6" in warning for warning in outline.warnings)
    assert "24.5 metres" in next(b.text for b in outline.blocks if "1831" in b.text)


def test_roman_numerals(chapter):
    outline = chapter("roman_numerals")
    assert (outline.chapter_number, outline.chapter_title) == (4, "Clay and What It Wants")
    assert headings(outline) == [None, "I. Digging", "II. Washing", "III. Waiting"]
    # An unfinished sentence leads in a quote that begins in small letters.
    assert first_words(outline, "quote") == ["the first tub"]
    assert outline.left_out == ("by E. Harrow", "Next: Chapter V, The Wheel")


def test_capitals_broken_lines_and_set_off_quotes(chapter):
    outline = chapter("capitals")
    assert outline.book == "THE NIGHT SKY FOR BEGINNERS"
    assert (outline.chapter_number, outline.chapter_title) == (3, "FINDING NORTH")
    assert headings(outline) == [None, "THE TWO POINTERS", "WHEN CLOUDS COME UP"]
    assert kinds(outline) == [
        ["paragraph"],
        ["paragraph", "quote", "paragraph"],
        ["paragraph", "verse", "paragraph"],
    ]
    verse = next(block for block in outline.blocks if block.kind == "verse")
    assert len(verse.text.splitlines()) == 4
    assert outline.footnotes[2].markdown == "Collected in the islands by the author and by others."


def test_windows_without_blank_lines(chapter):
    data = (CHAPTERS / "windows.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") > 10
    outline = chapter("windows")
    assert kinds(outline) == [["paragraph"], ["paragraph", "paragraph", "quote"], ["paragraph"]]
    assert "The keeper of a lighthouse remarked in his log:" in [b.text for b in outline.blocks]
    assert [note.number for note in outline.footnotes] == [1, 2, 3]
    assert outline.left_out == ("Back to top",)


def test_of_two_lists_the_first_behind_a_colon_holds_the_reasons(chapter):
    outline = chapter("two_lists")
    assert (outline.chapter_number, outline.chapter_title) == (9, "Mending a Puncture")
    texts = [reason.text for reason in outline.reasons]
    assert texts == ["a bowl of water", "two tyre levers", "a patch and some glue"]
    assert first_words(outline, "list") == ["the thorn, which"]
    assert any("ordinary list: “the thorn" in warning for warning in outline.warnings)


def test_a_chapter_without_titles(chapter):
    outline = chapter("no_title")
    assert (outline.book, outline.chapter_number) == (None, None)
    assert outline.chapter_title == "No title"
    assert headings(outline) == [None, "How the bees were told", "Why nobody laughed"]
    assert len(outline.warnings) == 3


def test_verse_in_the_middle_and_text_behind_the_notes(chapter):
    outline = chapter("verse_in_the_middle")
    opening = ["paragraph", "paragraph", "verse", "verse", "paragraph", "caption", "paragraph"]
    assert kinds(outline) == [opening, ["paragraph"]]
    first, second = (block for block in outline.blocks if block.kind == "verse")
    assert first.text.splitlines()[0] == "Open the gate and let her in, slow as a hen on a wall;"
    assert second.footnotes == (2,)
    assert "90 m²" in next(b.text for b in outline.blocks if "Pools" in b.text)
    assert outline.footnotes[1].markdown.count("\n\n") == 1
    assert headings(outline) == [None, "Further Reading"]


def test_a_writer_who_cites_his_own_claims_quotes_nobody(chapter):
    outline = chapter("own_claims")
    # Paragraphs 1 and 3 end in a mark too; only the one that is led in is a quote.
    assert kinds(outline) == [
        ["paragraph", "paragraph", "paragraph", "paragraph", "quote", "paragraph", "paragraph"]
    ]
    assert "3.5 per cent" in next(b.text for b in outline.blocks if "1840" in b.text)


def test_captions_with_brackets_labels_and_page_numbers(chapter):
    outline = chapter("pictures")
    assert outline.chapter_number == 21
    assert first_words(outline, "caption") == [
        "“The House of", "Figure 3: The", "(Photograph by the",
    ]  # fmt: skip
    assert first_words(outline, "quote") == ["Ask me again"]
    assert outline.left_out == ("Page 112",)
