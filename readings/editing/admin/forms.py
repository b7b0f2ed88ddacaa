"""The forms of the editing pages: a chapter, a section, and the rows in them."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from readings.editing.actions import StaleEdit
from readings.editing.admin.problems import footnote_problem, section_problem, stale_message
from readings.editing.admin.widgets import MarkdownEditor, SectionLink
from readings.editing.foresight import BACK
from readings.text.markdown import ReasonText
from readings.text.models import Chapter, Footnote, Reason, Section
from readings.text.writing import SectionDraft


def digest(body: str) -> str:
    """A short mark by which a text is known to be the same."""
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def unix_lines(text: str) -> str:
    """Browsers send every line's end as CR LF; texts are kept with LF alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class SummaryField(forms.CharField):
    """Why a text was edited; kept with the version."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Why"),
            required=False,
            max_length=300,
            help_text=_("Kept with the version, such as “a comma too many in 2.5”."),
            widget=forms.TextInput(attrs={"class": "vTextField"}),
        )


class PositionField(forms.IntegerField):
    """A row's place, counted from 1. sortable2's script finds it by its class."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Place"),
            required=False,
            min_value=1,
            # What the editor saw counts as unchanged, also when others move rows meanwhile.
            show_hidden_initial=True,
            widget=forms.NumberInput(attrs={"class": "_reorder_ place"}),
        )


class RowForm(forms.ModelForm):
    """A row that a verb will write, and check."""

    position_name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # In a table the label of a field is the head of its column, which no field names.
            field.widget.attrs["aria-label"] = field.label

    def has_changed(self) -> bool:
        """A new row that has nothing but a place is empty."""
        if self.instance.pk:
            return super().has_changed()
        return bool(set(self.changed_data) - {self.position_name})

    def number_before(self, name: str) -> int | None:
        """The place that the row had when the editor opened the page; None for a new row."""
        if not self.instance.pk:
            return None
        field = self[name]
        return field.field.to_python(self.data.get(field.html_initial_name, field.initial))

    def validate_constraints(self) -> None:
        """The formset checks all rows together, without a question to the database for each."""


class ReasonForm(RowForm):
    position_name = "number"
    number = PositionField()

    class Meta:
        model = Reason
        fields = ("number", "text", "commentary")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "commentary": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())

    def clean_commentary(self) -> str:
        return unix_lines(self.cleaned_data["commentary"])


class SectionRowForm(RowForm):
    """A section in its chapter's page: a new one with its text, another with the way to it."""

    position_name = "order"
    order = PositionField()
    heading = forms.CharField(
        label=_("Heading"),
        required=False,
        max_length=300,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    body = forms.CharField(label=_("Text"), required=False, strip=False, widget=MarkdownEditor)
    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Section
        fields = ("order", "heading", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["body"].disabled = True
            self.fields["body"].widget = SectionLink(self.instance)
            self.initial["base_version"] = self.instance.current.number

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - {"base_version"}) and super().has_changed()

    def clean_body(self) -> str:
        body = unix_lines(self.cleaned_data["body"])
        if not self.instance.pk and (problem := section_problem(body)):
            raise forms.ValidationError(problem)
        return body


class FootnoteForm(RowForm):
    number = forms.IntegerField(label=_("Number"), min_value=1)
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Footnote
        fields = ("number", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # The number is what the marks in the text say: another number is another footnote.
            self.fields["number"].disabled = True
            self.initial["base"] = digest(self.instance.body)

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - {"base"})

    def clean_body(self) -> str:
        body = unix_lines(self.cleaned_data["body"])
        if problem := footnote_problem(body):
            raise forms.ValidationError(problem)
        return body


class ReopenableForm(forms.ModelForm):
    """Shown again as it was sent, saving nothing, when its editor comes back from a look ahead."""

    def is_valid(self) -> bool:
        return BACK not in self.data and super().is_valid()


class SectionForm(ReopenableForm):
    """A section's heading, address and text; refuses what `edit_chapter` would refuse."""

    body = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=MarkdownEditor,
        help_text=_(
            "Markdown. Lines between “::: verse” and “:::” keep their ends, “::: caption” makes a "
            "caption, “::: reasons” and “:::” say where the list below stands, [^2] marks a "
            "footnote."
        ),
    )
    summary = SummaryField()
    correction = forms.BooleanField(
        label=_("Correction only"),
        required=False,
        help_text=_(
            "The spelling was mended and the sense stayed: notes keep their places, and nobody is "
            "asked whether they still fit."
        ),
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Section
        fields = ("heading", "slug", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["base_version"] = self.instance.current.number
        self.fields["body"].widget = MarkdownEditor(self.instance)
        self.standing_version = self.instance.current.number
        # Whether somebody else saved the section since: its page then offers the ways on.
        self.has_conflict = False

    def clean_body(self) -> str:
        return unix_lines(self.cleaned_data["body"])

    def clean_slug(self) -> str:
        """Removed sections keep their addresses, for their versions have them."""
        slug: str = self.cleaned_data["slug"]
        others = Section.objects.filter(chapter=self.instance.chapter_id, slug=slug)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("The chapter already has a section at this address."))
        return slug

    def clean(self) -> dict[str, Any]:
        """The chapter's row is locked by now: what is right here stays so until it is saved."""
        data: dict[str, Any] = super().clean() or {}
        if self.instance.removed_at:
            self.add_error(None, stale_message([self.instance]))
        elif data.get("base_version") != self.standing_version:
            self.has_conflict = True
            self.add_error(None, str(StaleEdit([self.instance])))
        rows = self.instance.reason_rows
        if "body" in data and rows.is_valid():
            reasons = [
                ReasonText(draft.key or "new", number, draft.text, draft.commentary)
                for number, draft in enumerate(rows.drafts(), 1)
            ]
            if problem := section_problem(data["body"], reasons):
                self.add_error("body", problem)
        return data

    def draft(self) -> SectionDraft:
        """The section as it is to stand."""
        data = self.cleaned_data
        return SectionDraft(
            heading=data["heading"],
            body=data["body"],
            reasons=self.instance.reason_rows.drafts(),
            section_id=self.instance.pk,
            order=self.instance.order,
            slug=data["slug"],
        )


class ChapterForm(ReopenableForm):
    summary = SummaryField()

    class Meta:
        model = Chapter
        fields = ("book", "number", "title", "slug")


class NewChapterForm(forms.ModelForm):
    number = forms.IntegerField(
        label=_("Number"),
        required=False,
        min_value=1,
        help_text=_("Without a number it follows the book's last chapter."),
    )

    class Meta:
        model = Chapter
        fields = ("book", "number", "title")
