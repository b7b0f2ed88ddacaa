"""Notes in the admin: for moderators alone, what groups share. Hidden and shown, never changed.

The words of a private note are their author's: no list, search, filter or address of the admin
reaches them, for every one of these starts at `get_queryset`.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from readings.annotation.admin.hiding import ask_and_hide, each
from readings.annotation.models import Note, Target
from readings.annotation.moderating import show_note
from readings.annotation.querysets import may_moderate
from readings.groups.admin.base import (
    HouseAdmin,
    ReadOnlyMixin,
    RelatedFilter,
    WhetherFilter,
    editor,
)


class AnswerFilter(WhetherFilter):
    title = _("kind")
    parameter_name = "answers"
    field = "question"
    yes, no = _("Answers to a question"), _("Notes and replies")


class HiddenFilter(WhetherFilter):
    title = _("hidden")
    parameter_name = "hidden"
    field = "hidden_at"
    yes, no = _("Hidden"), _("Shown")


@admin.register(Note)
class NoteAdmin(ReadOnlyMixin, HouseAdmin):
    list_display = ("excerpt", "author", "group", "chapter_title", "kind", "created_at", "hidden")
    list_filter = (
        ("reading__group", RelatedFilter),
        ("reading__chapter__book", RelatedFilter),
        AnswerFilter,
        HiddenFilter,
        "created_at",
    )
    list_select_related = ("author", "hidden_by", "reading__group", "reading__chapter__book")
    search_fields = (
        "body", "author__display_name", "reading__group__name", "reading__chapter__title"
    )  # fmt: skip
    search_help_text = _("Words of the note, its author, the group or the chapter")
    ordering = ("-pk",)
    fields = (
        "author", "group", "chapter", "kind", "place", "words", "created_at", "edited_at",
        "hidden", "hidden_reason",
    )  # fmt: skip
    actions = ("hide", "show")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_moderate(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        shared = Note.objects.filter(audience=Note.Audience.GROUP, deleted_at=None)
        return shared.select_related(
            "author", "hidden_by", "reading__group", "reading__chapter__book", "target__section",
            "target__block", "target__reason", "target__footnote", "question", "parent__author",
        ).order_by(*self.ordering)  # fmt: skip

    @admin.display(description=_("note"))
    def excerpt(self, obj: Note) -> str:
        return Truncator(obj.body).words(14)

    @admin.display(description=_("group"), ordering="reading__group__name")
    def group(self, obj: Note) -> str:
        return str(obj.reading.group)

    @admin.display(description=_("chapter"), ordering="reading__chapter__number")
    def chapter_title(self, obj: Note) -> str:
        return str(obj.reading.chapter)

    @admin.display(description=_("chapter"))
    def chapter(self, obj: Note) -> str:
        return f"{obj.reading.chapter.book}, {obj.reading.chapter}"

    @admin.display(description=_("kind"))
    def kind(self, obj: Note) -> str:
        if obj.parent_id:
            return gettext("Reply")
        return gettext("Answer") if obj.question_id else gettext("Note")

    @admin.display(description=_("on"))
    def place(self, obj: Note) -> str:
        if obj.parent_id and obj.parent:
            return gettext("A note by %(name)s") % {"name": obj.parent.author}
        return str(obj.question) if obj.question else place_in_words(obj.target)

    @admin.display(description=_("hidden"), ordering="hidden_at")
    def hidden(self, obj: Note) -> str:
        if obj.hidden_at is None:
            return ""
        by = gettext("by %(name)s, for the site") if obj.hidden_for_site else gettext("by %(name)s")
        return by % {"name": obj.hidden_by}

    @admin.action(description=_("Hide the selected notes …"), permissions=["view"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Note]) -> HttpResponse | None:
        return ask_and_hide(self, request, queryset, queryset, "hide")

    @admin.action(description=_("Restore the selected notes"), permissions=["view"])
    def show(self, request: HttpRequest, queryset: QuerySet[Note]) -> None:
        hidden = queryset.exclude(hidden_at=None)
        done = each(
            self, request, list(hidden), lambda note: show_note(user=editor(request), note=note)
        )
        said = ngettext("%(n)s note is shown again.", "%(n)s notes are shown again.", done)
        self.message_user(request, said % {"n": done}, messages.SUCCESS)

    @admin.display(description=_("text"))
    def words(self, obj: Note) -> SafeString:
        """As members see it; the renderer has made it safe."""
        return mark_safe(obj.html)


def place_in_words(target: Target | None) -> str:
    """The place of a note in words: its kind, its paragraph's number, and what is said there."""
    if target is None:
        return ""
    number = f" {target.block.number}" if target.block and not target.is_lost else ""
    words = f": “{Truncator(target.exact).chars(200)}”" if target.exact else ""
    state = "" if target.state == "placed" else f" ({target.get_state_display()})"
    return f"{target.get_kind_display()}{number}{words}{state}"
