"""The numbered reasons inside a section, and what is told to an editor who misplaced them."""

from __future__ import annotations

import pytest

from readings.text.markdown import ReasonText, SectionProblem, TextProblem, TooLong, render_section
from readings.text.markdown.sentences import last_sentence

REASONS = [
    ReasonText("r1", 1, "to *know* one another[^4]"),
    ReasonText("r7", 2, "to share & mend tools", "More on **tools**[^5], https://tools.example."),
]
BODY = "It was done. People met for these reasons:[^3]\n\n::: reasons\n:::\n\nAfter."


def test_reasons_stand_where_their_container_is():
    before, reasons, after = render_section(BODY, reasons=REASONS)
    assert (before.kind, reasons.kind, after.kind) == ("paragraph", "reasons", "paragraph")
    assert reasons.text == "to know one another\nto share & mend tools"
    assert reasons.reason_spans == (("r1", 0, 19), ("r7", 20, 41))
    assert reasons.lead_in == "People met for these reasons:"
    assert reasons.footnotes == (4,)
    assert before.lead_in == after.lead_in == ""


def test_each_reason_has_an_address_and_its_commentary_is_off_the_text():
    html = render_section(BODY, reasons=REASONS)[1].html
    assert html.startswith(
        '<ol class="reasons"><li id="r-r1" data-reason="r1">to <em>know</em> one another<sup '
    )
    assert html.endswith(
        '</li>\n<li id="r-r7" data-reason="r7">to share &amp; mend tools'
        '<div class="reason-commentary" data-off-text=""><p>More on <strong>tools</strong>'
        '<sup class="fn" data-off-text=""><a href="#fn-5" data-footnote="5">5</a></sup>, '
        '<a href="https://tools.example">https://tools.example</a>.</p></div></li></ol>'
    )


def test_numbers_that_do_not_begin_at_one_or_leave_a_gap_are_kept():
    reasons = [ReasonText("a", 3, "x"), ReasonText("b", 4, "y"), ReasonText("c", 7, "z")]
    html = render_section("::: reasons\n:::", reasons=reasons)[0].html
    assert '<ol class="reasons" start="3">' in html
    assert html.count("value=") == 1
    assert 'data-reason="c" value="7"' in html


def test_a_container_without_reasons_shows_nothing():
    assert [block.text for block in render_section(BODY)] == [
        "It was done. People met for these reasons:", "After.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "lead_in"),
    [
        ("", ""),
        ("Only these:", "Only these:"),
        ("A.\n\n![](x.png)", "A."),
        ("::: verse\nOne line\nand another:\n:::", "One line and another:"),
    ],
)
def test_the_lead_in_is_the_last_sentence_before_the_list(before, lead_in):
    blocks = render_section(f"{before}\n\n::: reasons\n:::", reasons=REASONS)
    assert blocks[-1].lead_in == lead_in


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two: three", "Two: three"),
        ("“One.” Two?", "Two?"),
        ("Asked Mr. Smith and Dr. J. Brown", "Asked Mr. Smith and Dr. J. Brown"),
        ("See p. 5 and vol. 2 for it", "See p. 5 and vol. 2 for it"),
        ("It cost 3.50. Then 2 left", "Then 2 left"),
        ("Wait… 9 of them:", "9 of them:"),
        ("no capital. so it goes on", "no capital. so it goes on"),
        ("", ""),
    ],
)
def test_last_sentence(text, sentence):
    assert last_sentence(text) == sentence


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("a\n\n::: reasons\n:::\n\n::: reasons\n:::", 6, "this is the second"),
        ("> ::: reasons\n> :::", 1, "inside a quote"),
        ("- a\n\n  ::: reasons\n  :::", 3, "inside a quote"),
        ("::: reasons\n\n1. mine\n:::", 3, "fields of their own"),
        ("a\n::: reasons", 2, "has no end"),
        ("::: verse\na\n\nb", 1, "has no end"),
        ("::: verse\na\n::: caption\nb\n:::", 1, "has no end"),
        ("::: poem\na\n:::", 1, "“::: poem” is unknown"),
        ("a\r\n\r\n:::", 3, "“:::” is unknown"),
        ("a\n\n[^3]: Somewhere, 1968.", 3, "footnote 3"),
        ("a\n[^3]: Somewhere, 1968.", 2, "footnote 3"),
        ("no container", 0, "no place for them"),
    ],
)
def test_problems_name_their_line(body, line, words):
    with pytest.raises(SectionProblem, match=words) as caught:
        render_section(body, reasons=REASONS)
    assert caught.value.line == line
    assert not line or f"Line {line}:" in str(caught.value)


def test_a_reason_needs_words():
    with pytest.raises(SectionProblem, match="Reason 5 has no words"):
        render_section("::: reasons\n:::", reasons=[ReasonText("a", 5, " &nbsp;[^1]")])


def test_a_problem_can_be_said_in_another_language():
    with pytest.raises(TextProblem) as caught:
        render_section("::: poem")
    problem = caught.value
    assert str(problem) == problem.template % problem.params
    assert set(problem.params) == {"line", "mark"}


def test_a_section_has_a_limit():
    assert len(render_section("a" * 400_000)[0].text) == 400_000
    with pytest.raises(TooLong) as caught:
        render_section("a" * 400_001)
    assert (caught.value.length, caught.value.limit) == (400_001, 400_000)
