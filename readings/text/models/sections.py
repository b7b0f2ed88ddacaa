"""A chapter's sections and what they were: the words themselves.

They are kept three times, each for its own use: Markdown (what an admin edits),
SectionVersion.plain_text (what positions count in) and Block.html (what readers see). Only
`readings.text.writing` writes them, and it writes all three together.
"""

from __future__ import annotations

import math

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from readings.text import querysets
from readings.text.models.books import Chapter

WORDS_PER_MINUTE = 200


class Section(models.Model):
    """A part of a chapter with its own heading; the opening has none."""

    chapter = models.ForeignKey(
        Chapter, models.PROTECT, related_name="sections", verbose_name=_("chapter")
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    slug = models.SlugField(_("address"), max_length=60)
    body = models.TextField(_("text"), blank=True)
    version = models.ForeignKey(
        "SectionVersion", models.PROTECT, related_name="+", null=True, editable=False
    )
    words = models.PositiveIntegerField(default=0, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = querysets.InChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["chapter", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "slug"],
                name="section_slug_once",
                violation_error_message=_("The chapter already has a section at this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The heading; the opening, which has none, gets a word for it."""
        return self.heading or gettext("Opening")

    @property
    def current(self) -> SectionVersion:
        """The version that stands; only a section that is just being made has none."""
        assert self.version is not None
        return self.version

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, at least one."""
        return max(1, math.ceil(self.words / WORDS_PER_MINUTE))


class SectionVersion(models.Model):
    """A section as it stood after one edit. Positions of that time are read against it."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    reasons = models.JSONField(default=list)  # [{key, number, text, commentary}]
    plain_text = models.TextField(blank=True)
    blocks = models.JSONField(default=list)  # [[key, kind, start, end]], code points
    renderer = models.PositiveSmallIntegerField()
    summary = models.CharField(max_length=300, blank=True)
    # Only the spelling was mended: notes were carried along and nobody was asked.
    correction = models.BooleanField(_("correction only"), default=False)
    # Words only came from another section or went to one; no reader is told of a correction.
    rearranged = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.SectionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a section")
        verbose_name_plural = _("versions of sections")
        ordering = ["section", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="sectionversion_once")
        ]

    def __str__(self) -> str:
        return f"{self.section_id} v{self.number}"
