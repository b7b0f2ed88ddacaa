"""Scripts hold no words of their own: they take them from a template, where all of them stand."""

from __future__ import annotations

import re

import pytest

from tests.tooling.rooms import ROOT

pytestmark = pytest.mark.structure

TEMPLATE = ROOT / "templates" / "components" / "script_parts.html"


def scripts():
    return "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "static/js").rglob("*.js"))


def offered(attribute):
    return set(re.findall(rf'{attribute}="([a-z-]+)"', TEMPLATE.read_text(encoding="utf-8")))


def test_every_sentence_and_part_that_scripts_ask_for_stands_in_the_template():
    asked = set(re.findall(r'\b(?:words|said)\(\s*"([a-z-]+)"', scripts()))
    assert asked
    assert asked <= offered("data-words")
    assert set(re.findall(r'\bpart\(\s*"([a-z-]+)"', scripts())) == offered("data-part")


def test_every_trouble_has_its_words_for_sending_and_for_loading():
    known = re.search(r"const KNOWN = \{(.+?)\}", scripts(), re.DOTALL)
    assert known
    troubles = {*re.findall(r'"([a-z-]+)"', known[1]), "server-trouble"}
    assert len(troubles) == 7
    for trouble in troubles:
        either = {f"{trouble}-send", f"{trouble}-load"}
        assert either <= offered("data-words") or trouble in offered("data-words")


def test_no_sentence_waits_for_a_script_that_is_gone():
    quoted = set(re.findall(r'"([a-z-]+)"', scripts()))
    assert {re.sub("-(send|load)$", "", name) for name in offered("data-words")} <= quoted
