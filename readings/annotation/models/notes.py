"""Notes: everything that members write, and the words they had before."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from readings.annotation import querysets
from readings.annotation.models.indexes import where_set
from readings.annotation.models.questions import Question
from readings.annotation.models.targets import Target
from readings.text.models import Reading


@lru_cache(maxsize=1000)
def _said(minute: datetime, _language: str | None) -> str:
    """A time to the minute, in words; many notes are written in one."""
    return date_format(minute, "DATETIME_FORMAT")


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
    # By a moderator of the site: then no facilitator shows it again.
    hidden_for_site = models.BooleanField(default=False, editable=False)

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
            where_set("root", name="note_by_root"),
            where_set("parent", name="note_by_parent"),
            where_set("question", name="note_by_question"),
            where_set("thread_question", name="note_by_thread_question"),
            where_set("hidden_by", name="note_by_hidden_by"),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    def get_absolute_url(self) -> str:
        return reverse("note", args=[self.uid])

    @property
    def sight(self) -> str:
        """Whom it is for: its group's key, or "me". A form for replies promises this."""
        return self.audience if self.audience == self.Audience.ME else str(self.reading.group_id)

    @property
    def stands(self) -> bool:
        """Whether it can be answered: nobody has taken it away or hidden it."""
        return self.deleted_at is None and self.hidden_at is None

    @property
    def written(self) -> tuple[str, str]:
        """When it was written, for machines and for people, in the reader's time zone."""
        local = timezone.localtime(self.created_at)
        minute = local.replace(second=0, microsecond=0, tzinfo=None)
        return local.isoformat(), _said(minute, get_language())


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
