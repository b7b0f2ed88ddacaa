"""Who did what to whom, and when: rows that are only ever added."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from readings.groups import querysets


class AuditEntry(models.Model):
    """One act that somebody may have to answer for: about roles, invitations, moderation, the text.

    `what` names the act ("role.changed"), `about` the thing as people know it at that time, and
    `facts` the rest as plain data: never the words of a note, an e-mail address or a secret.
    `actor` is None for the command line. Neither rows nor querysets can be changed or deleted.
    """

    what = models.CharField(_("what"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("who"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("to whom"),
    )
    group = models.ForeignKey(
        "readings.StudyGroup",
        models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("group"),
    )
    about = models.CharField(_("about"), max_length=300, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    created_at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)

    objects = querysets.AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.about}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row. Raises TypeError for one that stands already."""
        if not self._state.adding:
            raise TypeError("audit entries are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("audit entries are append-only")
