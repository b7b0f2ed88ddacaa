"""The audit log: to read, and no more."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from readings.groups.admin.base import HouseAdmin, ReadOnlyMixin, RelatedFilter
from readings.groups.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyMixin, HouseAdmin):
    """Who did what to whom, and when. Nobody changes it, superusers neither."""

    list_display = ("created_at", "what", "actor", "person", "group", "about")
    list_filter = ("what", "created_at", ("group", RelatedFilter))
    list_select_related = ("actor", "person", "group")
    search_fields = ("what", "about", "actor__display_name", "person__display_name", "group__name")
    fields = ("created_at", "what", "actor", "person", "group", "about", "facts")
    ordering = ("-created_at", "-pk")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
