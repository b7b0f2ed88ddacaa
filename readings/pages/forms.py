"""Forms of pages that join rooms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from readings.groups.models import FormerMember
from readings.pages.farewell import Farewell


class DeletionForm(forms.Form):
    """One choice for each group in which something was shared: how that is signed from then on."""

    def __init__(self, data: QueryDict | None, *, page: Farewell) -> None:
        super().__init__(data)
        for parting in page.to_sign:
            label = _("What you shared with %(group)s stays") % {"group": parting.group}
            self.fields[f"signed-{parting.group.pk}"] = forms.ChoiceField(
                label=label,
                choices=FormerMember.Signed,
                widget=forms.RadioSelect,
                initial=FormerMember.Signed.NAME,
            )

    def signed(self) -> dict[str, Any]:
        """What was chosen, by the keys of the groups."""
        return {name.removeprefix("signed-"): how for name, how in self.cleaned_data.items()}
