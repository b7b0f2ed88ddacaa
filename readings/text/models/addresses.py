"""Addresses that chapters and sections have left; each leads on to where they stand now.

No row here names an address at which something stands: `readings.text.forwarding` sees to it.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from readings.text import querysets
from readings.text.models.books import Chapter
from readings.text.models.sections import Section


class FormerAddress(models.Model):
    """Where a chapter stood (`<book>/<chapter>/`) before it or its book got another address."""

    book_slug = models.SlugField(max_length=60)
    chapter_slug = models.SlugField(max_length=60)
    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="former_addresses")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.FormerAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address of a chapter")
        verbose_name_plural = _("former addresses of chapters")
        constraints = [
            models.UniqueConstraint(
                fields=["book_slug", "chapter_slug"], name="formeraddress_leads_to_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.book_slug}/{self.chapter_slug}"


class FormerSectionAddress(models.Model):
    """Where a section stood in its chapter; `section` is itself, or the one that took it in.

    `owner` is then itself, to which its addresses lead again when it comes back.
    """

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="former_section_addresses")
    slug = models.SlugField(max_length=60)
    section = models.ForeignKey(Section, models.PROTECT, related_name="former_addresses")
    owner = models.ForeignKey(Section, models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.FormerSectionAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address of a section")
        verbose_name_plural = _("former addresses of sections")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "slug"], name="formersectionaddress_leads_to_one"
            )
        ]

    def __str__(self) -> str:
        return self.slug
