"""Words and edits that tests of opening and sending share."""

from __future__ import annotations

from readings.editing.actions import edit_chapter
from readings.text.writing import SectionDraft

HTMX = {"HX-Request": "true"}
NOBODYS = "00000000-0000-4000-8000-000000000000"  # the same for every process of the tests


def change_the_text(chapter, opening, old, new):
    body = opening.body.replace(old, new).replace("::: reasons\n:::\n\n", "")
    draft = SectionDraft("", body, (), opening.pk, 0, opening.slug)
    edit_chapter(user=None, chapter=chapter, base_versions={}, changes=[draft])
