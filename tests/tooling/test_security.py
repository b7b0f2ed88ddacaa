"""docs/security.md: what it names is there, no item is left out, and its numbers are the code's."""

from __future__ import annotations

import ast
import functools
import re

import pytest

from readings.groups.models import StudyGroup, User
from readings.importing import drafting, reading
from readings.importing.pandoc import archives, running
from readings.text import pictures
from readings.text.markdown.problems import MAX_NOTE
from studyguide import settings as site
from tests.tooling.rooms import ROOT

pytestmark = pytest.mark.structure

# The items of level 1 in the standard's version 5.0.0, by section.
LEVEL_1 = {
    "1.2": [1, 2, 3, 4, 5], "1.3": [1, 2], "1.5": [1],
    "2.1": [1], "2.2": [1, 2], "2.3": [1],
    "3.2": [1, 2], "3.3": [1], "3.4": [1, 2], "3.5": [1, 2, 3],
    "4.1": [1], "4.4": [1],
    "5.2": [1, 2], "5.3": [1, 2],
    "6.1": [1], "6.2": [1, 2, 3, 4, 5, 6, 7, 8], "6.3": [1, 2], "6.4": [1, 2],
    "7.2": [1, 2, 3, 4], "7.4": [1, 2],
    "8.1": [1], "8.2": [1, 2], "8.3": [1],
    "9.1": [1, 2, 3], "9.2": [1],
    "10.4": [1, 2, 3, 4, 5],
    "11.3": [1, 2], "11.4": [1],
    "12.1": [1], "12.2": [1, 2],
    "13.4": [1],
    "14.2": [1], "14.3": [1],
    "15.1": [1], "15.2": [1], "15.3": [1],
}  # fmt: skip
NUMBERS = [f"{section}.{number}" for section, numbers in LEVEL_1.items() for number in numbers]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ITEMS, _, REST = PAGE.partition("## Of level 2")
NOT_MET = REST.partition("## Not met")[2]
ITEM = re.compile(r"v5\.0\.0-(\d+\.\d+\.\d+)( ~)?")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def section(title: str) -> str:
    return PAGE.partition(f"\n### {title}\n")[2].partition("\n### ")[0]


@functools.cache
def functions_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_test_that_is_named_exists():
    named = NAMED.findall(PAGE)
    assert len(named) > 100
    gone = [
        f"{path}::{test}"
        for path, test in named
        if not (ROOT / path).is_file() or test not in functions_of(path)
    ]
    assert gone == []


def test_no_name_of_a_test_is_written_otherwise():
    assert PAGE.count("tests/") == len(NAMED.findall(PAGE))


def test_every_item_of_level_1_is_there_once():
    found = [number for number, _part in ITEM.findall(ITEMS)]
    assert len(NUMBERS) == 70
    assert sorted(found) == sorted(NUMBERS)


def test_what_is_met_in_part_says_what_is_missing():
    in_part = {number for number, part in ITEM.findall(ITEMS) if part}
    assert in_part <= {number for number, _part in ITEM.findall(NOT_MET)}


def test_what_applies_names_a_test_or_says_that_there_is_none():
    for row in re.findall(r"^\| v5.*$", ITEMS, re.MULTILINE):
        said = [cell.strip() for cell in row.strip("|").split(" | ")]
        excused = re.search(r"Do(es)? not apply|No test: ", row)
        assert NAMED.search(row) or excused, said[0]


def test_what_is_accepted_is_what_the_code_says():
    said = section("What is accepted")
    for limit in (
        f"1 to {User._meta.get_field('display_name').max_length} characters",
        f"1 to {MAX_NOTE:,} characters",
        f"{StudyGroup._meta.get_field('name').max_length} and ",
        f"{reading.MAX_FILE // 1_000_000} MB; unpacked {archives.MAX_UNPACKED // 1_000_000} MB",
        f"{archives.MAX_MEMBERS:,} files",
        f"{running.SECONDS} seconds and 512 MB",
        f"{drafting.MOST_AT_ONCE} imports",
        f"{pictures.MAX_BYTES // 1_000_000} MB and {pictures.MAX_PIXELS // 1_000_000} million",
        f"{site.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2} MB without its files",
    ):
        assert limit in said, limit


def test_limits_are_those_of_the_settings():
    said, rates = section("Limits"), site.ACCOUNT_RATE_LIMITS
    told = {
        "login": ("30/m/ip", "30 a minute from one address"),
        "login_failed": ("10/m/ip,5/300s/key", "10 a minute from one address, and 5 in 5 minutes"),
        "sign_in_code": ("10/5m/ip", "10 in 5 minutes from one address"),
        "signup": ("20/m/ip", "20 a minute from one address"),
        "reset_password": ("20/m/ip,5/m/key", "20 a minute from one address, 5 a minute for one"),
        "change_password": ("5/m/user", "| 5; 10 a minute a person"),
        "reauthenticate": ("10/m/user", "| 5; 10 a minute a person"),
        "invite": ("30/h/user", "30 an hour a person"),
    }
    for act, (rate, words) in told.items():
        assert rates[act] == rate, act
        assert words in said, act
    for act, rate in site.RATE_LIMITS.items():
        assert f"`{act}`: {rate} |" in said, act
