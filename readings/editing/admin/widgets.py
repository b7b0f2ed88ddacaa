"""Fields of the editing pages: the Markdown editor, and a link where a row has its own page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdownx.widgets import AdminMarkdownxWidget

from readings.text.models import Section

TYPES = "image/jpeg,image/png,image/webp,image/gif"


class EditingMedia:
    """The script of the editing pages; their styles come with every page of the admin."""

    js = [forms.Script("js/editing/admin.js", type="module")]


class MarkdownEditor(AdminMarkdownxWidget):
    """markdownx's editor, previewing as a section of the chapter. A section that is saved takes
    pictures, by a control of our own: markdownx's would take files by dragging alone, and in
    silence."""

    template_name = "admin/editing/markdown_editor.html"

    def __init__(self, section: Section | None = None, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.section = section

    def add_markdownx_attrs(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().add_markdownx_attrs(attrs)
        args = [self.section.pk] if self.section else []
        attrs["data-markdownx-urls-path"] = reverse("admin:readings_section_preview", args=args)
        del attrs["data-markdownx-upload-urls-path"]
        return attrs

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        if self.section:
            address = reverse("admin:readings_section_pictures", args=[self.section.pk])
            context["pictures"] = {"address": address, "accept": TYPES}
        return context

    class Media(EditingMedia):
        pass


class SectionLink(forms.Widget):
    """Where a section stands already: the way to its page instead of a field."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.section = section

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> · {}</span></a> '
            '<span class="quiet">{}</span>',
            reverse("admin:readings_section_change", args=[self.section.pk]),
            _("Edit text and reasons"),
            self.section.name,
            _("%(words)s words") % {"words": self.section.words},
        )
