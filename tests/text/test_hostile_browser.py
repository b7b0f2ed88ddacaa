"""What was rendered, in a browser without any policy: the renderer alone has to hold.

The site's own pages, with their policy and their scripts, are in tests/pages.
"""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from readings.text.markdown import SectionProblem, render_footnote, render_note, render_section
from readings.text.markdown.pictures import shown
from tests.text.hostility import payloads
from tests.text.test_hostile import cut, piece

PAYLOADS = payloads()


def sections(text):
    try:
        return "\n".join(block.html for block in render_section(text))
    except SectionProblem:
        return ""


WAYS = {"note": render_note, "footnote": render_footnote, "section": sections}


@pytest.fixture
def bare(new_context, live_server, watch):
    """A page that holds what it is given and may do whatever it likes, but for leaving."""
    page = new_context().new_page()
    watching = watch(page)

    def show(bodies):
        boxes = "".join(f'<div class="box">{body}</div>' for body in bodies)
        html = f'<!doctype html><title>Bare</title><main id="around">{boxes}</main>'
        page.unroute_all()
        page.route(f"{live_server.url}/bare/", lambda route: route.fulfill(
            body=html, content_type="text/html; charset=utf-8"
        ))  # fmt: skip
        page.goto("/bare/", wait_until="load")
        return watching

    return show


def test_the_bird_would_die(bare, page_faults):
    """The same page with one script in it: else nothing here could fail."""
    page_faults.expect("The canary is dead")
    watching = bare(["<script>canary(1)</script>", "<img src=data:, onerror=canary(1)>"])
    assert watching.page.evaluate("window.canaryDied") is True


@pytest.mark.parametrize("way", WAYS)
def test_no_payload_runs_asks_or_leaves(bare, live_server, way):
    rendered = [WAYS[way](payload.text) for payload in PAYLOADS]
    # A key of ours is asked for here, where no picture is: that is no attack.
    bodies = [html for html in rendered if not shown(html)]
    holds(bare(bodies), bodies, live_server.url, way)


def holds(watching, bodies, site, way):
    page = watching.page
    assert watching.asked == [f"{site}/bare/"], "nothing else was asked for"
    boxes = watching.read_twice(".box")
    assert len(boxes) == len(bodies), "every box stands, and no other"
    assert all(as_read == again for as_read, again in boxes)
    assert page.locator("#around > *").count() == len(bodies), "nothing got out of its box"
    for protocol, rel, target, _address in watching.press("a[href]"):
        assert protocol in ("http:", "https:", "mailto:")
        assert target == ""
        assert rel == ("nofollow noopener ugc" if way == "note" else "")
    watching.is_quiet()
    assert watching.asked == [f"{site}/bare/"]
    assert page.url == f"{site}/bare/"


def test_no_mixture_does_either(bare, live_server):
    """Some hundred of them on one page; which ones comes again the same."""
    bodies = []

    @settings(max_examples=300, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.lists(piece | cut, min_size=2, max_size=6).map("".join))
    def collect(text):
        bodies.append(render_note(text))

    collect()
    assert len(bodies) >= 300
    holds(bare(bodies), bodies, live_server.url, "note")


def test_what_is_escaped_is_shown_as_it_was_written(bare):
    """The words that a reader sees are those that were typed: nothing is swallowed."""
    tags = [p.text for p in PAYLOADS if p.name.startswith("html/") and "\n" not in p.text]
    tags = [text for text in tags if not set("`*_[]&") & set(text) and "://" not in text]
    watching = bare([render_note(text) for text in tags])
    seen = watching.page.locator(".box").all_inner_texts()
    assert seen == tags
    assert escape("<script>") in render_note(tags[0])
