"""Indexes that a new row pays for only where it needs them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


def where_set(field: str, *, name: str) -> models.Index:
    """An index for a foreign key that most rows leave empty."""
    return models.Index(fields=[field], condition=Q(**{f"{field}__isnull": False}), name=name)
