"""What holds for every text and every edit."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from readings.annotation.placing import Placement, State, place_all

EXAMPLES = 100
Anchor = tuple[int, int]

# Few words, so that they repeat; signs and white space of every kind between them.
WORDS = st.sampled_from(
    ["the", "a", "Boat", "boats", "leaks", "leaked", "שָׁלוֹם", "学", "👍🏽", "e\u0301"]
)
GAPS = st.sampled_from(
    [" ", " ", " ", "  ", ", ", ". ", ".\n", "\n", "\n\n", "! ", " (", ") ", "。"]
)


@st.composite
def prose(draw: st.DrawFn, most: int = 40) -> str:
    pairs = draw(st.lists(st.tuples(WORDS, GAPS), max_size=most))
    return "".join(word + gap for word, gap in pairs)


def texts() -> st.SearchStrategy[str]:
    return st.one_of(prose(), st.text(max_size=60))


@st.composite
def anchored(draw: st.DrawFn, source: st.SearchStrategy[str]) -> tuple[str, list[Anchor]]:
    text = draw(source)
    edge = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edge, edge), max_size=8))
    return text, [(min(pair), max(pair)) for pair in pairs]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, list[Anchor]]:
    """A text, the same after a few cuts and pastes, and anchors in the first."""
    old, anchors = draw(anchored(texts()))
    new = old
    for _ in range(draw(st.integers(0, 4))):
        low, high = sorted((draw(st.integers(0, len(new))), draw(st.integers(0, len(new)))))
        piece, rest = new[low:high], new[:low] + new[high:]
        at = draw(st.integers(0, len(rest)))
        kind = draw(st.sampled_from(["cut", "move", "copy", "write"]))
        if kind == "cut":
            new = rest
        elif kind == "move":
            new = rest[:at] + piece + rest[at:]
        elif kind == "copy":
            new = new[:at] + piece + new[at:]
        else:
            new = new[:low] + draw(texts()) + new[high:]
    return old, new, anchors


@settings(max_examples=EXAMPLES)
@given(anchored(texts()))
def test_without_an_edit_everything_stays(drawn: tuple[str, list[Anchor]]):
    text, anchors = drawn
    assert place_all(text, text, anchors) == [
        Placement(State.PLACED, start, end, 1.0) for start, end in anchors
    ]


@settings(max_examples=EXAMPLES)
@given(edited())
@example(("a b", "", [(0, 0), (3, 3), (0, 3)]))
def test_every_placement_is_what_its_state_says(drawn: tuple[str, str, list[Anchor]]):
    old, new, anchors = drawn
    placements = place_all(old, new, anchors)
    assert len(placements) == len(anchors)
    for (start, end), placement in zip(anchors, placements, strict=True):
        assert 0 <= placement.confidence <= 1
        if placement.start is None or placement.end is None:
            assert placement == Placement(State.ORPHANED, None, None, 0.0)
            continue
        assert 0 <= placement.start <= placement.end <= len(new)
        same = new[placement.start : placement.end] == old[start:end]
        assert same or placement.state is State.CHANGED
        assert placement.state is not State.CHANGED or placement.start < placement.end


@settings(max_examples=EXAMPLES)
@given(edited(), st.randoms(use_true_random=False))
def test_a_placement_does_not_depend_on_the_others(drawn: tuple[str, str, list[Anchor]], random):
    old, new, anchors = drawn
    placements = dict(zip(anchors, place_all(old, new, anchors), strict=True))
    shuffled = random.sample(anchors, len(anchors))
    assert place_all(old, new, shuffled) == [placements[anchor] for anchor in shuffled]
    for anchor in anchors:
        assert place_all(old, new, [anchor]) == [placements[anchor]]


@settings(max_examples=EXAMPLES)
@given(
    st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=40),
    st.lists(st.sampled_from(["zig ", "Zag. ", "zog\n"]), min_size=1, max_size=30),
    st.data(),
)
def test_text_inserted_elsewhere_moves_nothing(
    pairs: list[tuple[str, str]], inserted: list[str], data: st.DataObject
):
    words = [word + gap for word, gap in pairs]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    at = data.draw(st.sampled_from([*range(first + 1), *range(last + 1, len(words) + 1)]))
    start = len("".join(words[:first]))
    end = len("".join(words[:last])) + len(pairs[last][0])
    new = "".join([*words[:at], *inserted, *words[at:]])
    shift = len("".join(inserted)) if at <= first else 0
    assert place_all("".join(words), new, [(start, end)]) == [
        Placement(State.PLACED, start + shift, end + shift, 1.0)
    ]


@settings(max_examples=EXAMPLES)
@given(st.integers(2, 60), st.data())
def test_words_that_stand_once_are_never_mistaken(count: int, data: st.DataObject):
    words = [f"word{number}" for number in range(count)]
    low = data.draw(st.integers(0, count - 1))
    high = data.draw(st.integers(low + 1, count))
    rest = words[:low] + words[high:]
    at = data.draw(st.integers(0, len(rest)))
    old, new = " ".join(words), " ".join([*rest[:at], *words[low:high], *rest[at:]])
    stirred = range(min(low, at), max(high, at + high - low))
    anchors = [(6 * n, 6 * n + 5) for n in range(min(10, count))]
    for number, placement in enumerate(place_all(old, new, anchors)):
        assert placement.state is State.PLACED or number in stirred
        if placement.start is not None:
            assert new[placement.start : placement.end] == words[number]
