"""A reader's words go into the Markdown where the old ones stand, and nothing else changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readings.text import ruler
from readings.text.markdown import ReasonText, SectionSource, render_section, reword
from tests.text.generated import plain, sources

BODY = """::: verse
Walk the field
before you draw it
:::

A village *shares* one field, and its rule is seldom &amp; hardly written down.[^1] They **kept *to*
it** in order to see \\*stars\\*:

::: reasons
:::

> We counted the days; [one source](https://example.org/source_s 'says so') says so,
> and `led*ger` another.

### On sheep

| What | How many |
|---|---:|
| Sheep | 1,000 |

- first the sheep
- then the wall

```
one line
```

See <https://example.org/>."""
REASONS = (
    ReasonText("r1", 1, "know *one* another", "Said *twice*."),
    ReasonText("r2", 2, "hear of trouble early[^2]"),
)
SOURCE = SectionSource(BODY, REASONS)


def text_of(source):
    return ruler.join(block.text for block in source.render())


def tags_of(source):
    return [
        re.findall(r"<[^>]*>", block.html)
        for block in render_section(source.body, reasons=source.reasons)
    ]


def with_words(old, new, source=SOURCE):
    text = text_of(source)
    assert text.count(old) == 1, text
    start = text.index(old)
    return reword(source, start, start + len(old), new)


@pytest.mark.parametrize(
    ("old", "new", "was", "becomes"),
    [
        ("Walk the field", "Walk this field", "Walk the", "Walk this"),
        ("rule is seldom", "rule is rarely", "seldom", "rarely"),
        # A word inside marks, a mark or an escape on the way, a line's end, an entity.
        ("village shares one", "village share one", "*shares*", "*share*"),
        ("written down. They", "written up. They", "down.[^1]", "up.[^1]"),
        ("kept to it in", "kept to it within", "it** in order", "it** within order"),
        ("seldom & hardly", "seldom and hardly", "&amp;", "and"),
        ("see *stars*:", "see *star*:", "stars\\*", "star\\*"),
        ("one source says", "a source says", "[one source]", "[a source]"),
        ("so, and", "so. And", "so,\n> and", "so.\n> And"),
        ("led*ger", "led*gers", "`led*ger`", "`led*gers`"),
        ("On sheep", "On the sheep", "### On", "### On the"),
        ("1,000", "2,000", "1,000", "2,000"),
        ("sheep\nthen", "sheep\nand then", "- then", "- and then"),
        ("one line", "two *lines*", "\none line", "\ntwo *lines*"),
        # What is put in comes outside the marks beside it, as the eye reads it.
        ("village shares", "village never shares", "village *", "village never *"),
        ("shares one", "shares only one", "*shares*", "*shares* only"),
        ("written down.", "written down at all.", "down.", "down at all."),
        ("down. They", "down. Indeed they", "[^1] They", "[^1] Indeed they"),
        # What is taken out leaves no second space.
        ("seldom & hardly", "seldom", " &amp; hardly", ""),
        # Signs of Markdown are only signs, also at the beginning of a line.
        ("rule is", "*rule* is", " rule", " \\*rule\\*"),
        ("before you", "1. before you", "before", "1\\. before"),
        # Two slips at once.
        ("field, and its rule", "meadow, and their rule", "field, and its", "meadow, and their"),
        # A mark, or a line's end, between two letters that change.
        ("down. They", "down, they", "down.[^1] They", "down,[^1] they"),
    ],
)
def test_words_are_written_where_the_old_ones_stood(old, new, was, becomes):
    found = with_words(old, new)
    assert found is not None
    assert found.body == BODY.replace(was, becomes, 1)
    assert found.reasons == REASONS


def test_a_reason_is_reworded_in_its_own_row():
    found = with_words("hear of trouble early", "hear of trouble earlier")
    assert found is not None
    assert [reason.text for reason in found.reasons] == [
        "know *one* another", "hear of trouble earlier[^2]"
    ]  # fmt: skip
    assert found.body == BODY


def test_emphasis_stays_on_the_word_that_comes_in_its_place():
    found = with_words("know one another", "know each other")
    assert found is not None
    assert found.reasons[0].text == "know *each* other"


def test_reasons_and_text_around_them_at_once():
    found = with_words("early\nWe counted", "late\nWe reckoned")
    assert found is not None
    assert found.reasons[1].text == "hear of trouble late[^2]"
    assert found.body == BODY.replace("counted", "reckoned")


@pytest.mark.parametrize("nth", [0, 1, 2])
def test_of_equal_words_those_that_are_meant(nth):
    source = SectionSource("the wall, *the* wall and\nthe wall")
    start = [found.start() for found in re.finditer("the", text_of(source))][nth]
    found = reword(source, start, start + 3, "a")
    assert found is not None
    words = re.split("(the)", source.body)
    words[2 * nth + 1] = "a"
    assert found.body == "".join(words)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("know one another", "know others"),  # the emphasis would go
        ("Walk the", "Walk\nthe"),  # a line more
        ("draw it\nA village", "draw it, a village"),  # two blocks would be one
        ("sheep\nthen", "sheep, then"),
        ("is seldom", "is\n\nseldom"),  # a paragraph more
        ("hardly written", "hardly\nwritten"),  # no line ends in a paragraph
        ("https://example.org/", "https://example.com/"),  # a link that is its own address
        ("Sheep\t1,000", "Sheep 1,000"),  # from one cell into another
    ],
)
def test_what_would_change_more_than_words_is_left_to_a_person(old, new):
    assert with_words(old, new) is None


def test_every_word_of_a_section_can_be_mended():
    text = text_of(SOURCE)
    failed = [
        found[0]
        for found in re.finditer(r"\w{2,}", text)
        if reword(SOURCE, found.start(), found.end(), f"{found[0]}x") is None
    ]
    assert failed == ["https", "example", "org"]


def test_what_is_no_text_that_can_be_rendered_has_no_answer():
    assert reword(SectionSource("::: verse\nNo end."), 0, 0, "A") is None


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, 4000)])
def test_a_span_outside_the_text_is_a_mistake(span):
    with pytest.raises(ValueError, match="no stretch"):
        reword(SOURCE, span[0], span[1], "words")


def test_a_long_address_is_given_up_on_after_a_while():
    source = SectionSource(f"[word](https://example.org/{'a' * 900}) and another")
    found = with_words("another", "others", source)
    assert found is None or text_of(found) == "word and others"


# Each example renders some hundred times.
few = settings(max_examples=30)


@few
@given(sources(), st.floats(0, 1), st.floats(0, 1), plain)
def test_whatever_comes_of_it_differs_in_those_words_alone(made, one, two, words):
    source = SectionSource(*made)
    text = text_of(source)
    start, end = sorted((int(one * len(text)), int(two * len(text))))
    found = reword(source, start, end, words)
    if found is not None:
        assert text_of(found) == text[:start] + words + text[end:]
        assert tags_of(found) == tags_of(source)


@few
@given(sources(), st.floats(0, 1))
def test_the_same_words_change_nothing(made, one):
    source = SectionSource(*made)
    text = text_of(source)
    end = int(one * len(text))
    found = reword(source, 0, end, text[:end])
    assert found is not None
    assert render_section(found.body, reasons=found.reasons) == source.render()
