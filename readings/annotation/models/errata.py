"""Corrections of the text that readers propose."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from readings.annotation import querysets
from readings.annotation.models.notes import Note
from readings.text.differences import Piece, compare
from readings.text.models import FootnoteChange, SectionVersion


class Erratum(models.Model):
    """What a note on a passage, a footnote or a heading proposes: other words for those there.

    The note says why, and follows its words through every edit as any note does. The group reads
    it there; those who edit the text see the proposal, the reason and who wrote it, and nothing
    that is said under it. `version` is what accepting it made of the section, `footnote_change`
    of the footnote (null where the text read so by then).
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    note = models.OneToOneField(Note, models.PROTECT, related_name="erratum")
    old_words = models.TextField(_("words that stood there"))
    new_words = models.TextField(_("words proposed"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    answer = models.TextField(_("why declined"), blank=True)
    version = models.ForeignKey(
        SectionVersion, models.PROTECT, related_name="errata", null=True, editable=False
    )
    footnote_change = models.ForeignKey(
        FootnoteChange, models.PROTECT, related_name="errata", null=True, editable=False
    )

    objects = querysets.ErratumQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction proposed")
        verbose_name_plural = _("corrections proposed")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="erratum_decided",
                condition=Q(
                    state="open", decided_at=None, version=None, footnote_change=None, answer=""
                )
                | Q(state="accepted", decided_at__isnull=False, answer="")
                | (
                    Q(
                        state="declined",
                        decided_at__isnull=False,
                        version=None,
                        footnote_change=None,
                    )
                    & ~Q(answer="")
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="open"), name="erratum_open"),
        ]

    def __str__(self) -> str:
        return f"{self.old_words[:40]} → {self.new_words[:40]}"

    def get_absolute_url(self) -> str:
        return reverse("note", args=[self.note.uid])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def pieces(self) -> list[Piece]:
        """The way from the old words to the new ones."""
        return compare(self.old_words, self.new_words)

    @property
    def where(self) -> str:
        """Its place as people say it; what has lost its words has none."""
        target = self.note.target
        if target is None or target.is_lost:
            return ""
        if target.footnote is not None:
            return f"{target.get_kind_display()} {target.footnote.number}"
        if target.kind == target.Kind.SECTION:
            return gettext("Heading")
        return target.block.number if target.block else ""
