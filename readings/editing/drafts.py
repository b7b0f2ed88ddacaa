"""A section as it stands, in the shape that the verbs take."""

from __future__ import annotations

from readings.text.models import Section
from readings.text.writing import ReasonDraft, SectionDraft


def draft_of(section: Section) -> SectionDraft:
    """The draft that changes nothing."""
    reasons = (
        ReasonDraft(reason["text"], reason["commentary"], reason["key"])
        for reason in section.current.reasons
    )
    return SectionDraft(
        heading=section.heading,
        body=section.body,
        reasons=tuple(reasons),
        section_id=section.pk,
        order=section.order,
        slug=section.slug,
    )
