"""What a paragraph is: heading, quote, caption, list, navigation or text."""

import pytest

TITLES = "The Book\n\n3. The Title"
LONG = (
    "This is a paragraph of the chapter, and it is here so that something stands around the rest."
)


def kinds(outline):
    return [block.kind for block in outline.blocks]


def test_small_letters_are_a_heading_only_where_no_heading_has_capitals(outline):
    small = outline(TITLES, LONG, "What the rain does", LONG)
    assert [section.heading for section in small.sections] == [None, "What the rain does"]
    both = outline(TITLES, LONG, "The Rain", LONG, "Boats in the rain", LONG)
    assert [section.heading for section in both.sections] == [None, "The Rain"]
    assert kinds(both) == ["paragraph", "paragraph", "caption", "paragraph"]


@pytest.mark.parametrize("text", ["Nobody Came.", "The Rain Said:", "—The Keeper", "(The Rain)"])
def test_titles_that_are_sentences_or_frames_are_no_headings(outline, text):
    assert len(outline(TITLES, LONG, text, LONG).sections) == 1


def test_a_heading_needs_text_below_it(outline):
    assert kinds(outline(TITLES, LONG, "The End")) == ["paragraph", "paragraph"]


def test_a_slogan_behind_a_colon_is_a_quote(outline):
    found = outline(TITLES, LONG, "On the wall somebody wrote:", "Bread for the Birds", LONG)
    assert kinds(found) == ["paragraph", "paragraph", "quote", "paragraph"]


@pytest.mark.parametrize(
    ("before", "text", "kind"),
    [
        ("She put it this way:", "It ended.1", "quote"),
        ("Things stood like this:", "It ended.1", "quote"),
        ("She wrote that", "it ended.", "quote"),
        ("She said:", "It ended.", "quote"),
        ("Things stood like this:", "It ended.", "paragraph"),
        ("Things stood well.", "It ended.1", "paragraph"),
        ("Things stood like this:", "“It ended,” he said, “too soon.”1", "paragraph"),
        ("She said:", "Then she said:", "paragraph"),
    ],
)
def test_one_quote_by_its_lead_in_and_its_mark(outline, before, text, kind):
    found = outline(TITLES, before, text, LONG, "[1] One.")
    assert kinds(found)[1] == kind


def test_quotes_in_a_row_follow_the_habit_of_the_file(outline):
    led_in = ("She said:", "It ended.1", LONG, "He said:", "It began.2", LONG)
    quotes = outline(TITLES, *led_in, "It went on.3", LONG, *(f"[{n}] N." for n in (1, 2, 3)))
    assert kinds(quotes)[6] == "quote"
    assert any("place alone: “It went on" in warning for warning in quotes.warnings)
    claims = outline(
        TITLES,
        *led_in[:3],
        "It went on.2",
        LONG,
        "It stopped.3",
        LONG,
        *(f"[{n}] N." for n in (1, 2, 3)),
    )
    assert kinds(claims) == ["paragraph", "quote", *["paragraph"] * 5]


def test_a_quote_of_two_paragraphs_has_one_mark(outline):
    found = outline(TITLES, "She said:", "It ended.", "It began.1", LONG, "[1] One.")
    assert kinds(found) == ["paragraph", "quote", "quote", "paragraph"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Boats in the harbour.", "caption"),
        ("“The Harbour by Night”", "caption"),
        ("“The Harbour” [poster]", "caption"),
        ("[A boat]", "caption"),
        ("Fig. 4. The harbour as it was", "caption"),
        ("Photo: the harbour", "caption"),
        ("Boats lay in the harbour.", "paragraph"),
        ("A mason works at night.", "paragraph"),
        ("“Come in,” she said.", "paragraph"),
        ("We saw it [the harbour]", "paragraph"),
    ],
)
def test_captions(outline, text, kind):
    assert kinds(outline(TITLES, LONG, text, LONG)) == ["paragraph", kind, "paragraph"]


@pytest.mark.parametrize(
    "line",
    ["Next", "Go to Chapter 4", "Return to the Book contents page.", "Home | Contents | Next",
     "« Previous", "Next: Chapter 4", "Back to top", "Copyright 2004 by the Author", "* * *",
     "[Top]"],
)  # fmt: skip
def test_navigation_at_the_end(outline, line):
    found = outline(TITLES, LONG, line)
    assert found.left_out == (line,)
    assert found.warnings == (f"Line 7 was left out: {line}",)


@pytest.mark.parametrize("line", ["Go home.", "The next day was long.", "On to the sea!", "..."])
def test_text_at_the_end_is_no_navigation(outline, line):
    found = outline(TITLES, LONG, line)
    assert found.left_out == ()
    assert list(found.blocks)[-1].text == line


def test_lists_that_are_none(outline):
    assert kinds(outline(TITLES, LONG, "1. alone", LONG)) == ["paragraph"] * 3
    assert [b.text for b in outline(TITLES, "1. one\n3. three", LONG).blocks][:2] == [
        "1. one", "3. three",
    ]  # fmt: skip


def test_a_numbered_list_without_lead_in_is_ordinary(outline):
    found = outline(TITLES, LONG, "3. three\n4. four", LONG)
    assert list(found.blocks)[1].markdown == "3. three\n4. four"
    assert any("none was taken as the reasons" in warning for warning in found.warnings)
