"""What a facilitator fills in to ask a question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from readings.annotation.forms import NoteForm
from readings.annotation.models import Question, Target
from readings.discussion.actions import MAX_QUESTION
from readings.groups.clocks import ClockField
from readings.groups.models import StudyGroup, User


class PeopleField(forms.ModelMultipleChoiceField):
    """Refuses a key that no database row can have as it refuses any other unknown one."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            raise forms.ValidationError(_("Choose members of this group.")) from error


class AssignForm(forms.Form):
    """When a question is due, in the group's time zone, and who is to answer it."""

    due_at = ClockField(label=_("Due"), required=False)
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
    assignees = PeopleField(
        label=_("Or only these members"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, group: StudyGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(memberships__group=group).order_by("display_name")
        assignees = self.fields["assignees"]
        assert isinstance(assignees, forms.ModelMultipleChoiceField)
        assignees.queryset = people
        due_at = self.fields["due_at"]
        assert isinstance(due_at, ClockField)
        due_at.go_by(group)

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
