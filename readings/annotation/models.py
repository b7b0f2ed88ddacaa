"""Targets and their placements, notes and questions."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import MappingProxyType

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from readings.annotation import querysets
from readings.annotation.placing import State
from readings.groups.models import StudyGroup
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


def _where_set(field: str, *, name: str) -> models.Index:
    """An index for a foreign key that most rows leave empty."""
    return models.Index(fields=[field], condition=Q(**{f"{field}__isnull": False}), name=name)


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
            _where_set("reason", name="target_by_reason"),
            _where_set("footnote", name="target_by_footnote"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.exact[:40]}".strip()

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


class Question(models.Model):
    """A discussion question: the chapter's own (`group` is null) or a group's.

    A group that adopts one of the chapter's own gets a copy, for the due date and the rule of
    what is revealed when are the group's.
    """

    class Reveal(models.TextChoices):
        AT_ONCE = "at once", _("Everyone sees every answer at once")
        ANSWERED = "answered", _("Only those who have answered see the answers")

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="questions")
    group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="questions", null=True)
    target = models.ForeignKey(Target, models.PROTECT, related_name="questions")
    adopted_from = models.ForeignKey(
        "self", models.PROTECT, related_name="adoptions", null=True, blank=True
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="questions", null=True
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    body = models.TextField(_("question"), max_length=5000)
    html = models.TextField(editable=False)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    reveal = models.CharField(_("answers"), max_length=10, choices=Reveal, default=Reveal.AT_ONCE)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = querysets.QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["chapter", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "adopted_from"], name="question_adopted_once"),
        ]

    def __str__(self) -> str:
        return self.body[:80]

    def get_absolute_url(self) -> str:
        return reverse("question", args=[self.pk])


class Note(models.Model):
    """The one kind of writing: a note on a target, an answer to a question, or a reply.

    `uid` is made by the composer, so that a note sent twice is stored once. `root` is the note
    at the head of the thread (null for the head itself) and `thread_question` the question that
    the thread answers, if any, so that one filter says what is withheld.
    """

    class Audience(models.TextChoices):
        GROUP = "group", _("The group")
        ME = "me", _("Only me")

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="notes", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes", verbose_name=_("author")
    )
    root = models.ForeignKey(
        "self", models.PROTECT, related_name="thread", null=True, blank=True, db_index=False
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="replies", null=True, blank=True, db_index=False
    )
    target = models.ForeignKey(Target, models.PROTECT, related_name="notes", null=True, blank=True)
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="answers", null=True, blank=True, db_index=False
    )
    thread_question = models.ForeignKey(
        Question, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    body = models.TextField(_("text"))
    html = models.TextField(editable=False)
    audience = models.CharField(
        _("audience"), max_length=5, choices=Audience, default=Audience.GROUP
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        db_index=False,
    )
    hidden_reason = models.TextField(blank=True, editable=False)

    objects = querysets.NoteQuerySet.as_manager()
    # Where it has just been written: by container (kind, key), how many notes that has now.
    counts: Mapping[tuple[str, int], int] = MappingProxyType({})

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["pk"]
        permissions = [("moderate_note", _("Can read and moderate the notes of all groups"))]
        constraints = [
            models.CheckConstraint(
                name="note_on_one_thing",
                condition=Q(target__isnull=False, question__isnull=True, parent__isnull=True)
                | Q(target__isnull=True, question__isnull=False, parent__isnull=True)
                | Q(target__isnull=True, question__isnull=True, parent__isnull=False),
            ),
            models.CheckConstraint(
                name="note_reply_has_root",
                condition=Q(parent__isnull=True, root__isnull=True)
                | Q(parent__isnull=False, root__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["reading", "author", "id"], name="note_by_author"),
            _where_set("root", name="note_by_root"),
            _where_set("parent", name="note_by_parent"),
            _where_set("question", name="note_by_question"),
            _where_set("thread_question", name="note_by_thread_question"),
            _where_set("hidden_by", name="note_by_hidden_by"),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    def get_absolute_url(self) -> str:
        return reverse("note", args=[self.uid])

    @property
    def written(self) -> tuple[str, str]:
        """When it was written, for machines and for people, in the reader's time zone."""
        local = timezone.localtime(self.created_at)
        return local.isoformat(), date_format(local, "DATETIME_FORMAT")


class NoteRevision(models.Model):
    """The words of a note before a change of them."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="revisions")
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("revision of a note")
        verbose_name_plural = _("revisions of notes")
        ordering = ["note", "pk"]

    def __str__(self) -> str:
        return f"{self.note_id} {self.created_at:%Y-%m-%d %H:%M}"


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
