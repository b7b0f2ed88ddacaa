"""What docs/benchmarks.md says of placements."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.page import write_part
from benchmarks.placements.editions import PACKAGES
from benchmarks.placements.scoring import Mark, Tally
from benchmarks.placements.speed import Cost

GOALS = {"place_all": (99, 0.5), "place_quote": (95, 1)}  # least right, most wrong, in percent
MOST_SECONDS, MOST_MEGABYTES, SECTION = 1, 300, 110_000

HEAD = """## Placements

How well passages follow real edits, and what that costs. The last run:

    python -m benchmarks.placements --count {count} --hard {hard}

The texts are pages of documentation in neighbouring releases, out of the source archives:
{packages}.

{pages:,} pages that changed, without change logs and release notes, which are only added to, and
without pages that were emptied. {passages:,} passages of 3 to 40 words in their prose, a third of
them whole sentences, from a fixed seed.

The truth knows nothing of the placer: words are what white space separates, whole paragraphs are
aligned by git's histogram diff, the others paired and compared by Python's difflib, wherever they
stand. *Right*: at least half of the union with the true span in common, or no place where less than
a third of the letters is left. Between a third and a half, no place is right as well. *Missing*: no
place though there is one. *Wrong*: any other place. `place_quote` gets the words and 32 characters
on either side, without a hint.

| real editions | by | passages | right | missing | wrong | goal | |
|---|---|---|---|---|---|---|---|
"""

HARD = """
The hard cases, made out of the same pages, one edit each, so that the truth is known to the
character. From the quote alone nobody can tell a sentence that was moved far from the twin of one
that was deleted: such a quote gets a place only where something of what stood around it is there.

| hard case | by | passages | right | missing | wrong |
|---|---|---|---|---|---|
"""

COST = """
`place_all` in seconds of processor time, the median of five runs in a process of its own, and the
most memory that the whole process took. Made-up prose, an edit for every 1,100 characters and a
passage for every 11: where the cost is linear in both, what a passage costs stays the same. A
*hello* is the site's unit (above), measured in the same run right before and after. {cores} cores,
{system}, Python {python}.

| characters | edits | passages | seconds | hellos | µs a passage | MB | goal | |
|---|---|---|---|---|---|---|---|---|
"""


def quality_lines(found: Mapping[tuple[str, str], Tally]) -> Iterable[str]:
    """A row for each way of placing, over all passages and over those that an edit touched."""
    for (name, which), tally in found.items():
        least, most = GOALS[name]
        met = tally.percent(Mark.RIGHT) >= least and tally.percent(Mark.WRONG) <= most
        goal = f"{least}% right, {most}% wrong | {'met' if met else '**not met**'}"
        said = "all" if which == "all" else "in or beside an edit"
        yield f"| {said} | {_row(name, tally)} | {goal if which == 'all' else ' | '} |"


def hard_lines(found: Mapping[tuple[str, str], Tally]) -> Iterable[str]:
    for (name, case), tally in found.items():
        yield f"| {case} | {_row(name, tally)} |"


def cost_lines(costs: Sequence[Cost]) -> Iterable[str]:
    for cost in costs:
        met = cost.seconds <= MOST_SECONDS and cost.memory < MOST_MEGABYTES
        verdict = f"1 s, under 300 MB | {'met' if met else '**not met**'}"
        hellos = "not known" if cost.hellos is None else f"{cost.hellos:,.0f}"
        yield (
            f"| {cost.size:,} | {cost.edits:,} | {cost.anchors:,} | {cost.seconds:.3f} | {hellos} "
            f"| {1e6 * cost.seconds / cost.anchors:.0f} | {cost.memory:.0f} "
            f"| {verdict if cost.size == SECTION else ' | '} |"
        )


def _row(name: str, tally: Tally) -> str:
    percents = " | ".join(f"{tally.percent(which):.2f}%" for which in Mark)
    return f"`{name}` | {tally.total:,} | {percents}"


def write(
    found: Mapping[tuple[str, str], Tally],
    hard: Mapping[tuple[str, str], Tally],
    costs: Sequence[Cost],
    *,
    pages: int,
    count: int,
    each: int,
) -> None:
    """Writes the part of the page on placements."""
    head = HEAD.format(
        count=count,
        hard=each,
        pages=pages,
        passages=found["place_all", "all"].total,
        packages="; ".join(f"{each.name} {', '.join(each.releases)}" for each in PACKAGES),
    )
    cost = COST.format(
        cores=os.cpu_count(), system=platform.system(), python=platform.python_version()
    )
    parts = (head, *_lines(quality_lines(found)), HARD, *_lines(hard_lines(hard)), cost)
    write_part("placements", "".join((*parts, *_lines(cost_lines(costs)))))


def _lines(rows: Iterable[str]) -> Iterable[str]:
    return (f"{row}\n" for row in rows)
