"""Addresses that groups have left."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from readings.groups.models.groups import StudyGroup


class FormerGroupAddress(models.Model):
    """A slug that a group had; it leads to the group, and is gone once it is a group's again."""

    slug = models.SlugField(max_length=60, unique=True)
    group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="former_addresses")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("former address of a group")
        verbose_name_plural = _("former addresses of groups")

    def __str__(self) -> str:
        return self.slug
