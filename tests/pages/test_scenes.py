"""Every page at every size: no fault that axe knows, nothing scrolls sideways, nothing to press
disappears or is too small, controls and marked words can be made out.

One visit on a desk and one on a phone, for coming to a page takes longer than looking at it.
"""

from __future__ import annotations

import pytest

from tests.pages.looking import TALL_DESK, look_at
from tests.pages.measuring import Measure, set_direction, set_text_size
from tests.pages.scenes import SCENES, Scene

DESK = {"width": 1440, "height": 900}
TABLET = {"width": 1000, "height": 800}
PHONE = {"width": 390, "height": 844}
TALL_PHONE = {"width": 390, "height": 8000}
NARROW = {"width": 320, "height": 640}
TOUCH = {"has_touch": True, "is_mobile": True}

# What a phone has besides: the chapter's dock, and the handle of its folded contents.
DOCK = {"In this chapter", "Contents → #contents-list", "Notes → #margin", "Go to → #go-to"}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_page_on_a_desk(visit, axe, scene):
    page = visit(scene, viewport=DESK)
    measure = Measure(page)
    faults = _faults(measure, "1440") + measure.faint_edges()
    wanted = measure.controls()
    look_at(page, axe, TALL_DESK)
    faults += [f"dark: {fault}" for fault in measure.faint_edges()]
    page.set_viewport_size(TABLET)
    faults += _faults(measure, "1000") + _lost(measure, wanted, "1000")
    page.set_viewport_size(DESK)
    set_direction(page, "rtl")
    faults += _faults(measure, "1440 from right to left")
    set_direction(page, "ltr")
    set_text_size(page, 200)
    faults += _faults(measure, "1440 with text at 200%") + _lost(measure, wanted, "200%")
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_page_on_a_phone(visit, axe, scene):
    page = visit(scene, viewport=PHONE, **TOUCH)
    measure = Measure(page)
    wanted = measure.controls()
    faults = _faults(measure, "390") + measure.small_targets()
    page.set_viewport_size(TALL_PHONE)
    axe(page)
    page.set_viewport_size(NARROW)
    set_direction(page, "rtl")
    faults += _faults(measure, "320 from right to left")
    set_direction(page, "ltr")
    faults += _faults(measure, "320") + measure.small_targets() + _lost(measure, wanted, "320")
    page.set_viewport_size(PHONE)
    set_text_size(page, 200)
    faults += _faults(measure, "390 with text at 200%") + _lost(measure, wanted, "200%")
    page.set_viewport_size(DESK)
    set_text_size(page, 100)
    faults += _lost(measure, wanted, "1440")
    assert not faults, "\n" + "\n".join(faults)


def _faults(measure: Measure, size: str) -> list[str]:
    return [f"{size}: {fault}" for fault in measure.sideways()]


def _lost(measure: Measure, wanted: set[str], size: str) -> list[str]:
    """Controls that one size has and the other has not."""
    have = measure.controls()
    missing = [f"{size} lacks {name}" for name in sorted(wanted - have - DOCK)]
    added = [f"{size} alone has {name}" for name in sorted(have - wanted - DOCK)]
    return missing + added


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_on_every_mark(visit, scheme):
    page = visit(Scene("chapter", "member", "{chapter}"), viewport=DESK, color_scheme=scheme)
    marks = Measure(page).faint_marks()
    painted = [f"::highlight({name})" for name in ("hover", "mine", "open")]
    assert marks["grounds"] == [*painted, "mark.m1", "mark.m2", "mark.m3"]
    assert marks["seen"] == 6, "a mark that looks like the page itself"
    assert marks["inks"] >= 2, "words and footnote marks"
    assert marks["found"] == []
