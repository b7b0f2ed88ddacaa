"""Web pages and e-books as people really write them: linked notes, pictures, odd tables, verse."""

from __future__ import annotations

import pytest

from readings.importing.reading import read_file
from tests.importing.making import document


@pytest.fixture
def web_page():
    """Reads the one chapter of a web page's body."""

    def read(body, head="<title>A Book</title>"):
        data = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()
        (chapter,) = read_file(data, name="page.html").chapters
        return chapter

    return read


def kinds(chapter):
    return [(block.kind, block.text) for block in chapter.blocks]


@pytest.mark.parametrize(
    "note",
    [
        '<ol><li id="n1"><p>Seen by <em>all</em>. <a href="#r1">↩</a></p></li></ol>',
        '<ol><li id="n1">Seen by <em>all</em>.</li></ol>',
        '<p><a href="#r1">1</a>. Seen by <em>all</em>.</p>',
        '<p><a id="n1"></a>[1] Seen by <em>all</em>.</p>',
        '<div id="n1"><p>1 Seen by <em>all</em>.</p></div>',
        '<aside id="n1"><p>Seen by <em>all</em>. <a href="#r1">^</a></p></aside>',
    ],
)
@pytest.mark.parametrize("mark", ["<sup>1</sup>", "[1]", "1"])
def test_a_number_that_leads_to_a_note_is_its_mark(web_page, mark, note):
    link = f'<a href="#n1" id="r1">{mark}</a>'
    chapter = web_page(f"<h1>T</h1><p>The well{link} is old.</p><h2>Notes</h2>{note}")
    assert [s.heading for s in chapter.sections] == [None]
    (block,) = chapter.blocks
    assert block.markdown == "The well[^1] is old."
    (found,) = chapter.footnotes
    assert found.markdown == "Seen by *all*."
    assert found.about == (0, 0)


def test_two_marks_of_one_note(web_page):
    chapter = web_page(
        '<p>One<a href="#n">1</a>, two<a href="#n">1</a>.</p><ol><li id="n">A note.</li></ol>'
    )
    assert next(chapter.blocks).markdown == "One[^1], two[^1]."
    assert [note.markdown for note in chapter.footnotes] == ["A note."]


def test_a_number_that_leads_to_a_heading_is_a_link(web_page):
    chapter = web_page(
        '<h1>T</h1><p>See <a href="#b">2</a>.</p><h2 id="b">2. The Rope</h2><p>x</p>'
    )
    assert next(chapter.blocks).markdown == "See [2](#s-2-the-rope)."
    assert chapter.footnotes == ()


def test_a_mark_in_a_heading_stands_for_the_section():
    text = "# T[^1]\n\nWords.\n\n## Of ropes[^2]\n\nMore.\n\n[^1]: One.\n\n[^2]: Two.\n"
    (chapter,) = read_file(document(text, "docx")).chapters
    assert chapter.chapter_title == "T"
    assert [(note.markdown, note.about) for note in chapter.footnotes] == [
        ("One.", None),
        ("Two.", (1, 0)),
    ]
    assert sum("stands in a heading" in warning for warning in chapter.warnings) == 2


def test_the_words_of_a_picture_stand_in_its_place(web_page):
    chapter = web_page(
        '<p>Before.</p><p><img src="a.png" alt="A well"></p><p>An <img src="b.png" alt="oak"> tree'
        '</p><figure><img src="c.png" alt="Rope"><figcaption>The <b>rope</b>, 1801</figcaption>'
        '</figure><img src="d.png"><p>After.</p>'
    )
    assert kinds(chapter) == [
        ("paragraph", "Before."),
        ("caption", "A well"),
        ("paragraph", "An [oak] tree"),
        ("caption", "Rope"),
        ("caption", "The rope, 1801"),
        ("paragraph", "After."),
    ]
    said = "\n".join(chapter.warnings)
    assert said.count("Its description stands in the text") == 3
    assert "The picture “d.png” was left out" in said


@pytest.mark.parametrize("name", ["verse", "poem", "stanza"])
def test_boxes_that_are_called_verse(web_page, name):
    chapter = web_page(
        f'<div class="{name}"><p>Bring a rope,<br>bring a cup,</p><p>no dog.</p></div>'
    )
    assert kinds(chapter) == [("verse", "Bring a rope,\nbring a cup,\nno dog.")]


def test_short_lines_are_verse_and_two_are_not(web_page):
    chapter = web_page("<p>A well<br>Some road 1</p><p>Rope,<br>cup,<br>no dog.</p>")
    assert kinds(chapter) == [
        ("paragraph", "A well\nSome road 1"),
        ("verse", "Rope,\ncup,\nno dog."),
    ]
    assert any("Taken as verse" in warning for warning in chapter.warnings)


def test_cells_that_reach_further(web_page):
    chapter = web_page(
        "<table><caption>Who drew</caption>"
        "<tr><th>a</th><th>b</th><th>c</th></tr>"
        "<tr><td colspan=2>wide</td><td>x</td></tr>"
        "<tr><td rowspan=2>tall</td><td>y</td><td>z</td></tr><tr><td>v</td><td>w</td></tr></table>"
    )
    table, caption = chapter.blocks
    assert table.text == "a\tb\tc\nwide\t\tx\ntall\ty\tz\n\tv\tw"
    assert (caption.kind, caption.text) == ("caption", "Who drew")


def test_rich_cells_stand_on_one_line_and_say_so(web_page):
    chapter = web_page("<table><tr><td><p>a</p><ul><li>b<li>c</ul></td><td>d</td></tr></table>")
    assert next(chapter.blocks).text == "a b c\td"
    assert any("one line each" in warning for warning in chapter.warnings)


def test_a_table_that_only_places_things_is_no_table(web_page):
    chapter = web_page(
        "<table><tr><td><h2>Of ropes</h2><p>A.</p></td><td><p>B.</p></td></tr></table>"
    )
    assert [block.text for block in chapter.blocks] == ["A.", "B."]


def test_two_lists_in_a_row_stay_two(web_page):
    chapter = web_page("<ul><li>a</ul><ul><li>b</ul><ol><li>c</ol><ol><li>d</ol>")
    assert [block.text for block in chapter.blocks] == ["a", "b", "c", "d"]


def test_a_break_between_scenes(web_page):
    chapter = web_page("<p>One.</p><hr><p>Two.</p>")
    assert [block.markdown for block in chapter.blocks] == ["One.", "---\n\nTwo."]


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("m<sup>2</sup>, H<sub>2</sub>O, 1<sup>st</sup>", "m², H₂O, 1st"),
        ("<q>so</q> <u>it</u> <s>is</s>", "“so” *it* is"),
        ("<b>a</b><b>b</b> <i> c </i>d", None),
        ("*not* _this_ [x](y) <code>`a`</code>", "\\*not\\* \\_this\\_ [x\\](y) `` `a` ``"),
        ("soft\u00adhyphen and zero\u200bspace", "softhyphen and zerospace"),
        ("نم\u200cیدانم", "نم\u200cیدانم"),
        (
            '<a href="https://a.example/(x) y">[1] b</a>',
            "[\\[1\\] b](https://a.example/%28x%29%20y)",
        ),
    ],
)
def test_words_with_their_marks(web_page, source, markdown):
    block = next(web_page(f"<p>{source}</p>").blocks)
    assert markdown is None or block.markdown == markdown


def test_emphasis_that_the_dialect_cannot_write_gives_way_to_the_words(web_page):
    block = next(web_page("<p>彼は<b>「井戸」</b>と言った。</p>").blocks)
    assert block.text == "彼は「井戸」と言った。"


def test_the_ways_of_a_site_stay_outside(web_page):
    chapter = web_page('<p><a href="i">Home</a> | <a href="n">Next</a></p><h1>T</h1><p>Words.</p>')
    assert kinds(chapter) == [("paragraph", "Words.")]


@pytest.mark.parametrize(
    ("head", "book"),
    [("<title>Wells – The Rope</title>", "Wells"), ("<title>The Rope</title>", None), ("", None)],
)
def test_the_title_of_the_book(web_page, head, book):
    chapter = web_page("<h1>Chapter 3: The Rope</h1><p>Words.</p>", head)
    assert (chapter.book, chapter.chapter_number, chapter.chapter_title) == (book, 3, "The Rope")


def test_a_page_without_a_heading_is_called_after_the_file(web_page):
    assert web_page("<p>Words.</p>", head="").chapter_title == "Page"
