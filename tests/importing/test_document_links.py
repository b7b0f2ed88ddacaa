"""Links to bookmarks of Word and OpenDocument files, wherever their programs set these."""

from __future__ import annotations

import pytest

from readings.importing.reading import read_file
from tests.importing.making import changed, document, member

BOOK = """# The Rope {#r1}

See [the next](#b_2), [knots](#k-3), [a word](#w4), [lines](#p5) and [nothing](#none).

## Of knots {#k-3}

A [word]{#w4} in a knot.

::: {#p5}
Lines of their own.

And more of them.
:::

# The Bucket {#b_2}

It hangs on [a knot](#k-3), and [the rope](#r1).

| Day | Buckets |
|-----|---------|
| Mon | [here](#b_2) |
"""


@pytest.fixture(scope="module", params=["docx", "odt"])
def file(request):
    return document(BOOK, request.param)


def links(book):
    return [block.markdown for chapter in book.chapters for block in chapter.blocks]


def test_links_lead_to_bookmarks_by_their_own_names(file):
    first, *_others, bucket, table = links(read_file(file))
    assert "[the next](../the-bucket/#s-opening)" in first
    assert "[knots](#s-of-knots)" in first
    assert "[a word](#s-of-knots)" in first
    assert "[lines](#s-of-knots)" in first
    assert "[a knot](../the-rope/#s-of-knots)" in bucket
    assert "[the rope](../the-rope/#s-opening)" in bucket
    assert "[here](#s-opening)" in table


def test_a_link_to_no_place_is_said_and_no_other(file):
    first, second = read_file(file).chapters
    assert [said for said in first.warnings if "link" in said] == [
        "A link to “#none” leads out of the file and was left out; its words stand."
    ]
    assert second.warnings == ()


def test_the_words_are_those_of_the_file(file):
    texts = [block.text for chapter in read_file(file).chapters for block in chapter.blocks]
    assert texts[:3] == [
        "See the next, knots, a word, lines and nothing.",
        "A word in a knot.",
        "Lines of their own.",
    ]


def test_a_heading_with_several_bookmarks():
    made = document("# One\n\nA [b](#x) and [c](#y).\n\n# Two {#x}\n\nWords.\n", "docx")
    content = member(made, "word/document.xml").decode()
    at = content.index('<w:bookmarkStart w:id="', content.index("Words") - 900)
    content = content[:at] + '<w:bookmarkStart w:id="77" w:name="y"/>' + content[at:]
    found = links(read_file(changed(made, {"word/document.xml": content.encode()})))
    assert found[0] == "A [b](../two/#s-opening) and [c](../two/#s-opening)."


def test_many_bookmarks_that_nothing_closes_take_no_time():
    made = document("# One\n\nA [b](#x).\n\n# Two {#x}\n\nWords.\n", "docx")
    content = member(made, "word/document.xml").decode()
    marks = '<w:bookmarkStart w:id="7" w:name="z"/>' * 20_000
    content = content.replace("<w:body>", f"<w:body>{marks}", 1)
    found = links(read_file(changed(made, {"word/document.xml": content.encode()})))
    assert found[0] == "A [b](../two/#s-opening)."


def test_a_section_of_an_opendocument_file_is_led_to_as_its_program_does():
    made = document("# One\n\nA [b](#x).\n\n# Two\n\n::: {#x}\nWords.\n:::\n", "odt")
    content = member(made, "content.xml").decode().replace('"#x"', '"#x|region"')
    found = links(read_file(changed(made, {"content.xml": content.encode()})))
    assert found[0] == "A [b](../two/#s-opening)."
