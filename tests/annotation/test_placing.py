"""Passages followed through edits, one hard case at a time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from readings.annotation.placing import Placement, State, place_all
from tests.annotation.marked import assert_follows, follow

PLACED, MOVED, CHANGED, ORPHANED = State.PLACED, State.MOVED, State.CHANGED, State.ORPHANED

RIVER = "The river ran high that spring."
FERRY = "Nobody could cross below the old mill, so the ferryman slept late."
LETTERS = "Letters waited a week on the far bank."
BELL = "When the bell rang at noon the children counted the drowned fence posts."


def test_placing_knows_neither_django_nor_the_outside():
    """It is pure: whoever imports it brings in no framework, no database and no network."""
    look = "import sys, readings.annotation.placing, readings.annotation.placing_quote;"
    look += "print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", look], check=True, capture_output=True, text=True
    )
    assert "readings" in loaded.stdout.split()
    assert not {"django", "sqlite3", "socket", "ssl"} & set(loaded.stdout.split())


def test_the_same_text_keeps_every_passage():
    text = f"{RIVER} {FERRY}\n{LETTERS}"
    anchors = [(0, 5), (4, 40), (0, len(text)), (7, 7)]
    assert place_all(text, text, anchors) == [
        Placement(PLACED, start, end, 1.0) for start, end in anchors
    ]


def test_words_before_a_passage_only_shift_it():
    assert_follows(
        f"{RIVER} {FERRY} ⟦{LETTERS}⟧",
        f"It is long ago now. {RIVER} {FERRY} ⟦{LETTERS}⟧",
        PLACED,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # the second of three, with an edit before, between and after
        (
            "We go home. A lamp burns. ⟦We go home⟧. The road is dark. We go home.",
            "We go home now. A lamp burns. ⟦We go home⟧. The long road is dark. We go home.",
        ),
        # the first is deleted with its surroundings
        (
            "At first we go home. Then a lamp burns and ⟦we go home⟧ by the road.",
            "Then a lamp burns and ⟦we go home⟧ by the road.",
        ),
        # another one is inserted before
        (
            f"{RIVER} The answer is no. {FERRY} The answer is ⟦no⟧. {LETTERS}",
            f"The answer is no. {RIVER} The answer is no. {FERRY} The answer is ⟦no⟧. {LETTERS}",
        ),
    ],
)
def test_a_repeated_phrase_stays_where_it_was_meant(old: str, new: str):
    assert_follows(old, new, PLACED)


def test_a_moved_paragraph_takes_its_passages_along():
    old = f"{RIVER} ⟦{FERRY}⟧\n{LETTERS}\n{BELL} {RIVER[:-1]} again."
    new = f"{LETTERS}\n{BELL} {RIVER[:-1]} again.\n{RIVER} ⟦{FERRY}⟧"
    assert_follows(old, new, MOVED)


def test_a_short_passage_moves_with_its_paragraph():
    old = f"{RIVER} Nobody could ⟦cross⟧ there.\n{LETTERS} They cross each other.\n{BELL}"
    new = f"{LETTERS} They cross each other.\n{BELL}\n{RIVER} Nobody could ⟦cross⟧ there."
    assert_follows(old, new, MOVED)


def test_a_moved_section_keeps_what_was_edited_in_it():
    first = f"{RIVER} {FERRY}\n{LETTERS}"
    other = f"{BELL} It was their only sum that year.\nThe priest wrote it all down in a blue book."
    old = f"⟦{first}⟧\n{other}\nA last line, and then one more line after it, and the end."
    new = (
        f"{other}\nA last line, and then one more line after it, and the end.\n"
        f"⟦{first.replace('a week', 'nine days')}⟧"
    )
    assert_follows(old, new, CHANGED)


@pytest.mark.parametrize("passage", [RIVER, FERRY, "the ferryman", "river ran"])
def test_swapped_sentences_both_keep_their_passages(passage: str):
    old, new = f"{RIVER} {FERRY} {LETTERS}", f"{FERRY} {RIVER} {LETTERS}"
    placement, _ = follow(
        old.replace(passage, f"⟦{passage}⟧"), new.replace(passage, f"⟦{passage}⟧")
    )
    assert placement.start == new.index(passage)
    assert placement.state in {PLACED, MOVED}


def test_swapped_sentences_that_are_nearly_the_same_are_not_mixed():
    old = "⟦The cat sat on the mat.⟧ The dog sat on the mat."
    new = "The dog sat on the mat. ⟦The cat sat on the mat.⟧"
    placement, found = follow(old, new)
    assert found == new
    assert placement.state in {PLACED, MOVED}


def test_a_deleted_sentence_does_not_go_to_its_twin():
    twin = "Be patient with one another."
    old = f"{RIVER} ⟦{twin}⟧ {FERRY}\n{LETTERS} {twin} {BELL}"
    new = f"{RIVER} {FERRY}\n{LETTERS} {twin} {BELL}"
    assert_follows(old, new, ORPHANED)


def test_a_sentence_copied_to_two_places_goes_to_neither():
    end = "The end of it, at last, came in a dry and windy May."
    assert_follows(
        f"⟦{FERRY}⟧\n{RIVER} {LETTERS}\n{BELL}\n{end}",
        f"{RIVER} {LETTERS}\n{FERRY}\n{BELL}\n{FERRY}\n{end}",
        ORPHANED,
    )


def test_a_rewritten_sentence_that_keeps_most_words_is_changed():
    assert_follows(
        f"{RIVER} ⟦Nobody could cross below the old mill, so the ferryman slept late.⟧ {BELL}",
        f"{RIVER} ⟦No one could cross below the ruined mill, so our ferryman slept late.⟧ {BELL}",
        CHANGED,
    )


def test_a_sentence_replaced_by_another_is_gone():
    assert_follows(
        f"{RIVER} ⟦{FERRY}⟧ {BELL}",
        f"{RIVER} Grain prices doubled and the council met by candle light. {BELL}",
        ORPHANED,
    )


def test_a_sentence_rewritten_and_moved_is_found():
    old = f"{RIVER} ⟦{FERRY}⟧\n{LETTERS}\n{BELL}"
    new = (
        f"{RIVER}\n{LETTERS}\n{BELL} ⟦Nobody could cross below the old stone mill, and so the "
        "ferryman slept very late.⟧"
    )
    assert_follows(old, new, CHANGED)


def test_a_sentence_moved_out_of_one_that_resembles_it_is_followed():
    kept = "After setting up the press, run the long belt over the left wheel and oil it."
    alike = "After cleaning the press, put the long belt over the left wheel and stop."
    old = f"{RIVER}\n⟦{kept}⟧\n{LETTERS}\n{BELL}"
    new = f"{RIVER}\n{alike}\n{LETTERS}\n{BELL}\n⟦{kept}⟧"
    assert_follows(old, new, MOVED)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("say ⟦the small boat leaks⟧ today", "say ⟦the small grey boat leaks⟧ today"),
        ("say ⟦the small boat leaks⟧ today", "say ⟦the boat leaks⟧ today"),
        ("say ⟦the small boat leaks⟧ today", "say ⟦the smaller boat leaks⟧ today"),
        ("say ⟦the small boat leaks badly⟧ today", "say ⟦the small boat leaks sadly⟧ today"),
        ("say ⟦the small boat leaks⟧ today", "say ⟦the small\nboat leaks⟧ today"),
        ("she likes the ⟦colours⟧ here", "she likes the ⟦colors⟧ here"),
        ("it ⟦leaks. We⟧ row on", "it ⟦leaks. Often. We⟧ row on"),
    ],
)
def test_an_edit_inside_a_passage_changes_it(old: str, new: str):
    assert_follows(old, new, CHANGED)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Then ⟦we rowed home⟧ at once.", "Then slowly ⟦we rowed home⟧ at once."),
        ("Then ⟦we rowed home⟧ at once.", "Then ⟦we rowed home⟧ again at once."),
        ("Then ⟦we rowed home⟧ at once.", "Then, ⟦we rowed home⟧, at once."),
        ("⟦We rowed home.⟧ It rained.", "Dusk fell. ⟦We rowed home.⟧ It rained."),
        ("⟦We rowed home.⟧ It rained.", "⟦We rowed home.⟧ Dusk fell. It rained."),
        ("⟦We rowed home.⟧\nIt rained.", "⟦We rowed home.⟧\nDusk fell.\nIt rained."),
        ("It rained. ⟦We rowed home.⟧", "It rained. ⟦We rowed home.⟧ Dusk fell."),
        ("⟦home⟧", "at ⟦home⟧ again"),
        # the same word typed once more beside it
        ("a very ⟦good⟧ day", "a very very ⟦good⟧ day"),
    ],
)
def test_words_typed_beside_a_passage_are_not_swallowed(old: str, new: str):
    assert_follows(old, new, PLACED)


def test_words_replaced_at_the_edge_of_a_passage_still_belong_to_it():
    assert_follows(
        f"{RIVER} So ⟦the old ferryman slept late⟧ again. {BELL}",
        f"{RIVER} So ⟦the old ferryman slept badly⟧ again. {BELL}",
        CHANGED,
    )


def test_a_passage_of_which_every_word_is_deleted_is_orphaned():
    assert_follows(f"{RIVER} {FERRY} ⟦Letters waited⟧.", f"{RIVER} {FERRY}", ORPHANED)


def test_a_passage_of_which_every_word_is_replaced_is_orphaned():
    assert_follows(
        f"{RIVER} It was ⟦bitterly cold⟧ at night. {BELL}",
        f"{RIVER} It was surprisingly warm at night. {BELL}",
        ORPHANED,
    )


def test_a_passage_survives_when_all_around_it_is_deleted():
    assert_follows(f"{RIVER} Nobody ⟦could cross below⟧ it.", "⟦could cross below⟧", PLACED)


def test_a_passage_over_whole_paragraphs_takes_in_what_is_inserted_between_them():
    assert_follows(
        f"{RIVER}\n⟦{FERRY}\n{LETTERS}⟧\n{BELL}",
        f"{RIVER}\n⟦{FERRY}\nThe ferry itself lay upside down.\n{LETTERS}⟧\n{BELL}",
        CHANGED,
    )


def test_a_passage_over_whole_paragraphs_outlives_one_of_them():
    assert_follows(f"{RIVER}\n⟦{FERRY}\n{LETTERS}⟧\n{BELL}", f"{RIVER}\n⟦{FERRY}⟧\n{BELL}", CHANGED)


def test_a_split_and_a_merged_paragraph_keep_their_passages():
    assert_follows(f"{RIVER} ⟦{FERRY}⟧ {LETTERS}", f"{RIVER}\n⟦{FERRY}⟧\n{LETTERS}", PLACED)
    assert_follows(f"{RIVER}\n⟦{FERRY}⟧\n{LETTERS}", f"{RIVER} ⟦{FERRY}⟧ {LETTERS}", PLACED)


def test_a_passage_over_a_split_is_changed_only_in_its_white_space():
    placement, found = follow(f"{RIVER} ⟦{FERRY} {LETTERS}⟧", f"{RIVER}\n{FERRY}\n{LETTERS}")
    assert found == f"{RIVER}\n⟦{FERRY}\n{LETTERS}⟧"
    assert placement == Placement(CHANGED, 32, 32 + len(FERRY) + 1 + len(LETTERS), 1.0)


def test_a_far_shred_of_a_passage_does_not_stretch_it():
    filler = " ".join(f"Sentence number {n} of another tale altogether." for n in range(40))
    assert_follows(
        f"{RIVER} ⟦{FERRY} Yes.⟧\n{LETTERS}",
        f"{RIVER} ⟦{FERRY}⟧ {filler} Yes.\n{LETTERS}",
        CHANGED,
    )


def test_a_sentence_that_goes_on_does_not_take_what_was_written_into_it():
    assert_follows(
        f"{RIVER} ⟦Letters waited a week on the far bank.⟧ {BELL}",
        f"{RIVER} ⟦Letters waited a week on the far bank⟧, and the clerk who counted them twice "
        f"a day had a cold all that time. {BELL}",
        CHANGED,
    )


def test_words_scattered_over_another_paragraph_are_not_the_passage():
    filler = " ".join(f"Sentence number {n} of another tale altogether." for n in range(12))
    words = FERRY.rstrip(".").replace(",", "").split(" ")
    scattered = " ".join(f"{word}, {filler}" for word in words)
    assert_follows(f"{RIVER} ⟦{FERRY}⟧ {BELL}", f"{RIVER} {scattered} {BELL}", ORPHANED)


def test_empty_texts():
    assert place_all("", "", [(0, 0)]) == [Placement(PLACED, 0, 0, 1.0)]
    assert place_all("", "Some words.", [(0, 0)]) == [Placement(PLACED, 0, 0, 1.0)]
    assert (
        place_all("Some words.", "", [(0, 4), (5, 11)])
        == [Placement(ORPHANED, None, None, 0.0)] * 2
    )
    assert place_all("Some words.", "Other words.", []) == []


def test_a_place_between_words_and_white_space_stay_with_their_neighbours():
    text = "one two\nthree four"
    anchors = [(4, 4), (7, 8), (3, 3), (18, 18)]
    placements = place_all(text, "zero one two\nthree five", anchors)
    assert [(each.start, each.end) for each in placements] == [
        (9, 9),
        (12, 13),
        (8, 8),
        (None,) * 2,
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # emoji of several code points, flags, skin tones
        ("so ⟦good 👩‍👩‍👧‍👦 day⟧ 🇩🇰", "oh so ⟦good 👩‍👩‍👧‍👦 day⟧ 👍🏽 🇩🇰"),
        ("I ⟦👍🏽⟧ it", "Yes, I ⟦👍🏽⟧ it"),
        # combining marks, composed and not
        ("la ⟦cafe\u0301⟧ noire", "la belle ⟦cafe\u0301⟧ noire"),
        ("le ⟦café⟧ noir", "le bon ⟦café⟧ noir"),
        # right to left, with vowel signs
        ("אמר ⟦שָׁלוֹם לכולם⟧ והלך", "הוא אמר ⟦שָׁלוֹם לכולם⟧ והלך הביתה"),
        ("قال ⟦مرحبا بكم⟧ ثم ذهب", "هو قال ⟦مرحبا بكم⟧ ثم ذهب إلى البيت"),
        # scripts without spaces
        ("我们⟦今天去⟧学校。", "明天我们⟦今天去⟧学校吗？"),
        ("เรา⟦ไปโรงเรียน⟧วันนี้", "พรุ่งนี้เรา⟦ไปโรงเรียน⟧วันนี้"),
        ("हम ⟦आज विद्यालय⟧ जाते हैं", "कल हम ⟦आज विद्यालय⟧ जाते हैं"),
    ],
)
def test_offsets_are_code_points_in_any_script(old: str, new: str):
    assert_follows(old, new, PLACED)


def test_a_passage_may_begin_and_end_within_words():
    assert_follows("an unread⟦able sen⟧tence here", "not an unread⟦able sen⟧tence here", PLACED)


def test_an_accent_written_in_another_way_is_a_change():
    assert_follows("la ⟦cafe\u0301 noire⟧ ici", "la ⟦caf\u00e9 noire⟧ ici", CHANGED)


@pytest.mark.parametrize("anchor", [(-1, 2), (0, 6), (3, 2), (6, 6)])
def test_an_anchor_outside_the_text_is_refused(anchor: tuple[int, int]):
    with pytest.raises(ValueError, match="does not lie within 5 characters"):
        place_all("words", "words", [(0, 5), anchor])


def test_the_more_of_a_passage_is_left_the_surer_is_its_place():
    old = f"{RIVER} ⟦{FERRY}⟧ {BELL}"
    little, _ = follow(old, f"{RIVER} {FERRY.replace('late', 'long')} {BELL}")
    much, _ = follow(
        old, f"{RIVER} {FERRY.replace('late', 'long').replace('the old mill', 'a weir')} {BELL}"
    )
    assert 1 > little.confidence > much.confidence > 0
