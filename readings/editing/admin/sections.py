"""A section's page: its text with a preview, its reasons, its versions."""

from __future__ import annotations

from typing import Any

from adminsortable2.admin import SortableAdminBase, SortableInlineAdminMixin
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from readings.editing import effects
from readings.editing.actions import edit_chapter
from readings.editing.admin.conflict import ConflictMixin
from readings.editing.admin.forms import ReasonForm, SectionForm
from readings.editing.admin.inlines import RowsInline
from readings.editing.admin.pictures import PictureUpload
from readings.editing.admin.preflight import PreflightMixin
from readings.editing.admin.preview import SectionPreview
from readings.editing.admin.proposals import ProposalMixin, chosen_for
from readings.editing.admin.rows import ReasonFormSet
from readings.editing.admin.tools import ToolsMixin
from readings.editing.admin.widgets import EditingMedia
from readings.editing.errata import accept_correction
from readings.editing.foresight import look_first
from readings.groups.admin.base import EditorsAdmin, RelatedFilter, editor
from readings.text.models import Chapter, Reason, Section

VERSIONS_SHOWN = 20


class ReasonInline(SortableInlineAdminMixin, RowsInline):
    model = Reason
    form = ReasonForm
    formset = ReasonFormSet
    ordering = ("number",)
    fields = ("number", "text", "commentary")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reason]:
        return Reason.objects.current().order_by("number", "pk")


@admin.register(Section)
class SectionAdmin(
    ToolsMixin, ProposalMixin, ConflictMixin, PreflightMixin, SortableAdminBase, EditorsAdmin
):
    """New sections are made on their chapter's page."""

    change_form_template = "admin/editing/edit_form.html"
    form = SectionForm
    inlines = (ReasonInline,)
    list_display = ("name", "chapter", "book", "order", "words")
    list_filter = (("chapter__book", RelatedFilter),)
    list_select_related = ("chapter__book",)
    search_fields = ("heading", "body", "chapter__title")
    ordering = ("chapter__book", "chapter__number", "order", "pk")
    fieldsets = (
        (None, {"fields": ("chapter_page", "heading", "body")}),
        (None, {"fields": ("slug", "summary", "correction", "base_version", "history")}),
    )
    readonly_fields = ("chapter_page", "history")

    class Media(EditingMedia):
        pass

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A removed section can only be read; whoever had it open hears that from the form."""
        stands = obj is None or obj.removed_at is None or request.method == "POST"
        return stands and super().has_change_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        sections: QuerySet[Section] = Section.objects.current().filter(version__isnull=False)
        return sections.order_by(*self.ordering)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Section | None:
        """The section, removed or not. Before a save its chapter is locked, so that nobody else's
        edit comes between the check of the form and the writing."""
        if not str(object_id).isdecimal():
            return None
        if request.method == "POST":
            Chapter.objects.select_for_update().filter(sections=int(object_id)).first()
        sections = Section.objects.select_related("chapter__book", "version")
        return sections.filter(pk=int(object_id), version__isnull=False).first()

    def get_urls(self) -> list[URLPattern]:
        preview = SectionPreview.as_view()
        name = "readings_section_preview"
        return [
            path("preview/", preview, name=name),
            path("<int:section>/preview/", preview, name=name),
            path(
                "<int:section>/pictures/", PictureUpload.as_view(), name="readings_section_pictures"
            ),
            *super().get_urls(),
        ]

    @admin.display(description=_("section"), ordering="heading")
    def name(self, obj: Section) -> str:
        return obj.name

    @admin.display(description=_("book"), ordering="chapter__book__title")
    def book(self, obj: Section) -> str:
        return str(obj.chapter.book)

    @admin.display(description=_("chapter"))
    def chapter_page(self, obj: Section) -> SafeString:
        address = reverse("admin:readings_chapter_change", args=[obj.chapter_id])
        return format_html('<a href="{}">{}</a>, {}', address, obj.chapter, obj.chapter.book)

    @admin.display(description=_("versions"))
    def history(self, obj: Section) -> str:
        versions = obj.versions.select_related("created_by").defer("plain_text", "blocks", "body")
        shown = list(versions.order_by("-number")[: VERSIONS_SHOWN + 1])
        return render_to_string(
            "admin/editing/versions.html",
            {"versions": shown[:VERSIONS_SHOWN], "more": shown[VERSIONS_SHOWN:], "section": obj},
        )

    def save_model(self, request: HttpRequest, obj: Section, form: ModelForm, change: bool) -> None:
        """Everything is written at once, in `save_related`."""

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        section, data = form.instance, form.cleaned_data
        before = effects.standing(section.chapter, [section.pk])
        said = {"summary": data["summary"], "correction": data["correction"]}
        if erratum := chosen_for(request, section):
            # The proposal itself is settled by this, not touched.
            before.pop(erratum.note.target_id or 0, None)
            edit = accept_correction(
                user=editor(request),
                erratum=erratum,
                base_version=data["base_version"],
                draft=form.draft(),
                **said,
            )
        else:
            edit = edit_chapter(
                user=editor(request),
                chapter=section.chapter,
                base_versions={section.pk: data["base_version"]},
                changes=[form.draft()],
                **said,
            )
        done = effects.measure(before, edit.targets, correction=data["correction"])
        look_first(
            request, edit.changes, done, correction=data["correction"], changed=bool(edit.changes)
        )
        for formset in formsets:
            self.save_formset(request, form, formset, change)
        if edit.changes:
            self.message_user(request, effects.sentence(done), messages.INFO)
        else:
            self.message_user(request, _("The text is as it was."), messages.INFO)
