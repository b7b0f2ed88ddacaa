"""What the browser tests of the reader start from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from readings.groups.models import User
from readings.text.models import Reading
from tests.annotation.reader_page import DESK, ReaderPage


@pytest.fixture
def reader_of(page_of: Callable[..., Page], reading: Reading) -> Callable[..., ReaderPage]:
    """The chapter page of a person: `reader_of(member, **PHONE).go()`; on a desk unless said."""

    def make(user: User, **options: Any) -> ReaderPage:
        return ReaderPage(page_of(user, **{**DESK, **options}), reading.get_absolute_url())

    return make


@pytest.fixture
def reader(reader_of: Callable[..., ReaderPage], member: User) -> ReaderPage:
    """The member's chapter page on a desk, loaded."""
    return reader_of(member).go()
