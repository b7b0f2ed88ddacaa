"""A question of the facilitator's, on the whole chapter unless said otherwise."""

from __future__ import annotations

import pytest

from readings.annotation.pointers import Pointer
from readings.discussion.actions import ask_question


@pytest.fixture
def ask(reading, facilitator):
    def make(body="What follows?", **fields):
        given = {"user": facilitator, "reading": reading, "pointer": Pointer("chapter"), **fields}
        return ask_question(body=body, **given)

    return make
