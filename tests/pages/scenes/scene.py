"""What a scene is, and what many of them do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect

from studyguide.settings import RATE_LIMITS

# A form's own `submit` goes past htmx and its scripts, as a browser without them would send it.
SUBMIT = "form => form.submit()"
UNPROCESSABLE = "status of 422"
TOO_MANY = "status of 429"
# Nobody may write or bring in anything for the rest of the hour.
NONE_LEFT = dict.fromkeys(RATE_LIMITS, "0/m,0/h")


@dataclass(frozen=True)
class Scene:
    """Who goes where, what they do there, which fault of the console that is bound to be, and which
    settings of the site are others than usual."""

    name: str
    who: str | None
    path: str
    act: Callable[[Page], None] | None = None
    fault: str = ""
    site: dict[str, Any] = field(default_factory=dict)  # what the site's settings are there


def send_empty(page: Page) -> None:
    """Sends the page's form with nothing in it."""
    page.locator("main form").last.evaluate(SUBMIT)
    expect(page.locator(".errorlist").first).to_be_visible()


def said(heading: str) -> Callable[[Page], None]:
    """Nothing is done: the page says this."""
    return lambda page: expect(page.get_by_role("heading", name=heading)).to_be_visible()
