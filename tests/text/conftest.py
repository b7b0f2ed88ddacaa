"""The page on which the browser's half of the ruler is tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js" / "text"
SITE = "http://localhost"


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Iterator[Page]:
    """A page that holds nothing but the ruler, as `window.ruler` and `window.codepoints`."""
    page = browser.new_page()
    page.route("**/*", _serve)
    page.goto(f"{SITE}/")
    page.evaluate(
        """async () => {
          window.ruler = await import("/ruler.js");
          window.codepoints = await import("/codepoints.js");
          window.blocks = () => Array.from(document.querySelectorAll("[data-block]"));
          window.rangeOf = (section, start, end) => ruler.spanToRange(
            document.querySelector(`[data-section="${section}"]`), start, end);
        }"""
    )
    yield page
    page.close()


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(f"{SITE}/")
    if name in ("ruler.js", "codepoints.js"):
        route.fulfill(path=SCRIPTS / name, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>Sheet</title>", content_type="text/html")
