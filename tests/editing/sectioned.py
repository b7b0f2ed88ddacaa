"""What a chapter's sections are, as tests of the section tools look at them."""

from __future__ import annotations

from django.urls import reverse

from readings.text.models import Chapter, Section


def headings(chapter: Chapter) -> list[str]:
    """The headings of the sections that stand, in their order."""
    rows = chapter.sections.filter(removed_at=None).order_by("order", "pk")
    return list(rows.values_list("heading", flat=True))


def texts(section: Section) -> list[str]:
    """The texts of its blocks, read where these say that they stand."""
    text = Section.objects.select_related("version").get(pk=section.pk).current.plain_text
    return [text[block.start : block.end] for block in _blocks(section)]


def keys(section: Section) -> list[str]:
    """The keys of its blocks."""
    return [block.key for block in _blocks(section)]


def tool_address(name: str, section: Section) -> str:
    """Where the page of a tool is: `tool_address("split", section)`."""
    return reverse(f"admin:readings_section_{name}", args=[section.pk])


def _blocks(section):
    return section.blocks.filter(removed_at=None).order_by("order")
