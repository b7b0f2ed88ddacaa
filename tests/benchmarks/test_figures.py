"""What the benchmarks make of what they measure; nothing is measured here."""

from __future__ import annotations

import pytest

from benchmarks.desk import edited, fields_of
from benchmarks.figures import Sample, Settings, costs, rates
from benchmarks.load import BadAnswer, _length, request_bytes
from benchmarks.placements.report import cost_lines
from benchmarks.placements.speed import Cost
from benchmarks.report import Figure
from benchmarks.runs import NOTES

ROUNDS = [
    {"page": Sample(70, 2.0), "hello": Sample(100, 1.0)},
    {"page": Sample(80, 3.0), "hello": Sample(100, 1.0)},
    {"page": Sample(30, 1.0), "hello": Sample(50, 1.0)},  # a busy moment slows both
]


def test_a_figure_is_the_median_of_the_rounds_ratios():
    assert rates(ROUNDS, "page", "hello").values == (0.7, 0.8, 0.6)
    assert rates(ROUNDS, "page", "hello").middle == 0.7
    found = costs(ROUNDS, "page", "hello")
    assert found is not None
    assert found.middle == 2.0


def test_where_the_system_tells_no_processor_time_nothing_is_claimed():
    unknown = [{"page": Sample(70, None), "hello": Sample(100, None)}]
    assert costs(unknown, "page", "hello") is None
    figure = Figure.cost("Page", unknown, "page", "hello", at_most=1.1)
    assert not figure.met
    assert "not known" in figure.line()


@pytest.mark.parametrize(("goal", "verdict"), [(0.7, "met"), (0.71, "**not met**")])
def test_a_goal_is_met_or_not(goal, verdict):
    figure = Figure.rate("Page", ROUNDS, "page", "hello", at_least=goal)
    assert figure.line().endswith(f"| {verdict} |")
    assert "0.60 to 0.80" in figure.line()


def test_a_number_at_most():
    assert Figure.number("Queries", 6, at_most=6).met
    assert not Figure.number("Queries", 7, at_most=6).met


def test_only_a_full_answer_of_200_counts():
    assert _length(b"HTTP/1.1 200 OK\r\nContent-Length: 12") == 12
    for head in (b"HTTP/1.1 302 Found\r\ncontent-length: 0", b"HTTP/1.1 200 OK\r\nx: y"):
        with pytest.raises(BadAnswer):
            _length(head)


def test_a_form_is_sent_whole():
    sent = request_bytes("/notes/", "sessionid=x", form={"body": "a b"})
    head, _end, body = sent.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /notes/ HTTP/1.1")
    assert f"Content-Length: {len(body)}".encode() in head


def test_what_is_told_beside_a_cost_is_not_part_of_it():
    rounds = [{**found, "look": Sample(10, 9.0)} for found in ROUNDS]
    figure = Figure.cost("Save", rounds, "page", "hello", at_most=60, beside=["look"])
    assert figure.ratio == costs(ROUNDS, "page", "hello")
    assert "look: 10 a second, 9.00 ms of CPU each" in figure.line()


def test_a_form_is_sent_as_a_browser_would():
    page = """
        <form><input name="q"></form>
        <form><input type="hidden" name="base" value="3"><input type="checkbox" name="correction">
        <textarea name="body">\nOne &amp; two.\n\nThree.</textarea>
        <input name="slug" value="a"><input type="submit" name="_save"></form>"""
    assert fields_of(page) == {"base": "3", "body": "One & two.\r\n\r\nThree.", "slug": "a"}


def test_an_edit_replaces_three_words_in_the_middle():
    plain = " ".join(f"Word{n}" for n in range(60))
    body = "\r\n\r\n".join(["Short.", "> " + plain, plain, "::: caption\r\nA.\r\n:::", "End."])
    changed = edited(body)
    assert changed == body.replace(
        f"\n{plain}", "\n" + plain.replace("Word10 Word11 Word12", "another turn of phrase")
    )
    assert changed != body


def test_costs_stand_beside_the_unit_where_the_system_tells():
    cost = Cost(110_000, 100, 10_000, 0.5, 40)
    known, unknown = cost_lines([cost._replace(hellos=512.3), cost])
    assert "| 0.500 | 512 | 50 | 40 | 1 s, under 300 MB | met |" in known
    assert "| not known |" in unknown


def test_at_least_three_rounds():
    assert Settings().rounds >= 3
    assert NOTES < 10_000
