"""Chapters and sections in the admin. Every save of a text is one call of `edit_chapter`."""

from readings.editing.admin import chapters, sections, versions

__all__ = ["chapters", "sections", "versions"]
