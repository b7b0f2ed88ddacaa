"""What a composer sends."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from readings.annotation.models import Flag, Note, Target
from readings.annotation.models.flags import MAX_REASON
from readings.annotation.pointers import Pointer, point_at_words
from readings.text.markdown import MAX_NOTE
from readings.text.models import Chapter, Reading
from readings.text.queries import find_number


class SharedFields(dict[str, forms.Field]):
    """Fields that all forms of a class share.

    Django copies them for each form, so that it may change its own, and that takes twice as long as
    to check what was sent. Only for a form that changes none.
    """

    def __deepcopy__(self, _memo: object) -> dict[str, forms.Field]:
        return {**self}


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


class UnderForm(ReplyForm):
    """A reply; `promised` is whom its form said it is for: a group's key, or "me"."""

    promised = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """Sends what its author has seen before sharing a note: `Look.seen`."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class CopyForm(SeenForm):
    """The same for a copy: with the `uid` by which it is stored once, and whom it is for."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    audience = forms.ChoiceField(
        choices=Note.Audience.choices,
        error_messages={"required": _("Choose who is to see it.")},
    )


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


NoteForm.base_fields = SharedFields(NoteForm.base_fields)


class PlaceForm(forms.Form):
    """A new place for a note: words selected in the text, or a paragraph's number and words."""

    section = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    exact = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    number = forms.CharField(
        label=_("Number of the paragraph"),
        help_text=_("Such as 2.5"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("Words of it"),
        help_text=_("Leave this empty for the whole paragraph."),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, *args: Any, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.pointer = Pointer(Target.Kind.CHAPTER)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("number"):
            self.pointer = self._typed(data["number"], data.get("words", ""))
        elif data.get("exact") and not self.errors:
            self.pointer = Pointer(
                Target.Kind.PASSAGE,
                section=data.get("section"),
                version=data.get("version"),
                start=data.get("start") or 0,
                end=data.get("end") or 0,
                exact=data["exact"].replace("\r\n", "\n"),
            )
        else:
            raise ValidationError(_("Select words in the text, or type a paragraph's number."))
        return data

    def _typed(self, number: str, words: str) -> Pointer:
        block = find_number(self.reading, number)
        if block is None:
            raise ValidationError({"number": _("There is no paragraph with this number.")})
        if not words:
            return Pointer(Target.Kind.BLOCK, key=block.key)
        try:
            return point_at_words(self.reading.chapter, block.key, words)
        except ValueError as error:
            raise ValidationError({"words": str(error)}) from error


class FlagForm(forms.Form):
    """Why somebody flags a note: a usual reason, and words of their own."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Flag.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what is wrong with it.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("Needed for another reason; with the others it helps."),
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class HideForm(forms.Form):
    """Why a note is hidden, for everybody who could read it."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everybody who could read the note sees this in its place, with your name."),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Say why: everybody who could read the note sees it.")},
    )
