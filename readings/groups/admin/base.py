"""What every admin page of the project has in common: who may open it, and no careless deleting."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest

from readings.groups.models import User
from readings.groups.permissions import Permission, allows


def editor(request: HttpRequest) -> User:
    """Who sends the request; the admin lets in nobody who is not signed in."""
    assert isinstance(request.user, User)
    return request.user


class HouseAdmin(admin.ModelAdmin):
    """Open to those whom the permission table allows `opens_with`.

    Rows are written by the rooms' verbs: a subclass says which in `save_model`. Nothing can be
    deleted unless a subclass says so, for foreign keys protect almost everything.
    """

    opens_with = Permission.ADMINISTER
    view_on_site = False
    show_full_result_count = False
    list_per_page = 50
    # The rows of a filter's menu are many where people and groups are.
    show_facets = admin.ShowFacets.NEVER

    def has_module_permission(self, request: HttpRequest) -> bool:
        return allows(request.user, self.opens_with)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allows(request.user, self.opens_with)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return allows(request.user, self.opens_with)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return allows(request.user, self.opens_with)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        raise NotImplementedError("Say which verb writes this row.")

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        """Rows in line are written by verbs too; the log then has no rows of theirs."""
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []


class EditorsAdmin(HouseAdmin):
    """For those who edit texts: the whole staff."""

    opens_with = Permission.EDIT_TEXT


class ReadOnlyMixin:
    """Shows rows and changes none."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RelatedFilter(admin.RelatedOnlyFieldListFilter):
    """A filter by what the rows belong to. Django's drops a filter that has one choice only, and
    then an address that asks for another one shows the wrong rows."""

    def has_output(self) -> bool:
        return self.lookup_val is not None or super().has_output()


class WhetherFilter(admin.SimpleListFilter):
    """A filter by whether a field has a value; `yes` and `no` say what that means."""

    field = ""
    yes: Any = ""
    no: Any = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", self.yes), ("no", self.no)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(**{f"{self.field}__isnull": self.value() != "yes"})


def is_unused(row: Model) -> bool:
    """Whether nothing points at the row, so that deleting it takes nothing along."""
    return not any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.related_objects
    )
