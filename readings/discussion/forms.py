"""What a facilitator fills in to ask a question."""

from __future__ import annotations

import zoneinfo
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from readings.annotation.forms import NoteForm
from readings.annotation.models import Question, Target
from readings.discussion.actions import MAX_QUESTION
from readings.groups.models import StudyGroup, User


class AssignForm(forms.Form):
    """When a question is due, in the group's time zone, and who is to answer it."""

    due_at = forms.DateTimeField(
        label=_("Due"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reveal = forms.ChoiceField(
        label=_("Who sees the answers"),
        choices=Question.Reveal.choices,
        initial=Question.Reveal.AT_ONCE,
        required=False,
        widget=forms.RadioSelect,
    )
    everyone = forms.BooleanField(
        label=_("Everyone in the group, also those who join later"), required=False, initial=True
    )
    assignees = forms.ModelMultipleChoiceField(
        label=_("Or only these members"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, group: StudyGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zoneinfo.ZoneInfo(group.time_zone)
        people = User.objects.filter(memberships__group=group).order_by("display_name")
        assignees = self.fields["assignees"]
        assert isinstance(assignees, forms.ModelMultipleChoiceField)
        assignees.queryset = people
        self.fields["due_at"].help_text = _("In the group's time zone, %(zone)s.") % {
            "zone": group.time_zone.replace("_", " ")
        }
        due = self.initial.get("due_at")
        if isinstance(due, datetime):
            self.initial["due_at"] = timezone.make_naive(due, self.zone)

    def clean_due_at(self) -> datetime | None:
        """What was typed is a time on the group's clock, whatever zone the facilitator is in."""
        due: datetime | None = self.cleaned_data["due_at"]
        if due is None:
            return None
        return timezone.make_naive(due).replace(tzinfo=self.zone)

    def clean_reveal(self) -> str:
        return self.cleaned_data["reveal"] or Question.Reveal.AT_ONCE

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("everyone") and not data.get("assignees"):
            self.add_error("assignees", _("Choose at least one member, or everyone."))
        return data

    def assignment(self) -> dict[str, Any]:
        """The keyword arguments that the verbs take."""
        data = self.cleaned_data
        return {
            "due_at": data["due_at"],
            "reveal": data["reveal"],
            "assignees": None if data["everyone"] else list(data["assignees"]),
        }


class QuestionForm(AssignForm):
    """The question itself as well."""

    field_order = ["body", "due_at", "reveal", "everyone", "assignees"]
    body = forms.CharField(
        label=_("Question"),
        max_length=MAX_QUESTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the question first.")},
    )


class AskForm(QuestionForm, NoteForm):
    """A new question on a place; the hidden fields say where."""

    kind = forms.ChoiceField(
        choices=Target.Kind.choices, initial=Target.Kind.CHAPTER, widget=forms.HiddenInput
    )
    audience = None  # type: ignore[assignment]
    words = None  # type: ignore[assignment]

    def clean_audience(self) -> str:
        return ""
