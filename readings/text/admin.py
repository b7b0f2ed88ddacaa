"""Books, their pictures, and which group reads which chapter. Chapters and sections are in
`editing.admin`, for changing a text moves notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from readings.groups.admin.base import (
    EditorsAdmin,
    ReadOnlyMixin,
    RelatedFilter,
    editor,
    is_unused,
)
from readings.text.actions import (
    NotForAll,
    change_book,
    delete_picture,
    delete_unused,
    get_or_create_book,
    plan_reading,
    publish_book,
    start_reading,
    unpublish_book,
)
from readings.text.markdown.pictures import picture_markdown
from readings.text.models import Book, Chapter, Picture, Reading
from readings.text.picture_files import is_shown


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
        if Book.objects.titled(title, None).exists():
            raise forms.ValidationError(_("There is a book with this title already."))
        return title


@admin.register(Book)
class BookAdmin(UnusedOnlyAdmin):
    list_display = ("title", "author", "language", "chapter_count", "owner", "rights")
    list_filter = (("group", RelatedFilter),)
    list_select_related = ("group",)
    search_fields = ("title", "author")
    ordering = ("title", "pk")
    fields = ("title", "author", "slug", "source", "language", "rights")
    actions = ("publish", "unpublish")

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
        if obj is None:
            return tuple(name for name in self.fields if name != "slug")
        return (*self.fields, "group", "given_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("group", "given_by")

    @admin.display(description=_("for"), ordering="group__name")
    def owner(self, obj: Book) -> str:
        return str(obj.group) if obj.group else gettext("all groups")

    @admin.action(description=_("Publish to all groups (look at the rights first)"))
    def publish(self, request: HttpRequest, books: QuerySet[Book]) -> None:
        done = gettext("“%(book)s” is there for all groups now.")
        self._give(request, books, publish_book, done)

    @admin.action(description=_("Take back from all groups"))
    def unpublish(self, request: HttpRequest, books: QuerySet[Book]) -> None:
        done = gettext("“%(book)s” belongs to its group alone again.")
        self._give(request, books, unpublish_book, done)

    def _give(
        self, request: HttpRequest, books: QuerySet[Book], verb: Callable[..., Book], done: str
    ) -> None:
        """Each book for itself: one that cannot be given says why, and the others are."""
        for book in books:
            was = book.group_id
            try:
                changed = verb(user=editor(request), book=book).group_id != was
            except NotForAll as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                continue
            words = done if changed else gettext("“%(book)s”: nothing was changed.")
            level = messages.SUCCESS if changed else messages.INFO
            self.message_user(request, words % {"book": book}, level)
            if changed:
                self.log_change(request, book, [{"changed": {"fields": [str(_("group"))]}}])

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


@admin.register(Picture)
class PictureAdmin(ReadOnlyMixin, EditorsAdmin):
    """The books' pictures, to look at; one that no text ever showed can go."""

    list_display = ("key", "thumbnail", "book", "pixels", "size", "created_at")
    list_filter = (("book", RelatedFilter),)
    list_select_related = ("book",)
    search_fields = ("key", "book__title")
    ordering = ("-created_at", "pk")
    fields = ("thumbnail", "book", "markdown", "pixels", "size", "created_at")
    readonly_fields = fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and self.has_view_permission(request) and not is_shown(obj)

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        delete_picture(user=editor(request), picture=obj)

    @admin.display(description=_("picture"))
    def thumbnail(self, obj: Picture) -> str:
        return format_html(
            '<img class="thumbnail" src="{}" alt="" width="{}" height="{}" loading="lazy">',
            reverse("picture", args=[obj.key]),
            obj.width,
            obj.height,
        )

    @admin.display(description=_("Markdown"))
    def markdown(self, obj: Picture) -> str:
        return format_html("<code>{}</code>", picture_markdown("", obj.key))

    @admin.display(description=_("pixels"), ordering="width")
    def pixels(self, obj: Picture) -> str:
        return f"{obj.width} × {obj.height}"


class NewReadingForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        group, chapter = data.get("group"), data.get("chapter")
        if group and chapter and not Chapter.objects.open_to(group).filter(pk=chapter.pk).exists():
            self.add_error(
                "chapter",
                _("This text is another group's own. Publish its book to all groups first."),
            )
        return data


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

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is None:
            kwargs["form"] = NewReadingForm
        return super().get_form(request, obj, change=change, **kwargs)

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
