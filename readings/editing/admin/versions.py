"""A section as it stood after one edit: who, when and why; the text; what changed; the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from readings.editing import effects
from readings.editing.actions import Edit, StaleEdit
from readings.editing.admin.conflict import differences
from readings.editing.admin.preflight import page
from readings.editing.effects import Effects
from readings.editing.foresight import LookFirst, look_first
from readings.editing.restoring import restore_version
from readings.groups.admin.base import EditorsAdmin, ReadOnlyMixin, RelatedFilter, editor
from readings.text.markdown import ReasonText, TextProblem, render_section
from readings.text.models import SectionVersion
from readings.text.queries import lock_chapter

MOST_OFFERED = 200


@admin.register(SectionVersion)
class SectionVersionAdmin(ReadOnlyMixin, EditorsAdmin):
    """Reached from a section's page."""

    change_form_template = "admin/editing/version.html"
    list_display = ("number", "section_name", "created_by", "created_at", "summary", "correction")
    list_select_related = ("section", "created_by")
    list_filter = (("section__chapter", RelatedFilter),)
    search_fields = ("summary", "section__heading", "created_by__display_name")
    ordering = ("-created_at", "-pk")
    fields = ("section_page", "saved", "by", "why", "correction")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The section's page asks for the versions of one section."""
        return lookup == "section__id__exact" or super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SectionVersion]:
        versions = super().get_queryset(request).select_related("section__version", "created_by")
        return versions.defer("plain_text", "blocks")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.restoration)
        name = "readings_sectionversion_restoration"
        return [path("<int:pk>/restoration/", view, name=name), *super().get_urls()]

    @admin.display(description=_("section"))
    def section_name(self, obj: SectionVersion) -> str:
        return obj.section.name

    @admin.display(description=_("saved"))
    def saved(self, obj: SectionVersion) -> str:
        return localize(timezone.localtime(obj.created_at))

    @admin.display(description=_("by"))
    def by(self, obj: SectionVersion) -> str:
        return str(obj.created_by or "")

    @admin.display(description=_("why"))
    def why(self, obj: SectionVersion) -> str:
        return obj.summary

    @admin.display(description=_("section"))
    def section_page(self, obj: SectionVersion) -> SafeString:
        address = reverse("admin:readings_section_change", args=[obj.section_id])
        return format_html('<a href="{}">{}</a>', address, obj.section.name)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        version = kwargs.get("obj")
        if version is not None:
            context |= _shown(version, request.GET.get("against", ""))
        return super().render_change_form(request, context, *args, **kwargs)

    def restoration(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Brings the version back, after a look at what that does where notes are touched."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        version = SectionVersion.objects.select_related("section").filter(pk=pk).first()
        base = request.POST.get("base_version", "")
        if version is None or not (base.isdecimal() and len(base) < 9):
            raise Http404
        back = reverse("admin:readings_sectionversion_change", args=[pk])
        try:
            edit, done = _restore(request, version, int(base))
        except LookFirst as look:
            context = {**self.admin_site.each_context(request), "opts": self.opts}
            context["original"] = _name(version)
            return page(request, look, action=request.get_full_path(), back=back, **context)
        except StaleEdit as error:
            told = gettext("Nothing was restored: look at the section as it is now.")
            self.message_user(request, f"{error} {told}", messages.ERROR)
            return redirect(back)
        if edit.changes:
            self.message_user(request, effects.sentence(done), messages.INFO)
        return redirect("admin:readings_section_change", version.section_id)


@transaction.atomic
def _restore(request: HttpRequest, version: SectionVersion, base: int) -> tuple[Edit, Effects]:
    section = version.section
    before = effects.standing(lock_chapter(section.chapter_id), [section.pk])
    why = request.POST.get("summary", "").strip()[:300]
    edit = restore_version(
        user=editor(request), version=version, base_version=base, summary=why or _why(version)
    )
    done = effects.measure(before, edit.targets)
    look_first(request, edit.changes, done, changed=bool(edit.changes))
    return edit, done


def _why(version: SectionVersion) -> str:
    return gettext("Version %(number)s restored.") % {"number": version.number}


def _name(version: SectionVersion) -> str:
    names = {"section": version.section.name, "number": version.number}
    return gettext("%(section)s, version %(number)s") % names


def _shown(version: SectionVersion, against: str) -> dict[str, Any]:
    """What the page shows: the text as it was, and how it differs from another version."""
    others = list(
        SectionVersion.objects.filter(section=version.section_id)
        .exclude(pk=version.pk)
        .order_by("-number")
        .values_list("number", flat=True)[:MOST_OFFERED]
    )
    earlier = [number for number in others if number < version.number]
    number = int(against) if against.isdecimal() and len(against) < 9 else 0
    chosen = number if number in others else (earlier[0] if earlier else None)
    other = version.section.versions.filter(number=chosen).first() if chosen else None
    newer = other is not None and other.number > version.number
    old, new = (version, other) if newer else (other, version)
    return {
        "title": _name(version),
        "original": _name(version),
        "subtitle": None,
        "others": others,
        "chosen": chosen,
        "differences": differences(old, new) if old and new else [],
        "blocks": _rendered(version),
        "version": version,
        "standing": version.section.current,
        "why": _why(version),
    }


def _rendered(version: SectionVersion) -> list[Any] | None:
    """The blocks as today's renderer shows them; None where it refuses a text of old."""
    reasons = [
        ReasonText(reason["key"], number, reason["text"], reason["commentary"])
        for number, reason in enumerate(version.reasons, 1)
    ]
    try:
        return list(render_section(version.body, reasons=reasons))
    except TextProblem:
        return None
