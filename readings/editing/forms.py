"""What a reader sends who proposes a correction, and a facilitator who decides on it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from readings.annotation.forms import NoteForm
from readings.annotation.models import Target
from readings.editing.errata import KINDS, MAX_WHY, MAX_WORDS
from readings.editing.parts import LONGEST_HEADING
from readings.editing.proposals import Proposal


class BeginForm(NoteForm):
    """A composer in which somebody would rather propose a correction; its words may be none yet."""

    body = forms.CharField(required=False)


class ErratumForm(NoteForm):
    """The words that should stand in place of others, and why; the hidden fields say where."""

    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in KINDS], widget=forms.HiddenInput
    )
    new_words = forms.CharField(
        label=_("As it should read"),
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _(
                "Write the words as they should be. To take words out, choose some around them."
            )
        },
    )
    body = forms.CharField(
        label=_("Why"),
        max_length=MAX_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why in a few words.")},
    )
    audience = None  # type: ignore[assignment]
    words = None  # type: ignore[assignment]

    def clean_audience(self) -> str:
        return ""


def initial(target: Target, why: str = "") -> dict[str, Any]:
    """The form for what stands at a place: the words themselves, to be mended."""
    found: dict[str, Any] = {
        "uid": uuid.uuid4(),
        "exact": target.words,
        "new_words": target.words,
        "body": why,
    }
    if target.footnote is not None:
        return {**found, "kind": Target.Kind.FOOTNOTE, "number": target.footnote.number}
    assert target.section is not None
    if target.kind == Target.Kind.SECTION:
        return {**found, "kind": Target.Kind.SECTION, "section": target.section.pk}
    assert target.block is not None
    return {
        **found,
        "kind": Target.Kind.PASSAGE,
        "key": target.block.key,
        "section": target.section.pk,
        "version": target.section.current.number,
        "start": target.start,
        "end": target.end,
    }


class LinesField(forms.CharField):
    """A text as it is kept: browsers send every line's end as CR LF. None where none was sent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, empty_value="", **options)

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class AcceptForm(forms.Form):
    """Accepting a proposal: by rule, or with the text (the footnote) that somebody wrote for it."""

    body = LinesField(label=_("The text as it should read"), widget=forms.Textarea({"rows": 14}))
    summary = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=300,
        help_text=_("Kept with the version, where readers see it."),
    )
    correction = forms.BooleanField(
        label=_("Correction only: the sense stays, nobody is asked whether a note still fits"),
        required=False,
    )
    base_version = forms.IntegerField(min_value=0, max_value=10**8, widget=forms.HiddenInput)
    # Versions are numbered section by section, so a text says whose it is.
    section = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = LinesField(widget=forms.HiddenInput)

    @classmethod
    def about(
        cls, proposal: Proposal, sent: AcceptForm | None, *, by_hand: bool, fresh: bool
    ) -> AcceptForm:
        """The form for what stands now, with what was `sent` in it; a `fresh` one is about what
        stands now, of which its page tells how it came to be."""
        target = proposal.erratum.note.target
        section = target.section if target else None
        footnote = target.footnote if target else None
        on_heading = target is not None and target.kind == Target.Kind.SECTION
        now = {
            "base_version": section.current.number if section else 0,
            "section": section.pk if section else None,
            "seen": footnote.body if footnote else "",
            "body": (footnote.body if footnote else
                     section.heading if section and on_heading else
                     section.body if section else ""),
        }  # fmt: skip
        form = sent or cls(initial=now)
        if fresh:
            fields = {name: form.data[name] for name in form.data}
            form.data = {**fields, "base_version": now["base_version"], "seen": now["seen"]}
        if on_heading:
            form.fields["body"].label = _("The heading as it should read")
            form.fields["body"].widget = forms.TextInput({"maxlength": LONGEST_HEADING})
        form.fields["body"].required = True  # it says so; what is empty is refused with its reason
        if not by_hand and "body" not in form.data:
            del form.fields["body"]
        if footnote:
            del form.fields["summary"], form.fields["correction"]
        return form

    def clean_body(self) -> str | None:
        return self.cleaned_data["body"] if "body" in self.data else None


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label=_("Why, for the reader"),
        max_length=MAX_WHY,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why: the reader sees it at the proposal.")},
    )
