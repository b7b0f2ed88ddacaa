"""Flags in the admin: those that nobody in the group can look at, for moderators of the site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from readings.annotation.admin.hiding import ask_and_hide, each
from readings.annotation.models import Flag, Note
from readings.annotation.moderating import settle_flags
from readings.annotation.querysets import may_moderate
from readings.groups.admin.base import HouseAdmin, ReadOnlyMixin, editor


@admin.register(Flag)
class FlagAdmin(ReadOnlyMixin, HouseAdmin):
    """A note's author who is the group's one facilitator decides nothing about it."""

    list_display = ("excerpt", "author", "group", "reason", "by", "created_at", "outcome")
    list_filter = ("outcome", "reason")
    list_select_related = ("by", "note__author", "note__reading__group")
    search_fields = ("words", "note__author__display_name", "note__reading__group__name")
    search_help_text = _("Words of the flag, the note’s author or the group")
    ordering = ("outcome", "-pk")
    fields = (
        "excerpt", "author", "group", "reason", "words", "by", "created_at", "outcome",
        "settled_by", "settled_at", "note_page",
    )  # fmt: skip
    actions = ("hide", "leave")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_moderate(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Flag]:
        flags: QuerySet[Flag] = _flags(request)
        return flags.select_related(
            "by", "settled_by", "note__author", "note__reading__group", "note__reading__chapter"
        ).order_by(*self.ordering)

    def waiting(self, request: HttpRequest) -> str:
        """How many wait; for the first page of the admin."""
        count = _flags(request).unsettled().count()
        return ngettext("%(n)s open", "%(n)s open", count) % {"n": count} if count else ""

    @admin.display(description=_("note"))
    def excerpt(self, obj: Flag) -> str:
        return Truncator(obj.note.body).words(14)

    @admin.display(description=_("author"), ordering="note__author__display_name")
    def author(self, obj: Flag) -> str:
        return str(obj.note.author)

    @admin.display(description=_("group"), ordering="note__reading__group__name")
    def group(self, obj: Flag) -> str:
        return str(obj.note.reading.group)

    @admin.display(description=_("whole note"))
    def note_page(self, obj: Flag) -> SafeString:
        address = reverse("admin:readings_note_change", args=[obj.note_id])
        return mark_safe(format_html('<a href="{}">{}</a>', address, gettext("Open")))

    @admin.action(description=_("Hide the flagged notes …"), permissions=["view"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Flag]) -> HttpResponse | None:
        return ask_and_hide(self, request, queryset, _notes(queryset), "hide")

    @admin.action(description=_("Leave the flagged notes as they are"), permissions=["view"])
    def leave(self, request: HttpRequest, queryset: QuerySet[Flag]) -> None:
        latest = {flag.note_id: flag.pk for flag in queryset.order_by("pk")}

        def settle(note: Note) -> None:
            settle_flags(user=editor(request), note=note, upto=latest[note.pk])

        done = each(self, request, _notes(queryset), settle)
        said = ngettext("%(n)s note is left as it is.", "%(n)s notes are left as they are.", done)
        self.message_user(request, said % {"n": done}, messages.SUCCESS)


def _flags(request: HttpRequest) -> Any:
    """Flags on what the group shares and its author has not deleted, and never on one's own."""
    flags = Flag.objects.standing().for_site().for_moderator(editor(request))
    return flags.filter(note__audience=Note.Audience.GROUP, note__deleted_at=None)


def _notes(flags: QuerySet[Flag]) -> QuerySet[Note]:
    keys = list(flags.values_list("note", flat=True))
    related = Note.objects.select_related("author", "reading__group", "reading__chapter__book")
    notes: QuerySet[Note] = related.filter(pk__in=keys).order_by("pk")
    return notes
