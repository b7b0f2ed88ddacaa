"""Measures a page in the browser: see measuring.js for how."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


class Measure:
    """What a page looks like as it stands now."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def _ask(self, name: str) -> Any:
        # One expression: what the script brings along lives no longer than the question.
        return self.page.evaluate(f"() => {{ const measure = {SCRIPT} return measure.{name}(); }}")

    def sideways(self) -> list[str]:
        """What scrolls sideways: the page itself, or anything on it but a field's own words."""
        return list(self._ask("sideways"))

    def controls(self) -> set[str]:
        """Every control within reach, by its name and where it leads: on the page, or in a closed
        fold whose handle is on the page."""
        return set(self._ask("inReach"))

    def small_targets(self) -> list[str]:
        """Controls that a finger would miss: less than 44 px, or 24 px in a line of words."""
        return list(self._ask("smallTargets"))

    def faint_edges(self) -> list[str]:
        """Controls whose shape stands out from its ground by less than 3:1."""
        return list(self._ask("faintEdges"))

    def faint_marks(self) -> dict[str, Any]:
        """`found`: words of the text that have less than 4.5:1 on a mark; and what was compared."""
        return dict(self._ask("faintMarks"))


def set_direction(page: Page, direction: str) -> None:
    """Turns the page as an interface in another language would: "rtl" or "ltr"."""
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)


def set_text_size(page: Page, percent: int) -> None:
    """What somebody asks of the browser: text of another size, in all that is measured in rem."""
    session = page.context.new_cdp_session(page)
    sizes = {"standard": round(16 * percent / 100), "fixed": round(13 * percent / 100)}
    session.send("Page.setFontSizes", {"fontSizes": sizes})
    session.detach()
