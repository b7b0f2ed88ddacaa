"""What facilitators set for their group."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from readings.groups.clocks import ClockField
from readings.groups.models import FormerMember, Membership, StudyGroup


class MeetingForm(forms.Form):
    """When and where the group meets next."""

    starts_at = ClockField(label=_("Date and time"))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("Such as what to read before, or how to get in."),
    )

    def __init__(self, *args: Any, group: StudyGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts_at = self.fields["starts_at"]
        assert isinstance(starts_at, ClockField)
        starts_at.go_by(group)


def time_zones() -> list[tuple[str, str]]:
    """All zones by name, as a menu."""
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]


class GroupForm(forms.ModelForm):
    """What the group is called and how it goes about things."""

    class Meta:
        model = StudyGroup
        fields = (
            "name",
            "description",
            "time_zone",
            "who_invites",
            "first_audience",
            "shows_name",
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "who_invites": forms.RadioSelect,
            "first_audience": forms.RadioSelect,
        }
        labels = {"shows_name": _("Show the group's name in previews of its joining links")}
        help_texts = {
            "description": _("Members read it on the group's page."),
            "time_zone": _("Meetings and due dates go by this clock."),
            "first_audience": _("Whoever writes a note can choose otherwise."),
            "shows_name": _("Chat programs show a preview of a link to everybody in the chat."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"),
            choices=time_zones,
            help_text=self.Meta.help_texts["time_zone"],
        )


class NewGroupForm(GroupForm):
    """What a group needs to begin; the rest can be set later."""

    class Meta(GroupForm.Meta):
        fields = ("name", "description", "time_zone")  # type: ignore[assignment]


class RoleForm(forms.Form):
    """What a member is in the group."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role, widget=forms.RadioSelect)
    until = ClockField(
        label=_("Until"),
        required=False,
    )

    def __init__(self, *args: Any, group: StudyGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until = self.fields["until"]
        assert isinstance(until, ClockField)
        until.go_by(group)
        until.help_text = _("For a facilitator of one meeting, say. Empty: for good. ") + str(
            until.help_text
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == Membership.Role.MEMBER:
            data["until"] = None
        return data


class SignedForm(forms.Form):
    """How what somebody shared is signed once they are gone."""

    signed = forms.ChoiceField(
        label=_("The notes that were shared stay"),
        choices=FormerMember.Signed,
        widget=forms.RadioSelect,
        initial=FormerMember.Signed.NAME,
    )
