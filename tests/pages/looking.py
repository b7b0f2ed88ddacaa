"""What axe says of a page as it stands, in light and in dark."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.fixtures.axe import Check

# Taller than the pages: what has been scrolled half under the bar is no fault.
TALL_DESK = {"width": 1440, "height": 4000}


def look_at(page: Page, axe: Check, size: dict[str, int]) -> None:
    """Fails for a fault in light, or for one that other colours have; leaves the page dark."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    axe(page)
    page.emulate_media(color_scheme="dark")
    axe(page, colours_only=True)
