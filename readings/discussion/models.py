"""Who is to answer a question."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from readings.annotation.models import Question
from readings.discussion import querysets


class Assignment(models.Model):
    """One person who is to answer; without a person, everyone, also those who join later."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = querysets.AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="assignment_once"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(user=None), name="assignment_everyone_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} → {self.user or _('everyone')}"
