"""What the style sheets promise: contrast, colours for old phones, layers, a hue for everybody."""

from __future__ import annotations

import re

import pytest

from readings.groups.models import COLOURS
from tests.tooling.rooms import ROOT

pytestmark = pytest.mark.structure

CSS = ROOT / "static" / "css"
# The admin's pages have sheets of their own, in Django's colours and without the site's.
SHEETS = sorted(path for path in CSS.rglob("*.css") if path.parent.name != "editing")
SCHEMES = ("light", "dark")
GROUNDS = ("paper", "sheet", "well", "accent-soft")
MARKS = ("mark-1", "mark-2", "mark-3", "mark-mine", "mark-open", "mark-hover")


def tokens():
    """Every colour by its name: {"paper": ("#fbf8f1", "#16150f")}, light and dark."""
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    single = r"--([\w-]+): (#[0-9a-f]+);"
    double = r"--([\w-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);"
    plain = dict(re.findall(single, text))
    both = {name: (light, dark) for name, light, dark in re.findall(double, text)}
    return plain, {**{name: (value, value) for name, value in plain.items()}, **both}


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def pairs():
    """(foreground, ground, least contrast) for everything that the tokens promise."""
    for ink in ("ink", "soft", "accent", "good", "warn", "bad"):
        yield from ((ink, ground, 4.5) for ground in GROUNDS)
    for ink in ("ink", "accent"):
        yield from ((ink, mark, 4.5) for mark in MARKS)
    for state in ("good", "warn", "bad"):
        yield from ((ink, f"{state}-soft", 4.5) for ink in (state, "ink"))
    yield from (("on-accent", "accent", 4.5), ("on-bad", "bad", 4.5))
    yield from (("on-hue", f"hue-{number}", 4.5) for number in range(COLOURS))
    yield from (("edge", ground, 3) for ground in GROUNDS)
    yield from (("under-group", mark, 3) for mark in ("mark-1", "mark-2", "mark-3", "paper"))
    yield ("under-mine", "mark-mine", 3)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_have_their_contrast(scheme):
    _, colours = tokens()
    index = SCHEMES.index(scheme)
    poor = [
        f"{front} on {ground}: {ratio:.2f}"
        for front, ground, least in pairs()
        if (ratio := contrast(colours[front][index], colours[ground][index])) < least
    ]
    assert poor == []


def test_contrast_is_reckoned_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_phones_without_light_dark_get_the_same_light_colours():
    plain, colours = tokens()
    assert {name: light for name, (light, _) in colours.items()} == plain


def test_every_sheet_is_imported_into_a_layer():
    text = (CSS / "app.css").read_text(encoding="utf-8")
    order = re.search(r"^@layer ([\w, ]+);", text, re.MULTILINE)
    assert order
    layers = order[1].split(", ")
    assert layers == ["tokens", "base", "layout", "parts", "screens"]
    imports = dict(re.findall(r'@import url\("([^"]+)"\) layer\((\w+)\);', text))
    assert set(imports) == {path.relative_to(CSS).as_posix() for path in SHEETS} - {"app.css"}
    assert [layers.index(layer) for layer in imports.values()] == sorted(
        layers.index(layer) for layer in imports.values()
    )


def test_every_member_hue_has_its_class():
    text = (CSS / "parts" / "people.css").read_text(encoding="utf-8")
    found = {int(number) for number in re.findall(r"\.hue-(\d+)\b", text)}
    assert found == set(range(COLOURS))
