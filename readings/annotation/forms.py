"""What a composer sends."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from readings.annotation.models import Note, Target
from readings.annotation.pointers import Pointer, point_at_words
from readings.text.markdown import MAX_NOTE
from readings.text.models import Chapter


class BodyForm(forms.Form):
    """The words alone: for editing. Sending an empty or endless text says so beside the field."""

    body = forms.CharField(
        label=_("Note"),
        max_length=MAX_NOTE,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write something first.")},
    )


class ReplyForm(BodyForm):
    """The words and the `uid` by which a note sent twice is stored once."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_uid(self) -> uuid.UUID:
        return self.cleaned_data["uid"] or uuid.uuid4()


class NoteForm(ReplyForm):
    """A note on a place; the hidden fields say where, as the reader's page knew it."""

    kind = forms.ChoiceField(choices=Target.Kind.choices, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    number = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    section = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    exact = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    words = forms.CharField(required=False, max_length=2000)
    audience = forms.ChoiceField(
        choices=Note.Audience.choices, required=False, widget=forms.HiddenInput
    )

    def clean_audience(self) -> str:
        return self.cleaned_data["audience"] or Note.Audience.GROUP

    def pointer_in(self, chapter: Chapter) -> Pointer:
        """Where the note stands: `pointer`, or the words of the block that were typed.

        Raises ValidationError beside `words` when they do not name one passage.
        """
        words, kind = self.cleaned_data["words"], self.cleaned_data["kind"]
        if not words or kind != Target.Kind.BLOCK:
            return self.pointer()
        try:
            return point_at_words(chapter, self.cleaned_data["key"], words)
        except ValueError as error:
            raise ValidationError({"words": str(error)}) from error

    def pointer(self) -> Pointer:
        data: dict[str, Any] = self.cleaned_data
        return Pointer(
            kind=data["kind"],
            section=data["section"],
            version=data["version"],
            start=data["start"] or 0,
            end=data["end"] or 0,
            exact=data["exact"].replace("\r\n", "\n"),
            key=data["key"],
            number=data["number"],
        )
