"""A text cut into words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings.text.words import Vocabulary, weight


def cut(text: str) -> list[str]:
    words = Vocabulary().read(text)
    return [words.word(at) for at in range(len(words))]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Don't go; it’s late.", ["Don't", "go", ";", "it’s", "late", "."]),
        ("e\u0301tude nai\u0308ve", ["e\u0301tude", "nai\u0308ve"]),
        ("שָׁלוֹם मैं", ["שָׁלוֹם", "मैं"]),
        ("你好。再见", ["你", "好", "。", "再", "见"]),
        ("ok 👍🏽!", ["ok", "👍🏽", "!"]),
        (" \n ", []),
        ("", []),
    ],
)
def test_words_and_signs_are_tokens(text: str, tokens: list[str]):
    assert cut(text) == tokens


def test_sentences_and_lines_begin_where_a_reader_sees_them_begin():
    words = Vocabulary().read('He left. "Why?" she said at 3.5 pm.\nNobody knew. 再见。你好')
    starts = [words.word(at) for at in words.sentences]
    assert starts == ['"', "she", "Nobody", "再", "你"]
    assert [words.word(at) for at in words.lines] == ["Nobody"]


def test_equal_tokens_have_equal_numbers_in_texts_that_share_a_vocabulary():
    vocabulary = Vocabulary()
    one, two = vocabulary.read("a boat leaks"), vocabulary.read("the boat")
    assert one.ids[1] == two.ids[1]
    assert one.ids[0] != two.ids[0]


def test_long_words_say_more_than_short_ones_and_signs_least():
    assert weight("consciousness") > weight("boat") > weight("a") > weight(",")
    assert weight("好") > weight(",")


@given(st.text())
def test_tokens_and_gaps_make_up_the_text(text: str):
    vocabulary = Vocabulary()
    words = vocabulary.read(text)
    edges = [0, *(edge for pair in zip(words.starts, words.ends, strict=True) for edge in pair)]
    assert edges == sorted(edges)
    gaps = [
        text[low:high]
        for low, high in zip([0, *words.ends], [*words.starts, len(text)], strict=True)
    ]
    assert not "".join(gaps).strip()
    assert all(words.word(at).strip() for at in range(len(words)))
    numbers = dict(zip(words.gaps, gaps, strict=True))
    assert [numbers[number] for number in words.gaps] == gaps
