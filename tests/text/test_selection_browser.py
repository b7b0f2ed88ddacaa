"""From what a reader selects to a span of a section, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from readings.text.markdown import ReasonText, render_section
from tests.text.sheets import show

pytestmark = pytest.mark.browser

CHAPTER = [
    render_section("One 🙂 *two*[^1] three.\n\n![](x.png)\n\n- four\n- five"),
    render_section(
        "Six seven:\n\n::: reasons\n:::",
        reasons=[ReasonText("r1", 1, "eight", "off"), ReasonText("r2", 2, "nine")],
    ),
]


def select(page: Page, script: str) -> object:
    """The span of a range that a script sets up; it may use `range`, `block(n)` and `find`."""
    show(page, CHAPTER)
    return page.evaluate(
        """(script) => {
          const range = document.createRange();
          const block = (n) => blocks()[n];
          const find = (words) => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              const at = walker.currentNode.data.indexOf(words);
              if (at >= 0) return [walker.currentNode, at];
            }
            throw new Error(words);
          };
          new Function("range", "block", "find", script)(range, block, find);
          return ruler.rangeToSpan(range, blocks());
        }""",
        script,
    )


@pytest.mark.parametrize(
    ("script", "span"),
    [
        pytest.param(
            'range.setStart(...find("two")); range.setEnd(...find(" three"));',
            ("1", 6, 9, "two", False),
            id="words",
        ),
        pytest.param(
            "range.selectNode(block(0));", ("1", 0, 16, "One 🙂 two three.", False), id="a block"
        ),
        pytest.param(
            'range.setStart(...find("three")); range.setEnd(...find("five"));',
            ("1", 10, 22, "three.\n\nfour", False),
            id="blocks, one of them without text",
        ),
        pytest.param(
            "const [n, at] = find('🙂'); range.setStart(n, at + 1); range.setEnd(n, at + 2);",
            ("1", 4, 5, "🙂", False),
            id="half a character",
        ),
        pytest.param(
            "const [n, at] = find('🙂'); range.setStart(n, at); range.setEnd(n, at + 1);",
            ("1", 4, 5, "🙂", False),
            id="the other half",
        ),
        pytest.param(
            "const [n, at] = find('One'); range.setStart(n, at + 3); range.setEnd(n, at + 6);",
            ("1", 4, 5, "🙂", False),
            id="white space at an end",
        ),
        pytest.param(
            "const [n, at] = find('One'); range.setStart(n, at + 3); range.setEnd(n, at + 4);",
            None,
            id="white space alone",
        ),
        pytest.param(
            'range.setStart(...find("five")); range.setEnd(...find("nine"));',
            ("1", 23, 27, "five", True),
            id="into another section",
        ),
        pytest.param(
            'range.setStart(...find("five")); const [n] = find("Heading 2"); range.setEnd(n, 3);',
            ("1", 23, 27, "five", True),
            id="into another section's heading",
        ),
        pytest.param(
            'range.setStart(...find("five")); range.setEnd(...find("Heading 2"));',
            ("1", 23, 27, "five", False),
            id="up to another section, as three clicks do",
        ),
        pytest.param(
            'range.setStart(...find("Heading 2")); range.setEnd(...find(" seven"));',
            ("2", 0, 3, "Six", False),
            id="from a heading",
        ),
        pytest.param("range.selectNodeContents(find('Heading 1')[0]);", None, id="a heading"),
        pytest.param(
            'range.setStart(...find("2.1")); range.setEnd(...find("seven"));',
            ("2", 0, 3, "Six", False),
            id="from a block's number",
        ),
        pytest.param(
            'range.setStart(...find("off")); range.setEnd(block(3), 0);', None, id="backwards"
        ),
        pytest.param(
            'const [n] = find("off"); range.selectNodeContents(n);', None, id="off the text"
        ),
        pytest.param(
            'range.setStart(...find("eight")); range.setEnd(find("off")[0], 2);',
            ("2", 11, 16, "eight", False),
            id="from the text to what is off it",
        ),
        pytest.param(
            'range.setStart(...find("three")); range.setEnd(document.body, 1);',
            ("1", 10, 27, "three.\n\nfour\nfive", True),
            id="to the end of the page",
        ),
    ],
)
def test_selections(sheet, script, span):
    found = select(sheet, script)
    names = ("section", "start", "end", "exact", "cut")
    assert found == (dict(zip(names, span, strict=True)) if span else None)


def test_an_offset_between_two_nodes_belongs_to_either(sheet):
    show(sheet, CHAPTER)
    points = sheet.evaluate(
        """() => [true, false].map((forward) => {
          const root = blocks()[0].querySelector("[data-text]");
          const point = ruler.offsetToPoint(root, 6, forward);
          return [point.node.data, point.offset];
        })"""
    )
    assert points == [["two", 0], ["One 🙂 ", 7]]


def test_the_page_stays_as_it_is(sheet):
    show(sheet, CHAPTER)
    before = sheet.content()
    sheet.evaluate(
        """() => {
          const range = rangeOf(1, 2, 20);
          ruler.rangeToSpan(range, blocks());
          blocks().forEach(ruler.blockText);
        }"""
    )
    assert sheet.content() == before


def test_a_section_without_blocks_has_no_range(sheet):
    show(sheet, [[]])
    assert sheet.evaluate("rangeOf(1, 0, 3)") is None


def test_a_block_without_text_gives_its_root(sheet):
    show(sheet, CHAPTER)
    assert sheet.evaluate(
        """() => {
          const root = blocks()[1].querySelector("[data-text]");
          const { node, offset } = ruler.offsetToPoint(root, 3);
          return node === root && offset === 0 && ruler.blockText(root) === "";
        }"""
    )
