"""What notes and questions point at, and where that stood in each version of the text."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from readings.annotation import querysets
from readings.annotation.models.indexes import where_set
from readings.annotation.placing import State
from readings.text.models import (
    Block,
    Chapter,
    Footnote,
    Reading,
    Reason,
    Section,
    SectionVersion,
)

STATES = [
    (State.PLACED.value, _("In its place")),
    (State.MOVED.value, _("Moved with its passage")),
    (State.CHANGED.value, _("Wording changed")),
    (State.ORPHANED.value, _("Needs a new place")),
]


def _only(kind: str, *fields: str) -> Q:
    """The fields that a target of this kind has; all others are empty."""
    # In a fixed order: a migration is compared with it.
    others = [name for name in ("section", "block", "reason", "footnote") if name not in fields]
    condition = Q(kind=kind)
    for field in fields:
        condition &= Q(**{f"{field}__isnull": False})
    for field in others:
        condition &= Q(**{f"{field}__isnull": True})
    return condition


class Target(models.Model):
    """What a note or a question points at, in one group's reading (or in the chapter itself).

    `start` and `end` are code points in the section's present plain text and `exact` the words
    between them; an edit of the text moves them. `first_exact` are the words as first chosen.
    """

    class Kind(models.TextChoices):
        PASSAGE = "passage", _("Passage")
        BLOCK = "block", _("Paragraph")
        REASON = "reason", _("Reason")
        FOOTNOTE = "footnote", _("Footnote")
        SECTION = "section", _("Section")
        CHAPTER = "chapter", _("Chapter")

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="targets")
    # Indexes that every new note pays for are those that a read follows; see Meta.
    reading = models.ForeignKey(
        Reading, models.PROTECT, related_name="targets", null=True, db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind)
    section = models.ForeignKey(Section, models.PROTECT, related_name="targets", null=True)
    block = models.ForeignKey(
        Block, models.PROTECT, related_name="targets", null=True, db_index=False
    )
    reason = models.ForeignKey(
        Reason, models.PROTECT, related_name="targets", null=True, db_index=False
    )
    footnote = models.ForeignKey(
        Footnote, models.PROTECT, related_name="targets", null=True, db_index=False
    )
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    exact = models.TextField(blank=True)
    first_exact = models.TextField(blank=True)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=8, choices=STATES, default=State.PLACED.value)
    # Its author has put away what lost its words; it is still there for who looks for it.
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.CheckConstraint(
                name="target_kind",
                condition=_only("passage", "section", "block")
                | _only("block", "section", "block")
                | _only("reason", "section", "block", "reason")
                | _only("footnote", "footnote")
                | _only("section", "section")
                | _only("chapter"),
            ),
            models.CheckConstraint(
                name="target_span",
                condition=Q(kind__in=["footnote", "section", "chapter"], start=None, end=None)
                | Q(kind="passage", start__lt=F("end"))
                | Q(kind__in=["block", "reason"], start__lte=F("end"))
                | Q(
                    kind__in=["passage", "block", "reason"], start=None, end=None, state="orphaned"
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["reading", "section", "start", "id"], name="target_by_place"),
            models.Index(fields=["reading", "block", "id"], name="target_by_block"),
            where_set("reason", name="target_by_reason"),
            where_set("footnote", name="target_by_footnote"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.exact[:40]}".strip()

    @property
    def words(self) -> str:
        """The words that it points at as they stand; of a section those of its heading."""
        if self.kind == self.Kind.SECTION and self.section is not None:
            return self.section.heading
        return self.exact

    @property
    def is_lost(self) -> bool:
        return self.state == State.ORPHANED


class Placement(models.Model):
    """History: where a target stood in one version of its section, and how surely."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="placements", db_index=False)
    version = models.ForeignKey(SectionVersion, models.PROTECT, related_name="placements")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=8, choices=STATES)
    confidence = models.FloatField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["target", "pk"]
        constraints = [models.UniqueConstraint(fields=["target", "version"], name="placement_once")]

    def __str__(self) -> str:
        return f"{self.target_id} {self.state}"
