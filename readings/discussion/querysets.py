"""Assignments that a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from readings.groups.querysets import Person


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """Members of a group see who is to answer what."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(question__group__memberships__user=user)
