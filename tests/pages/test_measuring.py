"""What measures the pages finds the faults that it is there for."""

from __future__ import annotations

import pytest

from tests.pages.measuring import Measure, set_text_size

HEAD = "<meta name=viewport content='width=device-width'>"


@pytest.fixture
def measured(page):
    """`measured(html)`: that page, ready to be measured."""

    def show(html):
        page.set_viewport_size({"width": 400, "height": 400})
        page.set_content(HEAD + html)
        return Measure(page)

    return show


def test_what_is_wider_than_the_window_is_found(measured):
    found = measured("<main style='width: 500px'>Wide</main>").sideways()
    assert len(found) == 1
    assert "main" in found[0]


def test_what_scrolls_inside_is_found(measured):
    inner = "<pre class=code style='width: 100px; overflow-x: auto'>a long line of code here</pre>"
    assert measured(inner).sideways() == ["pre.code scrolls sideways"]


def test_what_fits_is_no_fault(measured):
    assert (
        measured("<p>A few words</p><input value='longer than the field is wide'>").sideways() == []
    )


def test_small_targets_are_found_and_counted_with_what_extends_them(measured):
    style = """<style>
      button { display: inline-block; position: relative; width: 20px; height: 20px }
      button { padding: 0; border: 0; font-size: 10px }
      .grown::after { content: ""; position: absolute; inset: -12px }
      main { display: flex; gap: 80px; padding: 80px }
    </style>"""
    body = "<main><button>S</button><button class=grown>G</button></main>"
    found = measured(style + body).small_targets()
    assert found == ["button. “S”: 20 × 20 px, 44 needed"]


def test_a_word_in_a_line_needs_less(measured):
    line = "<p style='line-height: 3; font: 30px serif'>Some words and <a href='#x'>a link</a>.</p>"
    assert measured(line).small_targets() == []
    assert measured("<p style='font: 30px serif'><a href='#x'>A link</a></p>").small_targets() != []


def test_what_is_covered_cannot_be_pressed(measured):
    cover = "<div style='position: absolute; inset: 0'></div>"
    found = measured(
        f"<button style='width: 60px; height: 60px'>Go</button>{cover}"
    ).small_targets()
    assert found == ["button. “Go”: 0 × 0 px, 44 needed"]


def test_faint_edges_are_found(measured):
    faint = "<input name=word style='border: 1px solid #ddd; background: #fff'>"
    clear = "<input name=word style='border: 1px solid #777; background: #fff'>"
    assert len(measured(faint).faint_edges()) == 1
    assert measured(clear).faint_edges() == []


def test_faint_words_on_a_mark_are_found(measured):
    words = "<p data-text style='color: #999'>Some <mark style='background: #ccc'>words</mark></p>"
    marks = measured(f"<main>{words}</main>").faint_marks()
    assert any("p. on mark." in fault for fault in marks["found"])


def test_controls_are_within_reach_on_the_page_and_in_folds_with_a_handle(measured):
    link = "<a href='https://example.org/{0}'>{0}</a>".format
    page = f"""
      <details><summary>Fold</summary>{link("in")}</details>
      <details style="display: none"><summary>Gone</summary>{link("gone")}</details>
      {link("seen")} <span style="visibility: hidden">{link("hidden")}</span>
      <button aria-label="Named">x</button>"""
    wanted = {"Fold", "in → /in", "seen → /seen", "Named"}
    assert measured(page).controls() == wanted


def test_text_grows_as_the_reader_asked(page):
    page.set_content("<p style='font-size: 1rem'>Words</p>")
    set_text_size(page, 200)
    assert page.evaluate("getComputedStyle(document.querySelector('p')).fontSize") == "32px"
