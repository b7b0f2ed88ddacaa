"""The order that the numbers in a form's rows ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings.editing.admin.ordering import Row, fresh_positions, in_order


def order(*wanted):
    """Rows a, b, c … that had the places 1, 2, 3 … and want these; None where one is new."""
    return "".join(in_order([Row(chr(96 + n), n, number) for n, number in enumerate(wanted, 1)]))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ((1, 2, 3), "abc"),
        ((1, 2, 1), "cab"),
        ((3, 2, 3), "bca"),
        ((2, 1, 3), "bac"),
        ((3, 1, 2), "bca"),
        ((1, 2, 99), "abc"),
        ((None, 2, 3), "bca"),
    ],
)
def test_a_row_goes_where_its_number_says(wanted, expected):
    assert order(*wanted) == expected


def test_a_new_row_takes_the_place_that_it_names_or_the_last():
    rows = [Row("a", 1, 1), Row("b", 2, 2), Row("new", None, 2), Row("last", None, None)]
    assert in_order(rows) == ["a", "new", "b", "last"]


@given(st.permutations(range(1, 8)))
def test_a_complete_order_is_taken_as_it_is(wanted):
    rows = [Row(number, was, number) for was, number in enumerate(wanted, 1)]
    assert in_order(rows) == sorted(wanted)


@given(st.lists(st.integers(0, 50)), st.integers(0, 20))
def test_positions_rise_and_those_in_use_are_used_again(standing, count):
    found = fresh_positions(standing, count)
    assert len(found) == count
    assert found == sorted(set(found))
    assert found[: len(set(standing))] == sorted(set(standing))[:count]
