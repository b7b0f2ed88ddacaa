"""Discussion questions: the chapter's own, and the groups'."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from readings.annotation import querysets
from readings.annotation.models.targets import Target
from readings.groups.models import StudyGroup
from readings.text.models import Chapter


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
