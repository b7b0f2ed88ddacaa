"""Each correction of an outline, one at a time."""

import pytest

from readings.importing.books import BookOutline
from readings.importing.correcting import Correction, apply, block_lines, kinds_for
from readings.importing.outline import Doubt, Outline, OutlineSection
from readings.importing.problems import ImportProblem
from tests.importing.corrections import book_of, corrected, refusal, written


@pytest.mark.parametrize(
    ("source", "kind", "result"),
    [
        ("*One* two[^1]\nthree", "quote", "> *One* two[^1]\n> three"),
        ("*One* two[^1]\nthree", "verse", "::: verse\n*One* two[^1]\nthree\n:::"),
        ("*One* two[^1]\\\nthree", "verse", "::: verse\n*One* two[^1]\nthree\n:::"),
        ("*One* two[^1]\nthree", "caption", "::: caption\n*One* two[^1]\nthree\n:::"),
        ("*One* two[^1]\nthree", "heading", "### *One* two[^1] three"),
        ("One ##", "heading", "### One \\##"),
        ("```\n#\n```", "heading", "### \\#"),
        ("*One* two[^1]\nthree", "list", "- *One* two[^1]\n- three"),
        ("One *two*\nthree", "code", "```\nOne two\nthree\n```"),
        ("::: verse\nOne[^1]\n*two*\n:::", "paragraph", "One[^1]\\\n*two*"),
        ("::: verse\nOne\n\ntwo\n:::", "paragraph", "One\n\ntwo"),
        ("::: verse\nOne\n\ntwo\n:::", "quote", "> One\n>\n> two"),
        # What began no block in a verse must begin none in a paragraph.
        ("::: verse\n1. One *a*\n# two\n:::", "paragraph", "1\\. One *a*\\\n\\# two"),
        ("> One\n>\n> 1. two\n> 2. three", "paragraph", "One\n\ntwo\n\nthree"),
        ("> One", "paragraph", "One"),
        ("- One\n- *two*", "paragraph", "One\n\n*two*"),
        ("- One\n- *two*", "verse", "::: verse\nOne\n*two*\n:::"),
        ("1. One\n2. *two*", "code", "```\nOne\ntwo\n```"),
        ("```\n*One*\n  two\n```", "paragraph", "\\*One\\*\\\ntwo"),
        ("### One", "paragraph", "One"),
        ("| One | *two* |\n|---|---|", "paragraph", "One\n\n*two*"),
        ("a\n\n---\n\nOne", "quote", "a\n\n---\n\n> One"),
    ],
)  # fmt: skip
def test_another_kind(source, kind, result):
    place = source.count("\n\n---\n\n")
    assert corrected(source, "kind", 0, place, kind) == result


def test_emphasis_that_cannot_be_kept_goes_and_the_words_stay():
    assert corrected("> *One\n> two*", "kind", value="list") == "- One\n- two"


def test_two_lists_in_a_row_stay_two():
    assert corrected("- One\n\nTwo", "kind", 0, 1, "list") == "- One\n\n+ Two"
    assert corrected("1. One\n\nTwo\n\n1. Three", "leave_out", 0, 1) == "1. One\n\n1) Three"


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("| a | b |\n|---|---|", "verse"), ("![a](b.png)", "caption"), ("One", "table"),
        ("One", "poem"), ("One[^1]", "code"), ("a " * 200, "heading"), ("One", "reasons"),
        ("![a](b.png) c", "section"),
    ],
)  # fmt: skip
def test_a_kind_that_cannot_hold_the_block_is_refused(source, kind):
    assert refusal(book_of(source), "kind", 0, 0, 0, kind)


def test_lines_that_emphasis_joins_become_reasons_without_it():
    book = apply(book_of("*One\ntwo*[^1]"), Correction("kind", 0, 0, 0, "reasons"))
    assert [item.markdown for item in book.chapters[0].reasons] == ["One", "two[^1]"]
    book = apply(book_of("- One\n- *two*"), Correction("kind", 0, 0, 0, "reasons"))
    assert [item.markdown for item in book.chapters[0].reasons] == ["One", "*two*"]


def test_a_refusal_names_what_cannot_become_what():
    said = refusal(book_of("| a | b |\n|---|---|"), "kind", 0, 0, 0, "reasons")
    assert said == "This table cannot become a list of reasons without losing something."


def test_the_kinds_that_a_block_can_become():
    outline = book_of("One\n\n| a |\n|---|\n| b |\n\n![a](b.png)\n\nTwo[^1]").chapters[0]
    offered = [kinds_for(block) for block in outline.blocks]
    assert offered[0] == ("quote", "verse", "caption", "list", "code", "heading", "section")
    assert offered[1:3] == [("paragraph", "quote"), ()]
    assert "code" not in offered[3]


def test_a_block_becomes_a_sections_heading_and_a_paragraph_again():
    text = "One\n\n*Two*[^1]\n\nThree\n\n[^1]: A note."
    book = apply(book_of(text), Correction("kind", 0, 0, 1, "section"))
    assert written(book.chapters[0]) == "One\n\n## Two\n\nThree"
    assert book.chapters[0].footnotes[0].about == (1, 0)
    book = apply(book, Correction("join_section", 0, 1))
    assert written(book.chapters[0]) == "One\n\nTwo\n\nThree"
    assert book.chapters[0].footnotes[0].about == (0, 2)
    book = apply(
        book_of("One\n\n## Two\n\nThree"), Correction("join_section", 0, 1, None, "heading")
    )
    assert written(book.chapters[0]) == "One\n\n### Two\n\nThree"


def test_the_first_block_becomes_the_openings_heading():
    assert corrected("One\n\nTwo", "kind", value="section") == "## One\n\nTwo"
    assert corrected("## One\n\nTwo", "join_section") == "One\n\nTwo"
    assert refusal(book_of("One"), "join_section", 0, 0)


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("One\n\n*two*", "One\n*two*"),
        ("> One\n\n> - two", "> One\n>\n> - two"),
        ("::: verse\nOne\n:::\n\n::: verse\ntwo\n:::", "::: verse\nOne\n\ntwo\n:::"),
        ("::: verse\nOne\n:::\n\ntwo\nthree", "::: verse\nOne\n\ntwo\nthree\n:::"),
        ("> One\n\ntwo", "> One\n>\n> two"),
        ("- One\n\n+ two\n  - a", "- One\n- two\n  - a"),
        ("1. One\n2. two\n\n- three\n  - a\n- b", "1. One\n2. two\n3. three\n   - a\n4. b"),
        ("- One\n\n10. two\n\n    > a", "- One\n- two\n\n  > a"),
        ("### One\n\n### two", "### One two"),
        ("```\nOne\n```\n\n```\ntwo\n```", "```\nOne\n\ntwo\n```"),
    ],
)
def test_blocks_are_joined(source, result):
    assert corrected(source, "join_blocks") == result


@pytest.mark.parametrize("source", ["One", "One\n\n| a |\n|---|", "One\n\n![a](b.png)"])
def test_what_cannot_be_joined_is_refused(source):
    assert refusal(book_of(source), "join_blocks", 0, 0, 0)


@pytest.mark.parametrize(
    ("source", "line", "result"),
    [
        ("One\ntwo\nthree", 1, "One\n\ntwo\nthree"),
        ("One\\\n\\# two", 1, "One\n\n\\# two"),
        ("::: verse\nOne\ntwo\n\nthree\n:::", 1,
         "::: verse\nOne\n:::\n\n::: verse\ntwo\n\nthree\n:::"),
        ("> One\n>\n> two", 1, "> One\n\n> two"),
        ("- One\n- two\n  - a", 1, "- One\n\n+ two\n  - a"),
        ("*One\ntwo*", 1, "One\n\ntwo"),
    ],
)  # fmt: skip
def test_a_block_is_parted_at_a_line(source, line, result):
    assert corrected(source, "split_block", number=line) == result


def test_the_lines_at_which_a_block_can_be_parted():
    outline = book_of("*One*[^1]\ntwo\n\n- a\n  b\n- c\n\n| a |\n|---|\n| b |").chapters[0]
    assert [block_lines(b) for b in outline.blocks] == [["One", "two"], ["a b", "c"], ["a\nb"]]
    assert refusal(book_of("One\ntwo"), "split_block", 0, 0, 0, number=2)


def test_a_block_is_left_out_with_its_footnotes_and_taken_back():
    text = "One\n\nTwo[^1] *b*[^2]\n\nThree[^2]\n\n[^1]: A note.\n\n[^2]: Another."
    book = apply(book_of(text), Correction("leave_out", 0, 0, 1))
    outline = book.chapters[0]
    assert written(outline) == "One\n\nThree[^2]"
    assert outline.left_out == ("Two b", "A note.")
    assert [(note.number, note.about) for note in outline.footnotes] == [(2, (0, 1))]
    book = apply(book, Correction("take_back", 0, 0, 2, number=0))
    assert written(book.chapters[0]) == "One\n\nThree[^2]\n\nTwo b"
    assert book.chapters[0].left_out == ("A note.",)


def doubtful(*codes):
    """A chapter whose blocks have each a doubt."""
    outline = book_of("\n\n".join("abcdef"[: len(codes)])).chapters[0]
    blocks = tuple(
        type(block)(
            block.kind, block.markdown, block.text, doubts=(Doubt(code, code),), lines=(n, n)
        )
        for n, (block, code) in enumerate(zip(outline.blocks, codes, strict=True))
    )
    return BookOutline.of(Outline("Book", 1, "Title", (OutlineSection(None, blocks),)))


def doubts(book):
    return [(d.section, d.block, d.code) for d in book.chapters[0].doubts]


def test_a_corrected_block_loses_its_doubt_and_others_keep_theirs():
    book = doubtful("quote", "caption", "mark")
    assert doubts(apply(book, Correction("kind", 0, 0, 0, "quote"))) == [
        (0, 1, "caption"), (0, 2, "mark"),
    ]  # fmt: skip
    assert doubts(apply(book, Correction("kind", 0, 0, 1, "section"))) == [
        (0, 0, "quote"), (1, 0, "mark"),
    ]  # fmt: skip
    # A mark without a note is none the less so in a quote; a person may settle it.
    assert doubts(apply(book, Correction("kind", 0, 0, 2, "quote")))[-1] == (0, 2, "mark")
    assert doubts(apply(book, Correction("accept", 0, 0, 2)))[-1] == (0, 1, "caption")


def test_a_corrected_block_keeps_its_lines():
    book = doubtful("quote", "caption")
    assert apply(book, Correction("kind", 0, 0, 1, "verse")).chapters[0].sections[0].blocks[
        1
    ].lines == (1, 1)
    joined = apply(book, Correction("join_blocks", 0, 0, 0)).chapters[0]
    assert joined.sections[0].blocks[0].lines == (0, 1)


@pytest.mark.parametrize(
    "correction",
    [
        ("kind", 1, 0, 0, "verse"), ("kind", 0, 7, 0, "verse"), ("kind", 0, 0, 7, "verse"),
        ("kind", 0, 0, -1, "verse"), ("kind", -1, 0, 0, "verse"), ("kind", 0, None, None, "verse"),
        ("join_section", 0, 7), ("choose_reasons", 0, 0, 7), ("begin_chapter", 0, 7),
        ("begin_chapter", 0, 0, 7), ("take_back", 0, 0, 0, "", 0), ("split_block", 0, 0, 0),
    ],
)  # fmt: skip
def test_a_place_that_is_not_there_is_refused(correction):
    assert refusal(book_of("One"), *correction)


@pytest.mark.parametrize(
    "data",
    [
        None, [], {}, {"change": "kind"}, {"change": "burn", "chapter": 0},
        {"change": "kind", "chapter": "0"}, {"change": "kind", "chapter": 0, "block": True},
        {"change": "kind", "chapter": 0, "value": 3}, {"change": "kind", "chapter": 0, "more": 1},
        {"change": [], "chapter": 0},
    ],
)  # fmt: skip
def test_what_is_no_correction_is_refused(data):
    with pytest.raises(ImportProblem):
        Correction.of_data(data)
