"""Markdown of other origin: every kind of block, footnotes with names, any script."""

from __future__ import annotations

import pytest

from readings.importing.problems import ImportProblem
from readings.importing.texts import form_of
from tests.importing.outlines import chapter_of

GUIDE = """# Chapter 7: The *Well*

The well was dug before anybody kept accounts.[^almanac] It was **deep**.

## Who may draw[^rule]

- Neighbours
  - and their guests
- Strangers

> Nobody was ever turned away.

| Day | Buckets |
|-----|--------:|
| Mon | 40      |

### At night

![A bucket by the well](/media/bucket.png)

```
draw(bucket)  # [^almanac] is no mark here
```

البئر قديمة جدا.

井は古い。

[^almanac]: Almanac of the Parish, p. 3.
    It goes on here.

    And in a second paragraph.
[^rule]: The rule of the well.
"""


def kinds(outline):
    return [[block.kind for block in section.blocks] for section in outline.sections]


def test_a_guide_is_read_with_all_its_blocks():
    outline = chapter_of(GUIDE)
    assert (outline.chapter_number, outline.chapter_title) == (7, "The Well")
    assert [section.heading for section in outline.sections] == [None, "Who may draw"]
    assert kinds(outline) == [
        ["paragraph"],
        ["list", "quote", "table", "heading", "image", "code", "paragraph", "paragraph"],
    ]
    texts = [block.text for block in outline.blocks]
    assert "Neighbours\nand their guests\nStrangers" in texts
    assert "البئر قديمة جدا." in texts
    assert "draw(bucket)  # [^almanac] is no mark here" in texts


def test_named_footnotes_get_numbers():
    outline = chapter_of(GUIDE)
    first, second = outline.footnotes
    assert first.markdown.startswith("Almanac of the Parish, p. 3.\nIt goes on here.")
    assert first.markdown.endswith("\n\nAnd in a second paragraph.")
    assert next(outline.blocks).footnotes == (first.number,)
    assert (second.markdown, second.about) == ("The rule of the well.", (1, 0))
    assert "got numbers" in "".join(outline.warnings)


def test_without_a_title_the_highest_headings_begin_sections():
    outline = chapter_of("## One\n\nText.\n\n### Inside\n\n## Two\n\nText.\n", name="my-notes.md")
    assert outline.chapter_title == "My notes"
    assert [section.heading for section in outline.sections] == ["One", "Two"]
    assert kinds(outline)[0] == ["paragraph", "heading"]


def test_what_stands_on_top_names_the_book():
    outline = chapter_of(
        '---\nbook: "The \\"Commons\\""\nnumber: 7\ntitle: The Well\nlanguage: de\ntags: [a]\n---\n'
        "Words.\n\nUnderlined\n=====\n\nMore words.\n"
    )
    assert (outline.book, outline.chapter_number) == ('The "Commons"', 7)
    assert outline.facts == {"language": "de"}
    assert outline.left_out == ("tags: [a]",)
    assert kinds(outline) == [["paragraph", "heading", "paragraph"]]


def test_a_fact_that_cannot_be_is_left_out_and_said():
    outline = chapter_of("---\nnumber: seven\nlanguage: the Queen's\ntitle: T\n---\n\nWords.\n")
    assert (outline.chapter_number, outline.facts) == (None, {})
    assert len(outline.left_out) == 2


def test_a_footnote_below_its_block_documents_it():
    outline = chapter_of("# T\n\nOne.\n\n[^1]: A source.\n\nTwo.\n\n[^2]: Of nothing.\n")
    assert [note.about for note in outline.footnotes] == [(0, 0), None]


def test_reasons_may_be_wrapped_and_lists_in_commentary_are_no_reasons():
    outline = chapter_of(
        "# T\n\nWe meet in order to:\n\n::: reasons\n1. meet\n   again\n\n   1. first\n   2. then\n"
        "2. eat\n:::\n"
    )
    assert [reason.text for reason in outline.reasons] == ["meet again", "eat"]
    assert [reason.commentary for reason in outline.reasons] == ["1. first\n2. then", ""]


BOXES = """# T

:::: {.box #first key="a value"}
One.

::: verse
a line
another
:::

> ::: note
> Quoted.
> :::

- item

  ::: tip :::
  More of it.
  :::
::::

```
::: {.code}
```

Two.
"""


def test_boxes_of_other_programs_are_left_out_and_their_content_stands():
    outline = chapter_of(BOXES)
    assert kinds(outline) == [["paragraph", "verse", "quote", "list", "code", "paragraph"]]
    texts = [block.text for block in outline.blocks]
    assert texts[0] == "One."
    assert texts[2] == "Quoted."
    assert "More of it." in texts[3]
    assert texts[4:] == ["::: {.code}", "Two."]
    assert next(outline.blocks).lines == (4, 4)
    (said,) = [said for said in outline.warnings if "Boxes" in said]
    assert '3 (“{.box #first key="a value"}”), 11 (“note”), 17 (“tip”)' in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# T\n\n::: note with words\nx\n:::\n", "Line 3"),
        ("# T\n\n::: note\nx\n:::\n\n::: verse\ny\n", "Line 7"),
        ("# T\n\n::: verse\nx\n", "Line 3"),
        ("---\ntitle: T\n---\n\n::: reasons\n1. a\n", "Line 5"),
        ("# T\n\n> [^1]: x\n", "footnote 1"),
        ("# T\n\n::: reasons\n1. a\n:::\n\n::: reasons\n1. b\n:::\n", "Line 7"),
        ("# T\n\n::: reasons\n1. " + "a" * 501 + "\n:::\n", "Line 4"),
        ("x" * 400_001, "400000"),
    ],
)
def test_a_mistake_is_told_with_its_place(text, words):
    with pytest.raises(ImportProblem, match=words) as error:
        chapter_of(text)
    assert error.value.code == "markdown"


@pytest.mark.parametrize("text", ["", "---\ntitle: T\n---\n", "\x00\x01", "%PDF-1.7 x"])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(ImportProblem):
        chapter_of(text)


def test_the_name_of_a_file_says_what_it_is():
    assert [form_of(name) for name in ("a.md", "a.MARKDOWN", "a.txt", "md", "")] == [
        "markdown", "markdown", "text", "text", "text",
    ]  # fmt: skip
