"""Questions in the admin: a chapter's own are written here; a group's are its facilitator's.

A group's questions are shown to moderators alone, as its notes are.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from readings.annotation.admin import place_in_words
from readings.annotation.models import Question
from readings.annotation.pointers import Pointer
from readings.annotation.querysets import may_moderate
from readings.discussion.actions import (
    add_own_question,
    change_own_question,
    offer_own_question,
)
from readings.groups.admin.base import EditorsAdmin, RelatedFilter, WhetherFilter, editor
from readings.text.models import Block, Chapter, Reason, Section


class NewQuestionForm(forms.ModelForm):
    """A question of the chapter's own, and what it is about."""

    place = forms.ChoiceField(
        label=_("About"),
        choices=[
            ("chapter", _("The chapter")),
            ("section", _("A section")),
            ("block", _("A paragraph")),
            ("reason", _("A reason")),
        ],
    )
    number = forms.CharField(
        label=_("Its number"),
        required=False,
        max_length=16,
        help_text=_("As people say it: 2 for the second section or reason, 2.5 for a paragraph."),
    )

    class Meta:
        model = Question
        fields = ("chapter", "body")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "chapter" in data and "place" in data and "number" in data:
            try:
                data["pointer"] = _FINDERS[data["place"]](data["chapter"], data["number"].strip())
            except ValidationError as error:
                self.add_error("number", error)
        return data


def _nth(rows: list[Any], number: str) -> Any:
    """The row that people call by this number, counting from 1."""
    if not number.isdecimal() or not 0 < int(number) <= len(rows):
        raise ValidationError(gettext("The chapter has none with this number."))
    return rows[int(number) - 1]


def _section(chapter: Chapter, number: str) -> Pointer:
    sections = Section.objects.current().filter(chapter=chapter).order_by("order", "pk")
    return Pointer("section", section=_nth(list(sections), number).pk)


def _block(chapter: Chapter, number: str) -> Pointer:
    blocks = Block.objects.current().filter(chapter=chapter, section__removed_at=None)
    block = blocks.filter(number=number).first()
    if block is None:
        raise ValidationError(gettext("The chapter has none with this number."))
    return Pointer("block", key=block.key)


def _reason(chapter: Chapter, number: str) -> Pointer:
    reasons = list(Reason.objects.current().filter(section__chapter=chapter))
    if len({reason.section_id for reason in reasons}) > 1:
        raise ValidationError(
            gettext("The chapter has several lists of reasons: ask about the paragraph.")
        )
    return Pointer("reason", key=_nth(reasons, number).key)


_FINDERS = {
    "chapter": lambda _chapter, _number: Pointer("chapter"),
    "section": _section,
    "block": _block,
    "reason": _reason,
}


class QuestionForm(forms.ModelForm):
    offered = forms.BooleanField(
        label=_("Offered to groups"),
        required=False,
        help_text=_("Groups that have adopted the question keep it in any case."),
    )

    class Meta:
        model = Question
        fields = ("body",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["offered"] = self.instance.withdrawn_at is None


class WhoseFilter(WhetherFilter):
    title = _("whose")
    parameter_name = "whose"
    field = "group"
    yes, no = _("A group's"), _("The chapter's own")


class WithdrawnFilter(WhetherFilter):
    title = _("state")
    parameter_name = "withdrawn"
    field = "withdrawn_at"
    yes, no = _("Withdrawn"), _("Offered or asked")


@admin.register(Question)
class QuestionAdmin(EditorsAdmin):
    list_display = ("excerpt", "chapter", "group_name", "author", "due_at", "withdrawn_at")
    list_filter = (
        WhoseFilter,
        ("group", RelatedFilter),
        ("chapter__book", RelatedFilter),
        WithdrawnFilter,
    )
    list_select_related = ("chapter__book", "group", "author")
    search_fields = ("body", "chapter__title", "chapter__book__title", "group__name")
    autocomplete_fields = ("chapter",)
    readonly_own = ("chapter", "place_now", "author", "created_at")
    readonly_of_groups = (
        "chapter", "group", "author", "place_now", "body", "due_at", "reveal", "assigned",
        "created_at", "withdrawn_at",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        questions = Question.objects.select_related(
            "chapter__book", "group", "author", "target__section", "target__block",
            "target__reason", "target__footnote",
        ).order_by("chapter", "group", "position", "pk")  # fmt: skip
        return questions if may_moderate(request.user) else questions.filter(group=None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request) and (obj is None or obj.group_id is None)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if obj is None:
            kwargs["form"] = NewQuestionForm
        elif obj.group_id is None:
            kwargs["form"] = QuestionForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ("chapter", "place", "number", "body")
        if obj.group_id is None:
            return ("chapter", "place_now", "body", "offered", "author", "created_at")
        return self.readonly_of_groups

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        return self.readonly_own if obj.group_id is None else self.readonly_of_groups

    @admin.display(description=_("question"))
    def excerpt(self, obj: Question) -> str:
        return Truncator(obj.body).words(14)

    @admin.display(description=_("group"), ordering="group__name")
    def group_name(self, obj: Question) -> str:
        return str(obj.group or gettext("The chapter's own"))

    @admin.display(description=_("about"))
    def place_now(self, obj: Question) -> str:
        return place_in_words(obj.target)

    @admin.display(description=_("assigned to"))
    def assigned(self, obj: Question) -> str:
        assignments = list(obj.assignments.select_related("user"))
        if any(assignment.user is None for assignment in assignments):
            return gettext("Everyone")
        return ", ".join(str(assignment.user) for assignment in assignments)

    def save_model(
        self, request: HttpRequest, obj: Question, form: forms.ModelForm, change: bool
    ) -> None:
        data = form.cleaned_data
        if change:
            change_own_question(user=editor(request), question=obj, body=data["body"])
            offer_own_question(user=editor(request), question=obj, offered=data["offered"])
            return
        made = add_own_question(
            user=editor(request),
            chapter=data["chapter"],
            pointer=data["pointer"],
            body=data["body"],
        )
        obj.__dict__.update(made.__dict__)
