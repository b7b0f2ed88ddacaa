"""Rows in line that verbs write."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class RowsInline(admin.TabularInline):
    """Open to whoever may open the page: what a save does is for the verb to allow."""

    template = "admin/editing/rows.html"
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        # Django refuses to delete what others point at; an edit marks such a row as removed.
        formset.form.hand_clean_DELETE = lambda _form: None
        return formset

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_view_permission = has_change_permission = has_delete_permission = has_add_permission
