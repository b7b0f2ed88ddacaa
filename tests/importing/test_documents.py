"""What survives of a chapter, whichever program has saved it."""

import pytest

from readings.importing.outline import section_markdown
from readings.importing.plaintext import read_plain_text
from readings.importing.reading import read_file
from readings.text.markdown import ReasonText, render_section
from tests.importing.making import FORMATS, document

CHAPTER = """---
title: A Book of Wells
author: Ines Digger
lang: en-GB
---

# Of the Well

The rope is *old*, the bucket is **new**, and the crank says `turn`.[^rope]
Read [the rules](#rules-of-the-well) or [the parish](https://parish.example/a_b?c=1&d=2).

The keeper is paid in order to:

1. lower the bucket
2. raise it *slowly*[^slow]

## Rules of the well

> Nobody drinks twice
> before all have drunk.

| Bring a rope,
|    bring a cup,
|
| bring no dog.

- morning
    - the smith
        1. his horse
    - the baker
- evening

| who    | litres |
|:-------|-------:|
| smith  |     40 |
| a \\| b |      2 |

```
turn  left
    turn right
```

### Of frost

בוקר טוב — 井戸の水 — ΦΡΕΑΡ — م‌اء

[^rope]: Rope of *hemp*.

    Renewed every spring.

[^slow]: It spills.
"""


@pytest.fixture(scope="module", params=FORMATS)
def book(request):
    return read_file(document(CHAPTER, request.param), name="wells.bin")


@pytest.fixture
def chapter(book):
    (only,) = book.chapters
    return only


def block(outline, kind, nth=0):
    return [found for found in outline.blocks if found.kind == kind][nth]


def test_titles_and_sections(book, chapter):
    assert book.title == "A Book of Wells"
    assert chapter.book == "A Book of Wells"
    assert chapter.chapter_title == "Of the Well"
    assert [s.heading for s in chapter.sections] == [None, "Rules of the well"]


def test_emphasis_code_and_links(chapter):
    opening = next(chapter.blocks)
    assert "*old*" in opening.markdown
    assert "**new**" in opening.markdown
    assert "`turn`" in opening.markdown
    assert "[the rules](#s-rules-of-the-well)" in opening.markdown
    assert "[the parish](https://parish.example/a_b?c=1&d=2)" in opening.markdown
    assert opening.text.startswith("The rope is old, the bucket is new, and the crank says turn.")


def test_reasons_are_found_by_their_lead_in(chapter):
    assert [reason.text for reason in chapter.reasons] == ["lower the bucket", "raise it slowly"]
    assert chapter.reasons[1].markdown == "raise it *slowly*[^2]"


def test_footnotes(chapter):
    first, second = chapter.footnotes
    assert first.markdown == "Rope of *hemp*.\n\nRenewed every spring."
    assert (first.about, second.about) == ((0, 0), (0, 2))
    assert next(chapter.blocks).footnotes == (1,)
    assert block(chapter, "reasons").footnotes == (2,)


def test_quotes_and_verse(chapter):
    assert block(chapter, "quote").text == "Nobody drinks twice before all have drunk."
    verse = block(chapter, "verse").text.split("\n")
    assert [line for line in verse if line] == ["Bring a rope,", "bring a cup,", "bring no dog."]


def test_nested_lists(chapter):
    html = shown(chapter, "list").html
    assert html.count("<ul>") == 2
    assert "<ol><li>his horse</li></ol>" in html.replace("<p>", "").replace("</p>", "")
    assert block(chapter, "list").text == "morning\nthe smith\nhis horse\nthe baker\nevening"


def test_tables(chapter):
    assert block(chapter, "table").text == "who\tlitres\nsmith\t40\na | b\t2"


@pytest.mark.parametrize("book", ["html", "epub", "docx"], indirect=True)
def test_code_keeps_its_lines(chapter):
    assert block(chapter, "code").text == "turn  left\n    turn right"


@pytest.mark.parametrize("book", ["odt"], indirect=True)
def test_code_of_opendocument_is_paragraphs(chapter):
    # Pandoc's reader of that format knows no code: the words stay.
    texts = [found.text for found in chapter.blocks]
    assert "turn left" in texts
    assert "turn right" in texts


def test_headings_below_the_sections_are_blocks(chapter):
    assert block(chapter, "heading").text == "Of frost"


def test_every_script(chapter):
    last = list(chapter.blocks)[-1]
    assert last.text == "בוקר טוב — 井戸の水 — ΦΡΕΑΡ — م‌اء"


def shown(outline, kind):
    (found,) = render_section(block(outline, kind).markdown)
    return found


def test_the_page_shows_the_blocks_of_the_outline(chapter):
    for section in chapter.sections:
        reasons = [
            ReasonText(f"r{n}", n, item.markdown)
            for n, item in enumerate((i for b in section.blocks for i in b.items), 1)
        ]
        rendered = render_section(section_markdown(section), reasons=reasons)
        found = [(b.kind, b.text, b.footnotes) for b in rendered]
        assert found == [(b.kind, b.text, b.footnotes) for b in section.blocks]


def test_plain_text_and_documents_agree_on_the_reasons():
    paragraphs = ["The keeper is paid in order to:", "1. lower it", "2. raise it"]
    plain = read_plain_text("\n\n".join(paragraphs))
    saved = read_file(document("\n\n".join(paragraphs), "docx")).chapters[0]
    assert saved.reasons == plain.reasons


@pytest.mark.parametrize(
    ("before", "found"),
    [("He said so.", 0), ("He said so:", 2), ("> He said so:", 0)],
)
def test_only_a_sentence_with_a_colon_leads_reasons_in(before, found):
    outline = read_file(document(f"{before}\n\n1. one\n2. two\n", "odt")).chapters[0]
    assert len(outline.reasons) == found


def test_a_list_with_a_list_in_it_holds_no_reasons():
    outline = read_file(document("So:\n\n1. one\n    - deep\n2. two\n", "docx")).chapters[0]
    assert outline.reasons == ()
    assert block(outline, "list").text == "one\ndeep\ntwo"


def test_a_second_list_stays_a_list_and_says_so():
    text = "So:\n\n1. one\n2. two\n\nAnd so:\n\n1. three\n2. four\n"
    outline = read_file(document(text, "html")).chapters[0]
    assert [reason.text for reason in outline.reasons] == ["one", "two"]
    assert any("Only one numbered list" in warning for warning in outline.warnings)
