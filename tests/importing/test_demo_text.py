"""The demo's own files: a study edition that the importer reads without help, and its questions."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from readings.importing import plaintext

DEMO = Path(plaintext.__file__).parents[1] / "demo"


@pytest.fixture(scope="module")
def edition():
    return plaintext.read_plain_text((DEMO / "chapter.txt").read_bytes(), name="chapter.txt")


@pytest.fixture(scope="module")
def questions():
    return json.loads((DEMO / "questions.json").read_text("utf-8"))


def test_the_edition_is_a_whole_chapter(edition):
    assert (edition.chapter_number, edition.chapter_title) == (25, "Stay Close to the Masses")
    assert len(edition.sections) == 4
    assert len(edition.reasons) == 9
    kinds = [block.kind for block in edition.blocks]
    counts = [kinds.count(kind) for kind in ("verse", "reasons", "caption", "quote")]
    assert counts == [1, 1, 2, 10]
    assert edition.left_out == ()


def test_every_footnote_belongs_somewhere(edition):
    assert [note.number for note in edition.footnotes] == list(range(1, 22))
    assert all(note.about for note in edition.footnotes)
    marked = [number for block in edition.blocks for number in block.footnotes]
    assert marked == list(range(2, 22))
    assert any("ibid." in note.markdown for note in edition.footnotes)


def test_every_lead_in_to_a_quote_says_that_it_is_a_paraphrase(edition):
    blocks = list(edition.blocks)
    pairs = pairwise(blocks)
    led_in = [
        before for before, after in pairs if (before.kind, after.kind) == ("paragraph", "quote")
    ]
    assert len(led_in) == 8
    assert all("paraphrase" in before.text[-40:] for before in led_in)


def test_there_are_eight_questions_on_every_kind_of_place(questions):
    assert len(questions) == 8
    assert {entry["on"] for entry in questions} == {
        "chapter", "section", "reason", "block", "passage",
    }  # fmt: skip


def test_every_question_stands_on_words_that_are_there_once(edition, questions):
    for entry in questions:
        if "words" in entry:
            texts = [block.text for block in edition.sections[entry["section"]].blocks]
            assert sum(text.count(entry["words"]) for text in texts) == 1
        if "reason" in entry:
            items = [i for block in edition.sections[entry["section"]].blocks for i in block.items]
            assert 1 <= entry["reason"] <= len(items)
