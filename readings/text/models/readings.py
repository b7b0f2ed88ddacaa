"""A group's reading of a chapter, and where each reader stopped."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from readings.groups.models import StudyGroup
from readings.text import querysets
from readings.text.models.blocks import Block
from readings.text.models.books import Chapter


class Reading(models.Model):
    """A group's reading of a chapter. Two groups read the same chapter without meeting."""

    group = models.ForeignKey(
        StudyGroup, models.PROTECT, related_name="readings", verbose_name=_("group")
    )
    chapter = models.ForeignKey(
        Chapter, models.PROTECT, related_name="readings", verbose_name=_("chapter")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)

    objects = querysets.ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["group", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "chapter"],
                name="reading_once",
                violation_error_message=_("The group already reads this chapter."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.chapter}"

    def get_absolute_url(self) -> str:
        return self.address

    @cached_property
    def address(self) -> str:
        """The path of the chapter's page in the group; a page of notes names it many times."""
        book, chapter = self.chapter.book, self.chapter
        return _address(self.group.slug, book.slug, chapter.slug)


@lru_cache(maxsize=1000)
def _address(group: str, book: str, chapter: str) -> str:
    return reverse("chapter", args=[group, book, chapter])


class ReadingPosition(models.Model):
    """Where one person stopped reading; theirs alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="positions")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="positions")
    block = models.ForeignKey(Block, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = querysets.ReadingPositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading position")
        verbose_name_plural = _("reading positions")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "reading"], name="readingposition_once")
        ]

    def __str__(self) -> str:
        return f"{self.reading_id} at {self.block_id}"
