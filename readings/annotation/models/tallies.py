"""Counts of what every member sees."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from readings.text.models import Reading


class Tally(models.Model):
    """How many notes of a reading every member sees in a container, and when that last changed.

    Written in the transaction of the note. `ref` is the container's key (so the row can outlive
    it) and `seq` the group's number at the last change, by which caches are keyed.
    """

    class Kind(models.TextChoices):
        BLOCK = "block"
        SECTION = "section"
        REASON = "reason"
        CHAPTER = "chapter"

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="tallies")
    kind = models.CharField(max_length=8, choices=Kind)
    ref = models.BigIntegerField()
    count = models.IntegerField(default=0)
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(fields=["reading", "kind", "ref"], name="tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}: {self.count}"
