"""What the browser tests of the chapter page start from."""

from __future__ import annotations

import pytest

from readings.text.actions import create_chapter, start_reading
from readings.text.writing import SectionDraft


@pytest.fixture
def long_reading(group, book):
    """A chapter that has to be scrolled."""
    words = "The sheep went along the wall and came back in the evening. " * 12
    chapter = create_chapter(
        user=None,
        book=book,
        number=13,
        title="The Wall",
        sections=[
            SectionDraft(heading=heading, body="\n\n".join([words] * 8), order=order)
            for order, heading in enumerate(["Before", "During", "After"])
        ],
        footnotes={},
    )
    return start_reading(user=None, group=group, chapter=chapter)


@pytest.fixture
def long_page(reader_of, member, long_reading):
    """The member's page of that chapter on a desk, loaded."""
    return reader_of(member, of=long_reading).go()
