"""What stands in a section and can be pointed at: blocks, reasons, footnotes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from readings.text import querysets
from readings.text.models.books import Chapter
from readings.text.models.sections import Section


class Block(models.Model):
    """A paragraph, quote, list … with an address that stays (`key`) and a number that people say.

    `start` and `end` are code points in the section's plain text; `html` is the rendered block;
    `revision` counts up when anything that readers see of it changes, its number included.
    """

    class Kind(models.TextChoices):
        PARAGRAPH = "paragraph", _("Paragraph")
        QUOTE = "quote", _("Quote")
        VERSE = "verse", _("Verse")
        CAPTION = "caption", _("Caption")
        LIST = "list", _("List")
        HEADING = "heading", _("Heading")
        TABLE = "table", _("Table")
        CODE = "code", _("Code")
        IMAGE = "image", _("Image")
        REASONS = "reasons", _("Reasons")

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="blocks")
    section = models.ForeignKey(Section, models.PROTECT, related_name="blocks")
    key = models.CharField(max_length=16)
    kind = models.CharField(max_length=10, choices=Kind)
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=16)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    html = models.TextField()
    lead_in = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.InChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["section", "order"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "key"], name="block_key_once"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="block_start_before_end"),
        ]
        indexes = [models.Index(fields=["chapter", "number"], name="block_by_number")]

    def __str__(self) -> str:
        return self.number


class Reason(models.Model):
    """One item of a chapter's numbered list of reasons; its text stands inside the section's."""

    section = models.ForeignKey(
        Section, models.PROTECT, related_name="reasons", verbose_name=_("section")
    )
    key = models.CharField(max_length=16, editable=False)
    number = models.PositiveIntegerField(_("number"))
    text = models.CharField(_("text"), max_length=500)
    commentary = models.TextField(_("commentary"), blank=True)
    start = models.PositiveIntegerField(default=0, editable=False)
    end = models.PositiveIntegerField(default=0, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = querysets.ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        ordering = ["section", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "key"], name="reason_key_once"),
            models.CheckConstraint(
                condition=Q(start__lte=F("end")), name="reason_start_before_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Footnote(models.Model):
    """A note of the book's own. `block`: what it documents where the text has no mark for it."""

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="footnotes")
    number = models.PositiveIntegerField(_("number"))
    body = models.TextField(_("text"))
    html = models.TextField(blank=True, editable=False)
    block = models.ForeignKey(
        Block, models.PROTECT, related_name="footnotes", null=True, blank=True, editable=False
    )
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = querysets.InChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("footnote")
        verbose_name_plural = _("footnotes")
        ordering = ["chapter", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "number"],
                condition=Q(removed_at=None),
                name="footnote_number_once",
                violation_error_message=_("The chapter already has a footnote with this number."),
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class FootnoteChange(models.Model):
    """How a footnote read before and after an edit; footnotes have no versions of their own."""

    footnote = models.ForeignKey(Footnote, models.PROTECT, related_name="changes")
    before = models.TextField()
    after = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("change of a footnote")
        verbose_name_plural = _("changes of footnotes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.footnote}: {self.after[:40]}"
