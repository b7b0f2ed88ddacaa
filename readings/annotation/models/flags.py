"""What members tell the facilitators about others' notes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from readings.annotation import querysets
from readings.annotation.models.indexes import where_set
from readings.annotation.models.notes import Note
from readings.text.models import Reading

MAX_REASON = 500  # characters of a reason, for flagging and for hiding


class Flag(models.Model):
    """Somebody asks the facilitators to look at another's note, and says why.

    Who flagged is told to those who look at it, and to nobody else. A flag is open until it is
    settled; one that is sent again, or taken back, before that is no longer there.
    """

    class Reason(models.TextChoices):
        UNKIND = "unkind", _("It is unkind or hurtful")
        OFF_TOPIC = "off topic", _("It is off the topic")
        PRIVATE = "private", _("It tells of somebody’s private matters")
        OTHER = "other", _("Another reason")

    class Outcome(models.TextChoices):
        OPEN = "", _("Waiting")
        HIDDEN = "hidden", _("The note was hidden")
        LEFT = "left", _("The note was left as it is")

    note = models.ForeignKey(
        Note, models.PROTECT, related_name="flags", verbose_name=_("note"), editable=False
    )
    # Where it was flagged: a thread that goes to another group leaves its flags behind.
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="+", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="flags",
        verbose_name=_("flagged by"),
        editable=False,
    )
    reason = models.CharField(_("reason"), max_length=9, choices=Reason)
    words = models.TextField(_("in words"), max_length=MAX_REASON, blank=True)
    created_at = models.DateTimeField(_("flagged"), auto_now_add=True)
    outcome = models.CharField(
        _("outcome"), max_length=6, choices=Outcome, default=Outcome.OPEN, blank=True
    )
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        db_index=False,
        verbose_name=_("settled by"),
    )

    objects = querysets.FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "by"], condition=Q(outcome=""), name="flag_open_once"
            ),
            models.CheckConstraint(
                name="flag_settled",
                condition=Q(outcome="", settled_at=None, settled_by=None)
                | (~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(outcome=""), name="flag_open"),
            where_set("settled_by", name="flag_by_settled_by"),
        ]

    def __str__(self) -> str:
        return f"{self.note_id} {self.reason}"

    @property
    def is_here(self) -> bool:
        """Whether the note is still where it was flagged."""
        return bool(self.reading_id == self.note.reading_id)

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN
