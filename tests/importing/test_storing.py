"""An outline waits as plain data and comes back as it was; another release's is refused."""

import json

import pytest
from hypothesis import given

from readings.importing.books import BookOutline
from readings.importing.outline import Outline, OutlineBlock, OutlineFootnote, OutlineSection
from readings.importing.problems import ImportProblem
from readings.importing.storing import VERSION, outline_as_data, outline_of_data
from tests.importing.outlines import books

BOOK = BookOutline.of(
    Outline(
        "Book", 3, "Title",
        (OutlineSection(None, (OutlineBlock("paragraph", "a[^1]", "a", (1,), lines=(4, 5)),)),),
        (OutlineFootnote(1, "b", (0, 0)),),
    )
)  # fmt: skip


@given(books())
def test_nothing_is_lost_on_the_way(book):
    data = json.loads(json.dumps(outline_as_data(book)))
    back = outline_of_data(data)
    assert back == book
    assert outline_as_data(back) == data  # lines count for no equality


def test_what_another_release_wrote_is_refused():
    for version in (VERSION - 1, VERSION + 1, "1", None, [], {}):
        with pytest.raises(ImportProblem) as caught:
            outline_of_data(outline_as_data(BOOK) | {"version": version})
        assert caught.value.code == "outdated"


def broken(data, path, value):
    """Puts another value into the data; None takes the place out."""
    *way, last = path
    for step in way:
        data = data[step]
    if value is None:
        del data[last]
    else:
        data[last] = value


SECTION = ("chapters", 0, "sections", 0)
BLOCK = (*SECTION, "blocks", 0)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), None), (("title",), 7), (("chapters",), None), (("chapters",), 5),
        (("chapters", 0), "text"), (("chapters", 0, "facts"), ["a"]), (SECTION, []),
        (("chapters", 0, "number"), "3"), (("chapters", 0, "number"), True),
        ((*SECTION, "blocks"), {"a": 1}), ((*BLOCK, "kind"), "poem"), ((*BLOCK, "kind"), []),
        ((*BLOCK, "markdown"), None), ((*BLOCK, "lines"), [1]), ((*BLOCK, "footnotes"), ["1"]),
        ((*BLOCK, "doubts"), [["unknown", "x"]]), ((*BLOCK, "items"), [["a", "b"]]),
        (("chapters", 0, "footnotes", 0, "about"), [0]), (("warnings",), [None]),
        (("chapters", 0, "left_out_lines"), ["1"]),
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_never_half_read(path, value):
    data = outline_as_data(BOOK)
    broken(data, path, value)
    with pytest.raises(ImportProblem) as caught:
        outline_of_data(data)
    assert caught.value.code == "outdated"


@pytest.mark.parametrize("data", [None, [], "", 3, {}, {"version": VERSION}])
def test_what_is_no_outline_is_refused(data):
    with pytest.raises(ImportProblem):
        outline_of_data(data)
