"""What a reader sends who proposes a correction."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from readings.annotation.forms import NoteForm
from readings.annotation.models import Target
from readings.editing.errata import KINDS, MAX_WHY, MAX_WORDS


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
        "exact": target.exact,
        "new_words": target.exact,
        "body": why,
    }
    if target.footnote is not None:
        return {**found, "kind": Target.Kind.FOOTNOTE, "number": target.footnote.number}
    assert target.section is not None
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
