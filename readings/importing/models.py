"""What somebody is importing: the file, how far it is, and what was found and put right so far."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from readings.groups.models import StudyGroup
from readings.importing import querysets


class ImportDraft(models.Model):
    """One import from the upload to the chapters that it made; its owner's alone.

    `group` is whose own the text will be; None: the site's. `form` is how the file is read, if
    that is quick: text, markdown or html; "" for all else. `outline` is the book as
    storing.py writes it, as it stands after `revision` corrections and undos. `skipped` are the
    places of the chapters that stay out, `updates` the standing chapters (by their key, with the
    revision that was seen) that become what the file says, `chapters` those that were made.
    `run` counts the tasks that were started: only
    the task with the last number may write, and only while `state` says that it is at work.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READING = "reading", _("being read")
        READY = "ready", _("to be looked at")
        FAILED = "failed", _("could not be read")
        QUEUED = "queued", _("waiting to be saved")
        SAVING = "saving", _("being saved")
        DONE = "done", _("saved")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="import_drafts"
    )
    group = models.ForeignKey(
        StudyGroup, models.PROTECT, related_name="import_drafts", null=True, blank=True
    )
    name = models.CharField(max_length=255, blank=True)
    form = models.CharField(max_length=8, blank=True)
    size = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    run = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    problem_code = models.CharField(max_length=20, blank=True)
    outline = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=0)
    title = models.CharField(_("book"), max_length=300, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    source = models.TextField(_("source"), blank=True)
    rights = models.TextField(_("rights"), blank=True)
    skipped = models.JSONField(default=list)
    updates = models.JSONField(default=dict)
    chapters = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    objects = querysets.ImportDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-touched_at", "-pk"]
        indexes = [models.Index(fields=["state", "touched_at"], name="importdraft_sweep")]

    def __str__(self) -> str:
        return self.title or self.name or str(_("Pasted text"))

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.uid])

    @property
    def is_at_work(self) -> bool:
        """Whether a task has it, or is to have it."""
        state = self.State
        return self.state in (state.WAITING, state.READING, state.QUEUED, state.SAVING)

    @property
    def is_text(self) -> bool:
        """Whether the source can be put right in a field and read anew."""
        return self.form in ("text", "markdown")


class ImportSource(models.Model):
    """The bytes of the file, in a row of their own: they are read when the file is, and not before.
    `shown` is what a document says, line by line, to be held against its outline.

    They stand in the database and not in a folder, so that they come and go with their draft in one
    transaction, are in every backup, and are at hand for a worker on another machine.
    """

    draft = models.OneToOneField(ImportDraft, models.CASCADE, related_name="file", primary_key=True)
    data = models.BinaryField()
    shown = models.TextField(blank=True)

    class Meta:
        verbose_name = _("source of an import")
        verbose_name_plural = _("sources of imports")

    def __str__(self) -> str:
        return str(self.draft_id)


class ImportPicture(models.Model):
    """One of the file's pictures, small (a WebP), as the review shows it to the draft's owner; the
    picture itself is read from the file again when its chapter is saved."""

    draft = models.ForeignKey(ImportDraft, models.CASCADE, related_name="pictures")
    key = models.CharField(max_length=60)
    preview = models.BinaryField()

    class Meta:
        verbose_name = _("picture of an import")
        verbose_name_plural = _("pictures of imports")
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="importpicture_once")]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.key}"


class ImportCorrection(models.Model):
    """One correction that can be taken back: `before` is what stood in the stead of the chapters
    from `start` to before `end`, with the chapters that were to stay out then."""

    draft = models.ForeignKey(ImportDraft, models.CASCADE, related_name="corrections")
    revision = models.PositiveIntegerField()
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    before = models.JSONField()
    skipped = models.JSONField(default=list)

    class Meta:
        verbose_name = _("correction of an import")
        verbose_name_plural = _("corrections of imports")
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "revision"], name="importcorrection_once")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.revision}"
