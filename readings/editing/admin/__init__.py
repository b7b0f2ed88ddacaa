"""Chapters and sections in the admin. Every save of a text is one call of `edit_chapter`."""

from readings.editing.admin.chapters import ChapterAdmin
from readings.editing.admin.errata import ErratumAdmin
from readings.editing.admin.sections import SectionAdmin
from readings.editing.admin.versions import SectionVersionAdmin

__all__ = ["ChapterAdmin", "ErratumAdmin", "SectionAdmin", "SectionVersionAdmin"]
