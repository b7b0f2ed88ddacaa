"""What a text costs grows with its length and not with its square, whatever it is made of.

Work is counted in calls, which no busy machine changes.
"""

from __future__ import annotations

import sys

import pytest

from readings.text.markdown import MAX_NOTE, SectionProblem, render_note, render_section, rules
from tests.text.test_markdown_safety import PATTERNS


def stairs(mark, words):
    """Rows that each begin with one mark more, up to about `n` characters."""

    def make(n):
        rows, length = [], 0
        while length < n:
            rows.append(mark * len(rows) + words)
            length += len(rows[-1])
        return "".join(rows)

    return make


def wide(columns, rows):
    """A head of so many columns above so many rows of one letter, again and again."""
    one = "|" + "a|" * columns + "\n|" + "-|" * columns + "\n" + "a\n" * rows + "\n"
    return lambda n: one * max(n // len(one), 1)


def again(words):
    return lambda n: words * (n // len(words))


MAKERS = {
    "links in links": lambda n: "[" * (n // 5) + "a" + "](x)" * (n // 5),
    "images in images": lambda n: "![" * (n // 6) + "a" + "](x)" * (n // 6),
    "images in links": again("[![a](b)](c)"),
    "links one after another": again("[a](b)"),
    "emphasis that crosses links": again("[*a](b*"),
    "emphasis of two kinds": again("*a_b"),
    "emphasis that opens": again("**a *b "),
    "emphasis opened, then closed": lambda n: "*a " * (n // 6) + "a* " * (n // 6),
    "runs of stars": again("*" * 50 + "a"),
    "backquotes, one more each time": stairs("`", "a"),
    "backquotes in pairs": again("`a` "),
    "references of letters": again("&amp;&#x41;"),
    "references to nothing": again("&aaaaaaaa"),
    "a long reference": lambda n: f"&{'a' * n};",
    "a long number": lambda n: f"&#{'1' * n};",
    "tags that open": again('<a href="'),
    "comments that open": again("<!--"),
    "addresses in angles": again("<http://a "),
    "bare addresses": again("http://a.b "),
    "an address with its punctuation": lambda n: "http://a" + ")." * (n // 2),
    "colons and slashes": again("://"),
    "hosts": again("www.a"),
    "a host of many parts": lambda n: "www." + "a." * (n // 2),
    "mail": again("a@a."),
    "mail of the longest names": again("a" * 63 + "@"),
    "quotes": again("> a\n"),
    "quotes, one deeper each time": stairs(">", "a\n"),
    "one deep quote": again(">"),
    "lists": again("- a\n"),
    "loose lists": again("- a\n\n"),
    "lists, one deeper each time": stairs("  ", "- a\n"),
    "lists with lazy lines": lambda n: "- " * 8 + "a\n" * (n // 2),
    "numbered lists": again("1. a\n"),
    "empty items": again("-\n"),
    "rows of a table": lambda n: "|a|b|\n|-|-|\n" + "|a|b|\n" * (n // 6),
    "columns of a table": lambda n: "\n".join("|" + f"{sign}|" * (n // 6) for sign in "a-b"),
    "rows that are too short": wide(40, 60),
    "one wide head": lambda n: wide(n // 8, n // 4)(n),
    "tables": again("|a|\n|-|\n\n"),
    "tables that quotes end": again("a|b\n-|-\n> x\n"),
    "tables whose rows differ": again("-|-\n-|-|-\n"),
    "lines that could be a table": again("a|b\n"),
    "fences": again("```\na\n```\n"),
    "fences that open": again("```\n~~~\n"),
    "headings": again("# a #\n"),
    "headings underlined": again("a\n=\n"),
    "one heading of many lines": lambda n: "a\n" * (n // 2) + "=",
    "rules": again("---\n"),
    "rules with spaces": again("* "),
    "hard breaks": again("a  \nb\\\n"),
    "spaces": lambda n: f"a{' ' * n}b",
    "tabs": again("-\t"),
    "titles": again('[a](b "'),
    "one title": lambda n: '[a](b "' + '\\"' * (n // 2),
    "brackets in an address": lambda n: f"[a]({'(' * n}",
    "angles in an address": again("[a](<b"),
    "definitions": again("[a]: b\n"),
    "uses of a definition": again("[a][b]"),
    "footnote marks": again("a[^1]"),
    "footnote marks, each another": lambda n: "".join(f"a[^{k + 1}]" for k in range(n // 8)),
    "footnote marks that open": again("[^"),
    "verses": again("::: verse\na\n:::\n\n"),
    "one verse": lambda n: "::: verse\n" + "a\n" * (n // 2) + ":::",
    "verses in quotes": again("> ::: verse\n> a\n> :::\n\n"),
    "letters": again("a"),
    "nulls": again("\0"),
    "marks on a letter": again("\u0301"),
}
AGAIN = {f"again: {pattern!r}": again(pattern) for pattern in PATTERNS}
ALL = {**MAKERS, **AGAIN}


def calls(render, text):
    count = 0

    def count_call(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count_call)
    try:
        render(text)
    finally:
        sys.setprofile(before)
    return count


def section(text):
    try:
        return render_section(text)
    except SectionProblem:
        return None


@pytest.mark.parametrize("maker", ALL)
@pytest.mark.parametrize("render", [render_note, section])
def test_twice_the_length_is_about_twice_the_work(render, maker):
    short, long = (ALL[maker](n) for n in (2_000, 4_000))
    assert 1.7 * len(short) < len(long) < 2.3 * len(short)
    assert calls(render, long) < 2.3 * calls(render, short) + 500


@pytest.mark.parametrize("maker", MAKERS)
def test_a_full_note_costs_no_more_than_its_length(maker):
    """Some parts are bounded, and their bounds are beyond the lengths above."""
    text = MAKERS[maker](MAX_NOTE)[:MAX_NOTE]
    assert calls(render_note, text) < 200 * MAX_NOTE
    assert len(render_note(text)) < 10 * MAX_NOTE


class Reader:
    """A pattern that counts how many letters it was given to read."""

    def __init__(self, pattern):
        self.pattern, self.read = pattern, 0

    def match(self, text, start, end):
        self.read += end - start
        return self.pattern.match(text, start, end)


@pytest.mark.parametrize("words", ["://", "a://", "http://", "http://a ", "http:///", "https://.,"])
def test_the_rest_of_a_line_is_not_read_for_each_colon(words, monkeypatch):
    reader = Reader(rules._AFTER_SCHEME)
    monkeypatch.setattr(rules, "_AFTER_SCHEME", reader)
    text = words * (5_000 // len(words))
    render_note(text)
    assert reader.read <= text.count("http") * len(text)
    if "http" not in words:
        assert reader.read == 0
