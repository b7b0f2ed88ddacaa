"""Books, and which group reads which chapter. Chapters and sections are in `editing.admin`, for
changing a text moves notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from readings.groups.admin.base import EditorsAdmin, RelatedFilter, editor, is_unused
from readings.text.actions import (
    change_book,
    delete_unused,
    get_or_create_book,
    plan_reading,
    start_reading,
)
from readings.text.models import Book, Reading


class UnusedOnlyAdmin(EditorsAdmin):
    """What was made by mistake can go, as long as nothing hangs on it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and self.has_change_permission(request) and is_unused(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_unused(user=editor(request), row=obj)


class NewBookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ("title", "author", "source", "language", "rights")

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if Book.objects.filter(title=title).exists():
            raise forms.ValidationError(_("There is a book with this title already."))
        return title


@admin.register(Book)
class BookAdmin(UnusedOnlyAdmin):
    list_display = ("title", "author", "language", "chapter_count")
    search_fields = ("title", "author")
    ordering = ("title", "pk")
    fields = ("title", "author", "slug", "source", "language", "rights")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Book]:
        books: QuerySet[Book] = super().get_queryset(request)
        return books.annotate(chapter_count=Count("chapters"))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is None:
            kwargs["form"] = NewBookForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(name for name in self.fields if obj or name != "slug")

    @admin.display(description=_("chapters"), ordering="chapter_count")
    def chapter_count(self, obj: Any) -> int:
        return int(obj.chapter_count)

    def save_model(
        self, request: HttpRequest, obj: Book, form: forms.ModelForm, change: bool
    ) -> None:
        if change:
            facts = {name: form.cleaned_data[name] for name in form.changed_data}
            change_book(user=editor(request), book=obj, **facts)
            return
        made = get_or_create_book(user=editor(request), **form.cleaned_data)
        obj.__dict__.update(made.__dict__)


@admin.register(Reading)
class ReadingAdmin(UnusedOnlyAdmin):
    list_display = ("chapter", "book", "group", "position", "starts_on")
    list_filter = (
        ("group", RelatedFilter),
        ("chapter__book", RelatedFilter),
    )
    list_select_related = ("group", "chapter__book")
    search_fields = ("group__name", "chapter__title", "chapter__book__title")
    autocomplete_fields = ("group", "chapter")

    @admin.display(description=_("book"), ordering="chapter__book__title")
    def book(self, obj: Reading) -> Book:
        return obj.chapter.book

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("group", "chapter") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # A new chapter comes last on the group's list.
        return ("group", "chapter", *(["position"] if obj else []), "starts_on")

    def save_model(
        self, request: HttpRequest, obj: Reading, form: forms.ModelForm, change: bool
    ) -> None:
        if change:
            plan_reading(
                user=editor(request), reading=obj, position=obj.position, starts_on=obj.starts_on
            )
            return
        made = start_reading(
            user=editor(request), group=obj.group, chapter=obj.chapter, starts_on=obj.starts_on
        )
        obj.__dict__.update(made.__dict__)
