"""Corrections of outlines that tests read from Markdown."""

import pytest

from readings.importing.books import BookOutline
from readings.importing.correcting import Correction, apply
from readings.importing.outline import section_markdown
from readings.importing.problems import ImportProblem
from tests.importing.outlines import chapter_of

FRONT = "---\nbook: Book\nnumber: 3\ntitle: Title\n---\n\n"


def book_of(*texts):
    return BookOutline("Book", "", "", tuple(chapter_of(FRONT + text) for text in texts))


def corrected(text, change, section=0, block=0, value="", number=None):
    """The chapter's own Markdown after one correction."""
    found = apply(book_of(text), Correction(change, 0, section, block, value, number))
    return written(found.chapters[0])


def written(outline):
    parts = []
    for section in outline.sections:
        parts += [f"## {section.heading}"] if section.heading is not None else []
        parts += [section_markdown(section)] if section.blocks else []
    return "\n\n".join(parts)


def refusal(book, *correction, **more):
    with pytest.raises(ImportProblem) as caught:
        apply(book, Correction(*correction, **more))
    assert caught.value.code == "correction"
    return caught.value.message
