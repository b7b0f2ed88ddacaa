"""What a test of the desk does with the form, and what the page before the save foresees."""

from __future__ import annotations

from typing import Any

from tests.fixtures.admin import AdminPage


def replaced(page: AdminPage, *pairs: tuple[str, str]) -> str:
    """The form's text with some words in place of others."""
    body = str(page.fields["body"])
    for old, new in pairs:
        assert old in body
        body = body.replace(old, new)
    return body


def foresight(response: Any) -> Any:
    assert "foresight" in response.context, "the edit was not looked at first"
    return response.context["foresight"]
