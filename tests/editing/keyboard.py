"""What a person with a keyboard alone does on a page of the admin."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def tab_to(page: Page, control: Locator) -> None:
    """Presses Tab until the control has the focus."""
    for _turn in range(80):
        if control.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{control} is not reached with Tab")


def press(page: Page, name: str) -> None:
    """Goes to the button with this name, and presses it."""
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")
