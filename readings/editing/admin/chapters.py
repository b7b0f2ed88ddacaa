"""A chapter's page: its sections, its footnotes, and the reasons to look at."""

from __future__ import annotations

from typing import Any

from adminsortable2.admin import SortableAdminBase, SortableInlineAdminMixin
from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from readings.annotation.models import Tally
from readings.editing import effects
from readings.editing.actions import edit_chapter, edit_footnotes
from readings.editing.admin.forms import (
    ChapterForm,
    FootnoteForm,
    NewChapterForm,
    SectionRowForm,
)
from readings.editing.admin.inlines import RowsInline
from readings.editing.admin.preflight import PreflightMixin
from readings.editing.admin.rows import FootnoteFormSet, SectionFormSet
from readings.editing.admin.widgets import EditingMedia
from readings.editing.foresight import look_first
from readings.groups.admin.base import RelatedFilter, editor
from readings.text.actions import change_chapter, create_chapter
from readings.text.admin import UnusedOnlyAdmin
from readings.text.models import Chapter, Footnote, Reason, Section

FACTS = ("book", "number", "title", "slug")


class SectionInline(SortableInlineAdminMixin, RowsInline):
    model = Section
    form = SectionRowForm
    formset = SectionFormSet
    ordering = ("order",)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """A new chapter begins with a section."""
        return 0 if obj else 1

    fields = ("order", "heading", "body", "base_version")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        sections: QuerySet[Section] = Section.objects.current().filter(version__isnull=False)
        return sections.select_related("version").order_by("order", "pk")


class FootnoteInline(RowsInline):
    model = Footnote
    form = FootnoteForm
    formset = FootnoteFormSet
    fields = ("number", "body", "base")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Footnote]:
        return Footnote.objects.current().order_by("number", "pk")


@admin.register(Chapter)
class ChapterAdmin(PreflightMixin, SortableAdminBase, UnusedOnlyAdmin):
    change_form_template = "admin/editing/edit_form.html"
    inlines = (SectionInline, FootnoteInline)
    list_display = ("title", "book", "number", "section_count", "notes")
    list_filter = (("book", RelatedFilter),)
    list_select_related = ("book",)
    search_fields = ("title", "book__title")
    ordering = ("book__title", "number")
    autocomplete_fields = ("book",)

    class Media(EditingMedia):
        pass

    def get_queryset(self, request: HttpRequest) -> QuerySet[Chapter]:
        tallies = Tally.objects.filter(kind=Tally.Kind.CHAPTER, ref=OuterRef("pk"))
        noted = tallies.values("ref").annotate(sum=Sum("count")).values("sum")
        return (
            Chapter.objects.select_related("book")
            .annotate(section_count=Count("sections", filter=Q(sections__removed_at=None)))
            .annotate(notes=Coalesce(Subquery(noted, output_field=IntegerField()), 0))
            .order_by(*self.ordering)
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Chapter], search_term: str
    ) -> tuple[QuerySet[Chapter], bool]:
        """A group's own text is no choice for what others read before it is published."""
        found, twice = super().get_search_results(request, queryset, search_term)
        if request.GET.get("model_name") == "reading":
            found = found.filter(book__group=None)
        return found, twice

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Chapter | None:
        """The chapter, locked before a save: see SectionAdmin.get_object."""
        if not str(object_id).isdecimal():
            return None
        chapters = Chapter.objects.filter(pk=int(object_id))
        if request.method == "POST":
            return chapters.select_for_update().first()
        return self.get_queryset(request).filter(pk=int(object_id)).first()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        kwargs["form"] = ChapterForm if obj else NewChapterForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*FACTS, "notes_here", "reasons", "summary") if obj else FACTS[:3]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("notes_here", "reasons") if obj else ()

    @admin.display(description=_("sections"), ordering="section_count")
    def section_count(self, obj: Any) -> int:
        return int(obj.section_count)

    @admin.display(description=_("notes"), ordering="notes")
    def notes(self, obj: Any) -> int:
        """How many notes members of the chapter's groups share; nobody's words."""
        return int(obj.notes)

    @admin.display(description=_("notes"))
    def notes_here(self, obj: Chapter) -> int:
        rows = Tally.objects.filter(kind=Tally.Kind.CHAPTER, ref=obj.pk)
        return rows.aggregate(sum=Sum("count"))["sum"] or 0

    @admin.display(description=_("reasons"))
    def reasons(self, obj: Chapter) -> str:
        standing = Reason.objects.current().filter(section__chapter=obj, section__removed_at=None)
        found = standing.select_related("section").order_by("section__order", "number", "pk")
        return render_to_string("admin/editing/reasons.html", {"reasons": found})

    def save_model(self, request: HttpRequest, obj: Chapter, form: ModelForm, change: bool) -> None:
        """Everything is written at once, in `save_related`."""

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        sections, footnotes = formsets
        if change:
            self._edit(request, form, sections, footnotes)
        else:
            _create(request, form, sections, footnotes)
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    def _edit(self, request: HttpRequest, form: Any, sections: Any, footnotes: Any) -> None:
        chapter, drafts, mapping = form.instance, sections.drafts(), footnotes.mapping()
        notes_change = mapping != footnotes.stored
        if facts := {n: form.cleaned_data[n] for n in FACTS if n in form.changed_data}:
            change_chapter(user=editor(request), chapter=chapter, **facts)
        ids = [draft.section_id for draft in drafts if draft.section_id]
        before = effects.standing(chapter, ids, footnotes=notes_change)
        after, changes = [], []
        if drafts:
            edit = edit_chapter(
                user=editor(request),
                chapter=chapter,
                base_versions={pk: sections.base_versions()[pk] for pk in ids},
                changes=drafts,
                summary=form.cleaned_data["summary"],
            )
            after, changes = edit.targets, edit.changes
        if notes_change:
            after += edit_footnotes(user=editor(request), chapter=chapter, footnotes=mapping)
        done = effects.measure(before, after)
        changed = bool(facts or changes or notes_change)
        look_first(request, changes, done, chapter=chapter.pk, changed=changed)
        if drafts or notes_change:
            self.message_user(request, effects.sentence(done), messages.INFO)


def _create(request: HttpRequest, form: Any, sections: Any, footnotes: Any) -> None:
    data = form.cleaned_data
    made = create_chapter(
        user=editor(request),
        book=data["book"],
        number=data["number"],
        title=data["title"],
        sections=sections.drafts(),
        footnotes=footnotes.mapping(),
    )
    form.instance.__dict__.update(made.__dict__)
