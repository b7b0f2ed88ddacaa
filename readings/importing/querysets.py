"""Whose an import is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from readings.groups.permissions import TABLE, Permission, allows
from readings.groups.querysets import not_lapsed

if TYPE_CHECKING:
    from readings.groups.querysets import Person


class ImportDraftQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """A person's own imports, as long as they may import there. Nobody sees another's."""
        if not user.is_authenticated:
            return self.none()
        theirs = not_lapsed("group__memberships__") & Q(
            group__memberships__user=user,
            group__memberships__role__in=TABLE[Permission.IMPORT],
        )
        if allows(user, Permission.EDIT_TEXT):
            theirs |= Q(group=None)
        return self.filter(theirs, owner=user)

    def light(self) -> Self:
        """Without the outline, which may be large."""
        return self.defer("outline")

    def unfinished(self) -> Self:
        return self.exclude(state="done")

    def untouched_since(self, moment: datetime) -> Self:
        return self.filter(touched_at__lt=moment)
