"""Bringing an earlier version of a section back: an edit like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from readings.editing.actions import Edit, edit_chapter
from readings.text.models import Reason, Section, SectionVersion
from readings.text.queries import lock_chapter
from readings.text.writing import ReasonDraft, SectionDraft

if TYPE_CHECKING:
    from readings.groups.models import User


@transaction.atomic
def restore_version(
    *, user: User | None, version: SectionVersion, base_version: int, summary: str = ""
) -> Edit:
    """Makes the section's heading, text and reasons what they were in `version`.

    Its place and address stay, and its notes go along; those that had lost their words since then
    come back to them. Raises StaleEdit when another version than `base_version` stands by now.
    """
    chapter = lock_chapter(version.section.chapter_id)
    section = Section.objects.select_related("version").get(pk=version.section_id)
    draft = SectionDraft(
        heading=version.heading,
        body=version.body,
        reasons=tuple(_reasons(section, version)),
        section_id=section.pk,
        order=section.order,
        slug=section.slug,
    )
    return edit_chapter(
        user=user,
        chapter=chapter,
        base_versions={section.pk: base_version},
        changes=[draft],
        summary=summary,
        restored=version,
    )


def _reasons(section: Section, version: SectionVersion) -> list[ReasonDraft]:
    """The reasons as they were; one that stands in another section by now is not taken from it."""
    elsewhere = set(
        Reason.objects.current()
        .filter(section__chapter=section.chapter_id)
        .exclude(section=section)
        .values_list("key", flat=True)
    )
    return [
        ReasonDraft(r["text"], r["commentary"], "" if r["key"] in elsewhere else r["key"])
        for r in version.reasons
    ]
