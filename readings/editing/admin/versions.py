"""A section as it stood after one edit: to look at, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from readings.groups.admin.base import EditorsAdmin, ReadOnlyMixin, RelatedFilter
from readings.text.models import SectionVersion


@admin.register(SectionVersion)
class SectionVersionAdmin(ReadOnlyMixin, EditorsAdmin):
    """Reached from a section's page."""

    list_display = ("number", "section_name", "created_by", "created_at", "summary")
    list_select_related = ("section", "created_by")
    list_filter = (("section__chapter", RelatedFilter),)
    search_fields = ("summary", "section__heading", "created_by__display_name")
    ordering = ("-created_at", "-pk")
    fields = (
        "section_page", "number", "created_by", "created_at", "summary", "heading", "markdown",
        "numbered_reasons",
    )  # fmt: skip

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The section's page asks for the versions of one section."""
        return lookup == "section__id__exact" or super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SectionVersion]:
        versions = super().get_queryset(request).select_related("section", "created_by")
        return versions.defer("plain_text", "blocks")

    @admin.display(description=_("section"))
    def section_name(self, obj: SectionVersion) -> str:
        return obj.section.name

    @admin.display(description=_("section"))
    def section_page(self, obj: SectionVersion) -> SafeString:
        address = reverse("admin:readings_section_change", args=[obj.section_id])
        return format_html('<a href="{}">{}</a>', address, obj.section.name)

    @admin.display(description=_("text"))
    def markdown(self, obj: SectionVersion) -> SafeString:
        return format_html('<pre class="markdown-source">{}</pre>', obj.body)

    @admin.display(description=_("reasons"))
    def numbered_reasons(self, obj: SectionVersion) -> str:
        items = format_html_join("", "<li>{}</li>", ((r["text"],) for r in obj.reasons))
        return format_html("<ol>{}</ol>", items) if obj.reasons else ""
