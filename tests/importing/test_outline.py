"""The outline's two written forms, and the judgements that lead to it, one at a time."""

import pytest

from readings.importing.outline import (
    Outline,
    OutlineBlock,
    OutlineFootnote,
    OutlineReason,
    OutlineSection,
    section_markdown,
)

TITLES = "The Book\n\n3. The Title"
LONG = (
    "This is a paragraph of the chapter, and it is here so that something stands around the rest."
)


def body(outline):
    """The only section's Markdown."""
    assert len(outline.sections) == 1
    return section_markdown(outline.sections[0])


def kinds(outline):
    return [block.kind for block in outline.blocks]


def test_as_json_has_the_shape_of_the_expected_file():
    reasons = (OutlineReason("to learn", "to *learn*"), OutlineReason("to teach", "to teach"))
    blocks = (
        OutlineBlock("verse", "::: verse\na\nb\n:::", "a\nb"),
        OutlineBlock("paragraph", "One two, three four five[^2]", "One two, three four five", (2,)),
        OutlineBlock("reasons", "::: reasons\n:::", "to learn\nto teach", (), reasons),
    )
    outline = Outline(
        book="Book",
        chapter_number=3,
        chapter_title="Title",
        sections=(OutlineSection(None, blocks), OutlineSection("Next", ())),
        footnotes=(OutlineFootnote(1, "a", (0, 0)), OutlineFootnote(2, "b", (0, 1))),
        left_out=("Home",),
        warnings=("Look.",),
    )
    assert outline.as_json() == {
        "book": "Book",
        "chapter_number": 3,
        "chapter_title": "Title",
        "verse_lines": 2,
        "reasons": ["to learn", "to teach"],
        "footnote_numbers": [1, 2],
        "referenced_footnotes": [2],
        "left_out": ["Home"],
        "sections": [
            {
                "heading": None,
                "blocks": [
                    {"kind": "verse", "starts": "a b"},
                    {"kind": "paragraph", "starts": "One two, three four", "footnotes": [2]},
                    {"kind": "reasons", "starts": "to learn to teach"},
                ],
            },
            {"heading": "Next", "blocks": []},
        ],
        "warnings": ["Look."],
    }


def test_section_markdown_is_the_dialect(outline):
    found = outline(
        TITLES,
        "Rain on the roof,\nrain on the road,\n  and on the river as well",
        "There are two kinds of *rain*, namely:",
        "1. long\n2. short[1]",
        "• one_thing\n• <another>",
        "1. first\n2. second",
        "The song-book says:",
        "It rains.",
        "[Rain, a drawing]",
        LONG,
        "[1] A note.",
    )
    assert body(found).split("\n\n") == [
        "::: verse\nRain on the roof,\nrain on the road, and on the river as well\n:::",
        "There are two kinds of \\*rain\\*, namely:",
        "::: reasons\n:::",
        "- one_thing\n- \\<another>",
        "1) first\n2) second",
        "The song-book says:",
        "> It rains.",
        "::: caption\n\\[Rain, a drawing]\n:::",
        LONG,
    ]
    assert found.reasons[1] == OutlineReason("short", "short[^1]")
    assert found.footnotes[0].about == (0, 2)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("It ended.1 Then it began.2", "It ended.[^1] Then it began.[^2]"),
        ("“It ended”1, he said.2", "“It ended”[^1], he said.[^2]"),
        ("“It ended.”1 (It did.)2", "“It ended.”[^1] (It did.)[^2]"),
        ("It ended in 1945.1 Or later2.", "It ended in 1945.[^1] Or later[^2]."),
        ("It ended[1], he said [2].", "It ended[^1], he said[^2]."),
        ("It ended [1] here [2] and there", "It ended[^1] here[^2] and there"),
        ("It ended.[1][2]", "It ended.[^1][^2]"),
        ("It ended [1, 2] at last", "It ended[^1][^2] at last"),
        ("It ended.¹ It began.²", "It ended.[^1] It began.[^2]"),
        ("It ended![1] [2](not a link)", "It ended\\![^1][^2]\\(not a link)"),
        # No marks: decimals, spans, powers, names, pages, and numbers against the marks' order.
        ("It was 3.1 or 1,002 or 5:2 then.1 So.2", "It was 3.1 or 1,002 or 5:2 then.[^1] So.[^2]"),
        ("On 9 m² of H2O, see p.2 there.1 So.2", "On 9 m² of H2O, see p.2 there.[^1] So.[^2]"),
        ("So it.2 was.1 And so.2", "So it.2 was.[^1] And so.[^2]"),
        ("In 2 or 1 days, '2 or ’68 ended.1 So.2", "In 2 or 1 days, '2 or ’68 ended.[^1] So.[^2]"),
    ],
)  # fmt: skip
def test_marks_in_the_words(outline, text, markdown):
    assert body(outline(TITLES, text, "1   One note.", "2   Another note.")) == markdown


def test_without_notes_only_a_row_from_one_is_marks(outline):
    plain = outline(TITLES, "It ended.4 Then it began.7")
    assert body(plain) == "It ended.4 Then it began.7"
    marked = outline(TITLES, "It ended.1 Then it began.2")
    assert marked.sections[0].blocks[0].footnotes == (1, 2)
    assert [w for w in marked.warnings if "has no note" in w] == [
        "Mark 1 has no note.", "Mark 2 has no note.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "notes",
    [
        "1   One.\n\n2   Two,\ngoing on.", "1 One.\n2 Two, going on.", "1. One.\n2. Two, going on.",
        "1) One.\n2) Two, going on.", "(1) One.\n\n(2) Two, going on.",
        "[1] One.\n[2] Two, going on.", "[1]: One.\n[2]: Two, going on.",
        "¹ One.\n² Two,\n  going on.", "1\tOne.\n2\tTwo, going on.",
        "Notes\n\n1. One.\n2. Two, going on.", "ENDNOTES:\n\n1 One.\n2 Two, going on.",
        "-----\n1. One.\n2. Two, going on.",
    ],
)  # fmt: skip
def test_forms_of_notes(outline, notes):
    found = outline(TITLES, f"{LONG}1 And so on.2", notes)
    assert [(n.number, n.markdown) for n in found.footnotes] == [(1, "One."), (2, "Two, going on.")]
    assert kinds(found) == ["paragraph"]


def test_a_list_at_the_end_is_no_row_of_notes(outline):
    found = outline(TITLES, LONG, "You need three things:", "1. wood\n2. nails\n3. time")
    assert kinds(found) == ["paragraph", "paragraph", "reasons"]
    assert found.footnotes == ()


def test_notes_may_lie_about_their_number(outline):
    notes = ("1. One.", "2. Two goes on over", "12 lines, or so it seems.", "3. Three.")
    found = outline(TITLES, "It ended.1 It began.2 It went on.3", *notes)
    assert [note.number for note in found.footnotes] == [1, 2, 3]
    assert found.footnotes[1].markdown == "Two goes on over\n\n12 lines, or so it seems."


@pytest.mark.parametrize(
    ("blocks", "about", "words"),
    [
        (("Oh rain,\noh road,\noh roof.", f"{LONG}2"), (0, 0), "tied to the verse “Oh rain,"),
        ((LONG, "He said:", "It ended.", f"{LONG}2"), (0, 2), "tied to the quote “It ended"),
        ((LONG, f"{LONG}2"), None, "tied to no block"),
        # It stands between the marks before and behind it, so this verse is too late.
        ((LONG, f"{LONG}2", "Oh rain,\noh road,\noh roof."), None, "tied to no block"),
    ],
)
def test_a_note_without_mark_is_tied_to_what_it_most_likely_documents(
    outline, blocks, about, words
):
    found = outline(TITLES, *blocks, "[1] One.", "[2] Two.")
    assert found.footnotes[0].about == about
    assert [w for w in found.warnings if w.startswith("Footnote 1 has no mark") and words in w]


def test_a_mark_in_a_heading_stands_for_its_section(outline):
    found = outline(TITLES, LONG, "The Rain[1]", LONG, "[1] One.")
    assert found.sections[1].heading == "The Rain"
    assert found.footnotes[0].about == (1, 0)
    assert any("heading" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("head", "book", "number", "title"),
    [
        ("The Book\n\n3. The Title", "The Book", 3, "The Title"),
        ("The Book\n3. The Title", "The Book", 3, "The Title"),
        ("The Book\n\nChapter 3: The Title", "The Book", 3, "The Title"),
        ("The Book\n\nCHAPTER III. THE TITLE", "The Book", 3, "THE TITLE"),
        ("The Book\n\nChapter 3 – What is Said?", "The Book", 3, "What is Said?"),
        ("The Book\n\nChapter Three\nThe Title", "The Book", 3, "The Title"),
        ("The Book\n\nXLIX\n\nThe Title", "The Book", 49, "The Title"),
        ("The Book\n\nChapter 3", "The Book", 3, None),
        ("The Book\n\nPart Two\n\nThree Days\n\n3. The Title", "The Book", 3, "The Title"),
        ("3. The Title", None, 3, "The Title"),
        ("The Title", None, None, "The Title"),
        ("The Book\n\nThe Title", "The Book", None, "The Title"),
        ("Back to the Kitchen Page\n\n3. The Title", None, 3, "The Title"),
        (
            "Back to the Kitchen Garden\n\n3. The Title",
            "Back to the Kitchen Garden",
            3,
            "The Title",
        ),
    ],
)
def test_titles(outline, head, book, number, title):
    found = outline(head, LONG, LONG)
    assert (found.book, found.chapter_number, found.chapter_title) == (book, number, title)
    assert kinds(found) == ["paragraph", "paragraph"]


@pytest.mark.parametrize("start", ["1. wood\n2. nails\n3. time", "I came home.", "So it was:"])
def test_text_is_no_title(outline, start):
    found = outline(start, LONG)
    assert (found.book, found.chapter_number, found.chapter_title) == (None, None, None)
    assert len(kinds(found)) == 2
