"""Accounts that are to be deleted, and those that were."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Going(models.Model):
    """When an account is to be deleted, if its person has asked for that, and when it was.

    `deletion_signed` says by the keys of groups how what was shared there is signed from then on
    (`FormerMember.Signed`). `deletion_held_at`: since when something has been in the way of it.
    The columns stand with the person, for every page says that the account is to go.
    """

    deletion_due_at = models.DateTimeField(
        _("to be deleted"), null=True, blank=True, editable=False
    )
    deletion_signed = models.JSONField(default=dict, editable=False)
    deletion_held_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_going(self) -> bool:
        return self.deletion_due_at is not None

    @property
    def is_overdue(self) -> bool:
        return self.deletion_due_at is not None and self.deletion_due_at <= timezone.now()
